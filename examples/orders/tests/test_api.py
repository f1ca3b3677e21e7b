from pathlib import Path

import httpx
import pytest

from orders import api
from orders.api import app
from orders.spool import Spool
from orders.worker import Worker

LINE = {"article": "TEA-0042", "quantity": 3, "cents": 450}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def client():
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://orders") as client:
        yield client


@pytest.mark.anyio
async def test_an_order_that_was_taken_can_be_read_again(client: httpx.AsyncClient) -> None:
    taken = await client.post("/orders", json={"customer": "Ada", "lines": [LINE]})
    assert taken.status_code == 201
    order = taken.json()
    assert order["total_cents"] == 1350
    assert order["shipping_cents"] == 490

    assert (await client.get(f"/orders/{order['id']}")).json() == order
    newest = (await client.get("/orders", params={"limit": 1})).json()
    assert [(one["id"], one["total_cents"]) for one in newest] == [(order["id"], 1350)]


@pytest.mark.anyio
async def test_an_article_that_cannot_be_one_is_refused_with_its_place(
    client: httpx.AsyncClient,
) -> None:
    answer = await client.post(
        "/orders", json={"customer": "Ada", "lines": [LINE | {"article": "tea"}]}
    )
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "lines", 0, "article"]


@pytest.mark.anyio
async def test_the_terms_say_from_where_shipping_is_free(client: httpx.AsyncClient) -> None:
    terms = (await client.get("/terms")).json()
    enough = LINE | {"quantity": 1, "cents": terms["free_shipping_from_cents"]}

    taken = await client.post("/orders", json={"customer": "Ada", "lines": [enough]})

    assert taken.json()["shipping_cents"] == 0


@pytest.mark.anyio
async def test_the_worker_gets_every_order_and_its_sums_are_shown(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    spool = Spool(tmp_path)
    monkeypatch.setattr(api, "spool", spool)
    assert (await client.get("/statistics")).json()["orders"] == 0

    for _ in range(3):
        await client.post("/orders", json={"customer": "Ada", "lines": [LINE]})
    Worker(spool).count_waiting()

    assert (await client.get("/statistics")).json() == {
        "orders": 3,
        "revenue_cents": 4050,
        "sold": {"TEA-0042": 9},
    }


@pytest.mark.anyio
async def test_without_a_worker_there_are_no_statistics(client: httpx.AsyncClient) -> None:
    assert (await client.get("/statistics")).status_code == 404
