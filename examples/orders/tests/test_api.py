import httpx
import pytest

from orders.api import app

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
