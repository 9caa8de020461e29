"""What a document for a client says, from the facts of the record: pure functions into frozen plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from records.documents.values import (
    ActionPlan,
    ClientDocument,
    Letterhead,
    Measure,
    Meeting,
    NextSteps,
    PlannedGoal,
    ProgressReport,
    Step,
)
from records.documents.words import MEETINGS, PLACES

# Told to the client: only contacts that were with them.
_WITH_THE_CLIENT = frozenset(MEETINGS) - {"collateral", "contact_attempt"}
MOST_NEXT_STEPS = 3
# What one page holds in regular print; in large print nothing is left out for the sake of the page.
MOST_ON_A_SHEET = 8


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
class Facts:
    """Everything a document for a client is made from."""

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
    kind: str = ProgressReport.KIND
    called: str = ""
    worker_contact: str = ""
    next_at: datetime | None = None
    next_place: str = ""
    in_touch_on: date | None = None
    timezone: str = "UTC"
    agreed: Agreed | None = None


def compose(facts: Facts) -> ClientDocument:
    """What the document says that was asked for."""
    if facts.kind == ActionPlan.KIND:
        assert facts.agreed is not None
        return _plan(facts, facts.agreed)
    return _sheet(facts) if facts.kind == NextSteps.KIND else _report(facts)


def _plan(facts: Facts, agreed: Agreed) -> ActionPlan:
    """The plan in the words that were agreed, whatever its goals say today."""
    return ActionPlan(
        number=facts.number,
        language=facts.language,
        size=facts.size,
        letterhead=Letterhead(agency_name=facts.agency_name),
        client_name=facts.client_name,
        file_number=facts.file_number,
        worker_name=facts.worker_name,
        worker_contact=facts.worker_contact,
        issued_on=facts.today,
        plan_number=agreed.number,
        agreed_on=agreed.agreed_on,
        review_on=agreed.review_on,
        goals=tuple(_planned(goal) for goal in agreed.content["goals"]),
        reason=agreed.reason,
    )


def _planned(goal: Mapping[str, Any]) -> PlannedGoal:
    return PlannedGoal(
        wording=goal["wording"],
        decides=goal["decides"],
        own_words=goal["own_words"] or "",
        measure=goal["measure"] or "",
        target=goal["target"] or "",
        by=_day(goal["target_on"]),
        steps=tuple(Step(one["step"], due_on=_day(one["due_on"])) for one in goal["objectives"]),
        measures=tuple(
            Measure(one["type"], one["what"] or "", one["provider"] or "") for one in goal["interventions"]
        ),
    )


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _aims(facts: Facts) -> str:
    """What the client works toward: what was agreed, in their own words where they gave them; else as it was said when
    the work began."""
    goals = facts.agreed.content["goals"] if facts.agreed else ()
    return "\n".join(goal["own_words"] or goal["wording"] for goal in goals) or facts.goal


def _sheet(facts: Facts) -> NextSteps:
    """One page: what is still to be done, soonest first, and when we see each other again."""
    return NextSteps(
        number=facts.number,
        language=facts.language,
        size=facts.size,
        letterhead=Letterhead(agency_name=facts.agency_name),
        client_name=facts.called or facts.client_name,
        worker_name=facts.worker_name,
        worker_contact=facts.worker_contact,
        issued_on=facts.today,
        steps=tuple(_ahead(facts)[:MOST_ON_A_SHEET]),
        next_at=facts.next_at,
        next_place=PLACES[facts.next_place][facts.language] if facts.next_place else "",
        in_touch_on=facts.in_touch_on,
        timezone=facts.timezone,
    )


def _ahead(facts: Facts) -> list[Step]:
    undone = (step for step in facts.steps if step.done_on is None)
    return sorted(undone, key=lambda step: step.due_on or date.max)


def _report(facts: Facts) -> ProgressReport:
    """The report: what was done together, what the client did, and at most three next steps, soonest first."""
    told = [contact for contact in facts.contacts if contact.kind in _WITH_THE_CLIENT]
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
        goal=_aims(facts),
        meetings=tuple(_meeting(contact, facts.language) for contact in told),
        done=tuple(step for step in facts.steps if step.done_on is not None),
        next_steps=tuple(_ahead(facts)[:MOST_NEXT_STEPS]),
    )


def _meeting(contact: Contact, language: str) -> Meeting:
    return Meeting(
        on=contact.on,
        kind=MEETINGS[contact.kind][language],
        minutes=contact.minutes,
        # Where a call took place is said by its kind.
        place="" if contact.kind in ("phone", "video", "email") else PLACES[contact.place][language],
    )
