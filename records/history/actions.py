"""Keeping what a record said, before it says something else."""

from sqlalchemy.orm import Session

from records.history.models import Version
from records.history.rules import Changing, state_of
from tenants import context
from tenants.privacy import registry


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
            values=state_of(row),
        )
    )
    row.version += 1
