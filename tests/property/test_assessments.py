"""Scales and their answers: only what can be answered and compared is kept, and what is said of a change is true."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.assessments.rules import (
    Taken,
    bands_of,
    change,
    coded,
    compared,
    due_after,
    expect_measurable,
    is_due,
    kept_scores,
    low_scales,
)
from records.assessments.values import Band, Scale, scales_of
from records.assessments.wordings import STARTERS
from templates.trends import BOTTOM, LEFT, RIGHT, TOP, WIDTH, trend
from tenants.errors import Refused

CODES = ["hope", "trust", "sleep"]


@st.composite
def scales(draw: Any) -> Scale:
    """A scale that can be used."""
    low, step, steps = draw(st.integers(-20, 20)), draw(st.integers(1, 5)), draw(st.integers(1, 12))
    mark = draw(st.none() | st.integers(0, steps).map(lambda number: low + number * step))
    better = draw(st.sampled_from(["up", "down"]))
    return Scale(draw(st.sampled_from(CODES)), "Name", "Nom", low, low + steps * step, step, better, mark)


def answers(scale: Scale) -> st.SearchStrategy[int | None]:
    """An answer on the scale, or none."""
    return st.none() | st.sampled_from(range(scale.low, scale.high + 1, scale.step))


sets = st.lists(scales(), min_size=1, max_size=3, unique_by=lambda scale: scale.code)


@st.composite
def runs(draw: Any) -> list[Taken]:
    """Runs over time, some of another version of the same instrument."""
    versions = [draw(sets), draw(sets)]
    found, day = [], date(2026, 1, 1)
    for _number in range(draw(st.integers(1, 6))):
        measures, day = draw(st.sampled_from(versions)), day + timedelta(days=draw(st.integers(0, 90)))
        found.append(Taken(day, {one.code: draw(answers(one)) for one in measures}, measures))
    return found


@given(sets)
def test_what_can_be_measured_is_kept_and_read_as_it_was(found: list[Scale]) -> None:
    expect_measurable(dict(enumerate(found, 1)), alliance=False)
    assert scales_of([asdict(one) for one in found]) == tuple(found)


@given(scales(), st.integers(-30, 100))
def test_a_score_is_kept_only_when_it_lies_on_its_scale(scale: Scale, score: int) -> None:
    if score in range(scale.low, scale.high + 1, scale.step):
        assert kept_scores([scale], {scale.code: score, "other": 1}) == {scale.code: score}
    else:
        with pytest.raises(Refused) as refused:
            kept_scores([scale], {scale.code: score})
        assert refused.value.field == f"score_{scale.code}"


@given(sets)
def test_a_run_in_which_nothing_was_answered_is_no_run(found: list[Scale]) -> None:
    with pytest.raises(Refused):
        kept_scores(found, {})


@given(runs())
def test_a_change_is_said_only_between_answers_measured_alike(found: list[Taken]) -> None:
    for line in compared(found):
        alike = [any(line.scale.measures_as(one) for one in run.scales) for run in found]
        assert line.differs == (not all(alike))
        for score, same, run in zip(line.scores, alike, found, strict=True):
            assert score == (run.scores.get(line.scale.code) if same else None)
        earlier = [score for score in line.scores[:-1] if score is not None]
        assert (
            (line.since_last is None)
            == (line.scores[-1] is None or not earlier)
            == (line.since_first is None)
        )
        if line.since_last and line.since_first:
            assert line.since_last == change(line.scale.better, earlier[-1], line.scores[-1] or 0)
            assert line.since_first.by == (line.scores[-1] or 0) - earlier[0]


@given(scales(), st.integers(-9, 9), st.integers(-9, 9))
def test_better_is_what_the_scale_says_and_the_way_back_is_worse(
    scale: Scale, before: int, after: int
) -> None:
    there, back = change(scale.better, before, after), change(scale.better, after, before)
    opposite = {"better": "worse", "worse": "better", "same": "same"}
    assert back.way == opposite[there.way] and there.by == -back.by
    turned = "down" if scale.better == "up" else "up"
    assert change(turned, before, after).way == back.way


@given(scales(), st.data())
def test_what_is_worse_than_a_low_answer_is_low_too(scale: Scale, data: st.DataObject) -> None:
    on_it = st.sampled_from(range(scale.low, scale.high + 1, scale.step))
    score, other = data.draw(on_it), data.draw(on_it)
    if scale.is_low(score) and change(scale.better, score, other).way in ("worse", "same"):
        assert scale.is_low(other) and low_scales([scale], {scale.code: other}) == [scale]
    assert scale.mark is None or scale.is_low(scale.mark)
    assert not scale.is_low(None) and not replace(scale, mark=None).is_low(score)


@given(sets, st.lists(st.text(max_size=20), max_size=4))
def test_codes_stay_with_their_places_and_none_comes_back(before: list[Scale], words: list[str]) -> None:
    places = {place: replace(one, code="") for place, one in enumerate(before, 1)}
    places |= {len(before) + number: Scale("", en, "x") for number, en in enumerate(words, 1)}
    first = places.pop(1)
    found = coded(places, before, {*CODES, "scale"})
    assert [one.code for one in found][: len(before) - 1] == [one.code for one in before[1:]]
    fresh = [one.code for one in found[len(before) - 1 :]]
    assert first.code == "" and not {*CODES, "scale"} & set(fresh) and len(fresh) == len(set(fresh))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"high": 0}, "high"),
        ({"step": 3}, "step"),
        ({"step": 0}, "step"),
        ({"mark": 11}, "mark"),
        ({"fr": ""}, "en"),
        ({"bands": (Band(11, "a", "b"),)}, "bands"),
        ({"bands": (Band(1, "a", "b"), Band(1, "c", "d"))}, "bands"),
    ],
)
def test_a_scale_that_nobody_could_answer_is_refused(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        expect_measurable({4: replace(Scale("", "Name", "Nom"), **wrong)}, alliance=False)
    assert refused.value.field == f"scale_4_{field}"


def test_a_rating_of_the_work_together_needs_a_low_mark_and_an_instrument_a_scale() -> None:
    for places, alliance in (({1: Scale("", "Name", "Nom")}, True), ({}, False)):
        with pytest.raises(Refused):
            expect_measurable(places, alliance=alliance)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.none() | st.integers(1, 260))
def test_what_is_asked_again_is_due_from_its_day(on: date, weeks: int | None) -> None:
    due = due_after(on, weeks)
    assert (due is None) == (weeks is None)
    if due is not None:
        assert (
            is_due(due, due)
            and not is_due(due, due - timedelta(days=1))
            and (due - on).days == 7 * (weeks or 0)
        )


@given(st.text(max_size=60))
def test_bands_are_read_or_refused_on_their_field(text: str) -> None:
    try:
        found = bands_of(text, field="scale_1_bands")
    except Refused as refusal:
        assert refusal.field == "scale_1_bands"
    else:
        lines = "\n".join(f"{one.start} | {one.en} | {one.fr}" for one in found)
        assert bands_of(lines, field="") == found


@pytest.mark.parametrize("code", sorted(STARTERS))
def test_what_an_agency_begins_with_can_be_asked_in_both_languages(code: str) -> None:
    starter = STARTERS[code]
    found = scales_of(starter["scales"])
    expect_measurable(dict(enumerate(found, 1)), alliance=starter["alliance"])
    assert all(one.question("fr") != one.question("en") and one.code for one in found)


@given(runs())
def test_a_picture_stays_in_its_frame_and_says_the_newest_number(found: list[Taken]) -> None:
    for line in compared(found):
        scale = line.scale
        drawn = trend([one.on for one in found], line.scores, low=scale.low, high=scale.high, mark=scale.mark)
        assert [point.value for point in drawn.points] == [
            score for score in line.scores if score is not None
        ]
        for point in drawn.points:
            assert LEFT <= point.x <= WIDTH - RIGHT and TOP <= point.y <= BOTTOM
        assert not drawn.points or drawn.points[-1].is_said
        assert sum(len(corners.split()) for corners in drawn.stretches) <= len(drawn.points)
