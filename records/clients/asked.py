"""Who asked to be let into a file and waits for an answer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.access.models import AccessGrant
from records.clients.models import Client
from records.clients.queries import visible


def asked_for_access(session: Session) -> list[tuple[AccessGrant, Client]]:
    """What was asked and not answered, of the clients the reader may know of, the oldest first."""
    rows = session.execute(
        select(AccessGrant, Client)
        .join(Client, Client.id == AccessGrant.client_id)
        .where(AccessGrant.kind == "asked", AccessGrant.ended_at.is_(None), visible())
        .order_by(AccessGrant.id)
    )
    return [(grant, client) for grant, client in rows]
