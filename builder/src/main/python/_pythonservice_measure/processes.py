"""What Linux says of processes (proc(5))."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Process:
    """
    A process at one moment.

    started: when it started, in clock ticks since the machine's; with the pid it names one process
    cpu_seconds: time that it used so far, in user and kernel mode
    resident_bytes: memory that it holds
    """

    pid: int
    parent: int
    started: int
    cpu_seconds: float
    resident_bytes: int

    @classmethod
    def read(cls, pid: "int | str", proc: Path = PROC) -> "Process | None":
        """A process; None when there is no such, or it ended and nobody waited for it."""
        try:
            text = (proc / str(pid) / "stat").read_text()
        except OSError:
            return None
        # The name in brackets may hold anything.
        fields = text[text.rindex(")") + 2 :].split()
        if fields[0] in "ZX":
            return None
        return cls(
            pid=int(text[: text.index(" ")]),
            parent=int(fields[1]),
            started=int(fields[19]),
            cpu_seconds=(int(fields[11]) + int(fields[12])) / TICKS,
            resident_bytes=int(fields[21]) * PAGE,
        )


def first(proc: Path = PROC) -> Process:
    """
    The container's first process: the ancestor whose parent is outside. It is not always number
    1: the containers of a pod may share their process numbers.
    """
    process = Process.read("self", proc)
    while process is not None:
        parent = Process.read(process.parent, proc) if process.parent else None
        if parent is None:
            return process
        process = parent
    raise OSError(f"{proc} shows no processes")


def age(process: Process) -> float:
    """Seconds since a process started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) - process.started / TICKS
