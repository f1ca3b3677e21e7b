"""
Sends requests one after the other, each over a connection of its own as new clients do, from a few
threads at once, and counts what comes of them: request_loop.py --field NAME URL

It ends by itself after --seconds, or when it is told to stop (SIGTERM), and ends with 1 when a
request failed. Each second, and at the end, it prints a line of JSON: how many were sent and how
many failed, the slowest answer, and how often each value of the field NAME was seen in the answers.
"""

import argparse
import http.client
import json
import signal
import sys
import threading
import time
from collections import Counter
from urllib.parse import urlsplit

REMEMBERED = 10


class Counts:
    """What was sent so far; shared by the threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: Counter[str] = Counter()
        self._failures: list[str] = []
        self._sent = 0
        self._slowest = 0.0
        self.failed = 0

    def answered(self, value: str, seconds: float) -> None:
        with self._lock:
            self._sent += 1
            self._seen[value] += 1
            self._slowest = max(self._slowest, seconds)

    def missed(self, reason: str, seconds: float) -> None:
        with self._lock:
            self._sent += 1
            self.failed += 1
            self._slowest = max(self._slowest, seconds)
            if len(self._failures) < REMEMBERED:
                moment = time.strftime("%H:%M:%S", time.gmtime())
                self._failures.append(f"{moment} {reason}")

    def line(self, ended: bool) -> str:
        with self._lock:
            return json.dumps(
                {
                    "ended": ended,
                    "sent": self._sent,
                    "failed": self.failed,
                    "slowestMilliseconds": round(self._slowest * 1000),
                    "seen": dict(self._seen),
                    "failures": self._failures,
                }
            )


def send(url: str, field: str, timeout: float) -> str:
    """
    The value of the field in the answer.

    :raises Exception: when there is no answer, or one that cannot be right
    """
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.netloc, timeout=timeout)
    try:
        target = address.path + (f"?{address.query}" if address.query else "")
        connection.request("GET", target or "/", headers={"Connection": "close"})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise ValueError(f"status {answer.status}: {content[:200].decode(errors='replace')}")
        return str(json.loads(content)[field]) if field else str(answer.status)
    finally:
        connection.close()


def loop(chosen: argparse.Namespace, counts: Counts, stop: threading.Event) -> None:
    while not stop.is_set():
        started = time.monotonic()
        try:
            value = send(chosen.url, chosen.field, chosen.timeout)
            counts.answered(value, time.monotonic() - started)
        # Whatever it is: this program is here to count it.
        except Exception as problem:
            counts.missed(f"{type(problem).__name__}: {problem}", time.monotonic() - started)
        stop.wait(chosen.pause)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--field", default="", help="of the JSON object that is answered")
    parser.add_argument("--seconds", type=float, default=600, help="when it ends by itself")
    parser.add_argument("--pause", type=float, default=0.05, help="seconds between requests")
    parser.add_argument("--timeout", type=float, default=10, help="seconds for an answer")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    counts = Counts()
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threads = [
        threading.Thread(target=loop, args=(chosen, counts, stop)) for _ in range(chosen.threads)
    ]
    for thread in threads:
        thread.start()
    ends_at = time.monotonic() + chosen.seconds
    while not stop.wait(min(1.0, max(0.0, ends_at - time.monotonic()))):
        if time.monotonic() >= ends_at:
            stop.set()
        else:
            print(counts.line(ended=False), flush=True)
    for thread in threads:
        thread.join()
    print(counts.line(ended=True), flush=True)
    sys.exit(1 if counts.failed else 0)


if __name__ == "__main__":
    main()
