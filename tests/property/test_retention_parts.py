"""Laws of parts of a file, and of what keeps an identity: a line for one thing never shortens the life of another."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from records.retention.children import CHILDREN, Child, for_children
from records.retention.dates import Period, Unit
from records.retention.groups import GROUPS, for_part
from records.retention.rules import resolve
from records.retention.schedule import Schedule
from records.retention.terms import Action, Event, Facts, RecordClass, Rule, Strength, on

CLOSED = date(2026, 3, 31)
CLASSES = (RecordClass.ANY, RecordClass.CASE_FILE, *GROUPS, *CHILDREN)


@st.composite
def rules(draw: st.DrawFn, of: tuple[RecordClass, ...] = CLASSES) -> tuple[Rule, ...]:
    drawn = draw(st.lists(st.tuples(st.sampled_from(of), st.integers(0, 4000), st.sampled_from(Strength))))
    return tuple(
        Rule(
            id=f"r{number}",
            record_class=record_class,
            trigger=on(Event.CASE_CLOSED),
            keep=Period(days, Unit.DAYS),
            action=Action.DESTROY,
            authority_citation="A",
            policy_version="v1",
            strength=strength,
        )
        for number, (record_class, days, strength) in enumerate(drawn)
    )


def file(record_class: RecordClass) -> Facts:
    return Facts(record="c1", record_class=record_class, triggers={Event.CASE_CLOSED: CLOSED})


@given(rules(), st.sampled_from(GROUPS))
def test_2_8_a_part_goes_only_by_its_own_line_and_never_before_what_binds_the_file(known, part):
    schedule = for_part(Schedule(known), part).in_force
    verdict = resolve(file(part), schedule, (), CLOSED)
    own = [one for one in known if one.record_class is part]
    if not own and verdict.governing_rule is not None:
        assert verdict.governing_rule.strength is Strength.MANDATORY
    binding = [replace(one, id=one.id) for one in known if one.strength is Strength.MANDATORY]
    of_file = resolve(file(RecordClass.CASE_FILE), binding, (), CLOSED)
    if of_file.due_on is not None and verdict.due_on is not None:
        assert verdict.due_on >= of_file.due_on


@given(rules(), rules(of=(RecordClass.ANY, RecordClass.CASE_FILE, RecordClass.DOCUMENT)))
def test_2_8_what_the_agency_chose_for_other_things_says_nothing_of_a_part(known, others):
    chosen = [replace(one, id=f"o{one.id}", strength=Strength.AGENCY) for one in others]
    part = RecordClass.EMPLOYMENT_EVIDENCE
    alone, together = (for_part(Schedule(one), part).in_force for one in (known, (*known, *chosen)))
    assert resolve(file(part), alone, (), CLOSED) == resolve(file(part), together, (), CLOSED)


@given(rules(), rules(), st.sampled_from(CHILDREN), st.integers(0, 5000))
def test_2_4_another_line_never_lets_go_what_kept_an_identity_and_time_never_takes_it_back(
    known, others, record_class, days
):
    child = Child(record_class, UUID(int=1), CLOSED, None, None)
    clocks = {str(Event.CASE_CLOSED): CLOSED}
    lines = for_children(Schedule(known))
    bound = tuple(replace(one, id=f"o{one.id}", strength=Strength.MANDATORY) for one in others)
    more = for_children(Schedule((*known, *bound)))
    on_day = CLOSED + timedelta(days=days)
    assert not child.keeps(lines, clocks, on_day) or child.keeps(more, clocks, on_day)
    assert child.keeps(lines, clocks, on_day) or not child.keeps(lines, clocks, on_day + timedelta(days=1))


@given(rules(of=CHILDREN), st.integers(0, 5000))
def test_2_2_what_goes_on_keeps_the_identity_whatever_the_day(known, days):
    waiting = Child(
        RecordClass.ACCESS_REQUEST, UUID(int=1), CLOSED, Event.REQUEST_CLOSED_ON, None, waits=True
    )
    lines = [replace(one, trigger=on(Event.REQUEST_CLOSED_ON)) for one in known]
    spoken_of = any(one.record_class is RecordClass.ACCESS_REQUEST for one in lines)
    kept = waiting.keeps(for_children(Schedule(tuple(lines))), {}, CLOSED + timedelta(days=days))
    assert kept == spoken_of
