"""The orders taken so far, in memory: the oldest make room for new ones."""

from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from orders.model import Order


class OrderStore:
    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._orders: OrderedDict[UUID, Order] = OrderedDict()

    def add(self, order: Order) -> None:
        self._orders[order.id] = order
        if len(self._orders) > self._capacity:
            self._orders.popitem(last=False)

    def find(self, order_id: UUID) -> Order | None:
        return self._orders.get(order_id)

    def newest(self, limit: int) -> Iterator[Order]:
        return islice(reversed(self._orders.values()), limit)

    def __len__(self) -> int:
        return len(self._orders)
