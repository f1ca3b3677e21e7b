"""An application whose answers take 20 to 480 milliseconds, the same ones after each start."""

import asyncio
from itertools import count

turns = count(1)

# The fractional parts of their multiples fill a cube evenly, in an order that looks like chance
# (the powers of the inverse of the root of x**4 = x + 1).
STEPS = (0.8191725133961645, 0.6710436067037893, 0.5497004779019703)


def seconds(turn: int) -> float:
    """
    Tapers off at both ends, as latencies do. None is longer than twice the mean: wrk takes such a
    one for several that waited, and adds them to what it saw.
    """
    return 0.02 + 0.46 * sum(turn * step % 1 for step in STEPS) / len(STEPS)


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            message = await receive()
            await send({"type": message["type"] + ".complete"})
            if message["type"] == "lifespan.shutdown":
                return
    await asyncio.sleep(seconds(next(turns)))
    headers = [(b"content-length", b"2")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})
