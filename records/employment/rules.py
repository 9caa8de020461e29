"""What is told of a job, what cannot be true of it, and whether its end is a loss: pure decisions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from tenants.errors import Refused

# Work that ended for the person without other work or school: somebody should ask what happens now.
LOSSES: Final = (
    *("laid_off", "dismissed", "business_closed", "contract_over", "season_over", "quit", "health", "caring"),
)
END_REASONS: Final = (*LOSSES, "other_job", "school", "moved", "retired")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is told of a job: an employer of the list or a name of their own, the work, its days, hours and pay."""

    employer_name: str
    title: str
    noc_code: str
    starts_on: date
    hours_week: Decimal
    kind: str
    source: str
    employer_id: UUID | None = None
    job_order_id: UUID | None = None
    ends_on: date | None = None
    end_reason: str | None = None
    wage_cents: int | None = None
    subsidised_from: date | None = None
    subsidised_to: date | None = None
    is_primary: bool = False
    supports: str | None = None


def check(told: Content, *, today: date) -> None:
    """Refuses what cannot be true of a job: an end before its start or without a reason, a subsidy outside of it."""
    check_end(told.starts_on, told.ends_on, told.end_reason, today=today)
    if told.subsidised_to and not told.subsidised_from:
        raise Refused("Enter from when the wage was subsidised.", field="subsidised_from")
    if told.subsidised_from and told.subsidised_from < told.starts_on:
        raise Refused("A subsidy cannot begin before the work.", field="subsidised_from")
    if told.subsidised_from and told.subsidised_to and told.subsidised_to < told.subsidised_from:
        raise Refused("A subsidy cannot end before it begins.", field="subsidised_to")


def check_end(starts_on: date, ends_on: date | None, end_reason: str | None, *, today: date) -> None:
    """Refuses an end before the start or in the future, a day without a reason and a reason without a day."""
    if ends_on is None and end_reason:
        raise Refused("Enter the last day of the work.", field="ends_on")
    if ends_on is not None and not end_reason:
        raise Refused("Say why the work ended.", field="end_reason")
    if ends_on is not None and ends_on < starts_on:
        raise Refused("Work cannot end before it began.", field="ends_on")
    if ends_on is not None and ends_on > today:
        raise Refused("Enter the last day when it has come; it cannot be in the future.", field="ends_on")


def is_loss(end_reason: str) -> bool:
    """True when the work ended and nothing is known to follow it."""
    return end_reason in LOSSES


def is_subsidised(subsidised_from: date | None, subsidised_to: date | None, on: date) -> bool:
    """True on every day from the first to the last of the subsidy; without a last day, from the first on."""
    return (
        subsidised_from is not None and subsidised_from <= on and (not subsidised_to or on <= subsidised_to)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a job ended, and what happens now."""

    ends_on: date
    end_reason: str
    words: str | None = None
    now: str | None = None
    due_on: date | None = None
    reopen: bool = False


def check_ending(told: Ending, *, goes_on: bool) -> None:
    """Refuses a loss that leaves nobody with anything to do while the work with the person goes on, and a closed case
    that opens again without a word."""
    if told.reopen and not told.words:
        raise Refused("Write what happened; it is the reason for opening the case again.", field="words")
    if goes_on and is_loss(told.end_reason) and not told.now:
        raise Refused("Say what happens now, even if it is only a call next week.", field="now")
    if told.now and not goes_on:
        raise Refused("This case is closed. Open it again, so that somebody does this.", field="reopen")
