"""What each document says, as frozen plain values that survive a trip through JSON unchanged."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from records.documents.frozen import Frozen
from records.phases.rules import Phase

Language = Literal["en", "fr"]
Size = Literal["regular", "large"]
Mark = Literal["", "draft", "copy"]
Doer = Literal["client", "worker", "provider"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: `lines` is the postal address, `contact` one line with a telephone number or an e-mail
    address."""

    agency_name: str
    lines: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting with the person; `kind` in the document's language, ready to print."""

    on: date
    kind: str
    minutes: int
    place: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or done; `who_name` names the worker or provider (empty for the client, who is
    "you")."""

    text: str
    who: Doer = "client"
    who_name: str = ""
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Recognized:
    """Something the person did well, in the agency's words and, where they gave them, in their own."""

    on: date
    what: str
    own_words: str = ""


@dataclass(frozen=True, slots=True)
class ProgressReport(Frozen):
    """The report "How far you have come": written to the client, in the client's language and size of print."""

    KIND: ClassVar[str] = "progress_report"

    number: str
    language: Language
    size: Size
    letterhead: Letterhead
    client_name: str
    file_number: str
    worker_name: str
    worker_title: str
    issued_on: date
    period_from: date
    period_to: date
    goal: str = ""
    summary: str = ""
    meetings: tuple[Meeting, ...] = ()
    done: tuple[Step, ...] = ()
    next_steps: tuple[Step, ...] = ()
    phases: tuple[Phase, ...] = ()
    recognized: tuple[Recognized, ...] = ()
    mark: Mark = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class NextSteps(Frozen):
    """One page to take home: who does what by when, when we see each other again, and how to reach the worker."""

    KIND: ClassVar[str] = "next_steps"

    number: str
    language: Language
    size: Size
    letterhead: Letterhead
    client_name: str
    worker_name: str
    worker_contact: str
    issued_on: date
    steps: tuple[Step, ...] = ()
    next_at: datetime | None = None
    next_place: str = ""
    in_touch_on: date | None = None
    timezone: str = "UTC"
    mark: Mark = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """Something done for a goal: the code of its kind, what it is, and who provides it."""

    kind: str
    what: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class PlannedGoal:
    """One agreed goal: the formal words, the client's own, who decides (a code), and what leads there."""

    wording: str
    decides: str
    own_words: str = ""
    measure: str = ""
    target: str = ""
    by: date | None = None
    steps: tuple[Step, ...] = ()
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionPlan(Frozen):
    """The plan as it was agreed: each goal with what leads to it, who decides, and when it is looked at again."""

    KIND: ClassVar[str] = "action_plan"

    number: str
    language: Language
    size: Size
    letterhead: Letterhead
    client_name: str
    file_number: str
    worker_name: str
    worker_contact: str
    issued_on: date
    plan_number: int
    agreed_on: date
    review_on: date
    goals: tuple[PlannedGoal, ...]
    reason: str = ""
    phases: tuple[Phase, ...] = ()
    recognized: tuple[Recognized, ...] = ()
    mark: Mark = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Authority:
    """The law or rule a destruction rests on."""

    title: str
    citation: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """How many files of a class were left alone, and why, in the document's language."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class ClassCount:
    """One class of records in a run: planned = destroyed + everything skipped."""

    record_class: str
    planned: int
    destroyed: int
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved, by role and never by name; `at` is aware."""

    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Store:
    """One place copies were kept, and what was found there after the run."""

    name: str
    outcome: str


@dataclass(frozen=True, slots=True)
class DestructionCertificate(Frozen):
    """What was destroyed, when and under which rule; it holds no name, no file number and no free text of a
    case."""

    KIND: ClassVar[str] = "destruction_certificate"

    number: str
    language: Language
    agency_name: str
    issued_on: date
    as_of: date
    policy: str
    authorities: tuple[Authority, ...]
    counts: tuple[ClassCount, ...]
    approvers: tuple[Approval, ...]
    merkle_root: str
    statistics_note: str
    stores: tuple[Store, ...]
    method: str
    backup_horizon: date
    software_version: str
    previous_hash: str
    signature_fingerprint: str
    verify_hint: str
    timezone: str = "UTC"
    size: Size = "regular"
    mark: Mark = ""
    version: int = 1
