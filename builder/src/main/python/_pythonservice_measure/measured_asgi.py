"""An ASGI application that is measured (ASGI 3.0)."""

import asyncio
from bisect import bisect_left
from time import perf_counter

from .layout import BOUNDS, LEFT, RAISED, STARTED
from .probes import AGENT
from .recorder import Recorder

BODY = "http.response.body"


def measured(application, recorder: Recorder, probe_paths: frozenset[str]):
    """
    The application, with its requests counted. A request ends with the last part of its answer:
    what the application does afterwards is not what its client waits for.

    What is done for each request is little, and none of it waits. An event loop answers its
    requests one after the other, so each microsecond here is one in which it answers nobody:
    ``begin`` and ``end`` of the recorder are written out once more, as calls of them would add
    almost a tenth. Without a global lock, when several loops count at a time, they are called.
    """

    async def app(scope, receive, send):
        special = not recorder.is_open or scope["type"] != "http" or scope["path"] in probe_paths
        if special and await aside(scope, receive, send):
            return
        counted = LEFT
        if recorder.one_thread:
            recorder.counts[STARTED] += 1.0
            begun = perf_counter()
        else:
            begun = recorder.begin()

        def counting(message):
            nonlocal counted, begun
            # Only the beginning of an answer has a status.
            if "status" in message:
                status = message["status"]
                counted = recorder.places.get(status) or recorder.place(status)
            elif begun and message["type"] == BODY and not message.get("more_body"):
                if recorder.one_thread:
                    seconds = perf_counter() - begun
                    counts = recorder.counts
                    counts[counted] += seconds
                    counts[counted + 1 + bisect_left(BOUNDS, seconds)] += 1.0
                else:
                    recorder.end(begun, counted)
                begun = 0.0
            return send(message)

        try:
            await application(scope, receive, counting)
        except Exception:
            if counted == LEFT:
                counted = RAISED
            raise
        finally:
            if begun:
                recorder.end(begun, counted)

    async def aside(scope, receive, send) -> bool:
        """Whatever is no user's request; False where it is one."""
        if not recorder.is_open:
            recorder.start()
            recorder.watch(asyncio.get_running_loop())
        if scope["type"] == "http":
            if not (scope["path"] in probe_paths and is_probe(scope)):
                return False
            await application(scope, receive, seeing(send, recorder))
        elif scope["type"] == "websocket":
            recorder.open_websocket()
            try:
                await application(scope, receive, send)
            finally:
                recorder.close_websocket()
        else:
            await application(scope, receive, send)
        return True

    return app


def seeing(send, recorder: Recorder):
    """Sends on, and sees whether the answer is a success."""

    def sending(message):
        if message["type"] == "http.response.start" and 200 <= message["status"] < 300:
            recorder.succeed()
        return send(message)

    return sending


def is_probe(scope) -> bool:
    """Whether the kubelet asks."""
    return any(
        name == b"user-agent" and value.startswith(AGENT) for name, value in scope["headers"]
    )
