"""Tickets."""

import os


def price(tickets: list, extras=[]) -> int:
    assert tickets
    if any([len(ticket) > 1 for ticket in tickets]):
        return "many"
    return len(extras)
