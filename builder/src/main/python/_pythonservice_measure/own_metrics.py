"""The application's own metrics: those that it keeps with prometheus_client."""

import sys
from pathlib import Path
from threading import Thread

from .text import PREFIX, gauge

# A collector of the application may do anything, and Prometheus waits 10 seconds by default.
LONGEST_SECONDS = 4.0
MOST_BYTES = 8 << 20


class OwnMetrics:
    """
    Reads them. What goes wrong in them costs them alone, and is told by a metric. An application
    that does not use prometheus_client has none.
    """

    def __init__(self, folder: "Path | None") -> None:
        self._folder = folder
        self._reading: Thread | None = None
        self._text: str | None = None

    def read(self) -> str:
        if "prometheus_client" not in sys.modules:
            return ""
        # One that does not end is not asked again until it does.
        if self._reading is None or not self._reading.is_alive():
            self._text = None
            self._reading = Thread(target=self._read, name="pythonservice-own-metrics", daemon=True)
            self._reading.start()
        self._reading.join(LONGEST_SECONDS)
        text = None if self._reading.is_alive() else self._text
        return (text or "") + gauge(
            "application_metrics_up",
            "Whether the application's own metrics could be read.",
            int(text is not None),
        )

    def forget(self, pids: set[int]) -> None:
        """Drops the gauges of workers that ended."""
        if self._folder is None or "prometheus_client" not in sys.modules:
            return
        from prometheus_client import multiprocess

        for file in self._folder.glob("gauge_live*.db"):
            pid = file.stem.rpartition("_")[2]
            if pid.isdecimal() and int(pid) not in pids:
                multiprocess.mark_process_dead(int(pid), str(self._folder))

    def _read(self) -> None:
        try:
            text = self._generate()
        except Exception as problem:  # It is foreign code.
            print(
                f"pythonservice: the application's metrics cannot be read: {problem!r}",
                file=sys.stderr,
            )
            return
        if len(text) <= MOST_BYTES:
            self._text = "".join(
                line
                for line in text.decode("utf-8", "replace").splitlines(keepends=True)
                if not line.startswith((PREFIX, "# HELP " + PREFIX, "# TYPE " + PREFIX))
            )

    def _generate(self) -> bytes:
        from prometheus_client import REGISTRY, CollectorRegistry, generate_latest, multiprocess

        if self._folder is None:
            return generate_latest(REGISTRY)
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry, path=str(self._folder))
        return generate_latest(registry)
