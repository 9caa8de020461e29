"""How a sample is made: the registry, and what every letter begins with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from press.setting import Printed
from records.brands.values import Letterhead
from records.documents.values import Language, Sheet

AUGUST, OCTOBER, NOVEMBER = date(2026, 8, 24), date(2026, 10, 2), date(2026, 11, 20)
CODE, CHECK_AT = "7KQ2M9XW4TRB3HNC", "https://northside.example.org/v"
MEETS_AT = datetime(2026, 12, 9, 15, 30, tzinfo=UTC)
Making = Callable[[Language], Printed]
SAMPLES: dict[type[Sheet], Making] = {}


def sample_of(kind: type[Sheet]) -> Callable[[Making], Making]:
    """Marks the function that makes the sample of a kind."""

    def mark(making: Making) -> Making:
        SAMPLES[kind] = making
        return making

    return mark


def sample(kind: type[Sheet], language: Language = "en", **more: Any) -> Any:
    """The sample of a kind, with some of its values replaced."""
    return replace(SAMPLES[kind](language), **more)


def said(language: Language, english: str, french: str) -> str:
    """What somebody wrote into the record, in the language of the person it is about."""
    return english if language == "en" else french


def letterhead(language: Language, **more: Any) -> Letterhead:
    """Who writes."""
    names = ("Northside Careers", "Carrières du Nord")
    ours, other = names if language == "en" else names[::-1]
    return Letterhead(ours, ("214 Main Street", "Winnipeg, Manitoba  R3C 1A5"), "204-555-0142", other, **more)


def letter(language: Language, number: str) -> dict[str, Any]:
    """What every letter to a client begins with, once it is issued."""
    return {
        "language": language,
        "letterhead": letterhead(language),
        "number": number,
        "code": CODE,
        "check_at": CHECK_AT,
        "issued_on": NOVEMBER,
        "timezone": "America/Winnipeg",
        "client_name": "Sam Tremblay",
        "file_number": "2026-0417",
        "worker_name": "Priya Nair",
        "worker_title": said(language, "Employment counsellor", "Conseillère en emploi"),
        "worker_contact": "priya@northside.example.org",
    }
