"""
Orders on their way from the service to the worker: one file each, in a folder that both see.

A file appears whole or not at all, because it is written under another name and then renamed. One
that is there was not counted yet, or is listed in the statistics (see orders.statistics).
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path

from orders.model import Order

ORDER = ".order.json"


class Spool:
    """A folder of orders; it is made when it is not there."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder

    def put(self, order: Order) -> None:
        """Hands an order on."""
        # Names sort by time; the identity keeps those of one moment apart.
        name = f"{time.time_ns():020}-{order.id}{ORDER}"
        replace(self.folder / name, order.model_dump_json(exclude_computed_fields=True).encode())

    def waiting(self, limit: int) -> list[Path]:
        """The oldest files, at most so many."""
        return sorted(self.folder.glob(f"*{ORDER}"))[:limit]

    def remove(self, names: Iterable[str]) -> None:
        """Removes files; those that are gone are gone."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)


def replace(file: Path, content: bytes) -> None:
    """Writes a file so that readers see the old content or the new one, never a part."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(file)
