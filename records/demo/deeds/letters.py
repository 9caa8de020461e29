"""Letters at the end of the work."""

from functools import partial

from sqlalchemy.orm import Session

from records.demo.acts import Numbers
from records.demo.shapes import Deed
from records.documents.actions import request_document


def parted(who: str, ago: int, language: str, words: str = "") -> Deed:
    """A closing letter is asked for, with a few words of the worker's own."""
    return Deed(ago, who, partial(_write, who=who, language=language, words=words))


def _write(session: Session, numbers: Numbers, *, who: str, language: str, words: str) -> None:
    case = numbers.case(session, f"{who}/0")
    request_document(session, case, kind="closing_letter", language=language, size="regular", words=words)
