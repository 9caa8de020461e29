"""A goal with what leads to it, as one thing."""

from dataclasses import dataclass, field
from typing import Any

from records.barriers.models import Barrier
from records.history.rules import state_of
from records.plans.models import Goal, GoalRating, Intervention, Objective
from records.plans.rules import AGREED, lights


@dataclass(slots=True)
class Course:
    """A goal with all that belongs to it: steps and interventions in order, ratings newest first, and the barriers that
    it answers."""

    goal: Goal
    objectives: list[Objective] = field(default_factory=list)
    interventions: list[Intervention] = field(default_factory=list)
    ratings: list[GoalRating] = field(default_factory=list)
    barriers: list[Barrier] = field(default_factory=list)

    @property
    def lights(self) -> dict[str, bool]:
        """The lights of the goal."""
        told = {name: getattr(self.goal, name) for name in AGREED["goal"]}
        return lights(told, has_steps=bool(self.objectives))

    @property
    def words(self) -> str:
        """The goal as the person says it, or else as it is written."""
        words: str = self.goal.own_words or self.goal.wording
        return words

    @property
    def done(self) -> int:
        """How many of its steps are done."""
        return sum(step.state == "done" for step in self.objectives)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(step.state != "dropped" for step in self.objectives)

    @property
    def content(self) -> dict[str, Any]:
        """What of it would be agreed today."""
        steps = [one for one in self.objectives if one.state != "dropped"]
        ahead = [one for one in self.interventions if one.result is None]
        return {
            **_agreed("goal", self.goal),
            "barriers": [
                {"id": str(one.id), "category": one.category, "words": one.words} for one in self.barriers
            ],
            "objectives": [_agreed("objective", one) for one in steps],
            "interventions": [_agreed("intervention", one) for one in ahead],
        }


def _agreed(what: str, row: Any) -> dict[str, Any]:
    now = state_of(row)
    told = {name: row.scale or {} if name == "scale" else now.get(name) for name in AGREED[what]}
    return {"id": str(row.id), **told}
