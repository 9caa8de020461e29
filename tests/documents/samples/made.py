"""How a sample is made: the registry, and what every letter begins with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from press.setting import Printed
from records.brands.values import Letterhead
from records.documents.signed import Role, Signed
from records.documents.values import Language, Sheet

AUGUST, OCTOBER, NOVEMBER = date(2026, 8, 24), date(2026, 10, 2), date(2026, 11, 20)
CODE, CHECK_AT = "7KQ2M9XW4TRB3HNC", "https://northside.example.org/v"
SIGNED_AT = datetime(2026, 11, 20, 16, 12, tzinfo=UTC)
# Drawn with a finger.
DRAWN = "M40 120 L70 60 L95 140 L130 80 L150 130 L190 90 M210 110 L260 95 L300 125 L380 100 L520 112"
_READ = "3b7e" * 16
_SIGNERS = {"client": "Sam Tremblay", "worker": "Priya Nair", "director": "Noor Haddad"}
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


def on_screen(role: Role, known_by: str = "photo_id") -> Signed:
    """Their own name at the worker's screen, and the lines they drew."""
    beside = {"known_by": known_by, "witness": _SIGNERS["worker"], "drawn": DRAWN}
    return Signed(role=role, name=_SIGNERS[role], how="screen", **_signed(), **beside)


def from_account(role: Role) -> Signed:
    """With the password, from where they work."""
    return Signed(role=role, name=_SIGNERS[role], how="account", **_signed(), known_by="account")


def on_paper(role: Role) -> Signed:
    """By hand, and looked at when the scan was filed: it is known on which day, and no more."""
    scan = {"scan": "P-1003", "witness": _SIGNERS["worker"]}
    return Signed(role=role, name=_SIGNERS[role], how="paper", on=NOVEMBER, sha256=_READ, **scan)


def _signed() -> dict[str, Any]:
    return {"on": NOVEMBER, "at": SIGNED_AT, "sha256": _READ}
