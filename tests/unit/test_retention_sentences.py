"""A verdict in words."""

from dataclasses import replace
from datetime import date

import pytest

from records.retention.dates import Cutoff, CutoffKind, Period, Unit
from records.retention.rules import resolve
from records.retention.sentences import ACTIONS, EVENTS, HOLDS, event, explain, in_english, length
from records.retention.terms import Action, Event, Facts, Hold, HoldKind, RecordClass, Rule, Selector, on

CASE = Facts(record="r1", record_class=RecordClass.CASE_FILE, triggers={"case_closed": date(2020, 3, 15)})
RULE = Rule(
    id="a",
    record_class=RecordClass.CASE_FILE,
    trigger=on("case_closed"),
    keep=Period(7),
    action=Action.DE_IDENTIFY,
    authority_citation="Agreement 12, art. 4",
    policy_version="v1",
)


def words(facts=CASE, rules=(RULE,), holds=(), as_of=date(2026, 1, 1)):
    return in_english(explain(resolve(facts, rules, holds, as_of)).sentence)


def test_one_sentence_says_until_when_and_why():
    assert words() == (
        "Kept through 2027-03-15, 7 years after the closing of the case on 2020-03-15 (Agreement 12, art. 4);"
        " from 2027-03-16: it is destroyed, and only statistics stay."
    )


def test_what_is_due_says_since_when():
    assert words(as_of=date(2027, 3, 16)).startswith(
        "Due since 2027-03-16: it is destroyed, and only statistics stay."
    )


def test_the_end_of_the_year_is_named():
    fiscal = replace(RULE, cutoff=Cutoff(CutoffKind.FISCAL_YEAR_END), keep=Period(1))
    assert (
        "1 year after 2020-03-31, the end of the fiscal year of the closing of the case on 2020-03-15"
        in words(rules=[fiscal])
    )
    calendar = replace(RULE, cutoff=Cutoff(CutoffKind.CALENDAR_YEAR_END))
    assert "7 years after 2020-12-31, the end of the calendar year" in words(rules=[calendar])


def test_what_has_no_date_says_what_is_wanting():
    assert words(rules=[]) == "No rule says how long to keep this, so it is kept until one does."
    is_open = replace(CASE, triggers={}, awaited=frozenset({"case_closed"}))
    assert words(is_open) == "Kept: the period starts with the closing of the case."
    unknown = explain(resolve(replace(CASE, triggers={}), [RULE], [], date(2026, 1, 1)))
    assert in_english(unknown.sentence) == "Kept: no date can be given yet."
    assert [in_english(line) for line in unknown.remarks] == ["A date is needed: the closing of the case."]


def test_an_overridden_rule_is_not_what_an_open_case_waits_for():
    default = replace(RULE, id="0", record_class=RecordClass.ANY, trigger=on("program_ended"))
    is_open = replace(CASE, triggers={}, awaited=frozenset({"case_closed", "program_ended"}))
    assert words(is_open, [default, RULE]) == "Kept: the period starts with the closing of the case."


@pytest.mark.parametrize("kind", HoldKind)
def test_every_hold_is_told_with_its_day(kind):
    told = explain(resolve(CASE, [RULE], [Hold("h1", kind, date(2026, 2, 3))], date(2030, 1, 1)))
    assert "2026-02-03" in in_english(told.remarks[0])
    assert "until nothing stands in the way" in in_english(told.sentence)


def test_conflict_overdue_and_the_other_rules_are_told():
    ceiling = replace(RULE, id="b", keep=None, destroy_within=Period(2), authority_citation="Act, s. 5")
    default = replace(
        RULE, id="c", record_class=RecordClass.ANY, keep=Period(3), authority_citation="Default"
    )
    undated = replace(RULE, id="d", keep=None, destroy_within=Period(2), trigger=on("program_ended"))
    told = explain(resolve(CASE, [RULE, ceiling, default, undated], [], date(2026, 1, 1)))
    assert [in_english(line) for line in told.remarks] == [
        "Agreement 12, art. 4 asks to keep it longer than Act, s. 5 allows. It is kept; ask which applies.",
        "Overdue: it had to be gone by 2022-03-15.",
    ]
    assert [in_english(line) for line in told.others] == [
        "Act, s. 5 wants it gone by 2022-03-15.",
        "Default would keep it through 2023-03-15; a more specific rule stands in its place.",
        "Agreement 12, art. 4 applies; its date is not known yet.",
    ]


def test_codes_and_children_are_told():
    facts = replace(CASE, unknowns=frozenset({"duplicate_suspected"}), children_not_due=frozenset({"d1"}))
    told = [in_english(line) for line in explain(resolve(facts, [RULE], [], date(2026, 1, 1))).remarks]
    assert told == [
        "Something that belongs to it must be kept longer.",
        "Something has to be found out first: duplicate_suspected.",
    ]


def test_every_code_has_its_words():
    assert set(EVENTS) == set(Event)
    assert set(ACTIONS) == set(Action)
    assert set(HOLDS) == set(HoldKind)
    assert in_english(event("manual:file found")) == "the date recorded as “file found”"
    assert [
        in_english(length(Period(n, unit)))
        for n, unit in ((1, Unit.MONTHS), (24, Unit.MONTHS), (1, Unit.DAYS))
    ] == [
        "1 month",
        "24 months",
        "1 day",
    ]


def test_a_selector_that_lengthens_stands_beside_the_rule_that_governs():
    minors = replace(
        RULE, id="m", keep=Period(2), selector=Selector(minor_at_closure=True), authority_citation="Minors"
    )
    facts = replace(CASE, attributes={"minor_at_closure": True})
    told = explain(resolve(facts, [RULE, minors], [], date(2026, 1, 1)))
    assert [in_english(line) for line in told.others] == ["Minors keeps it through 2022-03-15."]
