"""What a scale is: which whole numbers may answer it, which way is up, and what they mean."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

UP, DOWN = "up", "down"


@dataclass(frozen=True, slots=True)
class Band:
    """What a score means from here up to the next band, in the instrument's own words."""

    start: int
    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class Scale:
    """One line of an instrument: what it is called and asks, and which whole numbers may answer it. `mark` is the
    score at which an answer counts as low; `better` says which way is up."""

    code: str
    en: str
    fr: str
    low: int = 0
    high: int = 10
    step: int = 1
    better: str = UP
    mark: int | None = None
    ask_en: str = ""
    ask_fr: str = ""
    bands: tuple[Band, ...] = ()

    def name(self, language: str) -> str:
        """What it is called."""
        return self.fr if language == "fr" else self.en

    def question(self, language: str) -> str:
        """What is asked; its name where no question is written."""
        return (self.ask_fr if language == "fr" else self.ask_en) or self.name(language)

    def band(self, score: int | None, language: str) -> str:
        """What a score means in words, where the instrument says it."""
        begun = [one for one in self.bands if score is not None and one.start <= score]
        if not begun:
            return ""
        found = max(begun, key=lambda one: one.start)
        return found.fr if language == "fr" else found.en

    def holds(self, score: int) -> bool:
        """True for a score that lies on the scale."""
        return self.low <= score <= self.high and (score - self.low) % self.step == 0

    def is_low(self, score: int | None) -> bool:
        """True at the mark or beyond it, on the side that is not the better one."""
        if score is None or self.mark is None:
            return False
        return score <= self.mark if self.better == UP else score >= self.mark

    def measures_as(self, other: "Scale") -> bool:
        """True when the same numbers mean the same: words may have been corrected, the measure may not."""
        mine = (self.code, self.low, self.high, self.step, self.better)
        return mine == (other.code, other.low, other.high, other.step, other.better)


def scales_of(held: Iterable[Mapping[str, Any]]) -> tuple[Scale, ...]:
    """The scales as they were kept."""
    return tuple(
        Scale(**{**one, "bands": tuple(Band(**band) for band in one.get("bands", ()))}) for one in held
    )
