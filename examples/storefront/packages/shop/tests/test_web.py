import asyncio

from shop.web import app


def get(path: str, query: str = "") -> tuple[int, bytes]:
    """One request, straight through the ASGI interface."""
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [],
    }
    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_articles_can_be_chosen_by_tag() -> None:
    status, body = get("/articles", "tag=green")
    assert status == 200
    assert body == b'[{"number":"TEA-0002","title":"Sencha","cents":1250,"tags":["green"]}]'


def test_an_unknown_article_is_named() -> None:
    assert get("/articles/TEA-9999") == (404, b'{"error":"There is no article TEA-9999"}')
