"""The command line: ``sales-report generate`` and ``sales-report run``."""

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from sales_report import generate
from sales_report.engines import ENGINES


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="sales-report")
    commands = parser.add_subparsers(required=True, dest="command")
    making = commands.add_parser("generate", help="write a file of made-up sales")
    making.add_argument("file", type=Path)
    making.add_argument("--rows", type=int, default=1_000_000)
    making.add_argument("--seed", type=int, default=1)
    running = commands.add_parser("run", help="report on a file of sales")
    running.add_argument("file", type=Path)
    running.add_argument("--engine", choices=ENGINES, default="polars")
    running.add_argument(
        "--make", type=int, metavar="ROWS", help="make the file first, where it is not there"
    )
    chosen = parser.parse_args(arguments)
    if chosen.command == "generate":
        generate.write(chosen.file, chosen.rows, chosen.seed)
    else:
        if chosen.make and not chosen.file.exists():
            generate.in_a_process_of_its_own(chosen.file, chosen.make)
        run(chosen.file, chosen.engine)


def run(file: Path, engine: str) -> None:
    started = time.perf_counter()
    report = ENGINES[engine](file)
    seconds = time.perf_counter() - started
    print(report, end="")
    used = resource.getrusage(resource.RUSAGE_SELF)
    measured = {
        "engine": engine,
        "seconds": round(seconds, 3),
        "cpuSeconds": round(used.ru_utime + used.ru_stime, 3),
        "peakMebibytes": used.ru_maxrss // 1024,
    }
    print(json.dumps(measured), file=sys.stderr)
