"""The door to the press: frozen values go in; a finished PDF, pictures of it or a plain refusal come out."""

import atexit
import io
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from press.frames import Head
from press.processes import CannotDraw, PressProcess
from press.setting import Pictures, Printed, in_its_language, printable, set_in_type
from records.documents.values import DestructionCertificate

__all__ = ["CannotDraw", "Drawn", "Seen", "close", "draw", "look"]

MOST_HTML = 5_000_000
MOST_ROWS = 3_000
# A letter has fifteen seconds of the wall's time and ten of the processor's; more rows have twice that.
LETTER_ROWS = 200
LETTER_SECONDS, LETTER_PROCESSOR = 15.0, 10
LONG_SECONDS, LONG_PROCESSOR = 30.0, 25
# What somebody waits for at a page.
AT_ONCE_SECONDS = 5.0
NO_PICTURES = Pictures()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished file: PDF/UA-1 and PDF/A-3a unless letters are missing, which only a draft or a copy may
    have."""

    pdf: bytes
    pages: int
    missing_glyphs: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Seen:
    """How a document would look: its first pages as JPEG, how many there are, and the letters no font can draw."""

    pictures: tuple[bytes, ...]
    pages: int
    missing_glyphs: tuple[str, ...]


@dataclass(slots=True)
class _Kept:
    """The one press of this process, started when the first document is asked for."""

    press: PressProcess | None = None
    lock: Lock = field(default_factory=Lock)


_kept = _Kept()


def draw(
    values: Printed, pictures: Pictures = NO_PICTURES, *, seal: str = "", seconds: float | None = None
) -> Drawn:
    """Draws a document in its own language and size, with a place for a seal where it has words for one. The same
    values give the same bytes.

    Raises CannotDraw with a code and words for a person: too long (3,000 rows, 5 MB of HTML, 400 pages), too
    deep, out of time (15 s; 30 s over 200 rows; or `seconds`) or memory (1 GiB), or, when it is neither a draft nor a
    copy and so is meant to be handed over, letters that no font here can draw."""
    started = time.perf_counter()
    answer, pdf = _asked(values, pictures, {"seal": seal}, seconds)
    missing = tuple(answer["missing"])
    if missing and values.mark not in ("draft", "copy"):
        raise CannotDraw("glyphs")
    return Drawn(pdf, answer["pages"], missing, time.perf_counter() - started)


def look(values: Printed, pictures: Pictures = NO_PICTURES, *, most: int = 3) -> Seen:
    """The first pages as somebody would see them, within five seconds. Raises CannotDraw as `draw` does, but for
    letters that are missing: those it tells."""
    answer, body = _asked(values, pictures, {"pictures": most}, AT_ONCE_SECONDS)
    pipe = io.BytesIO(body)
    return Seen(tuple(pipe.read(size) for size in answer["sizes"]), answer["pages"], tuple(answer["missing"]))


def is_short(values: Printed) -> bool:
    """True for what can be drawn while somebody waits: a letter, and not a file of hundreds of rows."""
    return _rows(values.to_plain()) <= LETTER_ROWS


def _asked(values: Printed, pictures: Pictures, wish: Head, seconds: float | None) -> tuple[Head, bytes]:
    plain = values.to_plain()
    rows = _rows(plain)
    frozen = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)
    # Asked of the values before the HTML, so that too much is refused before work is done on it.
    if rows > MOST_ROWS or len(frozen) > MOST_HTML:
        raise CannotDraw("long")
    title, html = set_in_type(values, pictures)
    if len(html) > MOST_HTML:
        raise CannotDraw("long")
    long = rows > LETTER_ROWS
    head = {**_head(values, title), "frozen": frozen, **wish}
    head["processor_seconds"] = LONG_PROCESSOR if long else LETTER_PROCESSOR
    with _press() as press:
        answered = press.ask(head, html, seconds or (LONG_SECONDS if long else LETTER_SECONDS))
        if long:
            # A long document leaves its memory behind; the next letter starts with a small press.
            press.close()
    return answered


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


def _head(values: Printed, title: str) -> Head:
    author = (
        values.agency_name if isinstance(values, DestructionCertificate) else values.letterhead.agency_name
    )
    with in_its_language(values) as language:
        return {
            "title": title,
            "author": printable(author),
            "language": language,
            "issued_on": values.issued_on.isoformat(),
        }
