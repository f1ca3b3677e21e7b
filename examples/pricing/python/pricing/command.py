"""
Prices baskets: a JSON array of arrays of lines on standard input, or ``--made-up`` ones, of which
only the sum is told.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence

import orjson

from pricing import prices

Line = tuple[str, int, int]
ARTICLES = 500


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="pricing", description=__doc__)
    parser.add_argument("--made-up", type=int, metavar="NUMBER", help="baskets to make up")
    chosen = parser.parse_args(arguments)
    if chosen.made_up is None:
        baskets = orjson.loads(sys.stdin.buffer.read())
        write(prices([[tuple(line) for line in basket] for basket in baskets]))
    else:
        made_up = baskets_of(chosen.made_up)
        started = time.perf_counter()
        cents = sum(prices(made_up))
        seconds = round(time.perf_counter() - started, 3)
        write({"baskets": len(made_up), "cents": cents, "seconds": seconds})


def baskets_of(number: int) -> list[list[Line]]:
    """Baskets that nobody filled, always the same ones."""
    chosen = random.Random(number)
    articles = [(f"TEA-{article:04}", 250 + 10 * article) for article in range(ARTICLES)]
    return [
        [
            (article, chosen.randrange(1, 20), cents)
            for article, cents in chosen.choices(articles, k=chosen.randrange(1, 4))
        ]
        for _ in range(number)
    ]


def write(content: object) -> None:
    sys.stdout.buffer.write(orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE))
