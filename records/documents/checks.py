"""What is looked at before a document is handed out: hints, and what stops it. Pure decisions."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from records.clients.rules import folded
from records.documents.reading import Reading, reading_of, sentences_of
from records.documents.values import Letter, Sheet
from tenants.errors import Refused

_PARTS = re.compile(r"[^\W_]+")
_CHECK_AT = re.compile(r"https?://[\w.:-]+(/[\w/-]*)?")
# Of a letter's values: what nobody wrote as a sentence.
_NO_PROSE = frozenset({"letterhead", "recipient", "edits", "signatures", "phases"})
# Fewer words are the name of a thing and no sentence.
_PROSE = 4


@dataclass(frozen=True, slots=True)
class Named:
    """A sentence in which somebody else's name stands."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what came of it (a code), whether it stops the document, whether it is all right,
    and what it is about: sentences, letters, or codes of what is missing."""

    code: str
    is_blocking: bool = False
    is_passed: bool = False
    about: tuple[str, ...] = ()
    score: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What the checks are made from. `missing_letters` is None when the pages could not be drawn; `objection` says in
    words what stands against the reader having the document, when it is for somebody other than the person."""

    gaps: Collection[str] = ()
    reading: Reading | None = None
    named: Collection[Named] = ()
    missing_letters: Collection[str] | None = ()
    check_at: str = ""
    is_for_other: bool = False
    objection: str = ""


def checks_of(looked: Looked) -> tuple[Check, ...]:
    """Everything that was looked at: first what stops the document, then what is missing, then hints, then what is all
    right."""
    found = [
        *_facts(looked),
        *_reading(looked.reading),
        _names(looked.named),
        *_letters(looked.missing_letters),
        *_reader(looked),
        *_link(looked.check_at),
    ]
    return tuple(sorted(found, key=lambda one: (one.is_passed, not one.is_blocking)))


def expect_fit(checks: Iterable[Check], *, field: str | None = None) -> None:
    """Refuses a document that something stands against, in words to act on; `field` is where it was typed."""
    stops = {check.code: check for check in checks if check.is_blocking and not check.is_passed}
    if reader := stops.get("reader_refused"):
        raise Refused(reader.about[0])
    if letters := stops.get("letters_missing"):
        raise Refused(
            "Some letters cannot be printed here: %(letters)s. Write them another way.",
            field=field,
            letters=" ".join(letters.about),
        )
    if "link_broken" in stops:
        raise Refused(
            "The address to check documents at is not set. Tell your administrator; nothing was issued."
        )


def named_in(text: str, others: Iterable[str], *, own: Iterable[str] = ()) -> tuple[Named, ...]:
    """The sentences in which one of these full names stands, word for word; not a name that the person or the worker
    bears, too."""
    mine = {_plain(name) for name in own}
    wanted = [(name, plain) for name in sorted(set(others)) if (plain := _plain(name)).strip()]
    return tuple(
        Named(name, sentence)
        for sentence in sentences_of(text)
        for name, plain in wanted
        if plain not in mine and plain in _plain(sentence)
    )


def how_it_reads(values: Sheet, sentences: Mapping[str, str]) -> Reading | None:
    """How the document reads: its sentences as they stand now (`sentences`, by their slots), and what the record says
    in words."""
    told = [*sentences.values(), *_prose(values)]
    return reading_of("\n".join(told), values.language, names=names_in(values))


def written_in(values: Sheet) -> str:
    """The words a worker wrote for this document: their own, and sentences of ours they put otherwise."""
    own = [getattr(values, field, "") for field in ("words", "summary")]
    return "\n".join([*own, *(edit.words for edit in values.edits)])


def names_in(values: Sheet) -> tuple[str, ...]:
    """The names that belong in this document: of the person and of their worker."""
    return (values.client_name, values.worker_name) if isinstance(values, Letter) else ()


def _prose(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return [value] if len(value.split()) >= _PROSE else []
    if isinstance(value, tuple):
        return [text for item in value for text in _prose(item)]
    names = [field.name for field in fields(value)] if hasattr(value, "__dataclass_fields__") else []
    return [text for name in names if name not in _NO_PROSE for text in _prose(getattr(value, name))]


def _plain(text: str) -> str:
    return f" {' '.join(_PARTS.findall(folded(text)))} "


def _facts(looked: Looked) -> list[Check]:
    return [Check("facts_missing", about=tuple(looked.gaps))] if looked.gaps else []


def _reading(reading: Reading | None) -> list[Check]:
    if reading is None:
        return []
    code = "grade" if reading.language == "en" else reading.ease
    return [Check(f"reads_{code}", is_passed=reading.is_easy, about=reading.hardest, score=reading.score)]


def _names(named: Collection[Named]) -> Check:
    if not named:
        return Check("names_none", is_passed=True)
    return Check("names_others", about=tuple(dict.fromkeys(one.sentence for one in named)))


def _letters(missing: Collection[str] | None) -> list[Check]:
    """Nothing is said of pages that could not be drawn in time."""
    if missing is None:
        return []
    if not missing:
        return [Check("letters_print", is_passed=True)]
    return [Check("letters_missing", is_blocking=True, about=tuple(missing))]


def _reader(looked: Looked) -> list[Check]:
    if looked.objection:
        return [Check("reader_refused", is_blocking=True, about=(looked.objection,))]
    return [Check("reader_allowed", is_passed=True)] if looked.is_for_other else []


def _link(check_at: str) -> list[Check]:
    """Only a document that will be issued has an address to be checked at."""
    if not check_at or _CHECK_AT.fullmatch(check_at):
        return []
    return [Check("link_broken", is_blocking=True)]
