"""Taking passages out of a text: pure, and whole again when nothing is taken out."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

# The end of a sentence or of a line, with the space that follows.
_ENDS = re.compile(r"[.!?…][\"»”’')\]]*\s+|\n\s*")


class Hidden(NamedTuple):
    """One passage taken out: of which field, the how many-th, and why."""

    field: str
    place: int
    reason: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, or why they are not there; never both."""

    words: str = ""
    withheld: str = ""


def passages(text: str) -> list[str]:
    """The sentences and lines of a text; put together they are the text."""
    ends = [found.end() for found in _ENDS.finditer(text)]
    pieces = [text[begin:end] for begin, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return [piece for piece in pieces if piece]


def severed(text: str, reasons: Mapping[int, str]) -> tuple[Piece, ...]:
    """The text without its hidden passages. Neighbours that go for the same reason leave one mark, so that their
    number tells nothing."""
    pieces: list[Piece] = []
    for place, words in enumerate(passages(text)):
        reason = reasons.get(place, "")
        last = pieces[-1] if pieces else None
        if last is not None and reason and last.withheld == reason:
            continue
        if last is not None and not reason and not last.withheld:
            pieces[-1] = Piece(last.words + words)
        else:
            pieces.append(Piece("" if reason else words, reason))
    return tuple(pieces)


def whole(fields: Iterable[str], texts: Mapping[str, str], reason: str) -> list[Hidden]:
    """Every passage of these fields, hidden."""
    return [
        Hidden(field, place, reason)
        for field in fields
        for place, _words in enumerate(passages(texts.get(field, "")))
    ]


def text_of(value: Any) -> str:
    """What a record holds, as words; nothing for nothing."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        # The points of a drawn signature say nothing in words.
        lines = ((name, text_of(inner)) for name, inner in value.items() if name != "strokes")
        return "\n".join(f"{name}: {words}" for name, words in lines if words)
    return ", ".join(filter(None, map(text_of, value))) if isinstance(value, list | tuple) else str(value)
