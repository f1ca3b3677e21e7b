"""
The nightly report: what was sold, article by article. ``python -m orders.report``

It writes lines of JSON: what it worked on and how long that took, then what earned most.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import orjson
import polars as pl

from orders import dataset


def fetched(url: str) -> pl.LazyFrame:
    """Lines of the orders that the service has."""
    answer = httpx.get(url, params={"limit": 10_000}, timeout=30).raise_for_status()
    lines = [
        {"day": order["taken_at"][:10], **line}
        for order in answer.json()
        for line in order["lines"]
    ]
    schema = dataset.COLUMNS | {"day": pl.String}
    return pl.LazyFrame(lines, schema=schema).with_columns(pl.col("day").str.to_date())


def summary(lines: pl.LazyFrame) -> pl.DataFrame:
    """Quantity, revenue and best day by article, what earns most first."""
    revenue = pl.col("quantity") * pl.col("cents")
    days = lines.group_by("article", "day").agg(
        pl.len().alias("lines"),
        pl.col("quantity").sum().alias("sold"),
        revenue.sum().alias("revenue_cents"),
    )
    return (
        days.group_by("article")
        .agg(
            pl.col("lines").sum(),
            pl.col("sold").sum(),
            pl.col("revenue_cents").sum(),
            # Of equal days the first, so that the report is the same each time.
            pl.col("day")
            .sort_by("revenue_cents", "day", descending=[True, False])
            .first()
            .alias("best_day"),
        )
        .sort("revenue_cents", "article", descending=[True, False])
        .collect(engine="streaming")
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="orders-report", description=__doc__)
    parser.add_argument(
        "--source", metavar="URL", help="the service's /orders; else a made-up year"
    )
    parser.add_argument(
        "--data",
        type=Path,
        help="folder in which the made-up year is kept; else one for temporary files",
    )
    parser.add_argument("--lines", type=int, default=100_000, help="lines of a made-up year")
    parser.add_argument("--seed", type=int, default=1, help="which made-up year")
    parser.add_argument("--top", type=int, default=10, help="articles that are shown")
    chosen = parser.parse_args(arguments)
    if chosen.source:
        lines = fetched(chosen.source)
    else:
        started = time.perf_counter()
        # Asked for only here: a container may have no place for temporary files.
        data = chosen.data or Path(tempfile.gettempdir()) / "orders"
        folder, made = dataset.provide(data, chosen.lines, chosen.seed)
        size = sum(file.stat().st_size for file in folder.iterdir())
        tell(step="data", made=made, rows=chosen.lines, bytes=size, seconds=since(started))
        lines = pl.scan_parquet(folder / "*.parquet")
    started = time.perf_counter()
    found = summary(lines)
    tell(step="report", rows=found["lines"].sum(), articles=found.height, seconds=since(started))
    for article in found.head(chosen.top).iter_rows(named=True):
        tell(**article)


def since(started: float) -> float:
    return round(time.perf_counter() - started, 3)


def tell(**facts: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(facts, option=orjson.OPT_APPEND_NEWLINE))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
