"""The one way to put something into a client's file."""

from datetime import date
from uuid import UUID

from sqlalchemy import Update, update
from sqlalchemy.orm import Session

from records.entries.models import Entry, Kind, Sensitivity
from tenants import audit, clock, context
from tenants.database import new_id
from tenants.errors import Refused


def enter(
    session: Session,
    kind: Kind,
    *,
    client_id: UUID,
    case_id: UUID | None = None,
    occurred_on: date | None = None,
    sensitivity: Sensitivity = Sensitivity.CASE,
    state: str = "final",
    at_once: bool = True,
) -> Entry:
    """Adds the header of a new entry, by whoever acts; the kind's own row takes its id. An import, which writes
    thousands of rows together, does not write it `at_once`."""
    me = context.current()
    entry = Entry(
        id=new_id(),
        client_id=client_id,
        case_id=case_id,
        kind=str(kind),
        occurred_on=occurred_on or clock.today(me.timezone),
        author_id=me.member_id,
        sensitivity=str(sensitivity),
        state=state,
    )
    session.add(entry)
    if at_once:
        session.flush()
    return entry


def came_on_paper(
    session: Session, client_id: UUID, entry_id: UUID, *, on: date, scan_follows: bool = False
) -> None:
    """Says of a new entry that it was typed from a paper form of this day, and whether its scan is still to come."""
    if on > clock.today(context.current().timezone):
        raise Refused("This day cannot be in the future.", field="paper_on")
    session.flush()
    session.execute(_this(client_id, entry_id).values(paper_on=on, scan_follows=scan_follows))
    audit.record(session, audit.Verb.FORM_KEYED, entry_id, client_id=client_id)


def scan_came(session: Session, client_id: UUID, entry_id: UUID) -> None:
    """Says that the scan of a paper form is in the file now."""
    session.execute(_this(client_id, entry_id).values(scan_follows=False))


def _this(client_id: UUID, entry_id: UUID) -> Update:
    return update(Entry).where(Entry.id == entry_id, Entry.client_id == client_id)
