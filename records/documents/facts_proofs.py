"""What was done together in a stretch of work, as it stood in the record: kinds and days, never what was said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from records.documents.letters import Outcome
from records.documents.proofs import Job


@dataclass(frozen=True, slots=True)
class Given:
    """One service that was given, or something from the plan that was begun: the code of its kind."""

    code: str
    on: date


@dataclass(frozen=True, slots=True)
class Attended:
    """One group session the person came to. `is_written` says that a signed note counts its time already."""

    title: str
    kind: str
    kind_words: str
    on: date
    minutes: int
    is_written: bool


@dataclass(frozen=True, slots=True)
class Together:
    """Everything that was done together."""

    program: str = ""
    ended_on: date | None = None
    services: Sequence[Given] = ()
    sessions: Sequence[Attended] = ()
    results: Sequence[Outcome] = ()
    jobs: Sequence[Job] = ()
