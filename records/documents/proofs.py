"""What a person can show of the work: what was done together, and that they took part."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from records.documents.letters import Outcome
from records.documents.values import Letter


@dataclass(frozen=True, slots=True)
class Used:
    """Something that was used: `what` in the document's language, ready to print; how often, from when to when."""

    what: str
    times: int
    first_on: date
    last_on: date
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """Work that the person found, as it is called, and with whom."""

    title: str
    employer: str
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkSummary(Letter):
    """What was done together on one page: how often, what was used, what came of it. Nothing of what was said."""

    KIND: ClassVar[str] = "service_summary"

    period_from: date
    period_to: date
    ended_on: date | None = None
    words: str = ""
    meetings: int = 0
    minutes: int = 0
    ways: tuple[Used, ...] = ()
    services: tuple[Used, ...] = ()
    more_services: int = 0
    sessions: tuple[Used, ...] = ()
    more_sessions: int = 0
    results: tuple[Outcome, ...] = ()
    jobs: tuple[Job, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationCertificate(Letter):
    """That a person took part, for whom they choose to show it: in group sessions, or else in the whole program. It
    says nothing of why they came."""

    KIND: ClassVar[str] = "participation_certificate"

    first_on: date
    last_on: date
    minutes: int
    sessions: tuple[Used, ...] = ()
    more_sessions: int = 0
    program: str = ""
    skills: tuple[str, ...] = ()
