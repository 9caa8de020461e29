"""Everything a document for a client is made from, as it stood in the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from records.brands.values import Letterhead
from records.documents.facts_permissions import Referred
from records.documents.facts_proofs import Together
from records.documents.letters import Outcome, Partner
from records.documents.permissions import Allowed
from records.documents.values import Advance, ProgressReport, Recognized, Step
from records.phases.rules import Phase


@dataclass(frozen=True, slots=True)
class Contact:
    """One signed note, as far as a report may say it: never its text, which is the worker's record."""

    on: date
    kind: str
    minutes: int
    place: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """A version of the plan as it was agreed; `content` is what was frozen."""

    number: int
    agreed_on: date
    review_on: date
    reason: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ending:
    """How the work ended; `follow_up` is agreed, declined or undecided."""

    exit_reason: str
    closed_on: date
    outcomes: Sequence[Outcome] = ()
    helpers: Sequence[Partner] = ()
    follow_up: str = "undecided"
    kept_through: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a document for a client is made from."""

    language: Literal["en", "fr"]
    size: Literal["regular", "large"]
    letterhead: Letterhead
    client_name: str
    file_number: str
    worker_name: str
    worker_title: str
    goal: str
    opened_on: date
    today: date
    contacts: Sequence[Contact]
    steps: Sequence[Step]
    kind: str = ProgressReport.KIND
    called: str = ""
    worker_contact: str = ""
    next_at: datetime | None = None
    next_place: str = ""
    in_touch_on: date | None = None
    timezone: str = "UTC"
    agreed: Agreed | None = None
    words: str = ""
    phases: Sequence[Phase] = ()
    recognized: Sequence[Recognized] = ()
    advances: Sequence[Advance] = ()
    ending: Ending | None = None
    together: Together | None = None
    allowed: Sequence[Allowed] = ()
    referred: Referred | None = None
