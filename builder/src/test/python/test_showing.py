"""The server of the metrics, and what goes wrong in those of the application."""

import socket
import sys
import tempfile
import time
import types
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from threading import Event
from unittest.mock import patch

from _pythonservice_measure import own_metrics
from _pythonservice_measure.exporter import Exporter
from _pythonservice_measure.folder import Folder
from _pythonservice_measure.own_metrics import OwnMetrics
from _pythonservice_measure.recorder import Recorder


class ExporterTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        folder = Folder(Path(temporary.name))
        folder.prepare(None)
        with socket.create_server(("", 0)) as free:
            self.port = free.getsockname()[1]
        exporter = Exporter(folder, self.port, None)
        self.recorder = Recorder(folder, exporter.start)
        self.recorder.end(self.recorder.begin(), self.recorder.place(200))

    def get(self, path: str, method: str = "GET") -> str:
        ends = time.monotonic() + 30
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        while True:
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return answer.read().decode()
            except urllib.error.HTTPError as refused:
                with refused:
                    return str(refused.code)
            except urllib.error.URLError:
                if time.monotonic() > ends:
                    raise
                time.sleep(0.05)

    def test_metrics_are_shown_and_nothing_else(self) -> None:
        self.assertIn("pythonservice_workers 1\n", self.get("/metrics"))
        self.assertEqual(self.get("/"), "404")
        self.assertEqual(self.get("/metrics", "POST"), "405")

    def test_a_client_that_says_nothing_or_too_much_holds_nobody_up_for_long(self) -> None:
        self.get("/metrics")
        soon = patch("_pythonservice_measure.exporter.REQUEST_SECONDS", 0.2)
        with soon, socket.create_connection(("127.0.0.1", self.port)) as silent:
            self.assertIn("pythonservice_workers 1\n", self.get("/metrics"))
            silent.settimeout(30)
            self.assertEqual(silent.recv(1), b"")
        with socket.create_connection(("127.0.0.1", self.port)) as talkative:
            talkative.settimeout(30)
            talkative.sendall(b"GET /" + b"x" * 9000)
            self.assertTrue(talkative.recv(12).startswith(b"HTTP/1.1 405"))


class OwnMetricsTest(unittest.TestCase):
    def client(self, generate_latest) -> None:
        module = types.ModuleType("prometheus_client")
        module.REGISTRY = module.CollectorRegistry = module.multiprocess = None
        module.generate_latest = generate_latest
        patched = patch.dict(sys.modules, {"prometheus_client": module})
        patched.start()
        self.addCleanup(patched.stop)

    def test_they_are_added_without_names_of_ours(self) -> None:
        self.client(
            lambda registry: b"# HELP pythonservice_workers x\npythonservice_workers 9\na 1\n"
        )

        text = OwnMetrics(None).read()

        self.assertIn("a 1\n", text)
        self.assertNotIn("pythonservice_workers", text)
        self.assertIn("pythonservice_application_metrics_up 1\n", text)

    def test_a_failure_in_them_costs_them_alone(self) -> None:
        def fail(registry):
            raise ValueError("boom")

        self.client(fail)

        self.assertIn("pythonservice_application_metrics_up 0\n", OwnMetrics(None).read())

    def test_a_collector_that_does_not_end_is_not_waited_for_nor_started_again(self) -> None:
        ends = Event()
        self.addCleanup(ends.set)
        calls = []

        def hang(registry):
            calls.append(registry)
            ends.wait()
            return b"a 1\n"

        self.client(hang)
        own = OwnMetrics(None)
        with patch.object(own_metrics, "LONGEST_SECONDS", 0.05):
            self.assertIn("application_metrics_up 0\n", own.read())
            self.assertIn("application_metrics_up 0\n", own.read())

        self.assertEqual(len(calls), 1)

    def test_an_application_without_them_has_none(self) -> None:
        with patch.dict(sys.modules):
            sys.modules.pop("prometheus_client", None)
            self.assertEqual(OwnMetrics(None).read(), "")


if __name__ == "__main__":
    unittest.main()
