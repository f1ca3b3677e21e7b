"""A WSGI application that is measured (PEP 3333)."""

from .layout import LEFT, RAISED
from .probes import AGENT_TEXT
from .recorder import Recorder


def measured(application, recorder: Recorder, probe_paths: frozenset[str]):
    """
    The application, with its requests counted. A request ends when the server has taken the last
    part of its answer, or closes it.
    """
    begin, end, place, places = recorder.begin, recorder.end, recorder.place, recorder.places

    def app(environ, start_response):
        if environ.get("PATH_INFO") in probe_paths and is_probe(environ):
            return probe(environ, start_response)
        counted = LEFT
        answer = None
        begun = begin()

        def counting(status, headers, *error):
            nonlocal counted
            number = int(status[:3])
            counted = places.get(number) or place(number)
            if answer is not None:
                answer.counted = counted
            return start_response(status, headers, *error)

        try:
            body = application(environ, counting)
        except BaseException:
            end(begun, counted if counted != LEFT else RAISED)
            raise
        # Whole answers are handed on as they are, and files: servers have short ways for both.
        if isinstance(body, (list, tuple, file_wrapper(environ))):
            end(begun, counted)
            return body
        answer = Answer(body, begun, counted, end)
        return answer

    def probe(environ, start_response):
        def seeing(status, headers, *error):
            if status.startswith("2"):
                recorder.start()
                recorder.succeed()
            return start_response(status, headers, *error)

        return application(environ, seeing)

    return app


class Answer:
    """An answer that comes in parts; the server closes it in any case."""

    __slots__ = ("_begun", "_body", "_end", "counted")

    def __init__(self, body, begun: float, counted: int, end) -> None:
        self._body = body
        self._begun = begun
        self._end = end
        self.counted = counted

    def __iter__(self):
        # Once it is begun the parts come from where they are made, without a stop here.
        return self._late() if self.counted == LEFT else iter(self._body)

    def _late(self):
        """The parts of an answer that is begun with its first part, or not at all."""
        try:
            yield from self._body
        except Exception:
            if self.counted == LEFT:
                self.counted = RAISED
            self._finish()
            raise

    def close(self) -> None:
        try:
            if hasattr(self._body, "close"):
                self._body.close()
        finally:
            self._finish()

    def _finish(self) -> None:
        if self._begun:
            begun, self._begun = self._begun, 0.0
            self._end(begun, self.counted)


def is_probe(environ) -> bool:
    """Whether the kubelet asks."""
    return environ.get("HTTP_USER_AGENT", "").startswith(AGENT_TEXT)


def file_wrapper(environ) -> type:
    """The server's own class for files; not every server has one, and it may be a function."""
    wrapper = environ.get("wsgi.file_wrapper")
    return wrapper if isinstance(wrapper, type) else list
