"""The web application."""

import os

from fastapi import FastAPI

DISHES = ["soup", "dumplings", "plum cake"]


def create() -> FastAPI:
    """Make the application."""
    app = FastAPI(title="Menu")

    @app.get("/menu")
    async def menu() -> dict[str, object]:
        return {"kitchen": os.environ["MENU_KITCHEN"], "dishes": DISHES}

    return app
