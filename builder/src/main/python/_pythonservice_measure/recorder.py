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
from .layout import BOUNDS, COLD_START, DURATIONS, NONE, SERVER_ERROR, STARTED, SUCCESS

# How often an event loop is asked for its lag, in seconds.
HEARTBEAT = 0.5


class Recorder:
    """
    The counts of one process. They begin with its first call: a process that only makes workers,
    such as Gunicorn's with --preload, is none.

    started: called once the counts are open
    one_thread: whether all requests of a process are answered in one thread, an event loop's. Then
        they need no lock, which would be a good part of what counting costs.
    """

    def __init__(
        self,
        folder: Folder,
        started: Callable[[], None] = lambda: None,
        one_thread: bool = False,
    ) -> None:
        self._folder = folder
        self._on_start = started
        self.begin = self._begin if one_thread else self._begin_locked
        self.end = self._end if one_thread else self._end_locked
        self._forget()
        # A worker that was made by a fork counts in a file of its own, not in its parent's.
        os.register_at_fork(after_in_child=self._forget)

    def _forget(self) -> None:
        self._lock = Lock()
        self._open = False
        self._succeeded = False
        self._beating = False
        self._whole = memoryview(bytearray(layout.SIZE)).cast("Q")
        self._floats = memoryview(bytearray(layout.SIZE)).cast("d")

    def start(self) -> None:
        """Opens the file of this process, once. Where that fails the service goes on uncounted."""
        with self._lock:
            if self._open:
                return
            self._open = True
            try:
                counts = self._folder.open_own()
            except OSError as problem:
                print(f"pythonservice: requests are not counted: {problem}", file=sys.stderr)
                return
            self._whole = memoryview(counts).cast("Q")
            self._floats = memoryview(counts).cast("d")
            atexit.register(self._say_cpu, self._floats)
        self._on_start()

    def _begin(self) -> float:
        """A request arrived; the moment is to be given to ``end``."""
        if not self._open:
            self.start()
        self._whole[STARTED] += 1
        return perf_counter()

    def _begin_locked(self) -> float:
        if not self._open:
            self.start()
        with self._lock:
            return self._begin()

    def _end(self, begun: float, status: int, without_status: int = NONE) -> None:
        """
        A request was answered.

        status: the answer's; 0 where none was begun, which counts as the class ``without_status``
        """
        seconds = perf_counter() - begun
        found = status // 100 if 100 <= status < 600 else SERVER_ERROR if status else without_status
        at = DURATIONS[found]
        self._floats[at] += seconds
        self._whole[at + 1 + bisect_left(BOUNDS, seconds)] += 1
        if found == SUCCESS and not self._succeeded:
            self.succeed()

    def _end_locked(self, begun: float, status: int, without_status: int = NONE) -> None:
        with self._lock:
            self._end(begun, status, without_status)

    def succeed(self) -> None:
        """An answer was a success; the container's first one ends its cold start."""
        if self._succeeded:
            return
        self._succeeded = True
        self._floats[COLD_START] = processes.age(processes.first())

    def open_websocket(self) -> None:
        if not self._open:
            self.start()
        with self._lock:
            self._whole[layout.WEBSOCKETS_OPENED] += 1

    def close_websocket(self) -> None:
        with self._lock:
            self._whole[layout.WEBSOCKETS_CLOSED] += 1

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
            self._floats[layout.LAG] += late
            self._whole[layout.LAG + 1 + layout.bucket(late)] += 1
        self._beat_after(loop)

    def _say_cpu(self, floats: memoryview) -> None:
        # A fork inherits what its parent registered, with its parent's file.
        if floats is self._floats:
            floats[layout.CPU_SAID] = time.process_time()
