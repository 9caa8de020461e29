"""How an agency stands by what it pays, which subscription counts, and who is told: pure decisions."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal
from zoneinfo import ZoneInfo

from tenants.billing.values import Facts

Standing = Literal["trial", "active", "past_due", "read_only"]
Banner = Literal["trial_ends", "past_due", "read_only_unpaid", "read_only_ended"]

# Days after a bill fell due.
ADMINISTRATORS_TOLD: Final = 7
READ_ONLY: Final = 21
# Days before a trial ends.
TRIAL_TOLD: Final = 7

PAID: Final = frozenset({"active", "trialing"})
OVERDUE: Final = frozenset({"past_due", "unpaid"})


def newer(known: Facts | None, told: Facts) -> Facts:
    """Of two looks at one subscription the later one, in whatever order they are told."""
    return told if known is None or _moment(told) > _moment(known) else known


def _moment(facts: Facts) -> tuple[object, ...]:
    """When it was seen; of two looks at the same moment always the same one."""
    rest = (
        facts.status,
        facts.plan,
        facts.interval,
        facts.cancel_at,
        facts.past_due_since,
        facts.customer_ref,
    )
    return facts.seen_at, facts.seats, facts.period_ends_at, facts.livemode, repr(rest)


def current(all_of_them: Iterable[Facts]) -> Facts | None:
    """Of an agency's subscriptions the one that counts: real money first, then what is paid, then what is owed."""
    return max(all_of_them, key=_rank, default=None)


def _rank(facts: Facts) -> tuple[object, ...]:
    worth = 2 if facts.status in PAID else int(facts.status in OVERDUE)
    return facts.livemode, worth, facts.period_ends_at, facts.subscription_ref


def standing(trial_ends_on: date | None, facts: Facts | None, today: date, zone: str) -> Standing:
    """How an agency stands on a day. A trial without a last day does not end; a subscription never takes away what the
    trial gives."""
    if _is_paid(facts, today, zone):
        return "active"
    days = overdue_days(facts, today, zone)
    if days is not None and days < READ_ONLY:
        return "past_due"
    return "trial" if trial_ends_on is None or today <= trial_ends_on else "read_only"


def _is_paid(facts: Facts | None, today: date, zone: str) -> bool:
    return facts is not None and facts.status in PAID and not _is_over(facts, today, zone)


def _is_over(facts: Facts, today: date, zone: str) -> bool:
    """Cancelled for a day that has come; the provider's word for it may be late."""
    return facts.cancel_at is not None and facts.cancel_at.astimezone(ZoneInfo(zone)).date() < today


def overdue_days(facts: Facts | None, today: date, zone: str) -> int | None:
    """How many days the oldest unpaid bill has waited where the agency is; None when none waits."""
    if facts is None or facts.status not in OVERDUE:
        return None
    since = (facts.past_due_since or facts.seen_at).astimezone(ZoneInfo(zone)).date()
    return max(0, (today - since).days)


def seats_bought(facts: Facts | None, today: date, zone: str) -> int | None:
    """How many seats are paid for or owed; None, no limit, where no subscription runs."""
    if facts is None or not (_is_paid(facts, today, zone) or facts.status in OVERDUE):
        return None
    return facts.seats


def banner(
    how: str, overdue: int | None, trial_left: int | None, *, is_owner: bool, pays: bool
) -> Banner | None:
    """What stands above every page. Of a bill that waits, the one who answers for it is told at once and whoever else
    may pay after a week; that nothing can be changed, everybody."""
    if how == "read_only":
        return "read_only_ended" if overdue is None else "read_only_unpaid"
    if how == "past_due" and overdue is not None and (is_owner or (pays and overdue >= ADMINISTRATORS_TOLD)):
        return "past_due"
    if how == "trial" and trial_left is not None and trial_left <= TRIAL_TOLD and (is_owner or pays):
        return "trial_ends"
    return None
