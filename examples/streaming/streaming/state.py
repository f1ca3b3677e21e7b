"""The latest state of each customer, in a file that only its key opens."""

from pathlib import Path
from typing import Self

from sqlcipher3 import dbapi2 as sqlcipher

from streaming.events import CustomerChanged

SCHEMA = """
create table if not exists customer (
    customer text primary key,
    version integer not null,
    name text not null,
    city text not null
) without rowid
"""

# Kafka delivers at least once and a rebalance may go back: an older version never wins.
UPSERT = """
insert into customer values (?, ?, ?, ?)
on conflict (customer) do update
    set version = excluded.version, name = excluded.name, city = excluded.city
    where excluded.version > customer.version
"""


class State:
    """
    Opens the file, or makes it.

    :raises sqlcipher3.dbapi2.DatabaseError: when the key is not the file's
    """

    def __init__(self, file: Path, key: str) -> None:
        self._connection = sqlcipher.connect(str(file))
        quoted = key.replace("'", "''")
        self._connection.execute(f"pragma key = '{quoted}'")
        # The first page is read here, so that a wrong key is noticed here.
        self._connection.execute("select count(*) from sqlite_master").fetchone()
        self._connection.execute(SCHEMA)

    def apply(self, event: CustomerChanged) -> bool:
        """Whether the event was news."""
        with self._connection:
            values = (event.customer, event.version, event.name, event.city)
            return self._connection.execute(UPSERT, values).rowcount == 1

    def by_city(self) -> list[tuple[str, int]]:
        query = "select city, count(*) from customer group by city order by city"
        return self._connection.execute(query).fetchall()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
