"""Sales that were never made, the same ones for the same seed."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl

COUNTRIES = np.array(["AT", "BE", "CH", "DE", "DK", "ES", "FR", "IT", "NL", "PL"])
FIRST_DAY = np.datetime64("2025-01-01")


def write(file: Path, rows: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    pl.DataFrame(
        {
            "day": FIRST_DAY + random.integers(0, 365, rows).astype("timedelta64[D]"),
            "country": COUNTRIES[random.integers(0, len(COUNTRIES), rows)],
            "product": random.integers(1, 2_000, rows),
            "quantity": random.integers(1, 10, rows),
            "cents": random.integers(99, 20_000, rows),
            "returned": random.random(rows) < 0.04,
        }
    ).write_parquet(file)


def in_a_process_of_its_own(file: Path, rows: int) -> None:
    """Writes the file elsewhere, so that its memory and time are not in what is measured here."""
    unfinished = file.with_name(f".{file.name}")
    command = [sys.executable, "-m", "sales_report", "generate", "--rows", str(rows)]
    subprocess.run([*command, str(unfinished)], check=True)
    unfinished.replace(file)
