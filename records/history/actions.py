"""Keeping what a record said, before it says something else."""

from datetime import date, datetime, time
from typing import Any, ClassVar, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from records.history.models import Version
from tenants import context
from tenants.privacy import registry


class Changing(Protocol):
    """A row that changes: `KEPT` names what of it is worth remembering."""

    KEPT: ClassVar[tuple[str, ...]]
    __tablename__: str
    id: Any
    version: Any


def keep(session: Session, row: Changing, *, reason: str = "") -> None:
    """Writes down what the row says now, with who is about to change it and why, and moves its version on. Call it
    after locking the row and before changing it."""
    session.add(
        Version(
            client_id=getattr(row, registry[row.__tablename__].path),
            case_id=getattr(row, "case_id", None),
            subject=row.__tablename__,
            subject_id=row.id,
            number=row.version,
            member_id=context.current().member_id,
            reason=reason or None,
            values={name: plain(getattr(row, name)) for name in row.KEPT},
        )
    )
    row.version += 1


def plain(value: Any) -> Any:
    """The value as JSON can say it."""
    return (
        value.isoformat()
        if isinstance(value, (date, datetime, time))
        else str(value)
        if isinstance(value, UUID)
        else value
    )
