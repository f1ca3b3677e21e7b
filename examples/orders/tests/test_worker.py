import signal
import subprocess
import sys
from pathlib import Path

from orders.model import Line, Order
from orders.spool import Spool
from orders.statistics import Statistics
from orders.worker import Worker


def order(quantity: int = 1) -> Order:
    return Order(customer="Ada", lines=(Line(article="TEA-0042", quantity=quantity, cents=450),))


def test_orders_are_counted_once_and_removed(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(order(2))
    spool.put(order(3))
    worker = Worker(spool)

    assert worker.count_waiting() == 2
    assert worker.count_waiting() == 0

    assert spool.waiting(10) == []
    found = Statistics.read(tmp_path)
    assert (found.orders, found.revenue_cents, found.sold) == (2, 2250, {"TEA-0042": 5})


def test_a_worker_that_starts_again_goes_on_from_the_sums(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(order())
    Worker(spool).count_waiting()
    spool.put(order())

    again = Worker(spool)
    again.count_waiting()

    assert again.statistics.orders == 2


def test_an_order_that_was_counted_before_a_crash_is_not_counted_again(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(order())
    [file] = spool.waiting(10)
    content = file.read_bytes()
    Worker(spool).count_waiting()
    # As if the worker had ended before it could remove the file.
    file.write_bytes(content)

    again = Worker(spool)

    assert again.count_waiting() == 0
    assert again.statistics.orders == 1
    assert spool.waiting(10) == []


def test_a_file_that_is_no_order_is_put_aside_and_does_not_stop_the_others(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    (tmp_path / "0-broken.order.json").write_text("{}")
    spool.put(order())
    worker = Worker(spool)

    assert worker.count_waiting() == 1
    assert spool.waiting(10) == []


def test_told_to_stop_the_worker_counts_what_is_there_and_ends_well(tmp_path: Path) -> None:
    environment = {"ORDERS_SPOOL": str(tmp_path), "ORDERS_LINGER_SECONDS": "0.5"}
    worker = subprocess.Popen(
        [sys.executable, "-m", "orders.worker"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        assert worker.stdout is not None
        assert "waiting for orders" in worker.stdout.readline()
        worker.send_signal(signal.SIGTERM)
        Spool(tmp_path).put(order())
        rest = worker.stdout.read()

    assert worker.returncode == 0
    assert "stopped" in rest
    assert Statistics.read(tmp_path).orders == 1


def test_without_a_spool_the_worker_says_what_it_lacks() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "orders.worker"], env={}, capture_output=True, text=True
    )
    assert ran.returncode == 1
    assert ran.stderr.strip() == "Set ORDERS_SPOOL to the folder that the service puts orders into"
