"""An RSGI application that is measured (Granian's specification, version 1.5)."""

import asyncio

from .layout import LEFT, RAISED
from .probes import AGENT_TEXT
from .recorder import Recorder


class MeasuredRsgi:
    """The application, with its requests counted: each ends when the application's call ends."""

    def __init__(self, application, recorder: Recorder, probe_paths: frozenset[str]) -> None:
        self._application = application
        self._call = getattr(application, "__rsgi__", application)
        self._recorder = recorder
        self._probe_paths = probe_paths
        self._watched = False
        self._begin, self._end = recorder.begin, recorder.end
        self._place, self._places = recorder.place, recorder.places

    def __rsgi_init__(self, loop) -> None:
        self._recorder.start()
        if hasattr(self._application, "__rsgi_init__"):
            self._application.__rsgi_init__(loop)

    def __rsgi_del__(self, loop) -> None:
        if hasattr(self._application, "__rsgi_del__"):
            self._application.__rsgi_del__(loop)

    async def __rsgi__(self, scope, protocol):
        if not self._watched:
            self._watched = True
            self._recorder.watch(asyncio.get_running_loop())
        if scope.proto != "http":
            return await self._websocket(scope, protocol)
        if scope.path in self._probe_paths and is_probe(scope):
            return await self._probe(scope, protocol)
        seen = Protocol(protocol)
        begun = self._begin()
        counted = RAISED
        try:
            await self._call(scope, seen)
            counted = LEFT
        except asyncio.CancelledError:
            counted = LEFT
            raise
        finally:
            if status := seen.status:
                counted = self._places.get(status) or self._place(status)
            self._end(begun, counted)

    async def _probe(self, scope, protocol):
        seen = Protocol(protocol)
        await self._call(scope, seen)
        if 200 <= seen.status < 300:
            self._recorder.start()
            self._recorder.succeed()

    async def _websocket(self, scope, protocol):
        self._recorder.open_websocket()
        try:
            await self._call(scope, protocol)
        finally:
            self._recorder.close_websocket()


def is_probe(scope) -> bool:
    """Whether the kubelet asks."""
    return (scope.headers.get("user-agent") or "").startswith(AGENT_TEXT)


class Protocol:
    """Granian's protocol of a request; sees the status of the answer."""

    __slots__ = ("_inner", "status")

    def __init__(self, inner) -> None:
        self._inner = inner
        self.status = 0

    async def __call__(self):
        return await self._inner()

    def __aiter__(self):
        return self._inner.__aiter__()

    def __getattr__(self, name: str):
        return getattr(self._inner, name)

    def response_empty(self, status, headers):
        self.status = status
        return self._inner.response_empty(status, headers)

    def response_str(self, status, headers, body):
        self.status = status
        return self._inner.response_str(status, headers, body)

    def response_bytes(self, status, headers, body):
        self.status = status
        return self._inner.response_bytes(status, headers, body)

    def response_file(self, status, headers, file):
        self.status = status
        return self._inner.response_file(status, headers, file)

    def response_file_range(self, status, headers, file, start, end):
        self.status = status
        return self._inner.response_file_range(status, headers, file, start, end)

    def response_stream(self, status, headers):
        self.status = status
        return self._inner.response_stream(status, headers)
