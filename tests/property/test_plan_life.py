"""Goals and plans move only forward, and what changed between two versions is said whole, whichever they are."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from records.barriers.rules import GROUPS
from records.plans import rules
from records.plans.rules import (
    AGREED,
    GOAL_ENDED,
    IN_FORCE,
    SERVICE_TYPES,
    Difference,
    differences,
    goal_becomes,
    lights,
    may_follow,
    plan_becomes,
    seal_of,
)
from records.plans.suggestions import SUGGESTED, suggested_for
from templates.labels import LABELS

GOAL_EVENTS = ("agree", "begin", *sorted(GOAL_ENDED))
PLAN_EVENTS = ("agree", "start", "review", "go_on", "supersede", "complete", "end")
GOAL_STATES = ("proposed", "agreed", "in_progress", *sorted(GOAL_ENDED))
PLAN_STATES = ("draft", *IN_FORCE, "superseded", "completed", "ended")
values = st.none() | st.text(max_size=5)


def things(what: str, **inside: Any) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Some things of a plan, each with an id of its own."""
    one = st.fixed_dictionaries(
        {"id": st.sampled_from("abcde"), **dict.fromkeys(AGREED[what], values), **inside}
    )
    return st.lists(one, max_size=4, unique_by=lambda found: found["id"])


contents = st.fixed_dictionaries(
    {"goals": things("goal", objectives=things("objective"), interventions=things("intervention"))}
)


@given(st.lists(st.sampled_from(GOAL_EVENTS), max_size=8))
def test_a_goal_goes_forward_and_ends_once(events: list[str]) -> None:
    state = "proposed"
    for event in events:
        after = goal_becomes(state, event)
        assert after is None or state not in GOAL_ENDED
        assert after is None or GOAL_STATES.index(after) > min(GOAL_STATES.index(state), 2)
        state = after or state
    if state in ("achieved", "partly"):
        assert "agree" in events, "only what was agreed can be reached"


@given(st.lists(st.sampled_from(PLAN_EVENTS), max_size=10))
def test_a_plan_is_in_force_only_after_it_was_agreed_and_never_again_once_over(events: list[str]) -> None:
    state, was_over = "draft", False
    for event in events:
        state = plan_becomes(state, event) or state
        was_over = was_over or state in ("superseded", "completed", "ended")
        assert state in PLAN_STATES and not (was_over and state in IN_FORCE)
    assert state == "draft" or "agree" in events
    assert all(plan_becomes(state, event) for event in may_follow(state))
    assert bool(may_follow(state)) is (state in IN_FORCE)


@given(contents)
def test_nothing_differs_from_itself(content: dict[str, Any]) -> None:
    assert differences(content, content) == []


@given(contents, contents)
def test_what_came_and_what_went_change_places_with_the_direction(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    forth, back = differences(before, after), differences(after, before)

    def turned(one: Difference) -> tuple[Any, ...]:
        event = {"added": "gone", "gone": "added"}.get(one.event, one.event)
        return event, one.what, one.field, one.after, one.before

    def plain(one: Difference) -> tuple[Any, ...]:
        return one.event, one.what, one.field, one.before, one.after

    assert sorted(map(repr, map(turned, forth))) == sorted(map(repr, map(plain, back)))
    same = {one["id"] for one in before["goals"]} == {one["id"] for one in after["goals"]}
    assert same or any(one.what == "goal" and one.event != "changed" for one in forth)


@given(st.lists(st.sampled_from(sorted(SUGGESTED))), st.sets(st.sampled_from(SERVICE_TYPES)))
def test_what_is_offered_is_for_a_barrier_there_is_and_not_planned_yet(
    barriers: list[str], planned: set[str]
) -> None:
    found = suggested_for(barriers, planned)
    assert not found.keys() & planned and all(set(kinds) <= set(barriers) for kinds in found.values())
    helped = {kind for kinds in found.values() for kind in kinds}
    assert helped == {one for one in barriers if set(SUGGESTED[one]) - planned}
    assert [len(kinds) for kinds in found.values()] == sorted(map(len, found.values()), reverse=True)


def test_every_kind_of_barrier_has_something_that_may_help() -> None:
    assert set(SUGGESTED) == {kind for kinds in GROUPS.values() for kind in kinds}
    assert set(LABELS["service_why"]) == {one for types in SUGGESTED.values() for one in types}
    assert set(LABELS["service_why"]) <= set(SERVICE_TYPES)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-40, 40))
def test_a_review_is_due_from_a_week_before_its_day(on: date, days: int) -> None:
    assert rules.is_due(on, on + timedelta(days=days)) is (days >= -7)


@given(st.fixed_dictionaries(dict.fromkeys(AGREED["goal"], values)), st.booleans())
def test_filling_in_never_puts_out_a_light(goal: dict[str, Any], has_steps: bool) -> None:
    now = lights(goal, has_steps=has_steps)
    full = {name: value or "something" for name, value in goal.items()}
    full["wording"] = f"{goal['wording'] or ''} in four words and more"
    assert all(lights(full, has_steps=True).values())
    assert all(lights(full, has_steps=True)[light] >= shines for light, shines in now.items())


@given(contents, contents)
def test_the_seal_is_of_what_is_said_and_of_the_key(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (seal_of(b"key", one) == seal_of(b"key", other)) is (one == other)
    assert seal_of(b"key", one) != seal_of(b"another", one)
