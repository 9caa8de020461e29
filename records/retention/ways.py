"""How a record may go once its period is over, and what a person may decide about it: pure decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from records.retention.dates import Period, end
from records.retention.terms import Action
from records.retention.verdict import Verdict
from tenants.errors import Refused

# What a machine may carry out; `review` and `transfer` wait for a person.
BY_MACHINE: Final = (Action.DESTROY, Action.DE_IDENTIFY)
BY_PERSON: Final = (Action.REVIEW, Action.TRANSFER)
# What each decision lets a run do. An extension lets it do nothing.
LEADS_TO: Final[Mapping[str, Action]] = MappingProxyType(
    {"destroy": Action.DESTROY, "de_identify": Action.DE_IDENTIFY, "transfer": Action.TRANSFER}
)
DECISIONS: Final = (*LEADS_TO, "extend")
LONGEST_EXTENSION: Final = Period(2)
# No answer is not consent: after so many days without one, those who decide are told, and told again.
TOLD_AFTER: Final = (14, 30)


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about one file, on which grounds."""

    kind: str
    basis_hash: str
    keep_through: date | None = None


def way_of(verdict: Verdict, decided: Decided | None) -> Action | None:
    """What a run may do with a record: what its rule says, or what a person decided on these very grounds; None while
    nothing may be done. Any change of the grounds voids a decision."""
    if not verdict.eligible or verdict.action is None:
        return None
    if verdict.action in BY_MACHINE:
        return verdict.action
    if decided is None or decided.basis_hash != verdict.basis_hash:
        return None
    return LEADS_TO.get(decided.kind)


def waits_for_person(verdict: Verdict, decided: Decided | None) -> bool:
    """Whether a record is due and somebody has to say what becomes of it."""
    return verdict.eligible and verdict.action in BY_PERSON and way_of(verdict, decided) is None


def expect_extension(keep_through: date | None, *, today: date, verdict: Verdict) -> None:
    """Refuses an extension that extends nothing, is longer than two years from today, or passes the day by which the
    record has to be gone."""
    last = end(today, LONGEST_EXTENSION)
    if keep_through is None or keep_through < today:
        raise Refused("Enter the day through which the file is kept.", field="keep_through")
    if keep_through > last:
        raise Refused(
            "Choose a day within two years, no later than %(last)s. It can be extended again then.",
            field="keep_through",
            last=last,
        )
    if verdict.must_by is not None and keep_through > verdict.must_by:
        raise Refused(
            "It has to be gone by %(must_by)s. Where a matter needs it longer, place a hold.",
            field="keep_through",
            must_by=verdict.must_by,
        )


def told_between(due_on: date, before: date | None, today: date) -> bool:
    """Whether one of the days on which those who decide are told came since the last look."""
    waited = (today - due_on).days
    seen = -1 if before is None else (before - due_on).days
    return any(seen < day <= waited for day in TOLD_AFTER)


def urgency(due_on: date, today: date) -> int:
    """How often those who decide have been told of a record that waits for them: 0, 1 or 2 times."""
    return sum((today - due_on).days >= day for day in TOLD_AFTER)
