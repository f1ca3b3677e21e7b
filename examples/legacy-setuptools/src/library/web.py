"""The web application."""

from flask import Flask, jsonify

from library.overdue import OVERDUE

app = Flask(__name__)


@app.get("/overdue")
def overdue():
    """List the books that somebody should bring back."""
    return jsonify(OVERDUE)
