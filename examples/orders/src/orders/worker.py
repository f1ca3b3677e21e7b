"""
The worker beside the service: counts what was ordered. ``python -m orders.worker``

Told to stop, it stays until no order has come for a while: in its pod the service stops after it,
and takes orders until then.
"""

import signal
import sys
import time
from pathlib import Path
from threading import Event

import structlog
from pydantic import ValidationError

from orders.model import Order
from orders.settings import Settings
from orders.spool import Spool
from orders.statistics import Statistics

PAUSE_SECONDS = 0.2
BATCH = 1_000

log = structlog.get_logger()


class Worker:
    """Counts the orders of a spool, which must have one worker only: the sums are in memory."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self.statistics = Statistics.read(spool.folder)
        # Left by a worker that ended between writing and removing.
        spool.remove(self.statistics.counted)

    def count_waiting(self) -> int:
        """Counts all that is there, and says how many orders it was."""
        before = self.statistics.orders
        while files := self._spool.waiting(BATCH):
            found = {file.name: order for file in files if (order := read(file))}
            self.statistics = self.statistics.plus(found)
            self.statistics.write(self._spool.folder)
            self._spool.remove(file.name for file in files)
        new = self.statistics.orders - before
        if new:
            log.info("counted", new=new, orders=self.statistics.orders)
        return new

    def run(self, told_to_stop: Event, linger_seconds: float) -> None:
        """Works until told to stop, and then until nothing has come for the given time."""
        while not told_to_stop.wait(PAUSE_SECONDS):
            self.count_waiting()
        ends_at = time.monotonic() + linger_seconds
        while time.monotonic() < ends_at:
            if self.count_waiting():
                ends_at = time.monotonic() + linger_seconds
            time.sleep(PAUSE_SECONDS)


def read(file: Path) -> Order | None:
    """The order in a file; none, with a line in the log, where there is none in it."""
    try:
        return Order.model_validate_json(file.read_bytes())
    except ValidationError as problem:
        log.error("skipped", file=file.name, problem=str(problem))
        return None


def main() -> None:
    settings = Settings()
    if settings.spool is None:
        sys.exit("Set ORDERS_SPOOL to the folder that the service puts orders into")
    told_to_stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told_to_stop.set())
    worker = Worker(Spool(settings.spool))
    log.info("waiting for orders", spool=str(settings.spool), orders=worker.statistics.orders)
    worker.run(told_to_stop, settings.linger_seconds)
    log.info("stopped", orders=worker.statistics.orders)


if __name__ == "__main__":
    main()
