"""The web application."""

import numpy
from flask import Flask, jsonify

app = Flask(__name__)

PAYMENTS = numpy.array([1250, -300, 990])


@app.get("/balance")
def balance():
    """Say what is left, in cents."""
    return jsonify(cents=int(PAYMENTS.sum()))
