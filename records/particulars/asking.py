"""What an agency may choose to ask about, question by question: pure decisions.

Only what the service needs is asked for (PIPEDA, principle 4.4). What an agency does not ask about any more and is
still in a file is looked at again; nothing goes by itself.
"""

from collections.abc import Collection
from typing import Any, Protocol

from records.particulars.declaring import Particular
from records.particulars.kinds import KINDS


class Answering(Protocol):
    """What a record says of its question."""

    kind: Any
    codes: Any


# What every agency decides for itself. Of two kinds each question counts alone: by the field that says which it is.
ASKABLE = tuple(
    KINDS[name] for name in ("history", "demographic", "related_person", "household", "employment")
)
_BY_QUESTION = {"history": "topic", "demographic": "question"}


def questions_of(kind: Particular) -> dict[str, str]:
    """Every question of a kind by its name, with its words."""
    by = _BY_QUESTION.get(kind.name)
    if by is None:
        return {kind.name: kind.many}
    codes = next(field for field in kind.fields if field.name == by).codes
    return {f"{kind.name}_{code}": words for code, words in codes.items()}


QUESTIONS: dict[str, str] = {name: words for kind in ASKABLE for name, words in questions_of(kind).items()}


def question_of(row: Answering) -> str:
    """Which question a record answers."""
    by = _BY_QUESTION.get(row.kind)
    return row.kind if by is None else f"{row.kind}_{row.codes.get(by)}"


def dropped(not_asked: Collection[str]) -> set[str]:
    """The kinds of which nothing at all is asked any more."""
    return {kind.name for kind in ASKABLE if set(questions_of(kind)) <= set(not_asked)}


def offered(kind: Particular, field: str, code: str, not_asked: Collection[str]) -> bool:
    """True for an answer that may still be chosen in a new record."""
    return _BY_QUESTION.get(kind.name) != field or f"{kind.name}_{code}" not in not_asked
