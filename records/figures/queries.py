"""Counting the work of the agency. Everybody is counted, also those whom the reader must not know of: a funder is told
of the whole, and a count that differed by reader would tell who is hidden. That is why no number leaves this module
before the rule has hidden the small ones (decision 22)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, SQLColumnExpression, case, func, literal, select, true
from sqlalchemy.orm import Session

from records.appointments.models import Appointment
from records.cases.models import Case
from records.clients.models import Client
from records.consents.models import Consent
from records.consents.rules import in_force, last_day
from records.figures.rules import ON_TIME, THRESHOLD, Cell, Period, Table, shown
from records.notes.models import Note
from records.particulars.models import ParticularRow
from records.requests.models import AccessRequest
from records.requests.rules import Clock
from tenants import clock, context
from tenants.organisations import Organisation

# Within how many days after the meeting a note is signed in good time.
SOON_SIGNED = 3
# Merged files are one person's.
_PERSON = func.coalesce(Client.merged_into, Client.id)


def figures(session: Session, period: Period) -> dict[str, Table]:
    """Every figure of a period, by its name, as it may be shown."""
    return {name: shown(count(session, period)) for name, count in _COUNTS.items()}


def programs(session: Session) -> Sequence[str]:
    """The programs in which there is or was a case."""
    wanted = select(Case.program).where(Case.program != "").distinct().order_by(Case.program)
    return session.execute(wanted).scalars().all()


def _served(session: Session, period: Period) -> list[Cell]:
    """Who was met or given a service, and whether they agree to it today."""
    met = [*_clients(session, Note, *_signed(period)), *_clients(session, ParticularRow, *_services(period))]
    agreeing = _agreeing(session)
    held = {True: {one for one in met if one in agreeing}, False: {one for one in met if one not in agreeing}}
    return [Cell("agreed" if so else "not_agreed", len(them), len(them)) for so, them in held.items()]


def _opened(session: Session, period: Period) -> list[Cell]:
    opened = Case.opened_on.between(period.since, period.until)
    return _cells(session, Case, literal("all"), opened, _in_program(Case.id, period))


def _closed(session: Session, period: Period) -> list[Cell]:
    closed = Case.closed_on.between(period.since, period.until)
    return _cells(session, Case, Case.exit_reason, closed, _in_program(Case.id, period))


def _given(session: Session, period: Period) -> list[Cell]:
    minutes = ParticularRow.codes["minutes"].as_integer()
    kind = ParticularRow.codes["type"].as_string()
    return _cells(session, ParticularRow, kind, *_services(period), minutes=minutes)


def _noted(session: Session, period: Period) -> list[Cell]:
    soon = case((func.coalesce(Note.late_days, 0) <= SOON_SIGNED, "in_time"), else_="late")
    return _cells(session, Note, soon, *_signed(period))


def _begun(session: Session, period: Period) -> list[Cell]:
    """Whether meetings began when they were booked for: of the whole team, by nobody's name."""
    day = func.date(func.timezone(context.current().timezone, Appointment.starts_at))
    punctual = case((Appointment.started_at <= Appointment.starts_at + ON_TIME, "on_time"), else_="later")
    begun = (
        Appointment.started_at.is_not(None),
        day.between(period.since, period.until),
        _in_program(Appointment.case_id, period),
    )
    cells = _cells(session, Appointment, punctual, *begun)
    wanted = select(func.count(Appointment.worker_id.distinct())).where(*begun)
    workers = session.execute(wanted).scalar_one()
    # What would tell how one of a few workers keeps their time is a small number as well.
    return cells if workers >= THRESHOLD else [replace(one, people=min(one.people, workers)) for one in cells]


def _answered(session: Session, period: Period) -> list[Cell]:
    of = select(Case.client_id).where(Case.program == period.program) if period.program else None
    rows = session.execute(
        select(_PERSON, AccessRequest.received_on, AccessRequest.extra_days, AccessRequest.answered_on)
        .join(Client, Client.id == AccessRequest.client_id)
        .where(
            AccessRequest.answered_on.between(period.since, period.until),
            true() if of is None else AccessRequest.client_id.in_(of),
        )
    ).all()
    kept: dict[str, list[UUID]] = {"in_time": [], "late": []}
    for person, received_on, extra_days, answered_on in rows:
        late = answered_on and Clock(received_on, extra_days).is_overdue(answered_on)
        kept["late" if late else "in_time"].append(person)
    return [Cell(code, len(set(people)), len(people)) for code, people in kept.items()]


# In the order in which they are shown.
_COUNTS: dict[str, Callable[[Session, Period], Sequence[Cell]]] = {
    "served": _served,
    "opened": _opened,
    "closed": _closed,
    "services": _given,
    "notes": _noted,
    "punctual": _begun,
    "requests": _answered,
}


def _signed(period: Period) -> Iterable[ColumnElement[bool]]:
    """The notes of a period; what was written elsewhere and brought in tells nothing of our time."""
    yield Note.state == "signed"
    yield Note.source.is_distinct_from("imported")
    yield Note.occurred_on.between(period.since, period.until)
    yield _in_program(Note.case_id, period)


def _services(period: Period) -> Iterable[ColumnElement[bool]]:
    yield ParticularRow.kind == "service"
    yield ParticularRow.state != "in_error"
    yield ParticularRow.since.between(period.since, period.until)
    yield _in_program(ParticularRow.case_id, period)


def _in_program(case_id: SQLColumnExpression[Any], period: Period) -> ColumnElement[bool]:
    if not period.program:
        return true()
    return case_id.in_(select(Case.id).where(Case.program == period.program))


def _clients(session: Session, model: Any, *conditions: ColumnElement[bool]) -> set[UUID]:
    wanted = select(_PERSON).join(model, model.client_id == Client.id).where(*conditions)
    return set(session.execute(wanted.distinct()).scalars())


def _agreeing(session: Session) -> set[UUID]:
    """Who agrees to the service today, by the consent in force in any of their files."""
    today = clock.today(context.current().timezone)
    ends = (Consent.given_by, Consent.expires_on, Client.birth_on, Organisation.province)
    rows = session.execute(
        select(_PERSON, Consent.given_on, *ends)
        .join(Client, Client.id == Consent.client_id)
        .join(Organisation, Organisation.id == Consent.organisation_id)
        .where(Consent.kind == "service", Consent.state == "given")
    )
    return {
        person
        for person, given_on, given_by, expires_on, birth_on, province in rows
        if in_force("given", given_on, last_day(given_by, expires_on, birth_on, province), today)
    }


def _cells(
    session: Session,
    model: Any,
    code: SQLColumnExpression[Any],
    *conditions: ColumnElement[bool],
    minutes: SQLColumnExpression[Any] | None = None,
) -> list[Cell]:
    """The rows of a table by a code: people, rows and minutes."""
    taken = func.coalesce(func.sum(literal(0) if minutes is None else minutes), 0)
    of: Label[Any] = code.label("of")
    wanted = (
        select(of, func.count(_PERSON.distinct()), func.count(), taken)
        .select_from(model)
        .join(Client, Client.id == model.client_id)
        .where(*conditions)
        .group_by(of)
        .order_by(of)
    )
    return [Cell(*row) for row in session.execute(wanted)]
