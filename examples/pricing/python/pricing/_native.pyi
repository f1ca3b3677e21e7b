def prices(baskets: list[list[tuple[str, int, int]]]) -> list[int]:
    """
    The price of each basket in cents. A line: an article, its quantity, the price of one in cents.

    :raises OverflowError: when a basket costs more than 64 bits can hold, or a number is negative
    """
