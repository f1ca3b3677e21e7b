"""A WSGI application that is measured (PEP 3333)."""

from .layout import NONE, SERVER_ERROR, status_class
from .probes import AGENT_TEXT
from .recorder import Recorder


class MeasuredWsgi:
    """
    The application, with its requests counted. A request ends when the server has taken the last
    part of its answer, or closes it.
    """

    def __init__(self, application, recorder: Recorder, probe_paths: frozenset[str]) -> None:
        self._application = application
        self._recorder = recorder
        self._probe_paths = probe_paths

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO") in self._probe_paths and environ.get(
            "HTTP_USER_AGENT", ""
        ).startswith(AGENT_TEXT):
            return self._probe(environ, start_response)
        request = Request(self._recorder)

        def counting(status, headers, *error):
            request.status = int(status[:3])
            return start_response(status, headers, *error)

        try:
            body = self._application(environ, counting)
        except BaseException:
            request.end(SERVER_ERROR)
            raise
        # Whole answers are handed on as they are, and files: servers have short ways for both.
        if isinstance(body, (list, tuple, file_wrapper(environ))):
            request.end(NONE)
            return body
        return Body(body, request)

    def _probe(self, environ, start_response):
        def seeing(status, headers, *error):
            if status.startswith("2"):
                self._recorder.succeed()
            return start_response(status, headers, *error)

        return self._application(environ, seeing)


class Request:
    """A request that is being answered."""

    __slots__ = ("_begun", "_recorder", "status")

    def __init__(self, recorder: Recorder) -> None:
        self.status = 0
        self._recorder = recorder
        self._begun = recorder.begin()

    def end(self, without_status: int) -> None:
        """It ends, once; with the class that is given where no answer was begun."""
        if self._begun:
            begun, self._begun = self._begun, 0.0
            self._recorder.end(begun, status_class(self.status) if self.status else without_status)


class Body:
    """An answer that comes in parts."""

    __slots__ = ("_body", "_parts", "_request")

    def __init__(self, body, request: Request) -> None:
        self._body = body
        self._request = request
        self._parts = iter(body)

    def __iter__(self):
        return self

    def __next__(self):
        try:
            return next(self._parts)
        except StopIteration:
            self._request.end(NONE)
            raise
        except BaseException:
            self._request.end(SERVER_ERROR)
            raise

    def close(self) -> None:
        try:
            if hasattr(self._body, "close"):
                self._body.close()
        finally:
            self._request.end(NONE)


def file_wrapper(environ) -> type:
    """The server's own class for files; not every server has one, and it may be a function."""
    wrapper = environ.get("wsgi.file_wrapper")
    return wrapper if isinstance(wrapper, type) else list
