"""What to look at again before a note is locked: hints, never walls. Pure decisions about a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from records.clients.rules import folded
from records.particulars.hints import has_sin

_WORDS = re.compile(r"[^\W_]+")

# Words for a clinician's finding, which a career worker can report as said but not make. Folded.
DIAGNOSTIC = (
    *("diagnosed with", "suffers from", "bipolar", "schizophrenia", "schizophrenic", "personality disorder"),
    *("clinically depressed", "major depression", "ptsd", "adhd", "psychotic", "mentally ill", "alcoholic"),
    *("diagnostique de", "souffre de", "bipolaire", "schizophrenie", "schizophrene", "tspt", "tdah"),
    *("trouble de la personnalite", "depression majeure", "psychotique", "malade mental", "alcoolique"),
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing to look at: what it is, and the words it is about (none for a number that should not be repeated)."""

    code: str
    words: tuple[str, ...] = ()


def hints(text: str, others: Iterable[str] = ()) -> list[Hint]:
    """What in a text may not belong there. `others` are the full names of other clients that might be in it."""
    plain = _plain(text)
    named = tuple(sorted({name for name in others if f" {_plain(name).strip()} " in plain}))
    findings = tuple(words for words in DIAGNOSTIC if f" {words} " in plain)
    found = [Hint("sin")] if has_sin(text) else []
    found += [Hint("name", named)] if named else []
    return found + ([Hint("diagnosis", findings)] if findings else [])


def _plain(text: str) -> str:
    return f" {' '.join(_WORDS.findall(folded(text)))} "
