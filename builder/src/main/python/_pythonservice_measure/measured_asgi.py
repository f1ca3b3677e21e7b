"""An ASGI application that is measured (ASGI 3.0)."""

import asyncio

from .layout import NONE, SERVER_ERROR
from .probes import AGENT
from .recorder import Recorder


def measured(application, recorder: Recorder, probe_paths: frozenset[str]):
    """
    The application, with its requests counted. A request ends with the last part of its answer:
    what the application does afterwards is not what its client waits for. What is done for each
    request is little, and none of it waits.
    """
    begin, end = recorder.begin, recorder.end
    watched = False

    async def app(scope, receive, send):
        special = not watched or scope["type"] != "http" or scope["path"] in probe_paths
        if special and await aside(scope, receive, send):
            return
        status = 0
        begun = begin()

        def counting(message):
            nonlocal status, begun
            kind = message["type"]
            if kind == "http.response.start":
                status = message["status"]
            elif kind == "http.response.body" and begun and not message.get("more_body"):
                end(begun, status)
                begun = 0.0
            return send(message)

        without_status = SERVER_ERROR
        try:
            await application(scope, receive, counting)
            without_status = NONE
        except asyncio.CancelledError:
            without_status = NONE
            raise
        finally:
            if begun:
                end(begun, status, without_status)

    async def aside(scope, receive, send) -> bool:
        """Whatever is no user's request; False where it is one."""
        nonlocal watched
        if not watched:
            watched = True
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
