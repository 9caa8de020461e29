"""What a progress report says, from the facts of the record: a pure function into frozen plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from records.documents.values import Letterhead, Meeting, ProgressReport, Step
from records.documents.words import MEETINGS, PLACES

# Told to the client: only contacts that were with them.
_WITH_THE_CLIENT = frozenset(MEETINGS) - {"collateral", "contact_attempt"}
MOST_NEXT_STEPS = 3


@dataclass(frozen=True, slots=True)
class Contact:
    """One signed note, as far as a report may say it: never its text, which is the worker's record."""

    on: date
    kind: str
    minutes: int
    place: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a progress report is made from."""

    number: str
    language: Literal["en", "fr"]
    size: Literal["regular", "large"]
    agency_name: str
    client_name: str
    file_number: str
    worker_name: str
    worker_title: str
    goal: str
    opened_on: date
    today: date
    contacts: Sequence[Contact]
    steps: Sequence[Step]


def compose(facts: Facts) -> ProgressReport:
    """The report: what was done together, what the client did, and at most three next steps, soonest first."""
    told = [contact for contact in facts.contacts if contact.kind in _WITH_THE_CLIENT]
    ahead = sorted(
        (step for step in facts.steps if step.done_on is None), key=lambda step: step.due_on or date.max
    )
    return ProgressReport(
        number=facts.number,
        language=facts.language,
        size=facts.size,
        letterhead=Letterhead(agency_name=facts.agency_name),
        client_name=facts.client_name,
        file_number=facts.file_number,
        worker_name=facts.worker_name,
        worker_title=facts.worker_title,
        issued_on=facts.today,
        period_from=facts.opened_on,
        period_to=facts.today,
        goal=facts.goal,
        meetings=tuple(_meeting(contact, facts.language) for contact in told),
        done=tuple(step for step in facts.steps if step.done_on is not None),
        next_steps=tuple(ahead[:MOST_NEXT_STEPS]),
    )


def _meeting(contact: Contact, language: str) -> Meeting:
    return Meeting(
        on=contact.on,
        kind=MEETINGS[contact.kind][language],
        minutes=contact.minutes,
        # Where a call took place is said by its kind.
        place="" if contact.kind in ("phone", "video", "email") else PLACES[contact.place][language],
    )
