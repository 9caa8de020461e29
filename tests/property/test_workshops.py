"""Group sessions: who has a place, who waits, and what may become of both."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from records.workshops import rules

BEGINS = datetime(2026, 11, 20, 14, tzinfo=UTC)
people = st.integers(0, 9)


class Session(RuleBasedStateMachine):
    """A session with few places, many who want one, and a leader who adds and takes away chairs."""

    def __init__(self) -> None:
        super().__init__()
        self.capacity, self.begun, self.turn = 3, False, 0
        self.states: dict[int, str] = {}
        self.asked: dict[int, int] = {}

    @property
    def taken(self) -> int:
        return sum(state in rules.HOLDS for state in self.states.values())

    def move_up(self) -> None:
        line = sorted((self.asked[one], one) for one, state in self.states.items() if state == "waiting")
        number = 0 if self.begun else rules.moving_up(self.capacity, self.taken, len(line))
        for _turn, one in line[:number]:
            assert rules.may_become("waiting", "registered")
            self.states[one] = "registered"

    @rule(who=people)
    def ask(self, who: int) -> None:
        state = rules.place_for(self.capacity, self.taken)
        if self.states.get(who, "off") == "off" and not (self.begun and state == "waiting"):
            self.states[who], self.asked[who], self.turn = state, self.turn, self.turn + 1

    @rule(who=people)
    def take_off(self, who: int) -> None:
        if who in self.states and rules.may_become(self.states[who], "off"):
            self.states[who] = "off"
            self.move_up()

    @rule(places=st.integers(1, 6))
    def change(self, places: int) -> None:
        if not self.begun and places >= self.taken:
            self.capacity = places
            self.move_up()

    @rule(who=people, mark=st.sampled_from(rules.MARKS))
    def mark(self, who: int, mark: str) -> None:
        before = self.states.get(who, "off")
        needs_a_place = mark in rules.HOLDS and before not in rules.HOLDS
        full = rules.place_for(self.capacity, self.taken) == "waiting"
        if rules.may_become(before, mark) and not (needs_a_place and full):
            self.begun = True
            self.states[who] = mark

    @invariant()
    def nobody_sits_without_a_chair(self) -> None:
        assert self.taken <= self.capacity

    @invariant()
    def nobody_waits_beside_a_free_chair(self) -> None:
        waits = any(state == "waiting" for state in self.states.values())
        assert self.begun or not waits or self.taken == self.capacity

    @invariant()
    def who_has_a_place_asked_before_all_who_wait(self) -> None:
        if not self.begun:
            seated = [self.asked[one] for one, state in self.states.items() if state == "registered"]
            waiting = [self.asked[one] for one, state in self.states.items() if state == "waiting"]
            assert not seated or not waiting or max(seated) < min(waiting)


TestSession = Session.TestCase


@given(st.sampled_from(rules.STATES), st.sampled_from(rules.STATES))
def test_whoever_came_is_never_taken_off(before: str, after: str) -> None:
    if before in rules.MARKS:
        assert not rules.may_become(before, after) or after in rules.MARKS
    assert not rules.may_become(before, before)


@given(st.sampled_from(("planned", "held", "called_off")), st.sampled_from(("planned", "held", "called_off")))
def test_only_what_is_planned_becomes_something_else(before: str, after: str) -> None:
    assert rules.may_go(before, after) == (before == "planned" and after != "planned")


@given(st.integers(5, 720), st.integers(-3000, 3000))
def test_attendance_begins_an_hour_before(minutes: int, after: int) -> None:
    ends = BEGINS + timedelta(minutes=minutes)
    assert rules.lasts(BEGINS, ends) == minutes
    assert rules.may_be_marked(BEGINS, BEGINS + timedelta(minutes=after)) == (after >= -60)
