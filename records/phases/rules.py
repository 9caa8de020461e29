"""The four phases of the case process and their sixteen steps, worked out from evidence: pure decisions. A phase is
never set: work that was done opens it, several may be open at once, and coming back to one begins a new round with a
reason (the process of case management in career development: phases overlap and are revisited)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from tenants.errors import Refused

# The steps of each phase, and what in the file shows that one was taken.
STEPS: Final[Mapping[str, Mapping[str, frozenset[str]]]] = MappingProxyType(
    {
        "assessing": MappingProxyType(
            {
                "screened": frozenset({"screening"}),
                "data_gathered": frozenset(
                    {"assessment_run", "assessment", "history", "intake", "referral_in"}
                ),
                "challenges": frozenset({"barrier"}),
                "risk": frozenset({"risk"}),
            }
        ),
        "planning": MappingProxyType(
            {
                "prioritised": frozenset({"ranked"}),
                "goals": frozenset({"goal"}),
                "interventions": frozenset({"intervention"}),
                "informed": frozenset({"referral", "disclosure"}),
            }
        ),
        "implementing": MappingProxyType(
            {
                "tasks": frozenset({"task"}),
                "performed": frozenset({"note", "service", "appointment", "attendance"}),
                "followed_up": frozenset({"contact_attempt", "referral_out"}),
                "reassessed": frozenset({"plan_again"}),
            }
        ),
        "evaluating": MappingProxyType(
            {
                "transitioned": frozenset(),
                "feedback": frozenset({"evaluation"}),
                "communicated": frozenset({"document"}),
                "ended": frozenset({"case_closed"}),
            }
        ),
    }
)
PHASES: Final = tuple(STEPS)
ALL_STEPS: Final = tuple(step for steps in STEPS.values() for step in steps)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The first and the newest day on which something of a kind was done."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Mark:
    """What a worker said of a phase (`closed`, `revisited`) or of a step (`done`, `not_needed`, `open`); appended."""

    of: str
    mark: str
    on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One time through a phase. The first begins with the work itself and has no reason."""

    number: int
    begun_on: date
    reason: str = ""
    closed_on: date | None = None
    closed_words: str = ""


@dataclass(frozen=True, slots=True)
class StepState:
    """How a step stands: `none`, `done` by evidence or said so, `before` when only an earlier round has it,
    `not_needed`."""

    code: str
    state: str
    on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """How a phase stands: `ahead`, `open` or `closed`, with its rounds and steps."""

    code: str
    state: str
    rounds: tuple[Round, ...]
    steps: tuple[StepState, ...]

    @property
    def done(self) -> int:
        """How many steps of the current round need no more work."""
        return sum(step.state in ("done", "not_needed") for step in self.steps)


def phases_of(evidence: Mapping[str, Evidence], marks: Sequence[Mark]) -> tuple[Phase, ...]:
    """All four phases from what was done and what was said, in the order in which it was said."""
    return tuple(_phase(code, evidence, marks) for code in PHASES)


def check_mark(phases: Iterable[Phase], mark: Mark) -> None:
    """Refuses what cannot be said of a phase or step as they stand."""
    if mark.of in ALL_STEPS:
        if mark.mark == "not_needed" and not mark.words.strip():
            raise Refused("Say why this step is not needed.", field="words")
        return
    phase = next(one for one in phases if one.code == mark.of)
    if not mark.words.strip():
        raise Refused("Say why.", field="words")
    if mark.mark == "closed" and phase.state != "open":
        raise Refused("This phase is not open.", field="words")
    if mark.mark == "revisited" and phase.state == "ahead":
        raise Refused(
            "This phase has not begun yet: it opens by itself with the first work in it.", field="words"
        )
    if phase.rounds and mark.on < phase.rounds[-1].begun_on:
        raise Refused("This day lies before the phase began.", field="happened_on")


def _phase(code: str, evidence: Mapping[str, Evidence], marks: Sequence[Mark]) -> Phase:
    said = [mark for mark in marks if mark.of in (code, *STEPS[code])]
    begun = [found.first_on for step in STEPS[code] for found in _shown(code, step, evidence)]
    begun += [mark.on for mark in said if mark.mark == "done"]
    rounds = _rounds(min(begun), [mark for mark in said if mark.of == code]) if begun else ()
    steps = tuple(_step(code, step, evidence, said, rounds) for step in STEPS[code])
    state = "ahead" if not rounds else "closed" if rounds[-1].closed_on else "open"
    return Phase(code, state, rounds, steps)


def _shown(phase: str, step: str, evidence: Mapping[str, Evidence]) -> list[Evidence]:
    return [evidence[kind] for kind in sorted(STEPS[phase][step]) if kind in evidence]


def _rounds(begun_on: date, marks: Sequence[Mark]) -> tuple[Round, ...]:
    rounds = [Round(1, begun_on)]
    for mark in marks:
        last = rounds[-1]
        if last.closed_on is None:
            words = mark.words if mark.mark == "closed" else ""
            rounds[-1] = Round(last.number, last.begun_on, last.reason, mark.on, words)
        if mark.mark == "revisited":
            rounds.append(Round(last.number + 1, mark.on, mark.words))
    return tuple(rounds)


def _step(
    phase: str, step: str, evidence: Mapping[str, Evidence], said: Sequence[Mark], rounds: Sequence[Round]
) -> StepState:
    since = rounds[-1].begun_on if rounds else date.min
    last = next((mark for mark in reversed(said) if mark.of == step), None)
    if last is not None and last.mark != "open" and last.on >= since:
        return StepState(step, last.mark, last.on, last.words)
    shown = _shown(phase, step, evidence)
    if not shown:
        return StepState(step, "none")
    newest = max(found.last_on for found in shown)
    return StepState(step, "done" if newest >= since else "before", newest)
