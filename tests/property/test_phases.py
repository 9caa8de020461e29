"""Phases follow the evidence: any may be open together, and coming back never loses what was."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.phases.rules import ALL_STEPS, PHASES, STEPS, Evidence, Mark, check_mark, phases_of
from tenants.errors import Refused

START = date(2026, 1, 5)
KINDS = sorted({kind for steps in STEPS.values() for kinds in steps.values() for kind in kinds})
days = st.integers(0, 300).map(lambda number: START + timedelta(days=number))


@st.composite
def evidences(draw: st.DrawFn) -> dict[str, Evidence]:
    found = {}
    for kind in draw(st.sets(st.sampled_from(KINDS))):
        first = draw(days)
        found[kind] = Evidence(first, first + timedelta(days=draw(st.integers(0, 90))))
    return found


@st.composite
def stories(draw: st.DrawFn) -> tuple[dict[str, Evidence], list[Mark]]:
    """Evidence, and marks that could be made one after the other."""
    evidence, marks = draw(evidences()), []
    for number in range(draw(st.integers(0, 6))):
        of = draw(st.sampled_from((*PHASES, *ALL_STEPS)))
        said = ("closed", "revisited") if of in PHASES else ("done", "not_needed", "open")
        mark = Mark(of, draw(st.sampled_from(said)), START + timedelta(days=400 + number), "because")
        try:
            check_mark(phases_of(evidence, marks), mark)
        except Refused:
            continue
        marks.append(mark)
    return evidence, marks


@given(stories())
def test_the_four_phases_and_sixteen_steps_are_always_there(
    story: tuple[dict[str, Evidence], list[Mark]],
) -> None:
    phases = phases_of(*story)
    assert tuple(phase.code for phase in phases) == PHASES
    assert sum(len(phase.steps) for phase in phases) == len(ALL_STEPS) == 16


@given(stories())
def test_a_phase_is_open_exactly_when_it_began_and_its_last_round_is_not_closed(
    story: tuple[dict[str, Evidence], list[Mark]],
) -> None:
    for phase in phases_of(*story):
        assert [one.number for one in phase.rounds] == list(range(1, len(phase.rounds) + 1))
        assert all(one.closed_on is not None for one in phase.rounds[:-1])
        assert all(one.reason for one in phase.rounds[1:]) and (phase.state == "ahead") == (not phase.rounds)
        if phase.rounds:
            assert (phase.state == "open") == (phase.rounds[-1].closed_on is None)


@given(evidences(), st.sampled_from(KINDS), days)
def test_more_evidence_never_closes_or_loses_a_phase(
    evidence: dict[str, Evidence], kind: str, day: date
) -> None:
    before = {phase.code: phase for phase in phases_of(evidence, [])}
    for phase in phases_of({kind: Evidence(day, day)} | evidence, []):
        assert phase.done >= before[phase.code].done
        assert phase.state == "open" or before[phase.code].state == "ahead"


@given(evidences())
def test_taking_a_phase_up_again_keeps_what_was_and_asks_for_it_anew(evidence: dict[str, Evidence]) -> None:
    for phase in phases_of(evidence, []):
        again = Mark(phase.code, "revisited", START + timedelta(days=900), "The goal changed")
        if phase.state == "ahead":
            with pytest.raises(Refused):
                check_mark([phase], again)
            continue
        later = next(one for one in phases_of(evidence, [again]) if one.code == phase.code)
        assert later.state == "open" and len(later.rounds) == 2
        states = {step.code: step.state for step in later.steps}
        assert all(states[step.code] == "before" for step in phase.steps if step.state == "done")


@given(st.sampled_from(ALL_STEPS), evidences())
def test_a_step_is_left_out_only_with_words(step: str, evidence: dict[str, Evidence]) -> None:
    phases = phases_of(evidence, [])
    with pytest.raises(Refused):
        check_mark(phases, Mark(step, "not_needed", START, " "))
    check_mark(phases, Mark(step, "not_needed", START, "Has work already"))
