"""
Lines of orders that were never placed, as Parquet files: for the same number and seed the same
ones.

They are made in parts, so that memory does not grow with their number.
"""

import os
import shutil
from pathlib import Path

import numpy as np
import polars as pl

COLUMNS = {"day": pl.Date, "article": pl.String, "quantity": pl.Int64, "cents": pl.Int64}
ARTICLES = 500
PART = 500_000
FIRST_DAY = np.datetime64("2025-01-01", "D")
DAYS = 365

# Decides the lines together with number and seed: another way of making them needs another name.
VERSION = 1


def provide(folder: Path, lines: int, seed: int) -> tuple[Path, bool]:
    """
    The folder with the files, and whether it had to be made: it is found again when another run has
    made it. It appears whole or not at all.
    """
    made = folder / f"lines-v{VERSION}-{lines}-{seed}"
    if made.is_dir():
        return made, False
    unfinished = folder / f".{made.name}.{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for number, first in enumerate(range(0, lines, PART)):
        part(min(PART, lines - first), seed, number).write_parquet(
            unfinished / f"part-{number:04}.parquet"
        )
    unfinished.rename(made)
    return made, True


def part(lines: int, seed: int, number: int) -> pl.DataFrame:
    """Some of the lines: few articles sell much, many sell a little."""
    random = np.random.default_rng([seed, number])
    articles = np.minimum(random.zipf(1.4, lines), ARTICLES)
    names = pl.Series([f"TEA-{article:04}" for article in range(ARTICLES + 1)])
    return pl.DataFrame(
        {
            "day": FIRST_DAY + random.integers(0, DAYS, lines).astype("timedelta64[D]"),
            "article": names.gather(articles),
            "quantity": random.integers(1, 6, lines),
            "cents": 250 + 10 * articles,
        },
        schema=COLUMNS,
    )
