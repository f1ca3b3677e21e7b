"""The web application."""

from flask import Flask, jsonify


def create_app():
    """Make the application."""
    app = Flask(__name__)

    @app.get("/weather/<town>")
    def weather(town):
        return jsonify(town=town, sky="clear")

    return app
