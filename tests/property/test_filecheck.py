"""The file check: what is in order is never mentioned, what is missing always is, and nobody is told of what they may
not read."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from records.access.rules import Category
from records.filecheck.rules import (
    CONFIRMED_FOR,
    OF_THE_PERSON,
    OF_THE_WORK,
    PART,
    QUIET_AFTER,
    CaseFacts,
    Facts,
    empty_kinds,
    findings,
)

TODAY = date(2026, 11, 22)
days = st.integers(0, 2000).map(lambda number: TODAY - timedelta(days=number))
kinds = st.frozensets(st.sampled_from((*OF_THE_PERSON, *OF_THE_WORK, "related_person", "alert")))
cases = st.builds(
    CaseFacts,
    id=st.uuids(),
    client_id=st.uuids(),
    number=st.just("K-1001"),
    opened_on=days,
    has_worker=st.booleans(),
    has_goal=st.booleans(),
    last_note_on=st.none() | days,
    services_without_note=st.integers(0, 3),
    has_plan=st.booleans(),
    plan_review_on=st.none() | days,
    assessments_due=st.integers(0, 2),
    low_ratings=st.integers(0, 2),
    risks_to_review=st.integers(0, 2),
)
facts = st.builds(
    Facts,
    today=st.just(TODAY),
    is_active=st.booleans(),
    is_named=st.booleans(),
    born_on=st.none() | days,
    contacts=st.integers(0, 3),
    confirmed_on=st.none() | days,
    consent=st.sampled_from(["", "given", "expiring", "expired"]),
    without_scan=st.integers(0, 2),
    drafts=st.integers(0, 3),
    related_without_reason=st.integers(0, 2),
    kinds=kinds,
    cases=st.lists(cases, max_size=3).map(tuple),
    not_asked=st.sampled_from([(), (("demographic", 2), ("household", 1))]),
    dropped=st.frozensets(st.sampled_from(["demographic", "history"])),
)
parts = st.frozensets(st.sampled_from(Category))
IN_ORDER = Facts(
    today=TODAY,
    is_active=True,
    is_named=True,
    born_on=date(1990, 1, 1),
    contacts=1,
    confirmed_on=TODAY - timedelta(days=CONFIRMED_FOR),
    consent="given",
    without_scan=0,
    drafts=0,
    related_without_reason=0,
    kinds=frozenset((*OF_THE_PERSON, *OF_THE_WORK)),
    cases=(
        CaseFacts(
            UUID(int=1),
            UUID(int=2),
            "K-1001",
            TODAY - timedelta(days=900),
            has_worker=True,
            has_goal=True,
            last_note_on=TODAY - timedelta(days=QUIET_AFTER),
        ),
    ),
)
# One fact that is wrong, and what is said of it.
WRONG: dict[str, dict[str, Any]] = {
    "no_contact": {"contacts": 0},
    "contact_old": {"confirmed_on": TODAY - timedelta(days=CONFIRMED_FOR + 1)},
    "no_address": {"kinds": IN_ORDER.kinds - {"address"}},
    "no_birth_date": {"born_on": None},
    "no_consent": {"consent": ""},
    "consent_expired": {"consent": "expired"},
    "consent_expiring": {"consent": "expiring"},
    "consent_without_scan": {"without_scan": 1},
    "drafts": {"drafts": 2},
    "related_without_reason": {"related_without_reason": 1},
    "not_asked": {"not_asked": (("household", 1),)},
    "no_worker": {"cases": (replace(IN_ORDER.cases[0], has_worker=False),)},
    "no_goal": {"cases": (replace(IN_ORDER.cases[0], has_goal=False),)},
    "no_plan": {"cases": (replace(IN_ORDER.cases[0], has_plan=False),)},
    "old_plan": {"cases": (replace(IN_ORDER.cases[0], plan_review_on=TODAY - timedelta(days=1)),)},
    "quiet": {"cases": (replace(IN_ORDER.cases[0], last_note_on=TODAY - timedelta(days=QUIET_AFTER + 1)),)},
    "service_without_note": {"cases": (replace(IN_ORDER.cases[0], services_without_note=1),)},
    "assessment_due": {"cases": (replace(IN_ORDER.cases[0], assessments_due=1),)},
    "low_rating": {"cases": (replace(IN_ORDER.cases[0], low_ratings=1),)},
    "risk_review": {"cases": (replace(IN_ORDER.cases[0], risks_to_review=1),)},
}


@given(facts, parts)
def test_what_is_said_is_of_parts_that_may_be_read_and_depends_on_nothing_else(
    known: Facts, readable: frozenset[Category]
) -> None:
    everything = findings(known, frozenset(Category))
    assert findings(known, readable) == [one for one in everything if PART[one.code] in readable]


@given(facts)
def test_a_file_that_nobody_works_with_is_left_in_peace(known: Facts) -> None:
    quiet = replace(known, is_active=False, cases=())
    assert {one.code for one in findings(quiet, frozenset(Category))} <= {"drafts"} and not empty_kinds(quiet)


@given(facts)
def test_nothing_is_missing_that_is_there_and_no_case_is_asked_for_work_it_does_not_hold(
    known: Facts,
) -> None:
    missing = empty_kinds(known)
    assert not (known.kinds | known.dropped).intersection(missing) and len(missing) == len(set(missing))
    assert known.cases or not set(OF_THE_WORK).intersection(missing)


def test_each_thing_is_said_when_it_is_so_and_only_then() -> None:
    assert (
        set(WRONG) == set(PART) and not findings(IN_ORDER, frozenset(Category)) and not empty_kinds(IN_ORDER)
    )
    for code, changed in WRONG.items():
        known = replace(IN_ORDER, **changed)
        assert [one.code for one in findings(known, frozenset(Category))] == [code]
