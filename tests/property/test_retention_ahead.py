"""What another schedule would change and what the next months bring: every file is counted once, and nothing is made up."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from records.retention.briefs import Briefed
from records.retention.changes import Turn, differences, loosens, shortens
from records.retention.dates import Period
from records.retention.forecast import Beyond, next_months, outlook, place_of
from records.retention.impact import Move, compare
from records.retention.rules import resolve
from records.retention.schedule import Line, as_rule
from records.retention.sums import sum_of
from records.retention.terms import Strength
from records.retention.verdict import Brief, State
from tests.property.test_retention_rules import HOLDS, SCHEDULES, facts, rules

NOW = st.dates(date(2015, 1, 1), date(2035, 1, 1))
FILES = st.lists(st.tuples(facts(), HOLDS), min_size=1, max_size=3)


def brief(known, schedule, holds, as_of):
    found = resolve(known, schedule, holds, as_of)
    rule = found.governing_rule
    return Brief(found.state, found.due_on, found.must_by, rule and rule.id, found.action, bool(holds))


def briefed(files, before, after, as_of):
    return [
        Briefed(
            UUID(int=at),
            UUID(int=at),
            f"K-{at}",
            tuple(brief(known, schedule, holds, as_of) for schedule in (before, after)),
        )
        for at, (known, holds) in enumerate(files)
    ]


@settings(max_examples=40)
@given(FILES, SCHEDULES, SCHEDULES, NOW)
def test_every_file_makes_one_move_and_no_change_moves_none(files, before, after, as_of):
    both = briefed(files, before, after, as_of)
    impact = compare(both, as_of=as_of)
    assert impact.files == sum(impact.moves.values()) == len(files)
    assert impact.held == sum(bool(holds) for _known, holds in files)
    assert sum(count for _day, count in impact.nearest) <= len(files)
    assert all(day > as_of for day, _count in impact.nearest)
    still = compare(briefed(files, after, after, as_of), as_of=as_of)
    assert (still.moves[Move.SAME], still.newly_due, still.acts_otherwise) == (len(files), 0, 0)
    back = compare(briefed(files, after, before, as_of), as_of=as_of)
    assert (back.moves[Move.EARLIER], back.moves[Move.DATED]) == (
        impact.moves[Move.LATER],
        impact.moves[Move.UNDATED],
    )


@settings(max_examples=40)
@given(FILES, SCHEDULES, rules(keep=Period(3), strength=Strength.MANDATORY), NOW)
def test_2_4_adding_a_floor_that_binds_makes_no_file_earlier_and_none_newly_due(
    files, schedule, floor, as_of
):
    ruled = [one for one in files if resolve(one[0], schedule, one[1], as_of).state is not State.UNSCHEDULED]
    impact = compare(briefed(ruled, schedule, [*schedule, floor], as_of), as_of=as_of)
    assert (impact.moves[Move.EARLIER], impact.moves[Move.DATED], impact.newly_due) == (0, 0, 0)
    known = {one.id: one.id for one in schedule}
    assert not shortens(schedule, [*schedule, floor], known)


@settings(max_examples=40)
@given(FILES, SCHEDULES, NOW)
def test_the_forecast_puts_every_file_in_one_place_and_names_the_worker_s_own_day(files, schedule, as_of):
    found = [brief(known, schedule, holds, as_of) for known, holds in files]
    seen, months = outlook(found, as_of=as_of), next_months(as_of)
    assert len(months) == 24 and len(set(months)) == 24 and months[0] == f"{as_of:%Y-%m}"
    assert seen.files == sum(seen.by_state.values()) == len(files)
    places = Counter(place_of(one, months, as_of) for one in found)
    assert {place: seen.total(place) for place in places} == places
    assert seen.at(Beyond.NOW).due == seen.by_state[State.DUE], "what is due already is what may go today"
    later = as_of + timedelta(days=31)
    for one, (known, holds) in zip(found, files, strict=True):
        then = brief(known, schedule, holds, later)
        assert then.due_on == one.due_on, "the forecast is of dates, and a day that passes changes none"


@settings(max_examples=40)
@given(SCHEDULES, rules(strength=Strength.MANDATORY))
def test_what_a_version_changed_is_told_line_by_line(schedule, binding):
    before = [*schedule, binding]
    origin = {one.id: one.id for one in before}
    assert differences(before, before, origin) == ()
    without = [one for one in before if one is not binding]
    assert [one.turn for one in differences(before, without, origin)] == [Turn.REMOVED]
    assert [one.turn for one in differences(without, before, {one.id: one.id for one in without})] == [
        Turn.ADDED
    ]
    assert loosens(binding, None) and not loosens(binding, binding)
    if binding.keep is not None and binding.keep.amount:
        fields = ("record_class", "trigger", "selector", "cutoff", "destroy_within", "action", "strength")
        line = Line(**{name: getattr(binding, name) for name in fields}, keep=Period(0, binding.keep.unit))
        shorter = as_rule(line, rule_id=binding.id, version="v2", citation=binding.authority_citation)
        (found,) = differences(before, [*without, shorter], origin)
        assert (found.turn, loosens(binding, shorter), loosens(shorter, binding)) == (
            Turn.SHORTER,
            True,
            False,
        )


@settings(max_examples=40)
@given(facts(), SCHEDULES, HOLDS, NOW)
def test_p8_the_sum_ends_on_the_day_the_worker_goes_by(known, schedule, holds, as_of):
    found = resolve(known, schedule, holds, as_of)
    steps = sum_of(found)
    assert bool(steps) == (found.due_on is not None)
    if steps:
        *_others, last, due, _rests = steps
        assert (last.values["day"], due.values["day"]) == (found.keep_through, found.due_on)
