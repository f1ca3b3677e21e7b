"""An ASGI application that is measured (ASGI 3.0)."""

import asyncio
import os
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
    ``begin`` and ``end`` of the recorder are written out once more, on names that are nearer than
    its attributes; without that all of it costs a fifth more. Only without a global lock, when
    several loops count at a time, are the methods themselves called.
    """
    begin, end, place, places = recorder.begin, recorder.end, recorder.place, recorder.places
    one_thread, clock, bucket, bounds = recorder.one_thread, perf_counter, bisect_left, BOUNDS
    counts = recorder.counts
    watched = False

    def forget() -> None:
        nonlocal watched
        watched = False

    os.register_at_fork(after_in_child=forget)

    async def app(scope, receive, send):
        special = not watched or scope["type"] != "http" or scope["path"] in probe_paths
        if special and await aside(scope, receive, send):
            return
        counted = LEFT
        if one_thread:
            counts[STARTED] += 1.0
            begun = clock()
        else:
            begun = begin()

        def counting(message):
            nonlocal counted, begun
            # Only the beginning of an answer has a status.
            if "status" in message:
                status = message["status"]
                counted = places.get(status) or place(status)
            elif begun and message["type"] == BODY and not message.get("more_body"):
                if one_thread:
                    seconds = clock() - begun
                    counts[counted] += seconds
                    counts[counted + 1 + bucket(bounds, seconds)] += 1.0
                else:
                    end(begun, counted)
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
                end(begun, counted)

    async def aside(scope, receive, send) -> bool:
        """Whatever is no user's request; False where it is one."""
        nonlocal watched, counts
        if not watched:
            watched = True
            recorder.start()
            recorder.watch(asyncio.get_running_loop())
            counts = recorder.counts
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
