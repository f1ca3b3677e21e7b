"""
Shows the metrics of all workers of a container, for Prometheus, on a port of its own.

One worker does it for all: the one that holds a lock. When it ends, another one gets the lock.
"""

import fcntl
import os
import socket
import sys
import time
from pathlib import Path
from threading import Thread

from . import processes, text
from .folder import Folder
from .own_metrics import OwnMetrics

# A lock is asked for, not waited for: under gevent a thread that waits for one stops the worker.
PAUSE_SECONDS = 1.0
# A worker that ends may let go of the lock before it lets go of the port.
BIND_ATTEMPTS = 10
REQUEST_SECONDS = 5.0
LONGEST_REQUEST = 8 << 10
BACKLOG = 16


class Exporter:
    """A thread that shows metrics as soon as no other worker of the container does."""

    def __init__(self, folder: Folder, port: int, application_folder: "Path | None") -> None:
        self._folder = folder
        self._port = port
        self._own_metrics = OwnMetrics(application_folder)
        self._lock = -1
        self._listener: socket.socket | None = None
        os.register_at_fork(after_in_child=self._close_inherited)

    def start(self) -> None:
        """Starts the thread, in the process that serves."""
        Thread(target=self._run, name="pythonservice-metrics", daemon=True).start()

    def _close_inherited(self) -> None:
        # Else lock and port would outlive the worker that has them.
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _run(self) -> None:
        try:
            self._take_lock()
            listener = self._listen()
        except OSError as problem:
            print(
                f"pythonservice: no metrics on port {self._port}: {problem}; choose another port"
                " or switch measuring off",
                file=sys.stderr,
            )
            return
        while True:
            try:
                connection, _ = listener.accept()
                with connection:
                    self._answer(connection)
            except Exception as problem:  # One request may fail; the next one may not.
                if not isinstance(problem, (TimeoutError, ConnectionError)):
                    print(f"pythonservice: metrics failed: {problem!r}", file=sys.stderr)
                    time.sleep(PAUSE_SECONDS)

    def _take_lock(self) -> None:
        self._lock = os.open(self._folder.path / "exporter.lock", os.O_RDWR | os.O_CREAT, 0o600)
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                time.sleep(PAUSE_SECONDS)

    def _listen(self) -> socket.socket:
        for attempt in range(BIND_ATTEMPTS):
            try:
                self._listener = listening(self._port)
                return self._listener
            except OSError:
                if attempt == BIND_ATTEMPTS - 1:
                    raise
                time.sleep(PAUSE_SECONDS)
        raise AssertionError

    def _answer(self, connection: socket.socket) -> None:
        line = request_line(connection)
        if line[:1] != [b"GET"] or len(line) != 3:
            reply(connection, "405 Method Not Allowed", "text/plain", "Only GET is answered.\n")
        elif line[1].split(b"?")[0] != b"/metrics":
            reply(connection, "404 Not Found", "text/plain", "Metrics are at /metrics.\n")
        else:
            reply(connection, "200 OK", text.CONTENT_TYPE, self._metrics())

    def _metrics(self) -> str:
        total = self._folder.total()
        first = processes.first()
        running = {process.pid for process in total.running}
        self._own_metrics.forget(running)
        ours = text.render(total, None if first.pid in running else first)
        return ours + self._own_metrics.read()


def listening(port: int) -> socket.socket:
    """A socket that listens on all addresses, of IPv6 where there is such a thing."""
    if socket.has_dualstack_ipv6():
        return socket.create_server(
            ("", port), family=socket.AF_INET6, dualstack_ipv6=True, backlog=BACKLOG
        )
    return socket.create_server(("", port), backlog=BACKLOG)


def request_line(connection: socket.socket) -> list[bytes]:
    """Reads a request's head and returns the words of its first line."""
    ends = time.monotonic() + REQUEST_SECONDS
    head = b""
    while b"\r\n\r\n" not in head and b"\n\n" not in head:
        connection.settimeout(max(0.01, ends - time.monotonic()))
        part = connection.recv(LONGEST_REQUEST)
        head += part
        if not part or len(head) > LONGEST_REQUEST:
            return []
        if time.monotonic() > ends:
            raise TimeoutError
    return head.split(b"\n", 1)[0].split()


def reply(connection: socket.socket, status: str, kind: str, body: str) -> None:
    content = body.encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n"
        "Connection: close\r\n\r\n"
    )
    connection.settimeout(REQUEST_SECONDS)
    connection.sendall(head.encode() + content)
