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

import pytest

from tests.operation import household


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """One folder for all of them."""
    with household.folder() as made:
        household.pass_over_demo(made)
        yield made


@contextmanager
def up(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    process = household.command(*household.NORTHFILE, "up", var=var, port=port)
    try:
        words = ""
        while "is at http" not in words:
            words += process.stdout.readline() or household.fail(process)
        assert "Sign in as anybody." in words
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


def test_everything_stays_survives_its_supervisor_and_stops(var: Path) -> None:
    port = household.free_port()
    with up(var, port) as process:
        before = leaders(var)
        assert len(before) == 4
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        assert household.eventually(lambda: not set(before) & set(leaders(var)))
        assert household.eventually(lambda: status(port) == 200)
        process.kill()
        process.wait(5)
    with up(var, port) as process:
        assert status(port) == 200
    assert process.returncode == 0
    assert household.of(var) == {}
    assert status(port) == 0


def test_a_taken_port_is_said_in_one_sentence_and_leaves_nothing(var: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = household.command(*household.NORTHFILE, "up", var=var, port=taken.getsockname()[1])
        words = process.communicate(timeout=60)[1]
        assert process.returncode == 1
        assert "is in use" in words
        assert len(words.splitlines()) == 1
        assert household.of(var) == {}
