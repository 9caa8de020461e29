"""The first week of somebody new: what everybody who works with people does once with help, and then alone. Nothing is
ticked off by hand: a step is done when the record holds something of one's own (standard 5.3: done alone, without
supervision)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

from tenants.permissions import P, may

# After so many days somebody is new no more; the script stays where it is.
NEW_FOR: Final = timedelta(days=30)

# Each step in the order of a case, and the permission without which it is not asked of somebody.
STEPS: Final[Mapping[str, P]] = MappingProxyType(
    {
        "policies": P.ANSWER_FOR_ONESELF,
        "case": P.WRITE_CASES,
        "consent": P.WRITE_CONSENTS,
        "appointment": P.WRITE_APPOINTMENTS,
        "wrap_up": P.WRITE_NOTES,
        "note": P.WRITE_NOTES,
        "barrier": P.WRITE_ASSESSMENTS,
        "plan": P.WRITE_CASES,
        "document": P.MAKE_DOCUMENTS,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do once, and when it was done first."""

    code: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """How far somebody is with what is asked of them."""

    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.done_at is not None for step in self.steps)

    @property
    def next(self) -> str | None:
        """The first step that is not done."""
        return next((step.code for step in self.steps if step.done_at is None), None)


def beginning(roles: Sequence[str], found: Mapping[str, datetime | None], *, has_policies: bool) -> Beginning:
    """The steps that somebody with these roles is asked to take, by what the record holds of theirs. Policies are to be
    read where the agency has any."""
    asked = (
        code
        for code, permission in STEPS.items()
        if may(roles, permission) and (has_policies or code != "policies")
    )
    return Beginning(tuple(Step(code, found.get(code)) for code in asked))


def is_new(since: date, today: date) -> bool:
    """True in the first thirty days."""
    return today - since <= NEW_FOR
