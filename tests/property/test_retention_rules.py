"""The laws of the resolver, over generated facts, rules and holds."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from records.retention.dates import Cutoff, CutoffKind, Period, Unit, counted_from, end
from records.retention.deciding import Deciders
from records.retention.rules import basis_hash, resolve, specificity
from records.retention.sentences import explain, in_english
from records.retention.terms import (
    Action,
    Facts,
    Hold,
    HoldKind,
    Join,
    RecordClass,
    Rule,
    Selector,
    Strength,
    Trigger,
)
from records.retention.verdict import Brief, Obstacle, Part, State

EVENTS = ("case_closed", "last_service_on", "client_majority", "agreement_ended", "manual:moved away")
CLASSES = (RecordClass.ANY, RecordClass.DOCUMENT, RecordClass.EMPLOYMENT_EVIDENCE)
NEAR = st.dates(date(1995, 1, 1), date(2035, 12, 31))
DAYS = st.dates(date(1995, 1, 1), date(2090, 12, 31))
PERIODS = st.builds(Period, st.integers(0, 30), st.sampled_from([Unit.YEARS, Unit.MONTHS]))
CUTOFFS = st.builds(Cutoff, st.sampled_from(CutoffKind))
TRIGGERS = st.builds(
    Trigger, st.lists(st.sampled_from(EVENTS), min_size=1, max_size=3).map(tuple), st.sampled_from(Join)
)
# Plain selectors come first and often, so that most schedules say something about most records.
SELECTORS = st.one_of(
    *(
        st.just(one)
        for one in (
            Selector(),
            Selector(program="p1"),
            Selector(minor_at_closure=True),
            Selector(record="r1"),
        )
    ),
    st.just(Selector(program="p1", funder_agreement="f1")),
    st.builds(
        Selector,
        record=st.sampled_from([None, None, "r1", "r2"]),
        program=st.sampled_from([None, "p1", "p2"]),
        funder_agreement=st.sampled_from([None, "f1"]),
        jurisdiction=st.sampled_from([None, "ON"]),
        minor_at_closure=st.sampled_from([None, None, True]),
        tags=st.sampled_from([frozenset[str](), frozenset[str](), frozenset({"keep"})]),
    ),
)
HOLDS = st.lists(
    st.builds(Hold, st.uuids().map(str), st.sampled_from(HoldKind), DAYS),
    max_size=3,
    unique_by=lambda hold: hold.id,
)


@st.composite
def rules(draw, **fixed):
    keep = None if draw(st.integers(0, 4)) == 4 else draw(PERIODS)
    within = draw(PERIODS if keep is None else st.none() | PERIODS)
    values = {
        "id": str(draw(st.uuids())),
        "record_class": draw(st.sampled_from(CLASSES)),
        "selector": draw(SELECTORS),
        "trigger": draw(TRIGGERS),
        "cutoff": draw(CUTOFFS),
        "keep": keep,
        "destroy_within": within,
        "action": draw(st.sampled_from(Action)),
        "strength": draw(st.sampled_from(Strength)),
        "authority_citation": draw(st.sampled_from(["Agreement 12", "Act, s. 6", "50% of %(what)s"])),
        "policy_version": "v1",
    }
    return Rule(**(values | fixed))


@st.composite
def facts(draw, *, is_known=None):
    is_known = draw(st.booleans()) if is_known is None else is_known
    stories = ["date"] if is_known else ["date", "date", "date", "none", "missing", "awaited", "absent"]
    told = {event: draw(st.sampled_from(stories)) for event in EVENTS}
    few = st.frozensets(st.sampled_from(["a", "b"]), max_size=1 if not is_known else 0)
    attributes = {
        "program": draw(st.sampled_from(["p1", frozenset({"p1", "p2"}), None if not is_known else "p1"])),
        "jurisdiction": draw(st.sampled_from(["ON", "QC"])),
        "minor_at_closure": draw(st.sampled_from([True, False, None])),
        "tags": draw(st.sampled_from([frozenset[str](), frozenset({"keep", "other"})])),
    }
    if draw(st.booleans()):
        attributes["funder_agreement"] = "f1"
    return Facts(
        record="r1",
        record_class=draw(
            st.sampled_from(
                [RecordClass.EMPLOYMENT_EVIDENCE, RecordClass.EMPLOYMENT_EVIDENCE, RecordClass.CASE_FILE]
            )
        ),
        triggers={
            event: draw(NEAR) if story == "date" else None
            for event, story in told.items()
            if story in ("date", "none")
        },
        awaited=frozenset(event for event, story in told.items() if story == "awaited"),
        absent=frozenset(event for event, story in told.items() if story == "absent"),
        attributes=attributes,
        children_not_due=draw(few),
        unpaid_obligations=draw(few),
        unknowns=draw(few),
    )


SCHEDULES = st.lists(rules(), min_size=1, max_size=6, unique_by=lambda rule: rule.id)
NEVER = date.max


def due(verdict):
    return verdict.due_on or NEVER


@given(facts(), SCHEDULES, rules(keep=Period(3), strength=Strength.MANDATORY), HOLDS, DAYS)
def test_a_mandatory_floor_never_makes_anything_due_earlier(known, schedule, floor, holds, as_of):
    before = resolve(known, schedule, holds, as_of)
    after = resolve(known, [*schedule, floor], holds, as_of)
    assert before.state is State.UNSCHEDULED or due(after) >= due(before)


@given(facts(), SCHEDULES, rules(keep=Period(3)), HOLDS, DAYS)
def test_any_floor_makes_due_earlier_only_by_being_more_specific_and_never_under_what_binds(
    known, schedule, floor, holds, as_of
):
    before = resolve(known, schedule, holds, as_of)
    after = resolve(known, [*schedule, floor], holds, as_of)
    if before.state is State.UNSCHEDULED or due(after) >= due(before):
        return
    contest = [
        one.rule for one in before.considered if one.rule.strength is Strength.AGENCY and one.rule.keep
    ]
    assert floor.strength is Strength.AGENCY
    assert not floor.selector.only_lengthens
    assert any(specificity(floor) > specificity(rule) for rule in contest)
    binding = resolve(known, [r for r in schedule if r.strength is Strength.MANDATORY], holds, as_of)
    assert binding.state is State.UNSCHEDULED or due(after) >= due(binding)


@given(facts(), SCHEDULES, HOLDS, st.builds(Hold, st.just("new"), st.sampled_from(HoldKind), DAYS), DAYS)
def test_a_hold_never_makes_anything_eligible_and_moves_no_date(known, schedule, holds, hold, as_of):
    before, after = resolve(known, schedule, holds, as_of), resolve(known, schedule, [*holds, hold], as_of)
    assert not after.eligible
    assert (after.keep_through, after.must_by) == (before.keep_through, before.must_by)


@given(facts(), SCHEDULES, HOLDS, DAYS, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(known, schedule, holds, as_of, chance):
    rules_again, holds_again = [*schedule, *schedule], [*holds, *holds]
    chance.shuffle(rules_again)
    chance.shuffle(holds_again)
    assert resolve(known, schedule, holds, as_of) == resolve(known, rules_again, holds_again, as_of)


@given(facts(), SCHEDULES, HOLDS, DAYS, st.integers(0, 40_000))
def test_time_only_moves_a_record_towards_its_date(known, schedule, holds, as_of, later):
    first = resolve(known, schedule, holds, as_of)
    then = resolve(known, schedule, holds, as_of + timedelta(days=later))
    assert then.eligible or not first.eligible
    assert replace(then, state=first.state, as_of=first.as_of) == first
    assert then.overdue or not first.overdue


@given(facts(), SCHEDULES, DAYS)
def test_eligible_begins_on_the_due_day_and_not_a_day_sooner(known, schedule, as_of):
    verdict = resolve(known, schedule, [], as_of)
    if verdict.due_on is None or verdict.blocked_by:
        assert not verdict.eligible
        return
    assert not resolve(known, schedule, [], verdict.due_on - timedelta(days=1)).eligible
    assert resolve(known, schedule, [], verdict.due_on).eligible


@given(facts(is_known=True), SCHEDULES, DAYS)
def test_what_is_eligible_has_outlived_every_floor_that_counts(known, schedule, as_of):
    verdict = resolve(known, schedule, [], as_of)
    assert not verdict.eligible or verdict.governing is not None
    for one in verdict.considered if verdict.eligible else ():
        if one.part in (Part.GOVERNS, Part.FLOOR):
            start = counted_from(known.triggers[one.event], one.rule.cutoff)
            assert as_of > end(start, one.rule.keep) >= end(known.triggers[one.event], one.rule.keep)
            assert not one.missing


@given(facts(), SCHEDULES, HOLDS, DAYS, st.sampled_from(EVENTS), st.sampled_from([None, date(1900, 1, 1)]))
def test_a_date_nobody_knows_never_makes_anything_eligible_sooner(known, schedule, holds, as_of, event, lost):
    before = resolve(known, schedule, holds, as_of)
    less = replace(
        known,
        triggers={**known.triggers, event: lost},
        awaited=known.awaited - {event},
        absent=known.absent - {event},
    )
    after = resolve(less, schedule, holds, as_of)
    needed = [
        one
        for one in after.considered
        if one.part in (Part.GOVERNS, Part.FLOOR) and event in one.rule.trigger.events
    ]
    if needed:
        assert after.keep_through is None
        assert after.state is State.BLOCKED
        assert event in {one.code for one in after.blocked_by if one.obstacle is Obstacle.DATE_UNKNOWN}
    else:
        assert after.keep_through == before.keep_through


@given(facts(), SCHEDULES, DAYS)
def test_the_latest_of_several_is_unknown_when_one_is(known, schedule, as_of):
    for one in resolve(known, schedule, [], as_of).considered:
        dated = {
            name: known.triggers.get(name) for name in one.rule.trigger.events if name not in known.absent
        }
        if one.rule.trigger.join is Join.LATEST_OF and not all(dated.values()):
            assert one.event is None
            assert one.keep_through is None
        elif one.event is not None:
            pick = max if one.rule.trigger.join is Join.LATEST_OF else min
            assert one.event_on == pick(day for day in dated.values() if day)


@given(facts(), SCHEDULES, HOLDS, DAYS)
def test_learning_an_attribute_never_makes_anything_due_later(known, schedule, holds, as_of):
    guessed = resolve(known, schedule, holds, as_of)
    for name in [name for name, value in known.attributes.items() if value is None]:
        for value in ("p1", "p2") if name == "program" else (True, False):
            told = resolve(
                replace(known, attributes={**known.attributes, name: value}), schedule, holds, as_of
            )
            assert told.state is State.UNSCHEDULED or due(told) <= due(guessed)


@given(facts(), SCHEDULES, DAYS)
def test_a_ceiling_never_moves_the_date_and_a_conflict_says_who_disagrees(known, schedule, as_of):
    verdict = resolve(known, schedule, [], as_of)
    floors_only = [replace(rule, destroy_within=None) for rule in schedule if rule.keep]
    assert resolve(known, floors_only, [], as_of).keep_through == verdict.keep_through
    impossible = bool(verdict.must_by and verdict.due_on and verdict.must_by < verdict.due_on)
    assert (verdict.conflict is not None) == impossible
    if verdict.conflict:
        assert verdict.conflict.floor == verdict.governing_rule
        assert verdict.conflict.ceiling.destroy_within is not None


@given(
    facts(is_known=True),
    st.lists(rules(trigger=Trigger(("case_closed",)), cutoff=Cutoff(), keep=Period(7)), min_size=2),
)
def test_a_tie_goes_to_the_least_destructive(known, schedule):
    verdict = resolve(known, schedule, [], date(2100, 1, 1))
    counted = [one.rule for one in verdict.considered if one.part in (Part.GOVERNS, Part.FLOOR)]
    assert (
        [verdict.action] == [min((rule.action for rule in counted), key=list(Action).index)]
        if counted
        else True
    )


@given(facts(), SCHEDULES, HOLDS, DAYS)
def test_the_words_say_the_dates_of_the_verdict(known, schedule, holds, as_of):
    verdict = resolve(known, schedule, holds, as_of)
    told = explain(verdict)
    assert told.sentence.values.get("keep_through") == verdict.keep_through
    assert told.sentence.values.get("due_on") == verdict.due_on
    words = in_english(told.sentence)
    if verdict.keep_through:
        assert str(verdict.keep_through) in words
        assert str(verdict.due_on) in words
        assert verdict.governing_rule.authority_citation in words
    assert len(told.remarks) == len(verdict.blocked_by) + bool(verdict.conflict) + verdict.overdue
    assert all(in_english(line) for line in (*told.remarks, *told.others))


@given(facts(), SCHEDULES, HOLDS, DAYS, DAYS)
def test_the_basis_is_the_same_for_the_same_input_on_any_day(known, schedule, holds, as_of, later):
    twin = replace(known, triggers=dict(reversed(known.triggers.items())))
    basis = basis_hash(known, schedule, holds)
    assert basis == basis_hash(twin, schedule[::-1], holds[::-1])
    assert basis == resolve(known, schedule, holds, as_of).basis_hash
    assert basis == resolve(known, schedule, holds, later).basis_hash


@given(facts(), facts(), SCHEDULES, SCHEDULES, HOLDS, HOLDS)
def test_the_basis_differs_whenever_an_input_does(one, other, schedule, others, holds, other_holds):
    def normal(items):
        return sorted(items, key=lambda item: item.id)

    basis = basis_hash(one, schedule, holds)
    assert (basis == basis_hash(other, schedule, holds)) == (one == other)
    assert (basis == basis_hash(one, others, holds)) == (normal(schedule) == normal(others))
    assert (basis == basis_hash(one, schedule, other_holds)) == (normal(holds) == normal(other_holds))


@given(facts(), rules(), st.data())
def test_every_field_of_facts_rule_and_hold_is_in_the_basis(known, rule, data):
    changes = {
        "record": "r9", "record_class": RecordClass.INCIDENT, "triggers": {"created_on": date(2001, 2, 3)},
        "awaited": frozenset({"tenant_closed_on"}), "absent": frozenset({"program_ended"}),
        "attributes": {"program": "p9"}, "children_not_due": frozenset({"c9"}),
        "unpaid_obligations": frozenset({"o9"}), "unknowns": frozenset({"u9"}), "row_version": 9,
    }  # fmt: skip
    name = data.draw(st.sampled_from(sorted(changes)))
    bare = Facts(record="r1", record_class=RecordClass.CASE_FILE)
    assert basis_hash(bare, [rule], []) != basis_hash(replace(bare, **{name: changes[name]}), [rule], [])
    reworded = replace(rule, authority_citation="Another")
    assert basis_hash(known, [rule], []) != basis_hash(known, [reworded], [])
    hold = Hold("h", HoldKind.COMPLAINT, date(2026, 1, 1))
    assert basis_hash(known, [rule], [hold]) != basis_hash(
        known, [rule], [replace(hold, since=date(2026, 1, 2))]
    )


@given(st.lists(facts(), min_size=1, max_size=4), SCHEDULES, SCHEDULES, HOLDS, DAYS)
def test_what_is_decided_for_very_many_is_what_the_resolver_decides_for_each(
    many, schedule, another, holds, as_of
):
    several = [schedule, another, [*schedule[::-1], *schedule], []]
    decide = Deciders(several)
    for known in (*many, *many):
        told = [resolve(known, rules, holds, as_of) for rules in several]
        assert decide(known, as_of, is_held=bool(holds)) == [
            Brief(
                one.state,
                one.due_on,
                one.must_by,
                one.governing_rule and one.governing_rule.id,
                one.action,
                bool(holds),
            )
            for one in told
        ]
