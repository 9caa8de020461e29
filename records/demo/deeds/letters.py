"""Documents that are handed out, and how they look."""

from functools import partial

from sqlalchemy.orm import Session

from records.brands.actions import change_look
from records.brands.values import Look
from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.documents.issuing import issue_later


def looks(ago: int, by: str, look: Look) -> Deed:
    """How the agency's documents look from then on."""
    return Deed(ago, "", partial(_look, look=look), by)


def parted(who: str, ago: int, language: str, words: str = "") -> Deed:
    """A closing letter is asked for, with a few words of the worker's own."""
    return made(who, ago, "closing_letter", language, words=words)


def made(who: str, ago: int, kind: str, language: str, *, size: str = "regular", words: str = "") -> Deed:
    """A document is asked for."""
    wish = {"kind": kind, "language": language, "size": size, "words": words}
    return Deed(ago, who, partial(_make, who=who, wish=wish))


def _look(session: Session, _numbers: Numbers, *, look: Look) -> None:
    change_look(session, look, version=0)


def _make(session: Session, numbers: Numbers, *, who: str, wish: dict[str, str]) -> None:
    issue_later(session, numbers.case(session, f"{who}/0"), **wish)
