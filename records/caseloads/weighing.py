"""What each open case weighs and why, read from the whole record in two statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.alerts.models import Alert
from records.alerts.rules import AUDIENCES
from records.barriers.models import Barrier, Risk
from records.barriers.rules import OVER
from records.caseloads.models import CaseloadPoints
from records.caseloads.rules import NEW_DAYS, SEVERE, STARTING, Facts, Line, lines_of, weight
from records.cases.models import Case
from records.clients.models import Client, full_name
from records.clients.queries import reachable
from records.needs.models import CaseNeeds
from records.outcomes.models import Checkpoint, Enrolment
from records.particulars.models import ParticularRow
from records.referrals.models import Referral
from tenants import clock, context

# A partner is at work from the day on which they take somebody until it is over.
_AT_WORK = ("accepted", "started")
# What only supervisors know must not be read off a point.
_KNOWN = tuple(audience for audience, reach in AUDIENCES.items() if reach != "restricted")


@dataclass(frozen=True, slots=True)
class Weighed:
    """An open case with what it weighs and why."""

    id: UUID
    client_id: UUID
    name: str
    number: str
    program: str
    status: str
    worker_id: UUID
    version: int
    support: str | None
    lines: Sequence[Line]

    @property
    def quarters(self) -> int:
        """What it weighs."""
        return weight(self.lines)


def points_now(session: Session) -> Mapping[str, int]:
    """The agency's table of points, in quarters."""
    newest = next(iter(points_set(session)), None)
    return {**STARTING, **(newest.points if newest else {})}


def points_set(session: Session) -> Sequence[CaseloadPoints]:
    """Every table of points the agency settled, newest first."""
    return session.execute(select(CaseloadPoints).order_by(CaseloadPoints.id.desc())).scalars().all()


def weighed(session: Session, *conditions: ColumnElement[bool]) -> list[Weighed]:
    """The open cases whose points the reader may know, and closed ones whose work is still followed up, by name, each
    with what it weighs; in two statements."""
    points = points_now(session)
    partners = select(func.count(Referral.partner_id.distinct())).where(
        Referral.case_id == Case.id, Referral.state.in_(_AT_WORK)
    )
    rows = session.execute(
        select(
            *(Case.id, Case.client_id, Client.preferred_name, Client.legal_given, Client.legal_family),
            *(Case.number, Case.program, Case.status, Case.worker_id, Case.version),
            *(CaseNeeds.support, CaseNeeds.contact, CaseNeeds.way),
            *(_severe_barriers(), _is_adapted(), _is_in_danger(), _is_new(), Case.status == "waiting"),
            Case.status == "closed",
            partners.scalar_subquery(),
        )
        .join(Client, Client.id == Case.client_id)
        .outerjoin(CaseNeeds, CaseNeeds.case_id == Case.id)
        .where(_weighs(), reachable(Category.ASSESSMENT, Level.READ), *conditions)
        .order_by(Client.sort_name, Case.id)
    )
    return [_weighed(row, points) for row in rows]


def weighed_case(session: Session, case: Case) -> Weighed | None:
    """One case with what it weighs; None when it is closed and nothing is followed up."""
    return next(iter(weighed(session, Case.id == case.id)), None)


def _weighed(row: Any, points: Mapping[str, int]) -> Weighed:
    id_, client_id, preferred, given, family, number, program, status, worker_id, version = row[:10]
    case = number, program, status, worker_id, version, row.support
    lines = lines_of(Facts(*row[10:]), points)
    return Weighed(id_, client_id, full_name(preferred, given, family), *case, lines)


def _severe_barriers() -> ColumnElement[int]:
    severe = Barrier.case_id == Case.id, Barrier.severity >= SEVERE, Barrier.state.not_in(OVER)
    return select(func.count()).where(*severe).scalar_subquery()


def _is_adapted() -> ColumnElement[bool]:
    """An interpreter, or a format other than the usual one."""
    spoken = ParticularRow.codes
    adapted = or_(spoken["interpreter"].astext == "true", spoken["formats"].astext != "[]")
    known = ParticularRow.kind == "communication", ParticularRow.state == "current"
    return exists().where(ParticularRow.client_id == Case.client_id, *known, adapted)


def _is_in_danger() -> ColumnElement[bool]:
    """A high risk that is watched, or an alert about safety that those who do casework may read."""
    watched = exists().where(Risk.case_id == Case.id, Risk.state == "open", Risk.level == "high")
    runs = and_(Alert.starts_on <= _today(), Alert.expires_on >= _today(), Alert.ended_at.is_(None))
    told = Alert.kind == "safety", Alert.audience.in_(_KNOWN)
    return or_(watched, exists().where(Alert.client_id == Case.client_id, *told, runs))


def _weighs() -> ColumnElement[bool]:
    """While it is open, or a checkpoint of its follow-up is not decided."""
    ahead = Checkpoint.decision.is_(None), Enrolment.ended_on.is_(None)
    followed = exists().where(Checkpoint.case_id == Case.id, Enrolment.id == Checkpoint.enrolment_id, *ahead)
    return or_(Case.status != "closed", followed)


def _is_new() -> ColumnElement[bool]:
    return Case.opened_on > _today() - timedelta(days=NEW_DAYS)


def _today() -> date:
    return clock.today(context.current().timezone)
