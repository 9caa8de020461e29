"""What is still open in a case that is about to close, and closings that wait for a supervisor's look."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.appointments.models import Appointment
from records.appointments.rules import OVER
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import reachable
from records.closing.models import Closing
from records.consents.models import Consent
from records.entries.models import Entry, Kind
from records.notes.models import Note
from records.plans.queries import active_goals
from records.referrals.models import Referral
from records.tasks.models import Task
from tenants import context
from tenants.database import Base
from tenants.errors import NotFound


def left_open(session: Session, case: Case) -> dict[str, int]:
    """What is not done yet, in the order in which one would do it: codes with how many. Nothing when all is done."""
    return {code: number for code, number in _points(session, case) if number}


def closings_to_see(session: Session) -> list[tuple[Closing, Client]]:
    """Cases that others closed with something left open and that no supervisor has looked at, oldest first."""
    rows = session.execute(
        select(Closing, Client)
        .join(Client, Client.id == Closing.client_id)
        .join(Case, Case.id == Closing.case_id)
        .where(
            Closing.regardless_sealed.is_not(None),
            Closing.seen_at.is_(None),
            Closing.member_id != context.current().member_id,
            reachable(Category.CASE, Level.SEARCH),
        )
        .order_by(Closing.id)
    )
    return [(closing, client) for closing, client in rows]


def get_closing(session: Session, case_id: UUID, closing_id: UUID) -> Closing:
    """One closing of a case. Raises NotFound."""
    wanted = select(Closing).where(Closing.id == closing_id, Closing.case_id == case_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def last_closing(session: Session, case_id: UUID) -> Closing | None:
    """How the case was closed last."""
    newest = select(Closing).where(Closing.case_id == case_id).order_by(Closing.id.desc()).limit(1)
    return session.execute(newest).scalar_one_or_none()


def _points(session: Session, case: Case) -> Iterator[tuple[str, int]]:
    yield "drafts", _number(session, Note, Note.case_id == case.id, Note.state == "draft")
    over = Appointment.state.in_((*OVER, "no_show"))
    yield "appointments", _number(session, Appointment, Appointment.case_id == case.id, ~over)
    yield "tasks", _number(session, Task, Task.case_id == case.id, Task.state == "open")
    yield "referrals", _number(session, Referral, Referral.case_id == case.id, Referral.state != "closed")
    yield "goals", len(active_goals(session, case.id))
    if case.status == "waiting":
        return  # no work was begun that anybody could be asked about
    asked = _number(session, Entry, Entry.case_id == case.id, Entry.kind == str(Kind.EVALUATION))
    yield "feedback", int(not asked)
    decided = Consent.state.in_(("given", "refused", "withdrawn"))
    told = _number(
        session, Consent, Consent.client_id == case.client_id, Consent.kind == "follow_up", decided
    )
    yield "follow_up", int(not told)


def _number(session: Session, model: type[Base], *where: ColumnElement[bool]) -> int:
    return session.execute(select(func.count()).select_from(model).where(*where)).scalar_one()
