"""Where a letter to a client may go."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.models import Client
from records.deliveries.rules import written_address
from records.particulars.models import ParticularRow
from tenants import clock, context


def recipient_of(session: Session, client: Client) -> tuple[str, ...]:
    """The lines in the window of an envelope, from the newest address at which letters may arrive; none when no such
    address is on file, or the person has died."""
    if client.status == "deceased":
        return ()
    today = clock.today(context.current().timezone)
    rows = session.execute(
        select(ParticularRow)
        .where(
            ParticularRow.client_id == client.id,
            ParticularRow.kind == "address",
            ParticularRow.state == "current",
            ParticularRow.since <= today,
            ParticularRow.codes["letters"].as_boolean(),
        )
        .order_by(ParticularRow.since.desc(), ParticularRow.id.desc())
    ).scalars()
    standing = (row for row in rows if row.ended_on is None or row.ended_on > today)
    lines = (written_address(client.name, row.words) for row in standing if row.codes.get("type") != "none")
    return next((found for found in lines if found), ())
