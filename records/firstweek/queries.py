"""What the record holds of somebody's own first steps."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, literal, select, union_all
from sqlalchemy.orm import Session

from records.appointments.models import Appointment
from records.entries.models import Entry, Kind
from records.firstweek.rules import Beginning, beginning, is_new
from records.handbook.models import Acknowledgement, PolicyText
from records.notes.models import Note
from records.plans.models import Plan
from tenants import clock, context
from tenants.members import Member, members

_ENTERED = {
    Kind.CASE_OPENED: "case",
    Kind.CONSENT: "consent",
    Kind.APPOINTMENT: "appointment",
    Kind.BARRIER: "barrier",
    Kind.DOCUMENT: "document",
}


def newcomers(session: Session) -> list[Member]:
    """Who belongs today and came in the last thirty days, the newest first."""
    today = clock.today(context.current().timezone)
    new = [one for one in members(session) if is_new(one.starts_on or one.created_at.date(), today)]
    return sorted(new, key=lambda one: one.created_at, reverse=True)


def beginnings(session: Session, people: Iterable[Member]) -> dict[UUID, Beginning]:
    """How far each of these is, asked once for all of them."""
    asked = {one.id: one for one in people}
    found: dict[UUID, dict[str, datetime]] = defaultdict(dict)
    for member_id, code, first in session.execute(union_all(*_firsts(asked))):
        found[member_id][_ENTERED.get(code, code)] = first
    has_policies = session.execute(select(exists(select(PolicyText.id)))).scalar_one()
    return {
        member_id: beginning(one.roles, found[member_id], has_policies=has_policies)
        for member_id, one in asked.items()
    }


def _firsts(asked: Iterable[UUID]) -> list[Select[*tuple[Any, ...]]]:
    ids = list(asked)

    def first(
        who: Any, code: ColumnElement[str], at: Any, *holds: ColumnElement[bool]
    ) -> Select[*tuple[Any, ...]]:
        return select(who, code.label("code"), func.min(at)).where(who.in_(ids), *holds).group_by(who, code)

    return [
        first(Entry.author_id, Entry.kind.expression, Entry.created_at, Entry.kind.in_(_ENTERED)),
        first(Acknowledgement.member_id, literal("policies"), Acknowledgement.created_at),
        first(
            Appointment.worker_id, literal("wrap_up"), Appointment.ended_at, Appointment.state == "completed"
        ),
        first(Note.author_id, literal("note"), Note.signed_at, Note.signed_at.is_not(None)),
        first(Plan.agreed_by, literal("plan"), Plan.created_at, Plan.agreed_on.is_not(None)),
    ]
