"""Letters: what drawing one costs beside plain WeasyPrint, and whether the press swells."""

import os
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import weasyprint

from benchmarks.figures import Figures, Round, Spent, children_of, cpu_of, memory_of
from records.documents.facts import Contact, Facts
from records.documents.rules import compose
from records.documents.values import ProgressReport, Step
from templates import FOLDER
from workers import pdf
from workers.press import Shut
from workers.presses import PressProcess

LONGEST = 130.0  # seconds for the many letters
TODAY = date(2026, 11, 22)


def letter() -> ProgressReport:
    """An ordinary progress report: ten meetings, three next steps, one page or two."""
    return compose(
        Facts(
            number="D-1001",
            language="en",
            size="regular",
            agency_name="Harbour Careers",
            client_name="Amina Tremblay-Roy",
            file_number="N-1001",
            worker_name="Rosa Bench",
            worker_title="Employment counsellor",
            goal="Find full-time work in a warehouse within four months, near a bus line.",
            opened_on=TODAY - timedelta(days=300),
            today=TODAY,
            contacts=[Contact(TODAY - timedelta(days=30 * n), "meeting", 45, "office") for n in range(10)],
            steps=[Step("Bring the transcript", "client", "", TODAY + timedelta(days=n)) for n in range(3)],
        )
    )


def press_pids() -> list[int]:
    """The presses of this process."""
    return [
        pid for pid in children_of(os.getpid()) if "workers.press" in Path(f"/proc/{pid}/cmdline").read_text()
    ]


def html_of(values: ProgressReport) -> str:
    """The HTML that the press is given for these values."""
    given: list[bytes] = []
    real = PressProcess.ask

    def listening(self: PressProcess, head: Any, html: bytes, seconds: float) -> Any:
        given.append(html)
        return real(self, head, html, seconds)

    PressProcess.ask = listening  # type: ignore[method-assign]  # for one letter
    try:
        pdf.draw(values)
    finally:
        PressProcess.ask = real  # type: ignore[method-assign]  # as it was
    return given[0].decode()


class Plain:
    """The same HTML, style and fonts through `HTML(...).write_pdf()`, as anyone would write it."""

    def __init__(self, html: str) -> None:
        style = (FOLDER / "documents" / "documents.css").read_text("utf-8")
        self._html = html.replace("</head>", f"<style>{style}</style></head>")
        assert self._html != html
        fonts = {
            f"asset:{path.name}": path.read_bytes() for path in (FOLDER / "documents").glob("fonts/*.ttf")
        }
        self._fetcher = Shut(fonts)

    def draw(self) -> bytes:
        """One letter, tagged, PDF/A."""
        drawn: bytes = weasyprint.HTML(string=self._html, url_fetcher=self._fetcher).write_pdf(
            pdf_variant="pdf/a-3a"
        )
        return drawn


def compared(rounds: int) -> tuple[Figures, Figures]:
    """The product's letter and the plain one, in turns."""
    values = letter()
    plain = Plain(html_of(values))
    plain.draw()
    ours, theirs = Figures(), Figures()
    for _ in range(rounds):
        ours.rounds.append(_timed(lambda: pdf.draw(values)))
        theirs.rounds.append(_timed(plain.draw))
    return ours, theirs


def _timed(draw: Any, count: int = 4) -> Round:
    pids, times = [os.getpid(), *press_pids()], []
    before, begun = cpu_of(pids), time.perf_counter()
    for _ in range(count):
        at = time.perf_counter()
        draw()
        times.append(time.perf_counter() - at)
    return Round(times, time.perf_counter() - begun, Spent(cpu_of(pids) - before, 0.0))


def swelling(letters: int) -> tuple[int, int, int]:
    """Bytes the press holds after a tenth of so many letters, and at the end; and how many it drew, fewer when the
    machine is so busy that they would take too long."""
    values, early, until, number = letter(), 0, time.monotonic() + LONGEST, 0
    while number < letters and (number <= letters // 10 or time.monotonic() < until):
        pdf.draw(values)
        number += 1
        if number == letters // 10:
            early = sum(memory_of(pid) for pid in press_pids())
    return early, sum(memory_of(pid) for pid in press_pids()), number
