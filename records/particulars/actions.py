"""Adding, changing and ending particulars; nothing is ever overwritten unseen."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from records.clients.models import Client
from records.entries.actions import enter
from records.entries.models import Entry, Kind, Sensitivity
from records.history.actions import keep
from records.particulars.declaring import Particular
from records.particulars.models import AskedAbout, ParticularRow
from records.particulars.queries import asked_about
from records.particulars.rules import kept
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Conflict, Refused


def add_particular(
    session: Session,
    client: Client,
    kind: Particular,
    *,
    values: Mapping[str, Any],
    since: date | None = None,
    case_id: UUID | None = None,
) -> ParticularRow:
    """Puts a record into the client's file. One that there can be only one of ends the one before it."""
    if kind.closed:
        raise Refused("This is recorded in another way now. What is in the file stays.")
    found, day = kept(kind, values), since or clock.today(context.current().timezone)
    _expect_placed(kind, day, case_id)
    if kind.single:
        _end_those_before(session, client, kind, day)
    mark = Sensitivity(kind.sensitivity_of(found))
    entry = enter(
        session, Kind(kind.name), client_id=client.id, case_id=case_id, occurred_on=day, sensitivity=mark
    )
    row = ParticularRow(id=entry.id, client_id=client.id, case_id=case_id, kind=kind.name, since=day)
    row.tell(kind, found)
    session.add(row)
    audit.record(session, audit.Verb.PARTICULAR_ADDED, row.id, client_id=client.id, kind=kind.name)
    return row


def change_particular(
    session: Session,
    row: ParticularRow,
    kind: Particular,
    *,
    version: int,
    values: Mapping[str, Any],
    since: date,
    reason: str = "",
) -> None:
    """Corrects or updates a record; what it said before stays readable, with who changed it and why."""
    hold(session, row)
    row.expect(version)
    found = kept(kind, values)
    _expect_placed(kind, since, row.case_id)
    keep(session, row, reason=reason)
    row.tell(kind, found)
    row.since = since
    session.execute(
        update(Entry)
        .where(Entry.id == row.id)
        .values(occurred_on=since, sensitivity=str(kind.sensitivity_of(found)))
    )
    audit.record(session, audit.Verb.PARTICULAR_CHANGED, row.id, client_id=row.client_id, kind=row.kind)


def end_particular(session: Session, row: ParticularRow, *, on: date) -> None:
    """Says that something is over: an address somebody left. It stays in the file."""
    hold(session, row)
    if row.state != "current":
        raise Conflict("This is not current any more.")
    if not row.since <= on <= clock.today(context.current().timezone):
        raise Refused("The last day lies between the first day and today.", field="on")
    keep(session, row)
    row.state, row.ended_on = "ended", on
    audit.record(session, audit.Verb.PARTICULAR_ENDED, row.id, client_id=row.client_id, kind=row.kind)


def mark_in_error(session: Session, row: ParticularRow, *, reason: str) -> None:
    """Takes a record out of the file's normal view, because it should never have been there; it is kept, with the
    reason."""
    hold(session, row)
    if row.state == "in_error":
        raise Conflict("This was marked as entered in error already.")
    keep(session, row, reason=reason)
    row.state = "in_error"
    session.execute(update(Entry).where(Entry.id == row.id).values(state="in_error"))
    audit.record(session, audit.Verb.PARTICULAR_IN_ERROR, row.id, client_id=row.client_id, kind=row.kind)


def settle_questions(session: Session, told: Mapping[str, tuple[bool, str]]) -> None:
    """Says of questions whether the agency asks them, and why or why not. What is in the files stays there."""
    member_id, before = context.current().member_id, asked_about(session)
    changed = [name for name, now in told.items() if now != _settled(before.get(name))]
    for name in changed:
        asked, why = told[name]
        if not asked and not why:
            raise Refused("Say why it is not asked.", field=f"{name}_why")
        session.add(AskedAbout(question=name, asked=asked, why=why, set_by=member_id))
    if changed:
        audit.record(session, audit.Verb.QUESTIONS_SETTLED, questions=changed)


def _settled(row: AskedAbout | None) -> tuple[bool, str]:
    return (row.asked, row.why) if row else (True, "")


def _expect_placed(kind: Particular, day: date, case_id: UUID | None) -> None:
    if day > clock.today(context.current().timezone):
        raise Refused("This day cannot be in the future.", field="since")
    if kind.in_case and case_id is None:
        raise Refused("Choose the case this belongs to.", field="case_id")


def _end_those_before(session: Session, client: Client, kind: Particular, day: date) -> None:
    rows = session.execute(
        select(ParticularRow)
        .where(
            ParticularRow.client_id == client.id,
            ParticularRow.kind == kind.name,
            ParticularRow.state == "current",
        )
        .with_for_update()
    ).scalars()
    for row in rows:
        keep(session, row)
        row.state, row.ended_on = "ended", max(day, row.since)
