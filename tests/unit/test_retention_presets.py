"""The starter schedule suggests; only an agency decides."""

from datetime import date

import pytest

from records.retention.dates import AGE_OF_MAJORITY, Period
from records.retention.presets import STARTER, presets_for
from records.retention.rules import resolve
from records.retention.suggestions import Confidence, confirmed
from records.retention.terms import Event, Facts, RecordClass, Selector, Strength
from tenants.errors import Refused

CONFIRMED = {"authority_citation": "Board decision of 2026-05-02", "policy_version": "v1"}


def test_every_line_has_a_code_of_its_own_a_title_and_a_source():
    assert len({one.code for one in STARTER}) == len(STARTER)
    assert all(one.title.message and one.source and one.keep.amount for one in STARTER)
    assert all(one.confidence is Confidence.UNCONFIRMED for one in STARTER if one.needs_agreement)


def test_no_line_becomes_a_rule_without_an_authority():
    for one in STARTER:
        with pytest.raises(Refused):
            confirmed(one, rule_id=one.code, authority_citation=" ", policy_version="v1")


def test_a_line_about_an_agreement_needs_the_agreement():
    line = next(one for one in STARTER if one.code == "case_file_agreement")
    with pytest.raises(Refused, match="agreement"):
        confirmed(line, rule_id="a", **CONFIRMED)
    rule = confirmed(
        line,
        rule_id="a",
        keep=Period(6),
        selector=Selector(funder_agreement="f1"),
        strength=Strength.MANDATORY,
        **CONFIRMED,
    )
    assert (rule.keep, rule.strength, rule.selector.funder_agreement) == (Period(6), Strength.MANDATORY, "f1")


def test_a_confirmed_line_is_the_agencys_choice_and_not_law():
    rules = [confirmed(one, rule_id=one.code, **CONFIRMED) for one in STARTER if not one.needs_agreement]
    assert {rule.strength for rule in rules} == {Strength.AGENCY}


def test_a_province_is_offered_its_own_lines_and_the_common_ones():
    offered = {place: {one.code for one in presets_for(place)} for place in AGE_OF_MAJORITY}
    assert "breach_record_quebec" in offered["QC"]
    assert "breach_record_quebec" not in offered["ON"]
    assert "decision_british_columbia" in offered["BC"]
    assert set.intersection(*offered.values()) == {
        one.code for one in STARTER if one.selector.jurisdiction is None
    }


def test_the_starter_schedule_keeps_an_adult_seven_years_and_a_minor_from_majority():
    rules = [
        confirmed(one, rule_id=one.code, **CONFIRMED) for one in presets_for("ON") if not one.needs_agreement
    ]
    triggers = {Event.CASE_CLOSED: date(2026, 1, 31), Event.LAST_SERVICE_ON: date(2026, 2, 28)}
    adult = Facts(
        record="r1",
        record_class=RecordClass.CASE_FILE,
        triggers=triggers,
        attributes={"minor_at_closure": False},
    )
    minor = Facts(
        record="r2",
        record_class=RecordClass.CASE_FILE,
        triggers=triggers | {Event.CLIENT_MAJORITY: date(2028, 6, 1)},
        attributes={"minor_at_closure": True},
    )
    assert resolve(adult, rules, [], date(2026, 3, 1)).keep_through == date(2033, 2, 28)
    assert resolve(minor, rules, [], date(2026, 3, 1)).keep_through == date(2035, 6, 1)
