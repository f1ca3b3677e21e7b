from pathlib import Path

import confluent_kafka
import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from streaming.events import CustomerChanged
from streaming.state import State


def moved_to(city: str, version: int) -> CustomerChanged:
    return CustomerChanged("c-1", version, "Ada", city)


def test_an_older_version_never_wins(tmp_path: Path) -> None:
    with State(tmp_path / "customers.db", "a key") as state:
        assert state.apply(moved_to("London", version=1))
        assert state.apply(moved_to("Turin", version=3))
        assert not state.apply(moved_to("Paris", version=2))
        assert state.by_city() == [("Turin", 1)]


def test_only_its_key_opens_the_file(tmp_path: Path) -> None:
    file = tmp_path / "customers.db"
    with State(file, "a key") as state:
        state.apply(moved_to("London", version=1))

    assert b"London" not in file.read_bytes()
    with pytest.raises(sqlcipher.DatabaseError):
        State(file, "another key")


def test_the_client_of_kafka_is_there_with_its_c_library() -> None:
    assert confluent_kafka.libversion()[0] >= "2."
