import polars as pl

from orders.report import COLUMNS, generated, summary


def test_quantities_and_revenue_add_up_by_article() -> None:
    lines = pl.DataFrame(
        [("TEA-0001", 2, 100), ("TEA-0002", 1, 900), ("TEA-0001", 1, 100)],
        schema=COLUMNS,
        orient="row",
    )
    assert summary(lines).rows() == [("TEA-0002", 1, 900), ("TEA-0001", 3, 300)]


def test_a_made_up_day_is_the_same_each_time() -> None:
    assert generated(1_000, seed=7).equals(generated(1_000, seed=7))
    assert not generated(1_000, seed=7).equals(generated(1_000, seed=8))
