"""When to look, what counts on that day, how far a checkpoint is and how it may be decided: pure decisions."""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from records.outcomes.values import Job, Point, Rule, Verdict
from tenants.errors import Refused

UNITS: Final = ("months", "weeks")
MOST_POINTS: Final = 6  # after the start
FAR: Final = timedelta(days=366)  # how far ahead work may begin, and a day be moved
LINK_DAYS: Final = 30  # how long an employer may answer by the link
# What shows work, and what each has to show; what a person says shows nothing but that they said it.
CHECKS: Final = ("employer", "client", "payment_date", "pay_period", "hours")
_OF_A_LETTER = ("employer", "client", "hours")
SHOWS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "offer_letter": _OF_A_LETTER,
        "pay_stub": CHECKS,
        "employer_letter": _OF_A_LETTER,
        "employer_answer": _OF_A_LETTER,
        "attestation": _OF_A_LETTER,
        "registration": ("client",),
        "self_report": (),
    }
)
# How far an undecided checkpoint is: read, never written down.
STATES: Final = ("window_open", "contacting", "evidence_needed", "evidence_in", "over", "scheduled")
DECISIONS: Final = ("counts", "not_counts", "not_reached", "refused", "late", "missed")
POSITIVE: Final = frozenset({"counts", "late"})
# Those that say too little by themselves.
NEED_WORDS: Final = frozenset(DECISIONS) - {"counts", "not_reached"}


@dataclass(frozen=True, slots=True)
class Done:
    """What people did about a checkpoint so far: tried, reached somebody, have evidence for a day in the
    window that shows what it has to."""

    tried: bool = False
    reached: bool = False
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The day to look at, and the days around it that are good enough."""

    opens_on: date
    due_on: date
    closes_on: date

    def holds(self, day: date) -> bool:
        """True for a day that is good enough."""
        return self.opens_on <= day <= self.closes_on


def window_of(start: date, point: Point) -> Window:
    """The window of a point after this start."""
    return around(day_after(start, point), point)


def around(due_on: date, point: Point) -> Window:
    """The window of a point whose day is this one."""
    before, after = timedelta(days=point.days_before), timedelta(days=point.days_after)
    return Window(due_on - before, due_on, due_on + after)


def day_after(start: date, point: Point) -> date:
    """So many months or weeks later; the last of the month where the month has no such day."""
    if point.unit == "weeks":
        return start + timedelta(weeks=point.after)
    months = start.year * 12 + start.month - 1 + point.after
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def expect_in_order(points: Sequence[Point]) -> None:
    """Refuses points that do not come one after the other, beginning with the start."""
    afters = [point.after for point in points]
    if len(points) < 2:
        raise Refused("Enter at least one checkpoint after the start.", field="point_1_after")
    if afters != sorted(set(afters)):
        raise Refused("Each checkpoint comes later than the one before it.", field="point_1_after")


def verdict(rule: Rule, jobs: Collection[Job], *, on: date, entered_on: date) -> Verdict:
    """Whether the work of a day counts, and why. The first of these that has hours enough decides: what counts; that
    and what is subsidised; that and what has no wage on file; all wages; all employers; all jobs added up."""
    held = [job for job in jobs if job.is_held_on(on)]
    if not held:
        return _no_work(rule, jobs, on)
    fresh = [job for job in held if not (rule.new_employer and job.employer in _before(jobs, entered_on))]
    paid = [job for job in fresh if _is_paid(rule, job)]
    known = [job for job in paid if not _wage_missing(rule, job)]
    free = [job for job in known if rule.subsidised or not job.is_subsidised_on(on)]
    pools: tuple[tuple[str, str, list[Job]], ...] = (
        ("counts", "counts", free),
        ("not_yet", "subsidised", known),
        ("not_yet", "wage_missing", paid),
        ("no", "wage", fresh),
        ("no", "same_employer", held),
    )
    for answer, reason, pool in pools:
        if pool and _hours(rule, pool) >= rule.hours:
            return _found(rule, pool, answer, reason, on)
    added = sum((job.hours for job in held), Decimal(0))
    if added >= rule.hours:
        return Verdict("no", "not_combined", _hours(rule, held), rule.hours)
    return Verdict("no", "hours", _hours(rule, held), rule.hours)


def _found(rule: Rule, pool: list[Job], answer: str, reason: str, on: date) -> Verdict:
    hours = _hours(rule, pool)
    if reason == "subsidised":
        return Verdict(answer, reason, hours, rule.hours, day=_free_after(rule, pool, on))
    if reason == "wage":
        best = max(job.wage_cents or 0 for job in pool)
        return Verdict(answer, reason, hours, rule.hours, cents=best, cents_needed=rule.wage_cents)
    return Verdict(answer, reason, hours, rule.hours)


def _free_after(rule: Rule, pool: list[Job], on: date) -> date | None:
    """The last day of the subsidy after which there are hours enough without one; None when nobody said."""
    ends = sorted(job.subsidised_to for job in pool if job.is_subsidised_on(on) and job.subsidised_to)
    for end in (one for one in ends if one < date.max):
        free = [job for job in pool if not job.is_subsidised_on(end + timedelta(days=1))]
        if free and _hours(rule, free) >= rule.hours:
            return end
    return None


def _no_work(rule: Rule, jobs: Collection[Job], on: date) -> Verdict:
    ended = max((job.ends_on for job in jobs if job.ends_on and job.ends_on < on), default=None)
    return Verdict("no", "lost" if ended else "no_job", Decimal(0), rule.hours, day=ended)


def _hours(rule: Rule, jobs: Iterable[Job]) -> Decimal:
    measure: Callable[[Iterable[Decimal]], Decimal] = _added if rule.combined else max
    return measure(job.hours for job in jobs)


def _added(hours: Iterable[Decimal]) -> Decimal:
    return sum(hours, Decimal(0))


def _before(jobs: Collection[Job], entered_on: date) -> set[str]:
    """Where they worked when they came."""
    return {job.employer for job in jobs if job.starts_on < entered_on and job.is_held_on(entered_on)}


def _is_paid(rule: Rule, job: Job) -> bool:
    # Nobody sets the wage of who works for themselves; a wage that nobody wrote down is another question.
    asked = rule.wage_cents is not None and not job.own_business and job.wage_cents is not None
    return not asked or (job.wage_cents or 0) >= (rule.wage_cents or 0)


def _wage_missing(rule: Rule, job: Job) -> bool:
    return rule.wage_cents is not None and not job.own_business and job.wage_cents is None


def rule_of_the_start(rule: Rule) -> Rule:
    """On the first day it is asked only whether there is work."""
    return Rule(hours=0, combined=True, subsidised=True, new_employer=rule.new_employer, wage_cents=None)


def missing_checks(kind: str, checks: Collection[str]) -> tuple[str, ...]:
    """What this evidence should show and does not."""
    return tuple(check for check in SHOWS[kind] if check not in checks)


def state(decision: str | None, window: Window, done: Done, today: date) -> str:
    """How far a checkpoint is: what was decided, for good; else read from what was done and the day."""
    if decision is not None:
        return decision
    if today < window.opens_on:
        return "scheduled"
    if done.evidence:
        return "evidence_in"
    if today > window.closes_on:
        return "over"
    if done.reached:
        return "evidence_needed"
    return "contacting" if done.tried else "window_open"


@dataclass(frozen=True, slots=True)
class Proof:
    """One verified piece of evidence: when it came and for which day it speaks."""

    came_on: date
    covers_on: date


def check_decision(
    outcome: str, window: Window, found: Verdict, proofs: Collection[Proof], *, words: str, today: date
) -> None:
    """Refuses a decision that the file does not bear: nothing counts without verified evidence for these days, nor
    against what the work on file says; what came too late needs an approval that says why."""
    if today < window.opens_on and outcome != "not_reached":
        raise Refused("The window is not open yet. Wait until it opens, or move the day.", field="outcome")
    if outcome in NEED_WORDS and not words.strip():
        raise Refused("Write why.", field="words")
    if outcome in POSITIVE:
        _check_positive(outcome, window, found, proofs)
    elif outcome == "not_reached" and found.reason not in ("lost", "no_job"):
        raise Refused("There is work on file for that day. Say whether it counts.", field="outcome")
    elif outcome == "missed" and today <= window.closes_on:
        raise Refused("The window is still open.", field="outcome")


def _check_positive(outcome: str, window: Window, found: Verdict, proofs: Collection[Proof]) -> None:
    if found.answer != "counts":
        raise Refused("By the work on file it does not count. Correct the work first.", field="outcome")
    covering = [one for one in proofs if window.holds(one.covers_on)]
    if not covering:
        raise Refused("First verify a piece of evidence for a day within the window.", field="outcome")
    is_late = all(one.came_on > window.closes_on for one in covering)
    if is_late and outcome == "counts":
        raise Refused(
            "The evidence came after the window closed. Approve it late, and say why.", field="outcome"
        )
    if not is_late and outcome == "late":
        raise Refused("The evidence came in time. It counts without a late approval.", field="outcome")
