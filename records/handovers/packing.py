"""What the next worker needs, gathered from the record as it is now; each part as far as the reader may go."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.alerts.queries import alerts_for
from records.alerts.rules import AUDIENCES
from records.appointments.queries import appointments_of
from records.appointments.rules import AHEAD
from records.barriers.models import Strategy
from records.barriers.queries import barriers_of, risks_of, strategies_of
from records.barriers.rules import sensitivity_of
from records.cases.models import Case
from records.clients.queries import Standing, contact_points, files_of
from records.consents.queries import held_by
from records.handovers.rules import open_to
from records.particulars.kinds import KINDS
from records.particulars.queries import particulars_of
from records.plans.courses import Course
from records.plans.queries import courses_of
from records.referrals.queries import referrals_of
from records.tasks.queries import tasks_of_case
from tenants import clock, context

Line = dict[str, Any]
# How many appointments ahead, and how many of what was agreed to work well together: the two that matter.
NEXT, STRATEGIES = 5, 2
# How to speak with somebody and what they asked for; what was agreed so that working together is easier.
_WAYS = ("communication", "accommodation")
_POINT = ("kind", "value", "label", "hours", "preferred", "safe_for_messages", "may_text", "ended_on")


@dataclass(frozen=True, slots=True)
class Source:
    """Of whose file a pack is made, for whom."""

    session: Session
    case: Case
    file: Standing


def pack_now(session: Session, case: Case, file: Standing) -> dict[str, list[Line]]:
    """What a pack says if it is read now, part by part."""
    of = Source(session, case, file)
    return open_to({part: list(lines(of)) for part, lines in _PARTS.items()}, file.level)


def _person(of: Source) -> Iterator[Line]:
    client = of.file.client
    yield _taken(client, ("name", "said_as", "pronouns", "language"))


def _points(of: Source) -> Iterable[Line]:
    points = contact_points(of.session, of.case.client_id)
    return [_taken(point, _POINT) | {"id": str(point.id)} for point in points]


def _particulars(of: Source, kinds: Sequence[str]) -> list[Line]:
    rows = [
        one for one in particulars_of(of.session, of.file) if one.kind in kinds and one.state == "current"
    ]
    return [{"kind": row.kind, "values": row.values(KINDS[row.kind])} for row in rows]


def _ways(of: Source) -> Iterable[Line]:
    return _particulars(of, _WAYS)


def _alliance(of: Source) -> Iterable[Line]:
    """What works first; what was never agreed on helps nobody."""
    agreed = [one for one in _particulars(of, ("alliance_barrier",)) if one["values"].get("strategy")]
    order = ("yes", "partly", "new")
    rank = {works: place for place, works in enumerate(order)}
    return sorted(agreed, key=lambda one: rank.get(one["values"].get("works"), len(order)))[:STRATEGIES]


def _alerts(of: Source) -> Iterator[Line]:
    for alert in alerts_for(of.session, [of.file, *files_of(of.session, of.case.client_id)]):
        yield _taken(alert, ("kind", "words", "expires_on")) | {"sensitivity": AUDIENCES[alert.audience]}


def _risks(of: Source) -> Iterator[Line]:
    for risk in risks_of(of.session, of.case.id, of.file):
        if risk.state == "open":
            told = _taken(risk, ("kind", "level", "grounds", "mitigation", "review_on"))
            yield told | {"sensitivity": "sensitive"}


def _tasks(of: Source) -> Iterator[Line]:
    for task in tasks_of_case(of.session, of.case.id):
        if task.state == "open":
            told = _taken(task, ("what", "owner", "owner_name", "due_on"))
            yield told | {"member": str(task.owner_member_id or "")}


def _appointments(of: Source) -> Iterable[Line]:
    coming = [
        one
        for one in appointments_of(of.session, of.case.client_id).rows
        if one.state in AHEAD and one.starts_at > clock.now()
    ]
    soonest = sorted(coming, key=lambda one: one.starts_at)[:NEXT]
    return [
        _taken(one, ("kind", "mode")) | {"starts_at": one.starts_at, "member": str(one.worker_id)}
        for one in soonest
    ]


def _barriers(of: Source) -> Iterator[Line]:
    barriers = [one for one in barriers_of(of.session, of.case.id, of.file) if not one.is_over]
    tried = strategies_of(of.session, barriers)
    for barrier in barriers:
        told = _taken(barrier, ("category", "words", "severity", "state"))
        yield told | {
            "strategies": _tried(tried[barrier.id]),
            "sensitivity": sensitivity_of(barrier.category),
        }


def _tried(strategies: Iterable[Strategy]) -> list[Line]:
    """What helped, and what nobody knows of yet; what did not help is in the file."""
    useful = (one for one in strategies if one.result in (None, "helped", "partly"))
    return [_taken(one, ("what", "result", "words")) for one in useful]


def _goals(of: Source) -> Iterator[Line]:
    for course in courses_of(of.session, of.case.id):
        if course.goal.is_open:
            yield _goal(course, reads_ratings=of.file.level(Category.ASSESSMENT) >= Level.READ)


def _goal(course: Course, *, reads_ratings: bool) -> Line:
    told = _taken(course.goal, ("wording", "own_words", "state", "target_on"))
    score = course.ratings[0].score if course.ratings and reads_ratings else None
    steps = [one.step for one in course.objectives if one.state == "open"]
    return told | {"score": score, "steps": steps}


def _referrals(of: Source) -> Iterator[Line]:
    for sent in referrals_of(of.session, of.case.id):
        if sent.referral.is_open:
            told = _taken(sent.referral, ("number", "need", "state"))
            yield told | {"partner": sent.partner.name, "answer_on": sent.referral.answer_by}


def _consents(of: Source) -> Iterator[Line]:
    """Those that end soon."""
    for held in held_by(of.session, of.case.client_id, _today()):
        if held.state == "expiring":
            yield _taken(held.consent, ("kind", "recipient")) | {"last_on": held.last_on}


def _taken(row: Any, names: Iterable[str]) -> Line:
    return {name: getattr(row, name) for name in names}


def _today() -> date:
    return clock.today(context.current().timezone)


_PARTS = {
    "person": _person,
    "points": _points,
    "ways": _ways,
    "alerts": _alerts,
    "risks": _risks,
    "tasks": _tasks,
    "appointments": _appointments,
    "alliance": _alliance,
    "barriers": _barriers,
    "goals": _goals,
    "referrals": _referrals,
    "consents": _consents,
}
