"""Whose file a code names."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.models import Client
from records.clients.queries import visible


def find_file(session: Session, number: str) -> UUID | None:
    """The file of this number, if the reader may know of it."""
    wanted = select(Client.id).where(Client.file_number == number, visible())
    return session.execute(wanted).scalar_one_or_none()
