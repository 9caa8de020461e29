"""`northfile up`: everything starts, stays and stops together."""

import json
import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.operation import household


@contextmanager
def up(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = household.command(*household.NORTHFILE, "up", var=var, port=port)
    try:
        while "is at http" not in (process.stdout.readline() or household.fail(process)):
            pass
        yield process
    finally:
        household.end(process)


def status(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return int(answer.status)
    except OSError:
        return 0


def leaders(var: Path) -> list[int]:
    return [child["pid"] for child in json.loads((var / "run" / "children").read_text())]


def test_everything_starts_stays_and_stops() -> None:
    port = household.free_port()
    with household.folder() as var:
        with up(var, port) as process:
            assert status(port) == 200
            before = leaders(var)
            for pid in before:
                os.kill(pid, signal.SIGKILL)
            assert household.eventually(lambda: not set(before) & set(leaders(var)))
            assert household.eventually(lambda: status(port) == 200)
        assert process.returncode == 0
        assert household.of(var) == {}
        assert status(port) == 0


def test_after_a_killed_supervisor_the_next_one_just_works() -> None:
    port = household.free_port()
    with household.folder() as var:
        with up(var, port) as process:
            process.kill()
            process.wait(5)
        with up(var, port) as process:
            assert status(port) == 200
            assert household.end(process, signal.SIGTERM) == 0
        assert household.of(var) == {}


def test_a_taken_port_is_said_in_one_sentence_and_leaves_nothing() -> None:
    with household.folder() as var, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = household.command(*household.NORTHFILE, "up", var=var, port=taken.getsockname()[1])
        words = process.communicate(timeout=10)[1]
        assert process.returncode == 1
        assert "is in use" in words
        assert household.of(var) == {}
