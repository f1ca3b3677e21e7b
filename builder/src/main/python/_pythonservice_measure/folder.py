"""The folder of a container's counts, one file for each worker, and their sum."""

import fcntl
import json
import mmap
import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import layout, processes
from .processes import Process

WORKER = re.compile(r"worker-(\d+)-(\d+)\.counts")
# So that a service that ends its workers often does not fill the folder.
ENDED_FILES = 16
SUMMED = [slot for slot in range(layout.STARTED, layout.SLOTS) if slot != layout.COLD_START]


@dataclass(frozen=True)
class Total:
    """
    All workers of a container, those that ended included.

    counts: the sum of their slots; of CPU_SEEN the greater of both, of COLD_START the smallest
    started: workers that ever started
    active_requests, active_websockets: those of workers that run
    """

    counts: list[float]
    started: int
    active_requests: int
    active_websockets: int
    running: list[Process]


class Folder:
    """What the workers of one container share."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def prepare(self, application_folder: "Path | None") -> None:
        """
        Makes the folders, and empties them where they are those of an earlier container: a pod's
        volumes outlive its containers. To be called before the application is imported.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        # Another one is the application's own, which may have put anything there.
        ours = application_folder and application_folder.is_relative_to(self.path)
        if application_folder and ours:
            application_folder.mkdir(parents=True, exist_ok=True)
        first = processes.first()
        container = f"{first.pid} {first.started}"
        marker = self.path / "container"
        with self._lock():
            if marker.exists() and marker.read_text() == container:
                return
            for file in self.path.glob("worker-*.counts"):
                file.unlink()
            self._ended.unlink(missing_ok=True)
            for file in application_folder.glob("*.db") if application_folder and ours else ():
                file.unlink()
            marker.write_text(container)

    def open_own(self) -> mmap.mmap:
        """The counts of this process, all zero, mapped into its memory."""
        own = Process.read("self")
        if own is None:
            raise OSError("/proc does not show this process")
        file = os.open(
            self.path / f"worker-{own.pid}-{own.started}.counts", os.O_RDWR | os.O_CREAT, 0o600
        )
        try:
            # Room is taken now: a full folder is an error here, and would be a signal later.
            os.posix_fallocate(file, 0, layout.SIZE)
            counts = mmap.mmap(file, layout.SIZE)
        finally:
            os.close(file)
        counts[:8] = struct.pack("=d", layout.FORMAT)
        return counts

    def total(self) -> Total:
        """
        The sum over all workers. Only the exporter may call it: it notes what workers that run
        have used, and puts the files of those that ended together.
        """
        ended = self._read_ended()
        counts, merged = ended["counts"], set(ended["files"])
        started = ended["started"]
        running, alive, dead = [], [], []
        for file, pid, start in self._workers():
            if file.name in merged:
                file.unlink(missing_ok=True)
                continue
            process = Process.read(pid)
            if process is not None and process.started == start:
                running.append(process)
                self._note(file, layout.CPU_SEEN, process.cpu_seconds)
                alive.append(self._read(file))
            else:
                dead.append((file, self._read(file)))
            started += 1
        for _, values in dead:
            add(counts, values)
        if len(dead) > ENDED_FILES:
            self._keep_ended(counts, started - len(alive), [file.name for file, _ in dead])
        active = [0, 0]
        for values in alive:
            add(counts, values)
            active[0] += int(values[layout.STARTED]) - ended_requests(values)
            active[1] += int(values[layout.WEBSOCKETS_OPENED] - values[layout.WEBSOCKETS_CLOSED])
        return Total(counts, started, max(0, active[0]), max(0, active[1]), running)

    @property
    def _ended(self) -> Path:
        return self.path / "ended.json"

    def _workers(self) -> Iterator[tuple[Path, int, int]]:
        for file in sorted(self.path.iterdir()):
            if found := WORKER.fullmatch(file.name):
                yield file, int(found[1]), int(found[2])

    @staticmethod
    def _read(file: Path) -> list[float]:
        content = file.read_bytes()
        # One that was killed while it made its file counted nothing yet.
        if len(content) < layout.SIZE:
            return [0] * layout.SLOTS
        return list(struct.unpack_from(f"={layout.SLOTS}d", content))

    @staticmethod
    def _note(file: Path, slot: int, value: float) -> None:
        try:
            with file.open("r+b") as opened:
                opened.seek(slot * 8)
                opened.write(struct.pack("=d", value))
        except OSError:
            # It is noted the next time.
            return

    def _read_ended(self) -> dict:
        try:
            return json.loads(self._ended.read_text())
        except FileNotFoundError:
            return {"counts": [0] * layout.SLOTS, "started": 0, "files": []}

    def _keep_ended(self, counts: list[float], started: int, files: list[str]) -> None:
        """Appears whole or not at all; files that are in it and still there do not count twice."""
        unfinished = self._ended.with_suffix(".unfinished")
        unfinished.write_text(json.dumps({"counts": counts, "started": started, "files": files}))
        unfinished.replace(self._ended)
        for name in files:
            (self.path / name).unlink(missing_ok=True)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.path / "start.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def add(counts: list[float], values: list[float]) -> None:
    """Adds a worker's counts to a sum."""
    cpu = max(values[layout.CPU_SAID], values[layout.CPU_SEEN])
    for slot in SUMMED:
        counts[slot] += values[slot]
    counts[layout.CPU_SEEN] += cpu - values[layout.CPU_SEEN]
    colds = [value for value in (counts[layout.COLD_START], values[layout.COLD_START]) if value]
    counts[layout.COLD_START] = min(colds, default=0)


def ended_requests(values: list[float]) -> int:
    """Requests that a worker answered."""
    return sum(int(sum(values[at + 1 : at + layout.HISTOGRAM])) for at in layout.DURATIONS)
