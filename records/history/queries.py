"""Reading the past of a record, field by field."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.history.models import Version
from records.history.rules import Change, Changing, changes, state_of


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a record."""

    at: datetime
    member_id: UUID | None
    reason: str
    changes: list[Change]


def steps_of(session: Session, row: Changing) -> list[Step]:
    """Every change of a record, newest first. Whoever calls has made sure that the record may be read."""
    past = (
        session.execute(
            select(Version)
            .where(Version.subject == row.__tablename__, Version.subject_id == row.id)
            .order_by(Version.number)
        )
        .scalars()
        .all()
    )
    between = changes([*(version.values for version in past), state_of(row)])
    steps = [
        Step(version.created_at, version.member_id, version.reason or "", found)
        for version, found in zip(past, between, strict=True)
    ]
    return steps[::-1]
