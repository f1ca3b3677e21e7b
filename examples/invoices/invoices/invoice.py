"""An invoice and its sums. The tax is rounded once for each rate, as tax offices want it."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Item:
    """Something on an invoice; the tax rate is in per cent."""

    title: str
    quantity: int
    price: Decimal
    tax_rate: int

    @property
    def net(self) -> Decimal:
        return self.quantity * self.price


@dataclass(frozen=True)
class Invoice:
    number: int
    customer: str
    items: tuple[Item, ...]

    @property
    def net(self) -> Decimal:
        return sum((item.net for item in self.items), Decimal())

    @cached_property
    def tax(self) -> dict[int, Decimal]:
        """The tax by its rate, lowest rate first."""
        net_by_rate: defaultdict[int, Decimal] = defaultdict(Decimal)
        for item in self.items:
            net_by_rate[item.tax_rate] += item.net
        return {
            rate: (net * rate / 100).quantize(CENT, ROUND_HALF_UP)
            for rate, net in sorted(net_by_rate.items())
        }

    @property
    def gross(self) -> Decimal:
        return self.net + sum(self.tax.values(), Decimal())


SAMPLES = {
    invoice.number: invoice
    for invoice in (
        Invoice(
            1001,
            "Ada Lovelace",
            (
                Item("Analytical engine, one hour", 3, Decimal("120.00"), 19),
                Item("Notes on the engine", 1, Decimal("24.99"), 7),
            ),
        ),
        Invoice(1002, "Charles Babbage", (Item("Gear wheel", 240, Decimal("0.85"), 19),)),
    )
}
