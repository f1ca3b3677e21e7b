"""The web application."""

from flask import Flask, abort, jsonify

app = Flask(__name__)

PLACES = {"JJD000390007": "at the post office", "JJD000390008": "with the neighbours"}


@app.get("/parcels/<number>")
def parcel(number):
    """Say where a parcel is."""
    if number not in PLACES:
        abort(404)
    return jsonify(number=number, place=PLACES[number])
