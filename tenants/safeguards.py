"""What protects an agency's records, line by line: what is on and what is missing. Pure, over what is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

CHECK_LASTS: Final = timedelta(days=31)
BACKUP_LASTS: Final = timedelta(hours=26)
# How long somebody may do nothing here before it is asked whether they still belong.
QUIET: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known. Of `check`, whether the newest finished check found the chain whole."""

    administrators: int
    privacy_leads: int
    without_second: int
    everyone_needs_second: bool
    idle_minutes: int
    helpers_without_end: int
    quiet_members: int
    reviewed_at: datetime | None
    review_is_due: bool
    checked_at: datetime | None
    is_whole: bool
    backed_up_at: datetime | None
    has_scanner: bool
    is_production: bool
    support_until: datetime | None


@dataclass(frozen=True, slots=True)
class Safeguard:
    """One line of the page. `state`: on, missing, or note for what somebody should know."""

    code: str
    state: str
    count: int = 0
    at: datetime | None = None


def safeguards(facts: Facts, now: datetime) -> list[Safeguard]:
    """Every line, in the order of the page."""
    return [*_people(facts), *_habits(facts, now), *_machines(facts, now)]


def _people(facts: Facts) -> list[Safeguard]:
    return [
        _on("second_steps", is_on=facts.without_second == 0, count=facts.without_second),
        _on("second_for_all", is_on=facts.everyone_needs_second, otherwise="note"),
        Safeguard("idle", "on", count=facts.idle_minutes),
        _on("administrators", is_on=facts.administrators > 1, count=facts.administrators),
        _on("privacy_lead", is_on=facts.privacy_leads > 0, count=facts.privacy_leads),
        _on("last_days", is_on=facts.helpers_without_end == 0, count=facts.helpers_without_end),
        _on("quiet", is_on=facts.quiet_members == 0, count=facts.quiet_members, otherwise="note"),
    ]


def _habits(facts: Facts, now: datetime) -> list[Safeguard]:
    checked = facts.checked_at is not None and now < facts.checked_at + CHECK_LASTS
    chain = "missing" if not facts.is_whole else "on" if checked else "note"
    return [
        _on("access_review", is_on=not facts.review_is_due, at=facts.reviewed_at),
        Safeguard("broken_chain" if not facts.is_whole else "chain", chain, at=facts.checked_at),
        Safeguard("support", "note" if facts.support_until else "on", at=facts.support_until),
    ]


def _machines(facts: Facts, now: datetime) -> list[Safeguard]:
    backed_up = facts.backed_up_at is not None and now < facts.backed_up_at + BACKUP_LASTS
    return [
        Safeguard("walls", "on"),
        _on("backup", is_on=backed_up, at=facts.backed_up_at),
        _on("scanner", is_on=facts.has_scanner),
        _on("production", is_on=facts.is_production),
    ]


def _on(
    code: str, *, is_on: bool, count: int = 0, at: datetime | None = None, otherwise: str = "missing"
) -> Safeguard:
    return Safeguard(code, "on" if is_on else otherwise, count, at)
