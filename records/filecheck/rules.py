"""What a reader of a file should look at, from the facts of the file: pure decisions."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from records.access.rules import Category

# After how many days a way to reach somebody is asked for again, and a case without a note is quiet.
CONFIRMED_FOR, QUIET_AFTER = 365, 60

# Which part of the file a finding is about: who may not read there is not told of it.
PART = {
    "no_contact": Category.IDENTITY,
    "contact_old": Category.IDENTITY,
    "no_address": Category.IDENTITY,
    "no_birth_date": Category.IDENTITY,
    "no_consent": Category.CONSENT,
    "consent_expired": Category.CONSENT,
    "consent_expiring": Category.CONSENT,
    "no_worker": Category.CASE,
    "no_goal": Category.CASE,
    "quiet": Category.NOTES,
    "service_without_note": Category.NOTES,
    "drafts": Category.NOTES,
    "related_without_reason": Category.HISTORY,
}

# What standard 5.3 wants in a file whenever there is work, in its order; the others only when it happens.
OF_THE_PERSON = ("address", "consent", "history", "demographic")
OF_THE_WORK = (
    *("referral_in", "goal", "objective", "service", "assessment"),
    *("note", "intervention", "outcome", "evaluation"),
)


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What the check knows of one open case."""

    id: UUID
    client_id: UUID
    number: str
    opened_on: date
    has_worker: bool
    has_goal: bool
    last_note_on: date | None = None
    services_without_note: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the check knows of one file. `consent` is the state of the newest decision about the service that was
    given, "" for none; `kinds` are those of the entries there are; `cases` those that are open."""

    today: date
    is_active: bool
    is_named: bool
    born_on: date | None
    contacts: int
    confirmed_on: date | None
    consent: str
    drafts: int
    related_without_reason: int
    kinds: frozenset[str]
    cases: tuple[CaseFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at; of one case, or of so many."""

    code: str
    case: CaseFacts | None = None
    count: int = 0


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
    return [kind for kind in (*wanted, *(OF_THE_WORK if facts.cases else ())) if kind not in facts.kinds]


def _of_file(facts: Facts) -> Iterator[Finding]:
    if not facts.contacts:
        yield Finding("no_contact")
    elif facts.confirmed_on is None or facts.today - facts.confirmed_on > timedelta(days=CONFIRMED_FOR):
        yield Finding("contact_old")
    if facts.consent not in ("given", "expiring"):
        yield Finding("consent_expired" if facts.consent == "expired" else "no_consent")
    elif facts.consent == "expiring":
        yield Finding("consent_expiring")
    if "address" not in facts.kinds:
        yield Finding("no_address")
    if facts.is_named and facts.born_on is None:
        yield Finding("no_birth_date")
    if facts.related_without_reason:
        yield Finding("related_without_reason", count=facts.related_without_reason)


def _of_case(case: CaseFacts, today: date) -> Iterator[Finding]:
    if not case.has_worker:
        yield Finding("no_worker", case)
    if not case.has_goal:
        yield Finding("no_goal", case)
    if today - (case.last_note_on or case.opened_on) > timedelta(days=QUIET_AFTER):
        yield Finding("quiet", case)
    if case.services_without_note:
        yield Finding("service_without_note", case, case.services_without_note)
