"""What each document says, as frozen plain values that survive a trip through JSON unchanged."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal, Protocol

from records.brands.values import Letterhead
from records.documents.frozen import Frozen
from records.documents.signed import Role, Signed
from records.phases.rules import Phase

Language = Literal["en", "fr"]
Size = Literal["regular", "large"]
Mark = Literal["", "draft", "confidential", "copy"]
Doer = Literal["client", "worker", "provider"]


class IssuedBytes(Protocol):
    """A finished, sealed file as the press gives it, with its fingerprint and the edition of its template."""

    @property
    def pdf(self) -> bytes:
        """The file."""

    @property
    def pages(self) -> int:
        """How many."""

    @property
    def sha256(self) -> bytes:
        """Of the file."""

    @property
    def template(self) -> str:
        """A fingerprint of what it was drawn with."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A sentence of ours that the worker put in other words: which, and the words."""

    slot: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Frozen):
    """What every document has; `number`, `code` and `check_at` come when it is issued. `recipient` is the address in a
    window; `signatures` stand on a page at its end, and each of `signers` has a line to sign on."""

    language: Language
    size: Size = "regular"
    issued_on: date
    number: str = ""
    timezone: str = "UTC"
    recipient: tuple[str, ...] = ()
    edits: tuple[Edited, ...] = ()
    signatures: tuple[Signed, ...] = ()
    signers: tuple[Role, ...] = ()
    mark: Mark = ""
    version: int = 1
    code: str = ""
    check_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter(Sheet):
    """What a document for a client has: who writes, to whom, and about which file."""

    letterhead: Letterhead
    client_name: str
    file_number: str = ""
    worker_name: str
    worker_contact: str = ""
    worker_title: str = ""


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
    """One thing to do or done; `who_name` names the worker or provider (empty for the client, who is "you")."""

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
class Advance:
    """How far a goal is: so many of its steps are done, of all."""

    words: str
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReport(Letter):
    """The report "How far you have come": written to the client, in the client's language and size of print."""

    KIND: ClassVar[str] = "progress_report"

    period_from: date
    period_to: date
    goal: str = ""
    summary: str = ""
    meetings: tuple[Meeting, ...] = ()
    done: tuple[Step, ...] = ()
    next_steps: tuple[Step, ...] = ()
    phases: tuple[Phase, ...] = ()
    recognized: tuple[Recognized, ...] = ()
    advances: tuple[Advance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSteps(Letter):
    """One page to take home: who does what by when, when we see each other again, and how to reach the worker."""

    KIND: ClassVar[str] = "next_steps"

    steps: tuple[Step, ...] = ()
    next_at: datetime | None = None
    next_place: str = ""
    in_touch_on: date | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionPlan(Letter):
    """The plan as it was agreed: each goal with what leads to it, who decides, and when it is looked at again."""

    KIND: ClassVar[str] = "action_plan"

    plan_number: int
    agreed_on: date
    review_on: date
    goals: tuple[PlannedGoal, ...]
    reason: str = ""
    phases: tuple[Phase, ...] = ()
    recognized: tuple[Recognized, ...] = ()
    advances: tuple[Advance, ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionCertificate(Sheet):
    """What was destroyed, when and under which rule; it holds no name, no file number and no free text of a
    case."""

    KIND: ClassVar[str] = "destruction_certificate"

    agency_name: str
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
