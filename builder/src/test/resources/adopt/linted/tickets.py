import os


def price(tickets: list) -> int:
    return sum([len(ticket) for ticket in tickets])
