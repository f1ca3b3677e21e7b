"""
The fixed layout of a worker's counts: slots of eight bytes, all of them floats, in one page.

A float counts exactly up to 2**53, and is read and written in less time than a whole number. Each
worker writes into a file of its own that is mapped into its memory: to count costs no system call,
and what a worker counted is still there after it was killed.
"""

from bisect import bisect_left

FORMAT = 2

# From 100 microseconds to a minute, each about 1.25 times the one before.
BOUNDS = tuple(float(f"{1e-4 * 600_000 ** (step / 59):.3g}") for step in range(60))
BUCKETS = len(BOUNDS) + 1

# What an answer's status begins with; none where no answer was begun, as its client left.
STATUS_CLASSES = ("none", "1xx", "2xx", "3xx", "4xx", "5xx")

FORMAT_SLOT = 0
STARTED = 1
WEBSOCKETS_OPENED = 2
WEBSOCKETS_CLOSED = 3
# Seconds from the container's start to this worker's first success; 0 where there was none.
COLD_START = 4
# CPU seconds, as the worker said when it ended, and as the exporter last saw them.
CPU_SAID = 5
CPU_SEEN = 6
# The last of those above; histograms follow, each a sum and then its buckets.
LAG = 7
HISTOGRAM = 1 + BUCKETS
DURATIONS = tuple(LAG + (1 + index) * HISTOGRAM for index in range(len(STATUS_CLASSES)))
# Where requests without an answer are counted: of a client that left, and of an exception.
LEFT, RAISED = DURATIONS[0], DURATIONS[5]
SLOTS = LAG + (1 + len(STATUS_CLASSES)) * HISTOGRAM
SIZE = SLOTS * 8


def bucket(seconds: float) -> int:
    """The bucket of a value: the first whose bound is not smaller."""
    return bisect_left(BOUNDS, seconds)


def place(status: int) -> int:
    """The histogram of an answer's status; one that HTTP does not know is a server's error."""
    return DURATIONS[status // 100] if 100 <= status < 600 else RAISED
