"""When a consent is in force, what may become of it, and that nothing leaves without one that covers it."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.consents.rules import (
    SCOPES,
    becomes,
    difficulty,
    fits,
    in_force,
    last_day,
    of_age_on,
    scope_on,
    state_on,
    strokes_of,
)
from records.consents.wordings import SHIPPED
from records.disclosures.rules import Permission, Sending, refusal
from records.retention.dates import AGE_OF_MAJORITY, majority_on
from templates.labels import LABELS
from tenants.errors import Refused

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
maybe = st.none() | days
STATES = ["draft", "offered", "given", "withdrawn", "refused", "superseded"]
EVENTS = ["offer", "give", "refuse", "withdraw", "supersede"]
states = st.sampled_from(STATES)


@given(states, days, maybe, days)
def test_only_what_was_given_is_ever_in_force(
    state: str, given_on: date, expires_on: date | None, on: date
) -> None:
    if in_force(state, given_on, expires_on, on):
        assert state == "given"
        assert given_on <= on
        assert expires_on is None or on <= expires_on


@given(days, st.integers(0, 4000))
def test_it_holds_on_its_first_and_its_last_day_and_on_every_day_between(given_on: date, length: int) -> None:
    last = given_on + timedelta(days=length)
    assert in_force("given", given_on, last, given_on)
    assert in_force("given", given_on, last, last)
    assert in_force("given", given_on, last, given_on + timedelta(days=length // 2))
    assert not in_force("given", given_on, last, last + timedelta(days=1))
    assert not in_force("given", given_on, last, given_on - timedelta(days=1))


@given(days, maybe, days, days)
def test_it_does_not_come_and_go(given_on: date, expires_on: date | None, one: date, other: date) -> None:
    first, last = sorted((one, other))
    if in_force("given", given_on, expires_on, first) and in_force("given", given_on, expires_on, last):
        middle = first + (last - first) / 2
        assert in_force("given", given_on, expires_on, middle)


@given(states, days, maybe, days)
def test_what_is_shown_agrees_with_what_holds(
    state: str, given_on: date, last_on: date | None, on: date
) -> None:
    shown = state_on(state, given_on, last_on, on)
    assert shown in LABELS["consent_state"]
    if on >= given_on:
        assert (shown in ("given", "expiring")) == in_force(state, given_on, last_on, on)


@given(st.lists(st.sampled_from(EVENTS)))
def test_an_end_is_final_and_nothing_is_withdrawn_that_was_not_given(events: list[str]) -> None:
    state, past = "draft", ["draft"]
    for event in events:
        state = becomes(state, event) or state
        past.append(state)
    for ended in ("withdrawn", "refused", "superseded"):
        if ended in past:
            assert set(past[past.index(ended) :]) == {ended}
    assert "withdrawn" not in past or "given" in past


@given(days, st.sampled_from(sorted(AGE_OF_MAJORITY)), maybe)
def test_a_guardian_speaks_only_until_the_client_comes_of_age(
    born: date, province: str, expires_on: date | None
) -> None:
    grown = majority_on(born, AGE_OF_MAJORITY[province])
    assert of_age_on(born, province) == grown
    last = last_day("guardian", expires_on, born, province)
    assert last is not None and last < grown
    assert expires_on is None or last <= expires_on
    assert last_day("client", expires_on, born, province) == expires_on
    assert last_day("guardian", expires_on, None, province) == expires_on


CATEGORIES = SCOPES["release"]
subsets = st.frozensets(st.sampled_from(CATEGORIES))
permissions = st.builds(
    Permission,
    kind=st.sampled_from(["release", "service"]),
    state=states,
    given_on=maybe,
    last_on=maybe,
    ended_on=maybe,
    recipient=st.sampled_from([b"college", b"clinic", None]),
    scope=subsets,
    purpose=st.sampled_from(["job", "training", None]),
    direction=st.sampled_from(["send", "receive", "both", None]),
    single_use=st.booleans(),
    used=st.booleans(),
)
sendings = st.builds(
    Sending,
    recipient=st.sampled_from([b"college", b"clinic"]),
    categories=subsets,
    purpose=st.sampled_from(["job", "training"]),
    on=days,
)


@given(permissions, sendings)
def test_what_is_not_named_does_not_leave(permission: Permission, sending: Sending) -> None:
    fault = refusal(permission, sending)
    covered = (
        permission.kind == "release"
        and in_force(
            permission.state,
            permission.given_on,
            permission.last_on,
            sending.on,
            ended_on=permission.ended_on,
        )
        and permission.recipient == sending.recipient
        and bool(sending.categories)
        and sending.categories <= permission.scope
        and permission.purpose == sending.purpose
        and permission.direction in ("send", "both")
        and not (permission.single_use and permission.used)
    )
    assert (fault is None) == covered


@given(
    days,
    subsets.filter(bool),
    st.booleans(),
    st.lists(
        st.sampled_from([*EVENTS, "narrow"]) | st.integers(1, 400) | st.tuples(st.integers(0, 500)),
        max_size=30,
    ),
)
def test_no_course_of_events_lets_something_out_that_was_not_agreed_to_on_that_day(
    start: date, scope: frozenset[str], single_use: bool, course: list[str | int | tuple[int]]
) -> None:
    """The client's side of the story is told apart: what they agreed to, from when, for how long, and when they took
    it back, all or in part. A number lets days pass; a number in brackets is something sent so many days ago."""
    now, given, ended, sent = start, date.max, date.max, 0
    covered = [(start, scope)]
    kept, taken_back = sorted(scope), dict[str, str]()
    held = Permission(
        kind="release",
        state="draft",
        given_on=None,
        last_on=start + timedelta(days=365),
        ended_on=None,
        recipient=b"college",
        scope=scope,
        purpose="training",
        direction="send",
        single_use=single_use,
        used=False,
    )
    for step in course:
        if isinstance(step, int):
            now += timedelta(days=step)
        elif step == "narrow" and held.state == "given" and len(kept) > 1:
            taken_back[kept.pop()] = now.isoformat()
            covered.append((now, frozenset(kept)))
        elif isinstance(step, tuple):
            on = now - timedelta(days=step[0])
            held = replace(held, scope=scope_on(kept, taken_back, on))
            if refusal(held, Sending(b"college", scope, "training", on)) is None:
                assert given <= on < ended and on <= start + timedelta(days=365)
                assert [items for day, items in covered if day <= on][-1] == scope
                sent += 1
                assert sent == 1 or not single_use
                held = replace(held, used=True)
        elif (state := becomes(held.state, step)) is not None:
            if state == "given":
                given, held = now, replace(held, given_on=now)
            elif given <= now:
                ended, held = now, replace(held, ended_on=now)
            held = replace(held, state=state)


@given(st.lists(st.lists(st.tuples(st.integers(0, 600), st.integers(0, 200)), max_size=20), max_size=20))
def test_what_a_hand_drew_is_kept(drawn: list[list[tuple[int, int]]]) -> None:
    assert strokes_of(json.dumps(drawn)) == drawn


@pytest.mark.parametrize(
    "wrong",
    ["{", "[[[1]]]", "[[[601,1]]]", "[[[-1,1]]]", '[[["M0",1]]]', "[[[true,1]]]", "[[[1.5,1]]]", "7", "[7]",
     "[" * 40_000, json.dumps([[[1, 1]] * 5001])],
)  # fmt: skip
def test_what_no_hand_drew_is_refused(wrong: str) -> None:
    with pytest.raises(Refused):
        strokes_of(wrong)


def test_every_kind_has_words_in_both_languages_and_says_what_a_refusal_means() -> None:
    assert set(SHIPPED) == set(LABELS["consent_kind"]) == set(LABELS["without_consent"])
    assert {item for items in SCOPES.values() for item in items} == set(LABELS["consent_item"])
    assert set(SCOPES["release"]) == set(LABELS["data_category"])
    assert all(set(wording.words) == {"en", "fr"} for wording in SHIPPED.values())
    assert not fits("service", ["photo"]) and fits("media", ["photo"])


def test_longer_words_and_sentences_read_harder() -> None:
    easy = "We keep notes. They help you. You may say no."
    assert difficulty("") == 0
    assert (
        difficulty(easy)
        < 40
        < difficulty(
            "Notwithstanding the aforementioned authorization, information concerning individuals receiving services"
            " remains confidential pursuant to applicable provincial legislation governing personal information."
        )
    )
