"""The service: ``granian --interface asgi orders.api:app``."""

from typing import Annotated
from uuid import UUID

import orjson
import structlog
from fastapi import FastAPI, HTTPException, Query, Response, status
from fastapi.concurrency import run_in_threadpool
from prometheus_client import Counter, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from orders.model import NewOrder, Order
from orders.settings import Settings
from orders.spool import Spool
from orders.statistics import Statistics
from orders.store import OrderStore
from orders.terms import TERMS, Terms

log = structlog.get_logger()
taken = Counter("orders_taken", "Orders taken")
revenue = Counter("orders_revenue_cents", "What the orders taken come to, in cents")

app = FastAPI(title="orders", version="1.4.0")
settings = Settings()
store = OrderStore(settings.capacity)
spool = Spool(settings.spool) if settings.spool else None


@app.get("/healthz")
async def healthz() -> dict[str, str]:
    """Whether this process answers."""
    return {"status": "ok"}


@app.get("/terms")
async def terms() -> Terms:
    """What shipping costs."""
    return TERMS


@app.post("/orders", status_code=status.HTTP_201_CREATED)
async def take(new: NewOrder) -> Order:
    """Takes an order: it is answered when the worker is sure to get it."""
    order = Order(**new.model_dump())
    if spool:
        await run_in_threadpool(spool.put, order)
    store.add(order)
    taken.inc()
    revenue.inc(order.total_cents)
    log.info("order taken", order=str(order.id), cents=order.total_cents)
    return order


@app.get("/orders/{order_id}")
async def order(order_id: UUID) -> Order:
    """One order."""
    found = store.find(order_id)
    if found is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"There is no order {order_id}")
    return found


@app.get("/orders", response_model=list[Order])
async def newest(limit: Annotated[int, Query(ge=1, le=10_000)] = 100) -> Response:
    """
    The newest orders. They were validated when they were taken: orjson writes them as they are,
    without the second validation that a response model costs.
    """
    orders = [order.model_dump() for order in store.newest(limit)]
    return Response(orjson.dumps(orders), media_type="application/json")


@app.get("/statistics", response_model_exclude={"counted"})
async def statistics() -> Statistics:
    """What the worker has counted."""
    if spool is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "No worker counts: ORDERS_SPOOL is not set")
    return await run_in_threadpool(Statistics.read, spool.folder)


@app.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """Counters for Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
