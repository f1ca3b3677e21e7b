"""The service: ``granian --interface asgi shop.web:app``."""

import msgspec
from catalog import Catalog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

catalog = Catalog.shipped()


def json(content: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(content), status, media_type="application/json")


async def healthz(_: Request) -> Response:
    return json({"status": "ok"})


async def articles(request: Request) -> Response:
    return json(list(catalog.tagged(request.query_params.get("tag"))))


async def article(request: Request) -> Response:
    number = request.path_params["number"]
    found = catalog.find(number)
    return json(found) if found else json({"error": f"There is no article {number}"}, 404)


app = Starlette(
    routes=[
        Route("/healthz", healthz),
        Route("/articles", articles),
        Route("/articles/{number}", article),
    ]
)
