"""Counts the requests of this process."""

import atexit
import os
import sys
import time
from bisect import bisect_left
from collections.abc import Callable
from threading import Lock
from time import perf_counter

from . import layout, processes
from .folder import Folder
from .layout import BOUNDS, COLD_START, STARTED

# How often an event loop is asked for its lag, in seconds.
HEARTBEAT = 0.5


class Recorder:
    """
    The counts of one process. They begin with its first call: a process that only makes workers,
    such as Gunicorn's with --preload, is none.

    started: called once the counts are open
    one_thread: whether all requests of a process are answered in one thread, an event loop's. Then
        they need no lock, which would be a good part of what counting costs.
    is_open: whether ``start`` was called; no more in a fork
    counts: the counts, by their layout; others after ``start``, and in a fork
    places: what ``place`` said of each status so far
    """

    def __init__(
        self,
        folder: Folder,
        started: Callable[[], None] = lambda: None,
        one_thread: bool = False,
    ) -> None:
        self._folder = folder
        self._on_start = started
        self.one_thread = one_thread
        self.begin = self._begin if one_thread else self._begin_locked
        self.end = self._end if one_thread else self._end_locked
        self.places: dict[int, int] = {}
        self._forget()
        # A worker that was made by a fork counts in a file of its own, not in its parent's.
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._lock = Lock()
        self.is_open = False
        self._succeeded = False
        self._beating = False
        self.places.clear()
        self.counts = memoryview(bytearray(layout.SIZE)).cast("d")

    def start(self) -> None:
        """Opens the file of this process, once. Where that fails the service goes on uncounted."""
        with self._lock:
            if self.is_open:
                return
            self.is_open = True
            try:
                file = self._folder.open_own()
            except OSError as problem:
                print(f"pythonservice: requests are not counted: {problem}", file=sys.stderr)
                return
            self.counts = memoryview(file).cast("d")
            atexit.register(self._say_cpu, self.counts)
        self._on_start()

    def _begin(self) -> float:
        """A request arrived; the moment is to be given to ``end``."""
        if not self.is_open:
            self.start()
        self.counts[STARTED] += 1.0
        return perf_counter()

    def _begin_locked(self) -> float:
        if not self.is_open:
            self.start()
        with self._lock:
            return self._begin()

    def place(self, status: int) -> int:
        """Where answers of a status are counted: never 0. A success ends the cold start."""
        if 200 <= status < 300:
            self.succeed()
        return self.places.setdefault(status, layout.place(status))

    def _end(self, begun: float, place: int) -> None:
        """A request was answered, and is counted at this place."""
        seconds = perf_counter() - begun
        self.counts[place] += seconds
        self.counts[place + 1 + bisect_left(BOUNDS, seconds)] += 1.0

    def _end_locked(self, begun: float, place: int) -> None:
        with self._lock:
            self._end(begun, place)

    def succeed(self) -> None:
        """An answer was a success; the container's first one ends its cold start."""
        if self._succeeded:
            return
        self._succeeded = True
        self.counts[COLD_START] = processes.age(processes.first())

    def open_websocket(self) -> None:
        if not self.is_open:
            self.start()
        with self._lock:
            self.counts[layout.WEBSOCKETS_OPENED] += 1.0

    def close_websocket(self) -> None:
        with self._lock:
            self.counts[layout.WEBSOCKETS_CLOSED] += 1.0

    def watch(self, loop) -> None:
        """Measures by how much an event loop is late, from now on; of several loops the first."""
        if not self._beating:
            self._beating = True
            self._beat_after(loop)

    def _beat_after(self, loop) -> None:
        loop.call_later(HEARTBEAT, self._beat, loop, perf_counter() + HEARTBEAT)

    def _beat(self, loop, due: float) -> None:
        late = max(0.0, perf_counter() - due)
        with self._lock:
            self.counts[layout.LAG] += late
            self.counts[layout.LAG + 1 + layout.bucket(late)] += 1.0
        self._beat_after(loop)

    def _say_cpu(self, counts: memoryview) -> None:
        # A fork inherits what its parent registered, with its parent's file.
        if counts is self.counts:
            counts[layout.CPU_SAID] = time.process_time()
