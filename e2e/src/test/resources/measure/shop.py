"""An application that answers as it is told, in each interface."""

import asyncio
import time

from prometheus_client import Counter

asked = Counter("shop_asked", "Requests")


def answer(path: str) -> tuple[int, float]:
    """The status and the seconds that a path asks for: /STATUS/MILLISECONDS."""
    if path == "/raise":
        raise ValueError("as it was asked for")
    _, status, milliseconds = path.split("/")
    return int(status), float(milliseconds) / 1000


async def asgi(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    asked.inc()
    status, seconds = answer(scope["path"])
    await asyncio.sleep(seconds)
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b"one", "more_body": True})
    await send({"type": "http.response.body", "body": b"two"})


def wsgi(environ, start_response):
    asked.inc()
    status, seconds = answer(environ["PATH_INFO"])
    start_response(f"{status} As asked", [])

    def parts():
        time.sleep(seconds)
        yield b"one"
        yield b"two"

    return parts()


async def rsgi(scope, protocol):
    asked.inc()
    status, seconds = answer(scope.path)
    await asyncio.sleep(seconds)
    protocol.response_str(status, [], "onetwo")
