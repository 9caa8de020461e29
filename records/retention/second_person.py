"""The second of two people, where the schedule, its runs and its holds are decided."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from tenants.permissions import P
from tenants.second_person import alone_from as from_when
from tenants.second_person import second_person as of_two


def second_person(
    session: Session, *, not_these: Collection[UUID | None], since: datetime
) -> tuple[UUID, bool]:
    """As in `tenants/second_person.py`, among those who may approve retention."""
    return of_two(session, P.APPROVE_RETENTION, not_these=not_these, since=since)


def alone_from(session: Session, *, not_these: Collection[UUID | None], since: datetime) -> datetime | None:
    """As in `tenants/second_person.py`, among those who may approve retention."""
    return from_when(session, P.APPROVE_RETENTION, not_these=not_these, since=since)
