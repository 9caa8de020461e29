"""Letters and reports: what drawing costs beside raw WeasyPrint, what follows until a file may leave, and what the
press holds after many of them and after the longest."""

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from benchmarks.figures import children_of, memory_of
from press import drawing, finisher, pdf
from press.drawing import Press, Shut
from press.sealing import faults_of, sealed
from press.setting import Printed, set_in_type
from records.brands.values import Letterhead
from records.documents.keys import SealKey, new_seal_key
from records.documents.values import Meeting, NextSteps, ProgressReport, Step
from records.requests.values import DisclosurePackage, Part, PartField, volumes
from templates import FOLDER

LONGEST = 130.0  # seconds for the many letters
ROWS = 3_000
TODAY = date(2026, 11, 22)
_HEAD: dict[str, Any] = {
    "issued_on": TODAY,
    "number": "D-1001",
    "letterhead": Letterhead("Harbour Careers", ("1 Pier Road", "Halifax, Nova Scotia"), "902-555-0142"),
    "client_name": "Amina Tremblay-Roy",
    "file_number": "N-1001",
    "worker_name": "Rosa Bench",
    "worker_title": "Employment counsellor",
}


def letters() -> list[Printed]:
    """One page each: the next steps, in both languages."""
    steps = tuple(Step("Bring the transcript", due_on=TODAY + timedelta(days=n)) for n in range(3))
    return [NextSteps(language="en", steps=steps, **_HEAD), NextSteps(language="fr", steps=steps, **_HEAD)]


def reports() -> list[Printed]:
    """Five pages each: a year of meetings and what came of them, in both languages."""
    met = tuple(
        Meeting(TODAY - timedelta(days=3 * n), "Meeting", 45, "our office", "The course") for n in range(60)
    )
    done = tuple(Step(f"Call the employer, number {n}", done_on=TODAY) for n in range(30))
    report = ProgressReport(language="en", period_from=TODAY - timedelta(days=365), period_to=TODAY,
        goal="Full-time work in a warehouse.", summary="You came every week.", meetings=met, done=done,
        next_steps=done[:3], **_HEAD)  # fmt: skip
    return [report, replace(report, language="fr")]


@dataclass
class Drawn:
    """The medians of a set, in seconds: the press's drawing, raw WeasyPrint's, and what follows until it may leave."""

    pages: list[int] = field(default_factory=list)
    ours: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    after: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Of the two drawings, each round by itself."""
        return median(mine / theirs for mine, theirs in zip(self.ours, self.raw, strict=True))


class Raw:
    """Raw WeasyPrint as somebody who knows it would use it: fonts and style kept from one document to the next."""

    def __init__(self) -> None:
        folder = FOLDER / "documents"
        fetcher = Shut({f"asset:{path.name}": path.read_bytes() for path in folder.glob("fonts/*.ttf")})
        self._fetcher, self._fonts = fetcher, FontConfiguration()
        style = (folder / "documents.css").read_text("utf-8")
        self._style = weasyprint.CSS(string=style, url_fetcher=fetcher, font_config=self._fonts)

    def draw(self, html: str) -> bytes:
        """A document, tagged, PDF/A."""
        page = weasyprint.HTML(string=html, url_fetcher=self._fetcher)
        drawn: bytes = page.write_pdf(
            stylesheets=[self._style], font_config=self._fonts, pdf_variant="pdf/a-3a"
        )
        return drawn


def compared(documents: list[Printed], rounds: int) -> Drawn:
    """The press and raw WeasyPrint on the same HTML, in turns, in this process; then what follows the drawing."""
    press, raw, found = Press(FOLDER / "documents"), Raw(), Drawn()
    key = new_seal_key("Harbour Careers", at=datetime.now(UTC))
    for turn in range(rounds + 1):
        for values in documents:
            title, html = set_in_type(values, pdf.NO_PICTURES)
            facts = finisher.Facts(title, "Harbour Careers", "en-CA", TODAY, b"{}", "Seal")
            # Whoever comes second finds a warm processor: they take turns.
            if turn % 2:
                theirs, _ = _timed(raw.draw, html.decode())
            with _unfinished() as drawn:
                mine, (head, _) = _timed(press.draw, html.decode(), facts)
            if not turn % 2:
                theirs, _ = _timed(raw.draw, html.decode())
            after, _ = _timed(_finished, drawn[0], facts, key)
            if turn:  # the first round warms both
                found.pages.append(head["pages"])
                found.ours.append(mine)
                found.raw.append(theirs)
                found.after.append(after)
    return found


@contextmanager
def _unfinished() -> Iterator[list[bytes]]:
    """The press's drawing alone: what it would finish is kept here, to be finished and timed by itself."""
    kept: list[bytes] = []
    real = drawing.finisher.finish

    def keep(drawn: bytes, _facts: finisher.Facts) -> bytes:
        kept.append(drawn)
        return drawn

    drawing.finisher.finish = keep
    try:
        yield kept
    finally:
        drawing.finisher.finish = real


def _finished(drawn: bytes, facts: finisher.Facts, key: SealKey) -> None:
    """All that follows until a file may leave."""
    assert not any(faults_of(sealed(finisher.finish(drawn, facts), key)).values())


def _timed(work: Callable[..., Any], *given: Any) -> tuple[float, Any]:
    # Of the processor: what else the machine does is not what is compared.
    gc.collect()  # nobody pays for what the other left behind
    begun = time.process_time()
    done = work(*given)
    return time.process_time() - begun, done


def press_pids() -> list[int]:
    """The presses of this process."""
    return [
        pid for pid in children_of(os.getpid()) if "press.drawing" in Path(f"/proc/{pid}/cmdline").read_text()
    ]


def swelling(count: int) -> tuple[int, int, int]:
    """Bytes the press holds after a tenth of so many letters, and at the end; and how many it drew, fewer when the
    machine is so busy that they would take too long."""
    values, early, until, number = letters()[0], 0, time.monotonic() + LONGEST, 0
    while number < count and (number <= count // 10 or time.monotonic() < until):
        pdf.draw(values)
        number += 1
        if number == count // 10:
            early = sum(memory_of(pid) for pid in press_pids())
    return early, sum(memory_of(pid) for pid in press_pids()), number


def package(rows: int = ROWS) -> DisclosurePackage:
    """Everything that is held about a person of whom much is."""
    told = (PartField("kind", "meeting"), PartField("place", "office"))
    parts = tuple(Part(n, "notes", TODAY, "Rosa Bench", fields=told) for n in range(1, rows // 3 + 1))
    about = {
        name: _HEAD[name] for name in ("issued_on", "number", "letterhead", "client_name", "file_number")
    }
    return DisclosurePackage(language="en", requester="Amina Tremblay-Roy", request_number="R-0001",
        received_on=TODAY, outcome="whole", reasons=(), parts=parts, count=len(parts), **about)  # fmt: skip


def longest(rows: int = ROWS) -> tuple[float, int]:
    """Seconds until every volume of a package is drawn, and the most bytes that presses held meanwhile."""
    peak, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            with suppress(OSError):  # one ended while we looked
                peak[0] = max([peak[0], *map(memory_of, press_pids())])

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    begun = time.perf_counter()
    for volume in volumes(package(rows)):
        pdf.draw(volume)
    took = time.perf_counter() - begun
    over.set()
    watching.join()
    return took, peak[0]
