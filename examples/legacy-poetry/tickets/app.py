"""The web application."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

app = FastAPI(title="Tickets")

CONCERTS = {"nocturnes": 120, "preludes": 80}


class Order(BaseModel):
    """Some seats for a concert."""

    concert: str
    seats: int = Field(ge=1, le=10)


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    """Say that requests are answered."""
    return {"status": "ok"}


@app.get("/concerts")
async def concerts() -> dict[str, int]:
    """List the concerts and the seats that are left."""
    return CONCERTS


@app.post("/orders", status_code=201)
async def order(wanted: Order) -> Order:
    """Take an order."""
    if wanted.concert not in CONCERTS:
        raise HTTPException(404, f"There is no concert {wanted.concert}")
    return wanted
