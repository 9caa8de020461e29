"""The one way to put something into a client's file."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from records.entries.models import Entry, Kind, Sensitivity
from tenants import clock, context
from tenants.database import new_id


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
