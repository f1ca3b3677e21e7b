"""
Runs a command and writes what the run took to the container's termination message.

    python -I -S job.py -- COMMAND ARGUMENT...

It imports nothing of this package and little else, so that a short run stays short. The command's
output is copied as it comes; signals go on to the command, and its exit code is this program's.
"""

import json
import os
import resource
import selectors
import signal
import sys
import time
from pathlib import Path

FORMAT = "job/1"
TERMINATION_LOG = "/dev/termination-log"
CGROUPS = Path("/sys/fs/cgroup")

# What Kubernetes keeps of a termination message, in bytes.
LONGEST_RECORD = 4096
# The last lines of a run that failed; JSON may write a character in six.
LONGEST_LOG = 2048
LONGEST_LINE = 64 << 10
# The greatest number that every reader of JSON understands.
MOST_ROWS = 2**53
# As shells have it.
NOT_STARTED = 127
CHUNK = 1 << 20
F_SETPIPE_SZ = 1031

FORWARDED = (
    signal.SIGTERM,
    signal.SIGINT,
    signal.SIGHUP,
    signal.SIGQUIT,
    signal.SIGUSR1,
    signal.SIGUSR2,
)


class Rows:
    """Finds the last line that is a JSON object with ``rows``, in output that may be anything."""

    def __init__(self) -> None:
        self.last: int | None = None
        self._line = b""
        self._too_long = False

    def feed(self, part: bytes) -> None:
        first, *others = part.split(b"\n") if b"\n" in part else (part,)
        self._continue(first)
        if not others:
            return
        self._end()
        *whole, rest = others
        for line in whole:
            self._look_at(line)
        self._continue(rest)

    def end(self) -> None:
        """The output is over; its last line may have no end."""
        self._end()

    def _continue(self, part: bytes) -> None:
        if len(self._line) + len(part) > LONGEST_LINE:
            self._too_long = True
            self._line = b""
        elif not self._too_long:
            self._line += part

    def _end(self) -> None:
        if not self._too_long:
            self._look_at(self._line)
        self._line, self._too_long = b"", False

    def _look_at(self, line: bytes) -> None:
        if len(line) > LONGEST_LINE or b'"rows"' not in line:
            return
        try:
            rows = json.loads(line)["rows"]
        except (ValueError, TypeError, KeyError, RecursionError):
            return
        if type(rows) is int and 0 <= rows <= MOST_ROWS:
            self.last = rows


class Tail:
    """The last bytes of both outputs."""

    def __init__(self) -> None:
        self._bytes = b""

    def feed(self, part: bytes) -> None:
        self._bytes = (self._bytes + part[-LONGEST_LOG:])[-LONGEST_LOG:]

    def text(self) -> str:
        return self._bytes.decode("utf-8", "replace").strip()


class Output:
    """One of the command's outputs, on its way to the one of this program."""

    def __init__(self, target: int, *readers: "Rows | Tail") -> None:
        self._source, self.end = os.pipe()
        self._target = target
        self._readers = readers
        try:
            import fcntl

            # So that the command rarely waits for this program.
            fcntl.fcntl(self._source, F_SETPIPE_SZ, CHUNK)
        except OSError:
            # A smaller one does as well.
            pass
        os.set_blocking(self._source, False)

    def fileno(self) -> int:
        return self._source

    def copy(self) -> bool:
        """Copies a part; False where there is none, or none yet."""
        try:
            part = os.read(self._source, CHUNK)
        except BlockingIOError:
            return False
        for reader in self._readers:
            reader.feed(part)
        rest = memoryview(part)
        while rest:
            rest = rest[os.write(self._target, rest) :]
        return bool(part)

    def drain(self) -> None:
        """Copies what the command left; who goes on writing after its end is not waited for."""
        # At most what a pipe holds: another writer may be faster than this.
        for _ in range(CHUNK // 4096):
            if not self.copy():
                return


class Memory:
    """What the container's cgroup says of memory: version 2 first, then version 1."""

    def __init__(self, cgroups: Path) -> None:
        self._cgroups = cgroups

    def peak(self) -> "int | None":
        """The most that was used at a time, files that were kept in memory included; in bytes."""
        for name in ("memory.peak", "memory/memory.max_usage_in_bytes"):
            try:
                return int((self._cgroups / name).read_text())
            except (OSError, ValueError):
                continue
        return None

    def kills(self) -> int:
        """How often the kernel ended a process for want of memory."""
        for name in ("memory.events", "memory/memory.oom_control"):
            try:
                lines = (self._cgroups / name).read_text().splitlines()
                return next(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))
            except (OSError, ValueError, StopIteration):
                continue
        return 0


class Run:
    """One run of a command."""

    def __init__(self, command: list[str], memory: Memory) -> None:
        self._command = command
        self._memory = memory
        self._rows = Rows()
        self._tail = Tail()
        self._pid = 0
        self._status: int | None = None

    def record(self) -> dict:
        """Runs it to its end and says what it took."""
        kills = self._memory.kills()
        started = time.monotonic()
        try:
            self._run()
        except OSError as problem:
            print(f"{self._command[0]} cannot be run: {problem}", file=sys.stderr, flush=True)
            self._tail.feed(f"{self._command[0]} cannot be run: {problem}".encode())
        wall = time.monotonic() - started
        self._rows.end()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        status = self._status
        ended_by = -status if status is not None and status < 0 else None
        code = NOT_STARTED if status is None else 128 + ended_by if ended_by else status
        found = {
            "record": FORMAT,
            "exitCode": code,
            "signal": ended_by,
            "wallSeconds": round(wall, 3),
            "cpuSeconds": round(used.ru_utime + used.ru_stime, 3),
            # Linux counts the largest process in KiB.
            "peakMemoryBytes": self._memory.peak() or used.ru_maxrss * 1024,
            "rows": self._rows.last,
            "oomKilled": True if self._memory.kills() > kills and code else None,
            "log": self._tail.text() if code else None,
        }
        return {name: value for name, value in found.items() if value is not None}

    def _run(self) -> None:
        outputs = [Output(1, self._rows, self._tail), Output(2, self._tail)]
        woken, wake = os.pipe()
        os.set_blocking(woken, False)
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        early: list[int] = []
        for number in FORWARDED:
            signal.signal(number, lambda got, _: self._forward(got, early))
        self._pid = os.posix_spawnp(
            self._command[0],
            self._command,
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, output.end, target)
                for target, output in enumerate(outputs, start=1)
            ],
            # What Python ignores, and a command does not expect.
            setsigdef=[signal.SIGPIPE, signal.SIGXFSZ],
        )
        for number in early:
            self._forward(number, early)
        with selectors.DefaultSelector() as selector:
            selector.register(woken, selectors.EVENT_READ, None)
            for output in outputs:
                os.close(output.end)
                selector.register(output, selectors.EVENT_READ, output)
            while self._status is None:
                for key, _ in selector.select():
                    if key.data is None:
                        os.read(woken, CHUNK)
                        self._reap()
                    elif not key.data.copy():
                        selector.unregister(key.fileobj)
        for output in outputs:
            output.drain()

    def _forward(self, number: int, early: list[int]) -> None:
        if not self._pid:
            early.append(number)
        elif self._status is None:
            os.kill(self._pid, number)

    def _reap(self) -> None:
        """Takes note of every process that ended: what has no parent any more is process 1's."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self._pid:
                self._status = os.waitstatus_to_exitcode(status)


def written(record: dict) -> bytes:
    """The record as JSON that is short enough: of the log its end stays."""
    content = json.dumps(record).encode()
    while len(content) > LONGEST_RECORD:
        record = record | {"log": record["log"][len(content) - LONGEST_RECORD :]}
        content = json.dumps(record).encode()
    return content


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    if not arguments:
        print("usage: job.py -- COMMAND ARGUMENT...", file=sys.stderr)
        return 2
    record = Run(arguments, Memory(CGROUPS)).record()
    try:
        Path(os.environ.get("PYTHONSERVICE_TERMINATION_LOG", TERMINATION_LOG)).write_bytes(
            written(record)
        )
    except OSError as problem:
        print(f"pythonservice: the run's record is lost: {problem}", file=sys.stderr)
    return record["exitCode"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
