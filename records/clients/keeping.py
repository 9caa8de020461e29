"""Who works with a client, and whether the file is only for those on its list."""

from uuid import UUID

from sqlalchemy.orm import Session

from records.access.actions import put_on_caseload
from records.clients.models import Client
from tenants import audit
from tenants.database import hold
from tenants.errors import Refused


def assign_worker(session: Session, client: Client, *, worker_id: UUID) -> None:
    """Hands the client to another worker. Whoever has an open case with them keeps their way in."""
    hold(session, client)
    before, client.worker_id = client.worker_id, worker_id
    put_on_caseload(session, client.id, worker_id)
    audit.record(
        session, audit.Verb.WORKER_CHANGED, client.id, client_id=client.id, before=before, after=worker_id
    )


def restrict(session: Session, client: Client) -> None:
    """Makes the file vanish for everyone who neither works with the client nor was given access, counts included."""
    hold(session, client)
    if client.worker_id is None:
        raise Refused("Choose a worker first; otherwise nobody could open the file.")
    client.restricted = True
    audit.record(session, audit.Verb.FILE_RESTRICTED, client.id, client_id=client.id)


def unrestrict(session: Session, client: Client) -> None:
    """Makes the file an ordinary one again."""
    hold(session, client)
    client.restricted = False
    audit.record(session, audit.Verb.FILE_UNRESTRICTED, client.id, client_id=client.id)
