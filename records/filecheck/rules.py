"""What a reader of a file should look at, from the facts of the file: pure decisions."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from records.access.rules import Category

# After how many days a way to reach somebody is asked for again, and a case without a note is quiet.
CONFIRMED_FOR, QUIET_AFTER = 365, 60
# By when a plan is agreed with somebody: a month after the case was opened.
PLAN_WITHIN = 30

# Which part of the file a finding is about: who may not read there is not told of it.
PART = {
    "no_contact": Category.IDENTITY,
    "contact_old": Category.IDENTITY,
    "no_address": Category.IDENTITY,
    "no_birth_date": Category.IDENTITY,
    "no_consent": Category.CONSENT,
    "consent_expired": Category.CONSENT,
    "consent_expiring": Category.CONSENT,
    "consent_without_scan": Category.CONSENT,
    "no_worker": Category.CASE,
    "no_goal": Category.CASE,
    "no_plan": Category.CASE,
    "old_plan": Category.CASE,
    "quiet": Category.NOTES,
    "service_without_note": Category.NOTES,
    "assessment_due": Category.ASSESSMENT,
    "low_rating": Category.ASSESSMENT,
    "risk_review": Category.ASSESSMENT,
    "drafts": Category.NOTES,
    "related_without_reason": Category.HISTORY,
    "not_asked": Category.HISTORY,
}

# What standard 5.3 wants in a file whenever there is work, in its order; the others only when it happens.
OF_THE_PERSON = ("address", "consent", "history", "demographic")
OF_THE_WORK = (
    *("referral_in", "goal", "objective", "service", "assessment_run"),
    *("note", "intervention", "outcome", "evaluation"),
)


# What is said of a case when there is any of it.
_COUNTED = {
    "service_without_note": "services_without_note",
    "assessment_due": "assessments_due",
    "low_rating": "low_ratings",
    "risk_review": "risks_to_review",
}


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the check knows of one open case."""

    id: UUID
    client_id: UUID
    number: str
    opened_on: date
    has_worker: bool
    has_goal: bool
    is_at_work: bool = True
    last_note_on: date | None = None
    services_without_note: int = 0
    has_plan: bool = True
    plan_review_on: date | None = None
    assessments_due: int = 0
    low_ratings: int = 0
    risks_to_review: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the check knows of one file. `consent` is the state of the newest decision about the service that was
    given, "" for none; `without_scan` how many hold by a signature on paper that is not in the file; `kinds` are those
    of the entries there are; `cases` those that are open; `not_asked` how many records of each kind answer what
    the agency does not ask; `dropped` the kinds of which it asks nothing."""

    today: date
    is_active: bool
    is_named: bool
    born_on: date | None
    contacts: int
    confirmed_on: date | None
    consent: str
    without_scan: int
    drafts: int
    related_without_reason: int
    kinds: frozenset[str]
    cases: tuple[CaseFacts, ...] = ()
    not_asked: tuple[tuple[str, int], ...] = ()
    dropped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; of one case, or of so many records of a kind."""

    code: str
    case: CaseFacts | None = None
    count: int = 0
    kind: str = ""


def findings(facts: Facts, readable: Collection[Category]) -> list[Finding]:
    """What to look at, as far as the reader may read there. A file nobody works with is left in peace, but for what
    the reader began and never signed."""
    found = list(_of_file(facts)) if facts.is_active or facts.cases else []
    found += [finding for case in facts.cases for finding in _of_case(case, facts.today)]
    found += [Finding("drafts", count=facts.drafts)] if facts.drafts else []
    return [finding for finding in found if PART[finding.code] in readable]


def empty_kinds(facts: Facts) -> list[str]:
    """The kinds of records that the standard names and that this file does not hold yet; those of the work only while
    there is an open case to hold them."""
    wanted: Iterable[str] = OF_THE_PERSON if facts.is_active or facts.cases else ()
    named = (*wanted, *(OF_THE_WORK if facts.cases else ()))
    return [kind for kind in named if kind not in facts.kinds | facts.dropped]


def _of_file(facts: Facts) -> Iterator[Finding]:
    if not facts.contacts:
        yield Finding("no_contact")
    elif facts.confirmed_on is None or facts.today - facts.confirmed_on > timedelta(days=CONFIRMED_FOR):
        yield Finding("contact_old")
    yield from _of_consent(facts)
    if "address" not in facts.kinds:
        yield Finding("no_address")
    if facts.is_named and facts.born_on is None:
        yield Finding("no_birth_date")
    if facts.related_without_reason:
        yield Finding("related_without_reason", count=facts.related_without_reason)
    for kind, count in facts.not_asked:
        yield Finding("not_asked", count=count, kind=kind)


def _of_consent(facts: Facts) -> Iterator[Finding]:
    if facts.consent not in ("given", "expiring"):
        yield Finding("consent_expired" if facts.consent == "expired" else "no_consent")
    elif facts.consent == "expiring":
        yield Finding("consent_expiring")
    if facts.without_scan:
        yield Finding("consent_without_scan", count=facts.without_scan)


def _of_case(case: CaseFacts, today: date) -> Iterator[Finding]:
    if not case.has_worker:
        yield Finding("no_worker", case)
    if case.is_at_work:
        yield from _of_work(case, today)
    for code, field in _COUNTED.items():
        if getattr(case, field):
            yield Finding(code, case, getattr(case, field))


def _of_work(case: CaseFacts, today: date) -> Iterator[Finding]:
    """What is asked only where nobody waits for a place and the work does not rest."""
    if not case.has_goal:
        yield Finding("no_goal", case)
    if not case.has_plan and today - case.opened_on > timedelta(days=PLAN_WITHIN):
        yield Finding("no_plan", case)
    if case.plan_review_on is not None and case.plan_review_on < today:
        yield Finding("old_plan", case)
    if today - (case.last_note_on or case.opened_on) > timedelta(days=QUIET_AFTER):
        yield Finding("quiet", case)
