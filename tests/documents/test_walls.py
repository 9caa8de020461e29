"""What hostile templates, hung drawings and killed processes can do to the press: little, and in good time."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from press import pdf
from press.frames import Head
from press.processes import CannotDraw, PressProcess
from records.documents.values import ProgressReport, Step
from tests.documents.canary import canary
from tests.documents.golden import words
from tests.documents.samples import sample
from tests.operation import household

ROOT = Path(__file__).resolve().parents[2]
HEAD: Head = {
    "title": "T",
    "author": "A",
    "language": "en-CA",
    "issued_on": "2026-11-20",
    "frozen": "{}",
    "processor_seconds": 5,
}
REPORT = sample(ProgressReport)


@pytest.fixture(scope="module", autouse=True)
def press() -> Iterator[None]:
    yield
    pdf.close()


@pytest.fixture(scope="module")
def shared() -> Iterator[PressProcess]:
    press = PressProcess()
    yield press
    press.close()


@pytest.fixture
def own() -> Iterator[PressProcess]:
    press = PressProcess()
    yield press
    press.close()


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="x" src="http://127.0.0.1:{port}/">',
        '<img alt="x" src="file:///etc/passwd">',
        '<img alt="x" src="data:image/svg+xml;base64,PHN2Zy8+">',
        '<p style="background: url(http://127.0.0.1:{port}/)">x',
        '<link rel="stylesheet" href="http://127.0.0.1:{port}/">',
        '<style>@import "http://127.0.0.1:{port}/"</style>',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@font-face {{ font-family: X; src: url(http://127.0.0.1:{port}/) }}</style>",
    ],
)
def test_a_template_that_fetches_is_stopped(shared: PressProcess, markup: str) -> None:
    with canary() as (port, calls):
        html = f'<html lang="en"><title>T</title><body><p>Hello</p>{markup.format(port=port)}'.encode()
        with pytest.raises(CannotDraw) as refused:
            shared.ask(HEAD, html, 60)
    assert (refused.value.code, calls) == ("broken", [])
    assert "Fatal" in refused.value.fault


def test_layers_pages_and_rows_have_an_end(own: PressProcess) -> None:
    with pytest.raises(CannotDraw) as deep:
        own.ask({**HEAD, "processor_seconds": 30}, b"<div>" * 3_000 + b"x", 120)
    assert deep.value.code == "deep"
    with pytest.raises(CannotDraw) as rows:
        pdf.draw(replace(REPORT, next_steps=(Step("x"),) * 3_001))
    assert rows.value.code == "long"
    with pytest.raises(CannotDraw) as letters:
        pdf.draw(replace(REPORT, goal="word " * 1_100_000))
    assert letters.value.code == "long"


def test_time_on_the_wall_and_on_the_processor_has_an_end() -> None:
    heavy = b"<p>" + b"x" * 50_000
    for head, seconds in (({**HEAD, "processor_seconds": 0}, 120.0), (HEAD, 0.4)):
        press = PressProcess()
        started = time.monotonic()
        with pytest.raises(CannotDraw) as late:
            press.ask(head, heavy, seconds)
        assert late.value.code == "time"
        assert time.monotonic() - started < 90  # the processor's end comes long before the wall's
        assert not press.usable()


def test_memory_has_an_end(shared: PressProcess) -> None:
    limits = Path(f"/proc/{shared.pid}/limits").read_text()
    assert f"Max address space         {1024**3}" in limits


def test_a_long_list_is_drawn() -> None:
    steps = tuple(Step(f"Do thing number {number}") for number in range(250))
    drawn = pdf.draw(replace(REPORT, next_steps=steps))
    assert 5 < drawn.pages < 40
    assert "Do thing number 249" in words(drawn.pdf)


def test_the_walls_stand(shared: PressProcess) -> None:
    assert shared.walls["not_root"] is True
    assert Path(f"/proc/{shared.pid}/status").read_text().count("65534") >= (4 if os.geteuid() == 0 else 0)
    if os.geteuid() == 0:
        assert shared.walls["no_network"] is True


def test_a_press_killed_in_the_middle_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = pdf.draw(REPORT).pages
    kept = pdf._kept.press
    assert kept is not None

    def ask(*asked: Any) -> object:
        # It was found usable, and, halted, cannot have answered when it is killed: whatever the machine's speed.
        os.kill(kept.pid, signal.SIGSTOP)
        threading.Timer(0.3, os.kill, (kept.pid, signal.SIGKILL)).start()
        return PressProcess.ask(kept, *asked)

    monkeypatch.setattr(kept, "ask", ask)
    with pytest.raises(CannotDraw) as broken:
        pdf.draw(REPORT)
    assert broken.value.code == "broken"
    assert pdf.draw(REPORT).pages == pages
    assert pdf._kept.press is not kept


def test_a_press_killed_between_documents_is_not_noticed() -> None:
    before = pdf.draw(REPORT).pdf
    assert pdf._kept.press is not None
    os.kill(pdf._kept.press.pid, signal.SIGKILL)
    os.waitid(os.P_PID, pdf._kept.press.pid, os.WEXITED | os.WNOWAIT)  # dead, and not yet noticed
    assert pdf.draw(REPORT).pdf == before


FORKED = """
import os, sys
from press import pdf
from records.documents.values import ProgressReport
from tests.documents.samples import sample
REPORT = sample(ProgressReport)
pdf.draw(REPORT)
mine = pdf._kept.press.pid
child = os.fork()
if child == 0:
    pdf.draw(REPORT)
    theirs = pdf._kept.press.pid
    pdf.close()
    os._exit(0 if theirs != mine else 1)
assert os.waitpid(child, 0)[1] == 0
pdf.draw(REPORT)
assert pdf._kept.press.pid == mine
print(mine, pdf._kept.press._scratch, flush=True)
os.kill(os.getpid(), 9)
"""


def test_a_fork_starts_its_own_press_and_a_press_dies_with_its_parent() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", FORKED], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    pid, scratch = ran.stdout.split()
    shutil.rmtree(scratch)  # what a killed parent leaves behind: unpacked fonts, nobody's words
    assert household.eventually(lambda: is_gone(pid))


def is_gone(pid: str) -> bool:
    """Ended, even if nobody has fetched its status yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def resident(pid: int) -> int:
    """Kilobytes held."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def test_memory_stays_flat() -> None:
    pdf.close()
    sizes = []
    for number in range(30):
        pdf.draw(replace(REPORT, number=f"PR-{number}", goal=f"Goal {number}"))
        assert pdf._kept.press is not None
        sizes.append(resident(pdf._kept.press.pid))
    assert sizes[-1] - sizes[14] < 3_000, "a kilobyte or two a letter would be a leak"
