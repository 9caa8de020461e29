"""What a new schedule changes, and whether it lets anything go earlier: pure decisions, and cautious ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from records.retention.dates import Period, end
from records.retention.rules import MILDEST_FIRST, specificity
from records.retention.terms import Rule, Strength, lineage

# Every end of month of a leap cycle, and days that no month lacks: two periods in different units are compared there.
_STARTS = [
    date(year, month, day) for year, month, day in product(range(2023, 2028), range(1, 13), (1, 15, 28))
]


class Turn(StrEnum):
    """What became of a line from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"
    SHORTER = "shorter"
    LONGER = "longer"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that is not as it was; `before` and `after` are ids of lines, None where there is none."""

    turn: Turn
    before: str | None
    after: str | None


def differences(
    before: Sequence[Rule], after: Sequence[Rule], origin: Mapping[str, str]
) -> tuple[Difference, ...]:
    """What changed between two versions, line by line: what went, what became of the others, what is new."""
    continued = {origin[rule.id]: rule for rule in after if rule.id in origin}
    known = {rule.id for rule in before}
    found = [Difference(Turn.REMOVED, rule.id, None) for rule in before if rule.id not in continued]
    for old in before:
        new = continued.get(old.id)
        turn = _turn(old, new) if new else None
        if new and turn:
            found.append(Difference(turn, old.id, new.id))
    added = (rule for rule in after if origin.get(rule.id) not in known)
    return (*found, *(Difference(Turn.ADDED, None, rule.id) for rule in added))


def loosens(old: Rule, new: Rule | None) -> bool:
    """Whether a line that binds the agency would bind it less, or not at all. That takes another authority."""
    return old.strength is Strength.MANDATORY and (new is None or _is_shorter(old, new))


def shortens(before: Sequence[Rule], after: Sequence[Rule], origin: Mapping[str, str]) -> bool:
    """True unless `after` surely keeps everything at least as long as `before`. `origin` leads from the id of a line
    to that of the line it continues. A line that is added lengthens, unless it displaces a more general one."""
    continued = {origin[rule.id]: rule for rule in after if rule.id in origin}
    if any(rule.id not in continued or _is_shorter(rule, continued[rule.id]) for rule in before):
        return True
    added = [rule for rule in after if rule.id not in origin]
    return any(_displaces(new, old) for new in added for old in before)


def _turn(old: Rule, new: Rule) -> Turn | None:
    said = ("keep", "destroy_within", "action", "strength", "authority_citation")
    if _counts_otherwise(old, new):
        return Turn.OTHERWISE
    if all(getattr(old, name) == getattr(new, name) for name in said):
        return None
    if _ends_earlier(old.keep, new.keep):
        return Turn.OTHERWISE if _ends_earlier(new.keep, old.keep) else Turn.SHORTER
    return Turn.LONGER if _ends_earlier(new.keep, old.keep) else Turn.OTHERWISE


def _counts_otherwise(old: Rule, new: Rule) -> bool:
    same = ("record_class", "selector", "trigger", "cutoff")
    return any(getattr(old, name) != getattr(new, name) for name in same)


def _is_shorter(old: Rule, new: Rule) -> bool:
    return (
        _counts_otherwise(old, new)
        or (old.strength is Strength.MANDATORY and new.strength is not Strength.MANDATORY)
        or MILDEST_FIRST.index(new.action) > MILDEST_FIRST.index(old.action)
        or _ends_earlier(old.keep, new.keep)
        or (new.destroy_within is not None and new.destroy_within != old.destroy_within)
    )


def _ends_earlier(old: Period | None, new: Period | None) -> bool:
    if old is None or new is None:
        return old is not None
    return any(end(start, new) < end(start, old) for start in _STARTS)


def _displaces(new: Rule, old: Rule) -> bool:
    alone = new.strength is Strength.MANDATORY or new.selector.only_lengthens or new.keep is None
    contested = old.strength is not Strength.MANDATORY and not old.selector.only_lengthens
    return (
        not alone
        and contested
        and old.record_class in lineage(new.record_class)
        and specificity(new) > specificity(old)
    )
