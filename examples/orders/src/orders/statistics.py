"""What the worker found out, in a file beside the orders, so that the service can show it."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict

from orders.model import Order
from orders.spool import replace

FILE = "statistics.json"


class Statistics(BaseModel):
    """Sums over all orders so far, and the files that were counted last."""

    model_config = ConfigDict(frozen=True)

    orders: int = 0
    revenue_cents: int = 0
    sold: dict[str, int] = {}
    counted: tuple[str, ...] = ()
    """
    Files that are in the sums and may still be there: whoever starts after a crash removes them
    without counting them again.
    """

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Those of a folder; nothing at all where none were written yet."""
        try:
            return cls.model_validate_json((folder / FILE).read_bytes())
        except FileNotFoundError:
            return cls()

    def write(self, folder: Path) -> None:
        replace(folder / FILE, self.model_dump_json().encode())

    def plus(self, found: Mapping[str, Order]) -> Self:
        """The sums with more orders, by the names of their files."""
        sold = Counter(self.sold)
        for order in found.values():
            for line in order.lines:
                sold[line.article] += line.quantity
        return self.model_copy(
            update={
                "orders": self.orders + len(found),
                "revenue_cents": self.revenue_cents
                + sum(order.total_cents for order in found.values()),
                "sold": dict(sorted(sold.items())),
                "counted": tuple(found),
            }
        )
