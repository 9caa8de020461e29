"""Where letters to clients may go."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from sqlalchemy import any_, select
from sqlalchemy.orm import Session

from records.clients.models import Client
from records.deliveries.rules import written_address
from records.particulars.models import ParticularRow
from tenants import clock, context
from tenants.bulk import listed


def recipient_of(session: Session, client: Client) -> tuple[str, ...]:
    """The lines in the window of an envelope; none when no address at which letters may arrive is on file, or the
    person has died."""
    return recipients_of(session, [client]).get(client.id, ())


def recipients_of(session: Session, clients: Iterable[Client]) -> dict[UUID, tuple[str, ...]]:
    """The same of many at once: each by the newest address at which letters may arrive, and nothing of the others."""
    names = {client.id: client.name for client in clients if client.status != "deceased"}
    standing = _addresses(session, names)
    written = {
        client_id: next(
            (found for row in rows if (found := written_address(names[client_id], row.words))), ()
        )
        for client_id, rows in standing.items()
    }
    return {client_id: lines for client_id, lines in written.items() if lines}


def _addresses(session: Session, client_ids: Collection[UUID]) -> dict[UUID, Sequence[ParticularRow]]:
    """Where letters may arrive today, newest first."""
    today = clock.today(context.current().timezone)
    rows = session.execute(
        select(ParticularRow)
        .where(
            ParticularRow.client_id == any_(listed(client_ids)),
            ParticularRow.kind == "address",
            ParticularRow.state == "current",
            ParticularRow.since <= today,
            ParticularRow.codes["letters"].as_boolean(),
        )
        .order_by(ParticularRow.since.desc(), ParticularRow.id.desc())
    ).scalars()
    found: dict[UUID, list[ParticularRow]] = defaultdict(list)
    for row in rows:
        if row.codes.get("type") != "none" and (row.ended_on is None or row.ended_on > today):
            found[row.client_id].append(row)
    return dict(found)
