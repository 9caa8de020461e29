"""How likely two files are of one person, and why: a pure decision."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from records.clients.rules import is_close, tokens

UNDO_DAYS = 30
# From here on two files are shown as possible doubles; somebody new is told of less.
POSSIBLE, WORTH_A_LOOK = 50, 25


class Reason(StrEnum):
    """Why two files may be of one person, strongest first."""

    SAME_NAME = "same_name"
    SAME_BIRTH = "same_birth"
    SAME_EMAIL = "same_email"
    SAME_PHONE = "same_phone"
    SIMILAR_NAME = "similar_name"
    SIMILAR_BIRTH = "similar_birth"


_WEIGHT = {
    Reason.SAME_NAME: 40,
    Reason.SAME_BIRTH: 35,
    Reason.SAME_EMAIL: 35,
    Reason.SAME_PHONE: 30,  # a household often shares one
    Reason.SIMILAR_NAME: 25,
    Reason.SIMILAR_BIRTH: 10,
}
_OTHER_BIRTH = 30


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a person; phones and e-mails in whatever form is equal when they are."""

    given: Collection[str] = ()
    family: str = ""
    birth_on: date | None = None
    phones: Collection[object] = field(default=frozenset())
    emails: Collection[object] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score and the reasons for it, strongest first."""

    score: int
    reasons: tuple[Reason, ...]


def compare(one: Known, other: Known) -> Likeness:
    """How alike two people are; the same whichever comes first. Birth dates that are known and far apart count
    against it."""
    found = {_by_name(one, other), _by_birth(one.birth_on, other.birth_on)}
    found |= {Reason.SAME_PHONE if set(one.phones) & set(other.phones) else None}
    found |= {Reason.SAME_EMAIL if set(one.emails) & set(other.emails) else None}
    reasons = tuple(reason for reason in Reason if reason in found)
    births = {Reason.SAME_BIRTH, Reason.SIMILAR_BIRTH} & found
    against = _OTHER_BIRTH if one.birth_on and other.birth_on and not births else 0
    return Likeness(max(0, sum(_WEIGHT[reason] for reason in reasons) - against), reasons)


def _by_name(one: Known, other: Known) -> Reason | None:
    families = tokens(one.family), tokens(other.family)
    mine, theirs = tokens(*one.given), tokens(*other.given)
    if not mine or not theirs:
        return None
    if mine & theirs and families[0] == families[1]:
        return Reason.SAME_NAME
    similar = _similar(mine, theirs) and (families[0] == families[1] or _similar(*families))
    swapped = bool(families[0] and families[1]) and bool(mine & families[1]) and bool(theirs & families[0])
    return Reason.SIMILAR_NAME if similar or swapped else None


def _similar(some: Collection[str], others: Collection[str]) -> bool:
    return any(_one_name(one, other) for one in some for other in others)


def _one_name(one: str, other: str) -> bool:
    """The same word, a slip away, or a short form of it: Jon and Jonathan."""
    short, long = sorted((one, other), key=len)
    return is_close(one, other) or one == other or (len(short) >= 3 and long.startswith(short))


def _by_birth(one: date | None, other: date | None) -> Reason | None:
    if one is None or other is None:
        return None
    if one == other:
        return Reason.SAME_BIRTH
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    slipped = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True)) == 1
    return Reason.SIMILAR_BIRTH if swapped or slipped else None


def may_undo(merged_on: date, today: date) -> bool:
    """A merge can be undone for thirty days."""
    return today <= merged_on + timedelta(days=UNDO_DAYS)
