"""From calls of an application to what Prometheus reads."""

import asyncio
import os
import signal
import sys
import tempfile
import time
import unittest
from pathlib import Path
from threading import Thread

from _pythonservice_measure import layout, measured_asgi, measured_wsgi, processes, text
from _pythonservice_measure.folder import ENDED_FILES, Folder
from _pythonservice_measure.measured_rsgi import MeasuredRsgi
from _pythonservice_measure.recorder import Recorder

PROBES = frozenset({"/healthz"})


class Counting(unittest.TestCase):
    ONE_THREAD = False

    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Folder(Path(temporary.name) / "counts")
        self.folder.prepare(None)
        self.recorder = Recorder(self.folder, one_thread=self.ONE_THREAD)

    def counted(self) -> dict[str, int]:
        """Requests by status class."""
        counts = self.folder.total().counts
        found = {
            name: int(sum(counts[at + 1 : at + layout.HISTOGRAM]))
            for name, at in zip(layout.STATUS_CLASSES, layout.DURATIONS)
        }
        return {name: number for name, number in found.items() if number}


class AsgiTest(Counting):
    ONE_THREAD = True

    def request(self, application, path="/", agent=b"curl") -> list[dict]:
        sent = []

        async def send(message):
            sent.append(message)

        async def run():
            app = measured_asgi.measured(application, self.recorder, PROBES)
            scope = {"type": "http", "path": path, "headers": [(b"user-agent", agent)]}
            await app(scope, None, send)

        asyncio.run(run())
        return sent

    def test_an_answer_is_counted_by_its_status_and_passed_on_as_it_is(self) -> None:
        sent = self.request(answering(404, b"one", b"two"))

        self.assertEqual([message.get("body") for message in sent], [None, b"one", b"two"])
        self.assertEqual(self.counted(), {"4xx": 1})

    def test_work_after_the_answer_is_not_the_clients_time(self) -> None:
        seen = []

        async def application(scope, receive, send):
            await answering(200, b"")(scope, receive, send)
            seen.append((self.counted(), self.folder.total().active_requests))

        self.request(application)

        self.assertEqual(seen, [({"2xx": 1}, 0)])

    def test_a_request_is_active_until_the_last_part_of_its_answer(self) -> None:
        active = []

        async def application(scope, receive, send):
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"1", "more_body": True})
            active.append(self.folder.total().active_requests)
            await send({"type": "http.response.body", "body": b"2"})
            active.append(self.folder.total().active_requests)

        self.request(application)

        self.assertEqual(active, [1, 0])

    def test_an_exception_before_the_answer_is_a_server_error(self) -> None:
        async def application(scope, receive, send):
            raise ValueError("boom")

        with self.assertRaisesRegex(ValueError, "boom"):
            self.request(application)
        self.assertEqual(self.counted(), {"5xx": 1})

    def test_a_request_whose_client_left_has_no_class(self) -> None:
        async def application(scope, receive, send):
            raise asyncio.CancelledError

        with self.assertRaises(asyncio.CancelledError):
            self.request(application)
        self.assertEqual(self.counted(), {"none": 1})

    def test_a_probe_is_no_request_but_ends_the_cold_start(self) -> None:
        self.request(answering(200, b""), "/healthz", b"kube-probe/1.36")

        total = self.folder.total()
        self.assertEqual(self.counted(), {})
        self.assertGreater(total.counts[layout.COLD_START], 0)

    def test_a_user_who_asks_for_the_probes_path_is_counted(self) -> None:
        self.request(answering(200, b""), "/healthz")

        self.assertEqual(self.counted(), {"2xx": 1})

    def test_lifespan_and_websockets_pass_through(self) -> None:
        during = []

        async def application(scope, receive, send):
            during.append((scope["type"], self.folder.total().active_websockets))

        async def run():
            app = measured_asgi.measured(application, self.recorder, PROBES)
            await app({"type": "lifespan"}, None, None)
            await app({"type": "websocket", "path": "/"}, None, None)

        asyncio.run(run())

        self.assertEqual(during, [("lifespan", 0), ("websocket", 1)])
        self.assertEqual(self.folder.total().active_websockets, 0)
        self.assertEqual(self.counted(), {})

    def test_a_loop_that_is_held_up_is_late(self) -> None:
        async def run():
            self.recorder.start()
            self.recorder.watch(asyncio.get_running_loop())
            await asyncio.sleep(0)
            time.sleep(1)
            while not any(self.lags()):
                await asyncio.sleep(0.01)

        asyncio.run(asyncio.wait_for(run(), 30))

        self.assertGreater(self.folder.total().counts[layout.LAG], 0.3)

    def test_a_worker_that_is_forked_from_one_that_answered_counts_in_a_file_of_its_own(
        self,
    ) -> None:
        app = measured_asgi.measured(answering(200, b""), self.recorder, PROBES)

        def ask(times: int) -> None:
            async def run():
                for _ in range(times):
                    await app({"type": "http", "path": "/", "headers": []}, None, ignored)

            asyncio.run(run())

        ask(1)
        child = os.fork()
        if child == 0:
            ask(2)
            os._exit(0)
        self.assertEqual(os.waitpid(child, 0)[1], 0)

        self.assertEqual(self.counted(), {"2xx": 3})
        self.assertEqual(self.folder.total().started, 2)

    def test_the_first_success_ends_the_cold_start_and_no_error_does(self) -> None:
        self.request(answering(503, b""))
        before = self.folder.total().counts[layout.COLD_START]
        self.request(answering(200, b""))
        first = self.folder.total().counts[layout.COLD_START]
        self.request(answering(201, b""))

        self.assertEqual(before, 0)
        self.assertGreater(first, 0)
        self.assertEqual(self.folder.total().counts[layout.COLD_START], first)

    def test_an_answer_without_a_beginning_is_one_that_was_none(self) -> None:
        async def application(scope, receive, send):
            await send({"type": "http.response.body", "body": b""})

        self.request(application)

        self.assertEqual(self.counted(), {"none": 1})

    def test_a_status_that_http_does_not_know_is_a_server_error(self) -> None:
        self.request(answering(999, b""))

        self.assertEqual(self.counted(), {"5xx": 1})

    def lags(self) -> list[float]:
        return self.folder.total().counts[layout.LAG + 1 : layout.LAG + layout.HISTOGRAM]


class LockedAsgiTest(AsgiTest):
    """As without a global lock, where several loops count at a time."""

    ONE_THREAD = False

    def test_requests_of_many_loops_are_all_counted(self) -> None:
        app = measured_asgi.measured(answering(200, b""), self.recorder, PROBES)
        interval = sys.getswitchinterval()
        self.addCleanup(sys.setswitchinterval, interval)
        sys.setswitchinterval(1e-6)

        async def run():
            for _ in range(2000):
                await app({"type": "http", "path": "/", "headers": []}, None, ignored)

        in_threads(8, lambda: asyncio.run(run()))

        self.assertEqual(self.counted(), {"2xx": 16000})
        self.assertEqual(self.folder.total().active_requests, 0)


class WsgiTest(Counting):
    def request(self, application, path="/", agent="curl") -> list[bytes]:
        app = measured_wsgi.measured(application, self.recorder, PROBES)
        body = app({"PATH_INFO": path, "HTTP_USER_AGENT": agent}, lambda *_: None)
        try:
            return list(body)
        finally:
            getattr(body, "close", lambda: None)()

    def test_a_whole_answer_stays_the_list_that_it_is(self) -> None:
        body = [b"one"]

        def application(environ, start_response):
            start_response("201 Created", [])
            return body

        app = measured_wsgi.measured(application, self.recorder, PROBES)
        self.assertIs(app({"PATH_INFO": "/"}, lambda *_: None), body)
        self.assertEqual(self.counted(), {"2xx": 1})

    def test_an_answer_in_parts_is_counted_at_its_end_and_closed(self) -> None:
        closed = []

        class Parts:
            def __iter__(self):
                return iter([b"one", b"two"])

            def close(self):
                closed.append(True)

        def application(environ, start_response):
            start_response("503 Busy", [])
            return Parts()

        self.assertEqual(self.request(application), [b"one", b"two"])
        self.assertEqual(closed, [True])
        self.assertEqual(self.counted(), {"5xx": 1})

    def test_an_answer_that_begins_late_has_its_status(self) -> None:
        def application(environ, start_response):
            start_response("302 Found", [])
            yield b""

        self.request(application)

        self.assertEqual(self.counted(), {"3xx": 1})

    def test_an_exception_is_a_server_error(self) -> None:
        def application(environ, start_response):
            raise ValueError("boom")

        with self.assertRaisesRegex(ValueError, "boom"):
            self.request(application)
        self.assertEqual(self.counted(), {"5xx": 1})

    def test_an_exception_in_the_first_part_is_a_server_error(self) -> None:
        def application(environ, start_response):
            raise ValueError("boom")
            yield b""

        with self.assertRaisesRegex(ValueError, "boom"):
            self.request(application)
        self.assertEqual(self.counted(), {"5xx": 1})

    def test_requests_of_many_threads_are_all_counted(self) -> None:
        def application(environ, start_response):
            start_response("200 OK", [])
            return [b""]

        app = measured_wsgi.measured(application, self.recorder, PROBES)
        interval = sys.getswitchinterval()
        self.addCleanup(sys.setswitchinterval, interval)
        sys.setswitchinterval(1e-6)

        def ask() -> None:
            for _ in range(2000):
                app({"PATH_INFO": "/"}, lambda *_: None)

        in_threads(8, ask)

        self.assertEqual(self.counted(), {"2xx": 16000})
        self.assertEqual(self.folder.total().active_requests, 0)

    def test_a_probe_is_no_request(self) -> None:
        def application(environ, start_response):
            start_response("200 OK", [])
            return [b""]

        self.request(application, "/healthz", "kube-probe/1.36")

        self.assertEqual(self.counted(), {})
        self.assertGreater(self.folder.total().counts[layout.COLD_START], 0)


class RsgiTest(Counting):
    ONE_THREAD = True

    def test_an_exception_is_a_server_error_and_a_client_that_left_is_none(self) -> None:
        class Scope:
            proto, path, headers = "http", "/", {}

        for error in (ValueError, asyncio.CancelledError):

            async def application(scope, protocol, error=error):
                raise error

            app = MeasuredRsgi(application, self.recorder, PROBES)
            with self.assertRaises(error):
                asyncio.run(app.__rsgi__(Scope, None))

        self.assertEqual(self.counted(), {"5xx": 1, "none": 1})

    def test_an_answer_is_counted_by_its_status(self) -> None:
        class Scope:
            proto, path, headers = "http", "/", {}

        class Protocol:
            def response_str(self, status, headers, body):
                self.sent = (status, headers, body)

        async def application(scope, protocol):
            protocol.response_str(404, [], "no")

        protocol = Protocol()
        app = MeasuredRsgi(application, self.recorder, PROBES)
        asyncio.run(app.__rsgi__(Scope, protocol))

        self.assertEqual(protocol.sent, (404, [], "no"))
        self.assertEqual(self.counted(), {"4xx": 1})


class FolderTest(Counting):
    def worker(self, requests: int) -> None:
        """A process that answers requests and ends."""
        child = os.fork()
        if child == 0:
            for _ in range(requests):
                self.recorder.end(self.recorder.begin(), self.recorder.place(200))
            self.recorder.begin()
            os._exit(0)
        os.waitpid(child, 0)

    def test_what_ended_workers_counted_stays_and_what_they_left_open_does_not(self) -> None:
        self.recorder.end(self.recorder.begin(), self.recorder.place(200))
        self.worker(2)
        self.worker(3)

        total = self.folder.total()

        self.assertEqual(self.counted(), {"2xx": 6})
        self.assertEqual((total.started, len(total.running), total.active_requests), (3, 1, 0))

    def test_many_ended_workers_are_put_together_and_counted_once(self) -> None:
        self.recorder.start()
        for _ in range(ENDED_FILES + 1):
            self.worker(1)
        first = self.counted()

        self.assertEqual(len(list(self.folder.path.glob("worker-*"))), 1)
        self.assertEqual(first, {"2xx": ENDED_FILES + 1})
        self.assertEqual(self.counted(), first)
        self.assertEqual(self.folder.total().started, ENDED_FILES + 2)

    def test_a_file_that_was_put_in_and_not_removed_does_not_count_twice(self) -> None:
        self.recorder.start()
        for _ in range(ENDED_FILES + 1):
            self.worker(1)
        kept = {file: file.read_bytes() for file in self.folder.path.glob("worker-*")}
        first = self.counted()
        for file, content in kept.items():
            file.write_bytes(content)

        self.assertEqual(self.counted(), first)

    def test_the_next_container_starts_from_nothing(self) -> None:
        application_folder = self.folder.path / "application"
        self.folder.prepare(application_folder)
        self.worker(1)
        (self.folder.path / "container").write_text("another")
        application_folder.mkdir(exist_ok=True)
        (application_folder / "counter_7.db").write_bytes(b"")

        self.folder.prepare(application_folder)

        self.assertEqual(self.counted(), {})
        self.assertEqual(list(application_folder.iterdir()), [])

    def test_a_folder_of_the_application_is_left_alone(self) -> None:
        own = self.folder.path.parent / "own"
        own.mkdir()
        (own / "counter_7.db").write_bytes(b"")
        (self.folder.path / "container").write_text("another")

        self.folder.prepare(own)

        self.assertEqual(len(list(own.iterdir())), 1)

    def test_cpu_seconds_of_a_killed_worker_stay_as_they_were_seen(self) -> None:
        child = os.fork()
        if child == 0:
            self.recorder.start()
            while True:
                pass
        try:
            while self.folder.total().counts[layout.CPU_SEEN] < 0.2:
                time.sleep(0.01)
            seen = self.folder.total().counts[layout.CPU_SEEN]
        finally:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)

        self.assertGreaterEqual(self.folder.total().counts[layout.CPU_SEEN], seen)
        self.assertEqual(self.folder.total().running, [])

    def test_a_folder_that_cannot_be_written_keeps_nobody_from_answering(self) -> None:
        recorder = Recorder(Folder(Path("/proc/none")))

        recorder.end(recorder.begin(), recorder.place(200))


class LayoutTest(unittest.TestCase):
    def test_bounds_go_from_a_tenth_of_a_millisecond_to_a_minute_in_steps_of_a_quarter(
        self,
    ) -> None:
        self.assertEqual((layout.BOUNDS[0], layout.BOUNDS[-1]), (0.0001, 60.0))
        for lower, upper in zip(layout.BOUNDS, layout.BOUNDS[1:]):
            self.assertLess(upper / lower, 1.27)

    def test_a_value_belongs_to_the_first_bound_that_is_not_smaller(self) -> None:
        self.assertEqual(layout.bucket(layout.BOUNDS[7]), 7)
        self.assertEqual(layout.bucket(61), layout.BUCKETS - 1)


class TextTest(Counting):
    def test_a_histogram_is_cumulative_and_ends_with_its_count(self) -> None:
        self.recorder.end(self.recorder.begin(), self.recorder.place(200))

        shown = text.render(self.folder.total(), None)

        name = "pythonservice_http_server_request_duration_seconds"
        self.assertIn(f'{name}_bucket{{status_class="2xx",le="+Inf"}} 1\n', shown)
        self.assertIn(f'{name}_count{{status_class="2xx"}} 1\n', shown)
        self.assertIn(f'{name}_count{{status_class="5xx"}} 0\n', shown)
        self.assertIn("pythonservice_workers 1\n", shown)

    def test_each_name_has_one_type(self) -> None:
        shown = text.render(self.folder.total(), processes.first())

        types = [line.split()[2] for line in shown.splitlines() if line.startswith("# TYPE")]
        self.assertEqual(len(types), len(set(types)))
        self.assertTrue(all(name.startswith(text.PREFIX) for name in types))


def in_threads(number, work) -> None:
    """Does the same in several threads at a time."""
    threads = [Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


async def ignored(message) -> None:
    """Takes an answer."""


def answering(status, *parts):
    async def application(scope, receive, send):
        await send({"type": "http.response.start", "status": status, "headers": []})
        for number, part in enumerate(parts, start=1):
            await send(
                {"type": "http.response.body", "body": part, "more_body": number < len(parts)}
            )

    return application


if __name__ == "__main__":
    unittest.main()
