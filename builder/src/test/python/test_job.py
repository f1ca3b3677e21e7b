"""The program that runs a job's command, as its own process."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from _pythonservice_measure import job

PROGRAM = job.__file__


class JobTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.log = Path(temporary.name) / "termination-log"

    def start(self, *command: str, **options) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-I", "-S", PROGRAM, "--", *command],
            env=os.environ | {"PYTHONSERVICE_TERMINATION_LOG": str(self.log)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )

    def run_python(self, code: str) -> tuple[int, bytes, bytes]:
        process = self.start(sys.executable, "-c", code)
        output, error = process.communicate(timeout=60)
        return process.returncode, output, error

    def record(self) -> dict:
        return json.loads(self.log.read_bytes())

    def test_a_run_is_told_and_its_output_is_as_it_was(self) -> None:
        code, output, error = self.run_python(
            "import sys, time; print('{\"rows\": 12}'); print('done', file=sys.stderr);"
            "end = time.process_time() + .2\nwhile time.process_time() < end: pass"
        )

        self.assertEqual((code, output, error), (0, b'{"rows": 12}\n', b"done\n"))
        record = self.record()
        self.assertEqual((record["record"], record["exitCode"], record["rows"]), ("job/1", 0, 12))
        self.assertGreaterEqual(record["cpuSeconds"], 0.2)
        self.assertGreaterEqual(record["wallSeconds"], 0.2)
        self.assertGreater(record["peakMemoryBytes"], 1 << 20)
        self.assertNotIn("log", record)
        self.assertNotIn("signal", record)

    def test_the_last_line_with_rows_counts(self) -> None:
        cases = {
            '{"rows": 1}\n{"rows": 2}\nbye\n': 2,
            '{"rows": 3}': 3,
            '{"rows": "many"}\n{"rows": true}\n{"rows": -1}\n{"rows": 1e3}\n': None,
            '{"rows": 4}\n{"rows": \n': 4,
            '["rows", 5]\n': None,
            '{"rows": 99999999999999999999}\n': None,
            "[" * 60_000 + '"rows"\n': None,
            '{"rows": 6, "x": "' + "x" * (70 << 10) + '"}\n': None,
            '{"rows": 7}\n' + "x" * (300 << 10) + "\n": 7,
        }
        for text, expected in cases.items():
            for size in (1 << 20, 7):
                with self.subTest(text=text[:30], size=size):
                    rows = job.Rows()
                    content = text.encode()
                    for start in range(0, len(content), size):
                        rows.feed(content[start : start + size])
                    rows.end()
                    self.assertEqual(rows.last, expected)

    def test_megabytes_of_output_pass_whole(self) -> None:
        code, output, _ = self.run_python(
            "import sys\nfor _ in range(200_000): sys.stdout.write('x' * 99 + '\\n')"
        )

        self.assertEqual((code, len(output)), (0, 20_000_000))
        self.assertLess(len(self.log.read_bytes()), 4096)

    def test_a_failed_run_leaves_its_last_lines(self) -> None:
        code, _, error = self.run_python(
            "import sys; sys.stderr.write('é\"' * 9000 + '\\n'); raise ValueError('the end')"
        )

        record = self.record()
        self.assertEqual((code, record["exitCode"]), (1, 1))
        self.assertTrue(record["log"].endswith("ValueError: the end"))
        self.assertLessEqual(len(self.log.read_bytes()), 4096)
        self.assertIn(b"ValueError: the end", error)

    def test_the_exit_code_is_passed_on(self) -> None:
        self.assertEqual(self.run_python("raise SystemExit(42)")[0], 42)

    def test_a_command_that_was_killed_is_told_by_its_signal(self) -> None:
        code, _, _ = self.run_python("import os; os.kill(os.getpid(), 9)")

        self.assertEqual((code, self.record()["signal"]), (137, 9))

    def test_a_command_that_is_not_there_is_told(self) -> None:
        process = self.start("no-such-command")
        _, error = process.communicate(timeout=60)

        self.assertEqual(process.returncode, 127)
        self.assertIn(b"no-such-command cannot be run", error)
        self.assertIn("no-such-command cannot be run", self.record()["log"])

    def test_a_signal_reaches_the_command(self) -> None:
        process = self.start(
            sys.executable,
            "-c",
            "import signal, sys\n"
            "signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))\n"
            "print('ready', flush=True)\n"
            "signal.pause()",
        )
        self.assertEqual(process.stdout.readline(), b"ready\n")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)

        self.assertEqual((process.returncode, self.record()["exitCode"]), (7, 7))

    def test_signals_are_for_the_command_what_they_always_are(self) -> None:
        process = self.start("cat", "/proc/self/status")
        output, _ = process.communicate(timeout=60)
        masks = dict(line.split(":\t") for line in output.decode().splitlines() if "Sig" in line)

        # Of those that are ignored SIGPIPE would be one that Python ignores.
        ignored = int(masks["SigIgn"], 16)
        self.assertEqual(ignored & 1 << (signal.SIGPIPE - 1), 0)
        self.assertEqual(int(masks["SigBlk"], 16), 0)

    def test_who_stays_behind_with_the_output_holds_nobody_up(self) -> None:
        started = time.monotonic()
        process = self.start("sh", "-c", "sleep 300 & echo $!")
        pid = int(process.stdout.readline())
        try:
            process.wait(timeout=60)
        finally:
            os.kill(pid, signal.SIGKILL)
            process.communicate(timeout=60)

        self.assertEqual(process.returncode, 0)
        self.assertLess(time.monotonic() - started, 60)

    def test_a_kill_for_want_of_memory_is_told_by_name(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name, peak, events in (
                ("version 2", "memory.peak", "memory.events"),
                ("version 1", "memory/memory.max_usage_in_bytes", "memory/memory.oom_control"),
            ):
                with self.subTest(name):
                    cgroup = Path(folder) / name
                    (cgroup / peak).parent.mkdir(parents=True)
                    (cgroup / peak).write_text("1048576\n")
                    (cgroup / events).write_text("oom_kill_disable 0\noom_kill 3\n")
                    memory = job.Memory(cgroup)
                    self.assertEqual((memory.peak(), memory.kills()), (1048576, 3))
            self.assertEqual(job.Memory(Path(folder) / "none").kills(), 0)


if __name__ == "__main__":
    unittest.main()
