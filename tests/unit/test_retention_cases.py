"""The resolver on cases a records officer would ask about."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from records.retention.dates import Cutoff, CutoffKind, Period, Unit
from records.retention.rules import Match, matches, resolve
from records.retention.terms import (
    Action,
    Event,
    Facts,
    Hold,
    HoldKind,
    RecordClass,
    Rule,
    Selector,
    Strength,
    Trigger,
    earliest_of,
    latest_of,
    lineage,
    on,
)
from records.retention.verdict import Obstacle, Part, State
from tenants.errors import Refused

CLOSED = date(2020, 3, 15)
LONG_AFTER = date(2090, 1, 1)


def rule(name, years=7, **changes):
    values = {
        "id": name,
        "record_class": RecordClass.CASE_FILE,
        "trigger": on("case_closed"),
        "keep": Period(years),
        "action": Action.DESTROY,
        "authority_citation": f"Authority of {name}",
        "policy_version": "v1",
    }
    return Rule(**(values | changes))


def case(**changes):
    values = {"record": "r1", "record_class": RecordClass.CASE_FILE, "triggers": {"case_closed": CLOSED}}
    return Facts(**(values | changes))


def test_seven_years_from_closing():
    verdict = resolve(case(), [rule("a")], [], date(2027, 3, 15))
    assert (verdict.state, verdict.keep_through, verdict.due_on) == (
        State.RETAINED,
        date(2027, 3, 15),
        date(2027, 3, 16),
    )
    assert resolve(case(), [rule("a")], [], date(2027, 3, 16)).eligible


def test_the_fiscal_year_of_closing_ends_first():
    schedule = [rule("a", cutoff=Cutoff(CutoffKind.FISCAL_YEAR_END))]
    verdict = resolve(case(triggers={"case_closed": date(2025, 4, 1)}), schedule, [], date(2033, 4, 1))
    assert (verdict.keep_through, verdict.due_on, verdict.eligible) == (
        date(2033, 3, 31),
        date(2033, 4, 1),
        True,
    )


def test_nothing_that_matches_is_unscheduled_and_never_destroyed_even_when_held():
    hold = Hold("h1", HoldKind.LITIGATION, CLOSED)
    for schedule in (
        [],
        [rule("a", record_class=RecordClass.INCIDENT)],
        [rule("a", selector=Selector(program="p9"))],
    ):
        verdict = resolve(case(), schedule, [hold], LONG_AFTER)
        assert (verdict.state, verdict.due_on, verdict.governing_rule) == (State.UNSCHEDULED, None, None)
        assert len(verdict.blocked_by) == 1


def test_a_rule_with_only_a_ceiling_schedules_nothing_but_sounds_the_alarm():
    verdict = resolve(case(), [rule("a", keep=None, destroy_within=Period(2))], [], LONG_AFTER)
    assert (verdict.state, verdict.must_by, verdict.overdue) == (State.UNSCHEDULED, date(2022, 3, 15), True)
    assert verdict.considered[0].part is Part.CEILING_ONLY


def test_the_more_specific_choice_of_the_agency_wins_but_never_under_what_binds():
    default = rule("default", 10, record_class=RecordClass.ANY)
    by_class, by_program = rule("class", 7), rule("program", 3, selector=Selector(program="p1"))
    both = rule("both", 2, selector=Selector(program="p1", funder_agreement="f1"))
    record = rule("record", 1, selector=Selector(record="r1"))
    known = case(attributes={"program": "p1", "funder_agreement": "f1"})
    for schedule, winner in (
        ([default], "default"),
        ([default, by_class], "class"),
        ([default, by_class, by_program], "program"),
        ([default, by_class, by_program, both], "both"),
        ([default, by_class, by_program, both, record], "record"),
        ([default, record, rule("law", 5, strength=Strength.MANDATORY)], "law"),
    ):
        verdict = resolve(known, schedule, [], CLOSED)
        assert verdict.governing_rule.id == winner
        assert verdict.keep_through == date(2020 + verdict.governing_rule.keep.amount, 3, 15)


def test_the_nearer_class_is_the_more_specific():
    schedule = [rule("document", 9, record_class=RecordClass.DOCUMENT)]
    schedule.append(rule("evidence", 4, record_class=RecordClass.EMPLOYMENT_EVIDENCE))
    verdict = resolve(case(record_class=RecordClass.EMPLOYMENT_EVIDENCE), schedule, [], CLOSED)
    assert verdict.governing_rule.id == "evidence"
    assert [one.part for one in verdict.considered] == [Part.OVERRIDDEN, Part.GOVERNS]
    assert lineage(RecordClass.EMPLOYMENT_EVIDENCE)[-1] is RecordClass.ANY


def test_a_case_that_moved_between_funders_keeps_the_floor_of_each():
    floors = [
        rule(name, years, selector=Selector(funder_agreement=name), strength=Strength.MANDATORY)
        for name, years in (("f1", 6), ("f2", 8), ("f3", 20))
    ]
    known = case(attributes={"funder_agreement": frozenset({"f1", "f2"})})
    assert resolve(known, floors, [], CLOSED).governing_rule.id == "f2"


def test_a_minor_is_kept_from_majority_even_where_a_program_rule_is_shorter():
    minors = rule(
        "minor", selector=Selector(minor_at_closure=True), trigger=latest_of("case_closed", "client_majority")
    )
    schedule = [minors, rule("program", 1, selector=Selector(program="p1"))]
    known = case(
        triggers={"case_closed": CLOSED, "client_majority": date(2024, 6, 1)},
        attributes={"program": "p1", "minor_at_closure": True},
    )
    assert resolve(known, schedule, [], CLOSED).keep_through == date(2031, 6, 1)
    adult = replace(known, attributes={"program": "p1", "minor_at_closure": False})
    assert resolve(adult, schedule, [], CLOSED).keep_through == date(2021, 3, 15)


def test_a_birth_date_nobody_knows_leaves_no_date():
    minors = rule(
        "minor", selector=Selector(minor_at_closure=True), trigger=latest_of("case_closed", "client_majority")
    )
    verdict = resolve(case(attributes={"minor_at_closure": None}), [minors, rule("a", 1)], [], LONG_AFTER)
    assert (verdict.state, verdict.due_on) == (State.BLOCKED, None)
    assert [(one.obstacle, one.code) for one in verdict.blocked_by] == [
        (Obstacle.DATE_UNKNOWN, "client_majority")
    ]


def test_an_open_case_is_kept_without_being_listed_as_needing_a_date():
    verdict = resolve(case(triggers={}, awaited=frozenset({"case_closed"})), [rule("a")], [], LONG_AFTER)
    assert (verdict.state, verdict.due_on, verdict.blocked_by) == (State.RETAINED, None, ())


def test_a_service_that_never_was_does_not_keep_a_file_for_ever():
    schedule = [rule("a", trigger=latest_of("case_closed", "last_service_on"))]
    without = case(absent=frozenset({"last_service_on"}))
    assert resolve(without, schedule, [], CLOSED).keep_through == date(2027, 3, 15)
    assert resolve(case(), schedule, [], LONG_AFTER).state is State.BLOCKED
    nothing = case(triggers={}, absent=frozenset({"last_service_on", "case_closed"}))
    assert resolve(nothing, schedule, [], LONG_AFTER).state is State.BLOCKED


def test_the_earliest_of_several_waits_for_no_event_but_needs_every_date_that_is():
    schedule = [rule("a", 1, trigger=earliest_of("case_closed", "program_ended"))]
    waiting = case(awaited=frozenset({"program_ended"}))
    assert resolve(waiting, schedule, [], CLOSED).keep_through == date(2021, 3, 15)
    assert resolve(case(), schedule, [], LONG_AFTER).keep_through is None


@pytest.mark.parametrize(
    ("within", "conflicts"),
    [(Period(7, Unit.YEARS), True), (Period(83, Unit.MONTHS), True), (Period(85, Unit.MONTHS), False)],
)
def test_keeping_wins_over_a_ceiling_and_both_are_shown(within, conflicts):
    ceiling = rule("ceiling", keep=None, destroy_within=within)
    verdict = resolve(case(), [rule("floor"), ceiling], [], CLOSED)
    assert verdict.keep_through == date(2027, 3, 15)
    assert (verdict.conflict is not None) == conflicts
    if verdict.conflict:
        assert (verdict.conflict.floor.id, verdict.conflict.ceiling.id) == ("floor", "ceiling")


def test_overdue_is_an_alarm_and_no_permission():
    hold = Hold("h1", HoldKind.ACCESS_REQUEST, CLOSED)
    verdict = resolve(case(), [rule("a", 1, destroy_within=Period(2))], [hold], date(2022, 3, 16))
    assert verdict.overdue
    assert not verdict.eligible
    assert not resolve(case(), [rule("a", 1, destroy_within=Period(2))], [], date(2022, 3, 15)).overdue


@pytest.mark.parametrize("name", ["children_not_due", "unpaid_obligations", "unknowns"])
def test_whatever_stands_in_the_way_blocks_what_is_due(name):
    verdict = resolve(case(**{name: frozenset({"x"})}), [rule("a")], [], LONG_AFTER)
    assert (verdict.state, len(verdict.blocked_by)) == (State.BLOCKED, 1)


def test_a_hold_dated_in_the_future_blocks_today():
    assert not resolve(
        case(), [rule("a")], [Hold("h", HoldKind.COMPLAINT, date(2095, 1, 1))], LONG_AFTER
    ).eligible


def test_an_unknown_attribute_can_only_lengthen():
    schedule = [rule("class", 7), rule("program", 2, selector=Selector(program="p1"))]
    unsure = case(attributes={"program": None})
    assert matches(schedule[1], unsure) is Match.MAYBE
    assert resolve(unsure, schedule, [], CLOSED).keep_through == date(2027, 3, 15)


def test_two_rules_with_one_id_are_a_fault():
    with pytest.raises(ValueError, match="share the id"):
        resolve(case(), [rule("a", 7), rule("a", 8)], [], CLOSED)


def test_a_rule_needs_an_authority_and_something_to_say():
    with pytest.raises(Refused, match="authority"):
        rule("a", authority_citation="  ")
    with pytest.raises(Refused, match="how long"):
        rule("a", keep=None)


@pytest.mark.parametrize("events", [(), ("case_clsoed",), ("manual:",)])
def test_a_trigger_is_of_events_that_are_known(events):
    with pytest.raises(Refused):
        Trigger(events)


def test_facts_take_days_and_tell_each_event_once():
    with pytest.raises(TypeError):
        case(triggers={Event.CASE_CLOSED: datetime(2020, 3, 15, tzinfo=UTC)})
    for twice in ({"awaited": frozenset({"case_closed"})}, {"absent": frozenset({"case_closed"})}):
        with pytest.raises(ValueError, match="two"):
            case(**twice)


def test_facts_do_not_change_when_what_they_were_made_of_does():
    triggers = {"case_closed": CLOSED}
    known = case(triggers=triggers)
    triggers["case_closed"] = date(1950, 1, 1)
    assert known.triggers["case_closed"] == CLOSED
