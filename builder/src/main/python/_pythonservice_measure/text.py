"""Prometheus' text format, version 0.0.4."""

from collections.abc import Iterator

from . import VERSION, layout
from .folder import Total
from .processes import Process

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

# So that no name is ever one of the application's.
PREFIX = "pythonservice_"


def render(total: Total, first: "Process | None") -> str:
    """
    All that is measured here.

    first: the container's first process, if it is none of the workers
    """
    return "".join(lines(total, first))


def lines(total: Total, first: "Process | None") -> Iterator[str]:
    counts = total.counts
    processes = total.running + ([first] if first else [])
    yield head(
        "http_server_request_duration_seconds",
        "histogram",
        "Time from a request's arrival in the application to the last part of its answer.",
    )
    for name, at in zip(layout.STATUS_CLASSES, layout.DURATIONS, strict=True):
        # What never happened needs no lines; server errors are there from the start, for alerts.
        if any(counts[at : at + layout.HISTOGRAM]) or name in ("2xx", "5xx"):
            yield from histogram(
                "http_server_request_duration_seconds", counts, at, f'status_class="{name}"'
            )
    yield gauge(
        "http_server_active_requests", "Requests that are being answered.", total.active_requests
    )
    yield gauge(
        "http_server_active_websockets", "Websockets that are open.", total.active_websockets
    )
    yield counter(
        "http_server_websockets_total",
        "Websockets that were opened.",
        int(counts[layout.WEBSOCKETS_OPENED]),
    )
    if any(counts[layout.LAG : layout.LAG + layout.HISTOGRAM]):
        yield head(
            "event_loop_lag_seconds",
            "histogram",
            "By how much the event loops ran late what was due, looked at twice a second.",
        )
        yield from histogram("event_loop_lag_seconds", counts, layout.LAG, "")
    yield counter(
        "process_cpu_seconds_total",
        "CPU seconds of the workers, those that ended included, and of the engine's own process.",
        counts[layout.CPU_SEEN] + (first.cpu_seconds if first else 0),
    )
    yield gauge(
        "process_resident_memory_bytes",
        "Resident memory of the workers and the engine's own process; what they share counts for"
        " each.",
        sum(process.resident_bytes for process in processes),
    )
    yield gauge("workers", "Workers that run.", len(total.running))
    yield counter("worker_starts_total", "Workers that started in this container.", total.started)
    if counts[layout.COLD_START]:
        yield gauge(
            "cold_start_seconds",
            "Time from the container's start to its first successful answer.",
            round(counts[layout.COLD_START], 3),
        )
    yield head("measure_info", "gauge", "The version of what measures.")
    yield f'{PREFIX}measure_info{{version="{VERSION}"}} 1\n'


def histogram(name: str, counts: list[float], at: int, label: str) -> Iterator[str]:
    cumulated = 0
    comma = "," if label else ""
    for bound, count in zip(
        (*map(repr, layout.BOUNDS), "+Inf"), counts[at + 1 : at + layout.HISTOGRAM], strict=True
    ):
        cumulated += int(count)
        yield f'{PREFIX}{name}_bucket{{{label}{comma}le="{bound}"}} {cumulated}\n'
    labels = f"{{{label}}}" if label else ""
    yield f"{PREFIX}{name}_sum{labels} {counts[at]!r}\n"
    yield f"{PREFIX}{name}_count{labels} {cumulated}\n"


def gauge(name: str, text: str, value: float) -> str:
    return head(name, "gauge", text) + f"{PREFIX}{name} {value!r}\n"


def counter(name: str, text: str, value: float) -> str:
    return head(name, "counter", text) + f"{PREFIX}{name} {value!r}\n"


def head(name: str, kind: str, text: str) -> str:
    return f"# HELP {PREFIX}{name} {text}\n# TYPE {PREFIX}{name} {kind}\n"
