"""The door to the press: a document's frozen values go in, a finished PDF or a plain refusal comes out."""

import atexit
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import Any

from jinja2 import Environment

from records.documents.kinds import DocumentValues
from records.documents.letters import ClosingLetter, IntroductionLetter
from records.documents.values import ActionPlan, DestructionCertificate, NextSteps, ProgressReport
from records.requests.values import DisclosurePackage
from templates import environment
from templates.words import N_, gettext, speaking, tag
from workers.frames import Head
from workers.presses import CannotDraw, PressProcess

__all__ = ["CannotDraw", "Drawn", "close", "draw"]

MOST_HTML = 5_000_000
MOST_ROWS = 3_000
# A letter has fifteen seconds of the wall's time and ten of the processor's; more rows have twice that.
LETTER_ROWS = 200
LETTER_SECONDS, LETTER_PROCESSOR = 15.0, 10
LONG_SECONDS, LONG_PROCESSOR = 30.0, 25

Printed = DocumentValues | DisclosurePackage
TEMPLATES: dict[type[Printed], tuple[str, str]] = {
    ProgressReport: ("documents/progress_report.html", N_("Progress report")),
    NextSteps: ("documents/next_steps.html", N_("Next steps")),
    ActionPlan: ("documents/action_plan.html", N_("Action plan")),
    ClosingLetter: ("documents/closing_letter.html", N_("Closing letter")),
    IntroductionLetter: ("documents/introduction_letter.html", N_("Your new worker")),
    DestructionCertificate: ("documents/destruction_certificate.html", N_("Certificate of destruction")),
    DisclosurePackage: ("documents/package.html", N_("Everything we hold about you")),
}
_NO_LETTER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufeff\ufffe\uffff]")
_TOWER = re.compile("([\u0300-\u036f]{8})[\u0300-\u036f]+")
_LETTER = r"(?:[^\s<>&]|&[#\w]{2,8};)"
_ENDLESS = re.compile(_LETTER + "{200,}")
_TEN = re.compile(f"({_LETTER}{{10}})")
MARKS: dict[str, str] = {"": "", "draft": N_("Draft"), "copy": N_("Copy")}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished file: PDF/UA-1 and PDF/A-3a unless letters are missing, which only a draft or a copy may
    have."""

    pdf: bytes
    pages: int
    missing_glyphs: tuple[str, ...]
    seconds: float


@dataclass(slots=True)
class _Kept:
    """The one press of this process, started when the first document is asked for."""

    press: PressProcess | None = None
    lock: Lock = field(default_factory=Lock)


_kept = _Kept()


def draw(values: Printed) -> Drawn:
    """Draws a document in its own language and size. The same values give the same bytes.

    Raises CannotDraw with a code and words for a person: too long (3,000 rows, 5 MB of HTML, 400 pages), too
    deep, out of time (15 s; 30 s over 200 rows) or memory (1 GiB), or, when it carries no mark and so is meant
    to be handed over, letters that no font here can draw."""
    started = time.perf_counter()
    rows = _rows(values.to_plain())
    frozen = json.dumps(values.to_plain(), ensure_ascii=False, indent=1, sort_keys=True)
    # Asked of the values before the HTML, so that too much is refused before work is done on it.
    if rows > MOST_ROWS or len(frozen) > MOST_HTML:
        raise CannotDraw("long")
    title, html = _composed(values)
    if len(html) > MOST_HTML:
        raise CannotDraw("long")
    long = rows > LETTER_ROWS
    head = {**_head(values, title), "frozen": frozen}
    head["processor_seconds"] = LONG_PROCESSOR if long else LETTER_PROCESSOR
    with _press() as press:
        answer, pdf = press.ask(head, html, LONG_SECONDS if long else LETTER_SECONDS)
        if long:
            # A long document leaves its memory behind; the next letter starts with a small press.
            press.close()
    missing = tuple(answer["missing"])
    if missing and not values.mark:
        raise CannotDraw("glyphs")
    return Drawn(pdf, answer["pages"], missing, time.perf_counter() - started)


def close() -> None:
    """Ends this process's press; the next document starts another."""
    with _kept.lock:
        press, _kept.press = _kept.press, None
        if press is not None:
            press.close()


atexit.register(close)


@contextmanager
def _press() -> Iterator[PressProcess]:
    with _kept.lock:
        if _kept.press is None or not _kept.press.usable():
            if _kept.press is not None:
                _kept.press.close()
            _kept.press = PressProcess()
        yield _kept.press


def _rows(plain: Any) -> int:
    if isinstance(plain, dict):
        return sum(_rows(value) for value in plain.values())
    return sum(1 + _rows(item) for item in plain) if isinstance(plain, list) else 0


@cache
def _environment() -> Environment:
    return environment()


def _composed(values: Printed) -> tuple[str, bytes]:
    """The title in the document's language and its HTML; the title names no person, since windows and lists
    show it."""
    template, name = TEMPLATES[type(values)]
    with speaking(values.language):
        words = [gettext(MARKS[values.mark]), gettext(name), values.number]
        title = " · ".join(word for word in words if word)
        html = _environment().get_template(template).render(
            d=values, title=title, name=gettext(name), mark=gettext(MARKS[values.mark]), lang=tag(),
            large=values.size == "large", timezone=getattr(values, "timezone", "UTC"),
        )  # fmt: skip
    return _printable(title), _breakable(_printable(html)).encode()


def _breakable(html: str) -> str:
    """With places to break in words of 200 letters and more, which no language has: without them the time to
    set a word grows with the square of its length. Shorter ones, keys and addresses too, copy out whole."""
    return _ENDLESS.sub(lambda word: _TEN.sub("\\1\u200b", word[0]), html)


def _printable(text: str) -> str:
    """Without what is no letter: control characters, half surrogates, orders to turn the line round, and
    towers of accents. The frozen values keep them; paper and the file's own description cannot."""
    return _TOWER.sub(r"\1", _NO_LETTER.sub("", text))


def _head(values: Printed, title: str) -> Head:
    author = (
        values.agency_name if isinstance(values, DestructionCertificate) else values.letterhead.agency_name
    )
    day = values.issued_on.isoformat()
    with speaking(values.language):
        return {"title": title, "author": _printable(author), "language": tag(), "issued_on": day}
