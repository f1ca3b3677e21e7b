"""Prices the baskets on standard input, a JSON array of arrays of lines."""

import sys

import orjson

from pricing import prices


def main() -> None:
    baskets = orjson.loads(sys.stdin.buffer.read())
    found = prices([[tuple(line) for line in basket] for basket in baskets])
    sys.stdout.buffer.write(orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE))
