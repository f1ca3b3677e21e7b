"""A WSGI application that is measured (PEP 3333)."""

from .layout import NONE, SERVER_ERROR
from .probes import AGENT_TEXT
from .recorder import Recorder


def measured(application, recorder: Recorder, probe_paths: frozenset[str]):
    """
    The application, with its requests counted. A request ends when the server has taken the last
    part of its answer, or closes it.
    """
    begin, end = recorder.begin, recorder.end

    def app(environ, start_response):
        if environ.get("PATH_INFO") in probe_paths and is_probe(environ):
            return probe(environ, start_response)
        answer = Answer(recorder)
        begun = begin()

        def counting(status, headers, *error):
            answer.status = int(status[:3])
            return start_response(status, headers, *error)

        try:
            body = application(environ, counting)
        except BaseException:
            end(begun, answer.status, SERVER_ERROR)
            raise
        # Whole answers are handed on as they are, and files: servers have short ways for both.
        if isinstance(body, (list, tuple, file_wrapper(environ))):
            end(begun, answer.status)
            return body
        answer.begun, answer.body = begun, body
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

    __slots__ = ("_end", "begun", "body", "status")

    def __init__(self, recorder: Recorder) -> None:
        self.status = 0
        self.begun = 0.0
        self.body = ()
        self._end = recorder.end

    def __iter__(self):
        # Once it is begun the parts come from where they are made, without a stop here.
        return iter(self.body) if self.status else self._late()

    def _late(self):
        """The parts of an answer that is begun with its first part, or not at all."""
        try:
            yield from self.body
        except Exception:
            self._finish(SERVER_ERROR)
            raise

    def close(self) -> None:
        try:
            if hasattr(self.body, "close"):
                self.body.close()
        finally:
            self._finish(NONE)

    def _finish(self, without_status: int) -> None:
        if self.begun:
            begun, self.begun = self.begun, 0.0
            self._end(begun, self.status, without_status)


def is_probe(environ) -> bool:
    """Whether the kubelet asks."""
    return environ.get("HTTP_USER_AGENT", "").startswith(AGENT_TEXT)


def file_wrapper(environ) -> type:
    """The server's own class for files; not every server has one, and it may be a function."""
    wrapper = environ.get("wsgi.file_wrapper")
    return wrapper if isinstance(wrapper, type) else list
