"""What the letters at the turns of the work say: at its end, and when somebody else takes it on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from records.documents.values import Letter, Recognized, Step

# How a closing letter speaks: of what was reached, of the way there, or only that the file closes.
Tone = Literal["reached", "underway", "unreached"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One goal, in the person's words where they gave them, and what became of it (a code)."""

    goal: str
    state: str


@dataclass(frozen=True, slots=True)
class Partner:
    """An organization that can help from here on, and how to reach it."""

    name: str
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingLetter(Letter):
    """The end of the work, told to the person: what was reached, what is open, and how to come back."""

    KIND: ClassVar[str] = "closing_letter"

    closed_on: date
    tone: Tone
    words: str = ""
    aims: str = ""
    outcomes: tuple[Outcome, ...] = ()
    recognized: tuple[Recognized, ...] = ()
    still_open: tuple[Step, ...] = ()
    helpers: tuple[Partner, ...] = ()
    follow_up: Literal["agreed", "none"] = "none"
    kept_through: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroductionLetter(Letter):
    """Who the new worker is, how to reach them, and when they first meet."""

    KIND: ClassVar[str] = "introduction_letter"

    words: str = ""
    next_at: datetime | None = None
    next_place: str = ""
