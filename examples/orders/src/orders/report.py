"""The nightly report: what was sold, article by article. ``python -m orders.report``"""

import argparse
from collections.abc import Sequence

import httpx
import numpy as np
import polars as pl

COLUMNS = {"article": pl.String, "quantity": pl.Int64, "cents": pl.Int64}


def generated(orders: int, seed: int) -> pl.DataFrame:
    """Lines of a made-up day: few articles sell much, many sell a little."""
    random = np.random.default_rng(seed)
    articles = np.minimum(random.zipf(1.4, orders), 500)
    return pl.DataFrame(
        {
            "article": [f"TEA-{number:04}" for number in articles],
            "quantity": random.integers(1, 6, orders),
            "cents": 250 + 10 * articles,
        },
        schema=COLUMNS,
    )


def fetched(url: str) -> pl.DataFrame:
    """Lines of the orders that the service has."""
    answer = httpx.get(url, params={"limit": 10_000}, timeout=30).raise_for_status()
    lines = [line for order in answer.json() for line in order["lines"]]
    return pl.DataFrame(lines, schema=COLUMNS)


def summary(lines: pl.DataFrame) -> pl.DataFrame:
    """Quantity and revenue by article, what earns most first."""
    return (
        lines.lazy()
        .group_by("article")
        .agg(
            pl.col("quantity").sum().alias("sold"),
            (pl.col("quantity") * pl.col("cents")).sum().alias("revenue_cents"),
        )
        .sort("revenue_cents", "article", descending=[True, False])
        .collect()
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="orders-report", description=__doc__)
    parser.add_argument("--source", metavar="URL", help="the service's /orders; else a made-up day")
    parser.add_argument("--orders", type=int, default=100_000, help="orders of a made-up day")
    parser.add_argument("--seed", type=int, default=1, help="which made-up day")
    chosen = parser.parse_args(arguments)
    lines = fetched(chosen.source) if chosen.source else generated(chosen.orders, chosen.seed)
    print(summary(lines).head(10).write_csv(), end="")


if __name__ == "__main__":
    main()
