"""Rows of who was told that something is about to be destroyed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from records.retention.brakes import Told
from records.retention.models import kept
from tenants.database import Base, TenantOwned, within


@kept
class RunNotice(TenantOwned, Base):
    """One member who was told of a run, how many of its files are theirs, when the message left for them, and when they
    said that they saw it."""

    __tablename__ = "run_notices"
    __table_args__ = (
        within("run_id", "retention_runs"),
        within("member_id", "members"),
    )

    run_id: Mapped[UUID]
    member_id: Mapped[UUID]
    mail_id: Mapped[UUID]
    files: Mapped[int]
    delivered_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]

    @property
    def outcome(self) -> Told:
        """What the gate asks of it."""
        return Told(self.created_at, self.delivered_at, self.acknowledged_at)


@kept
class DueNotice(TenantOwned, Base):
    """A month in which files fall due, the step (in days before) at which it was told of, and how many they were."""

    __tablename__ = "due_notices"

    month: Mapped[date]
    step: Mapped[int]
    files: Mapped[int]
