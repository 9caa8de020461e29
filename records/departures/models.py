"""Rows of a departure and of the archives an agency takes along; all of them go with the agency."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from records.departures.rules import becomes
from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict, Refused
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(path="", category="agency", sensitivity="agency", unit=Unit.KEPT, package="no")
class Departure(TenantOwned, Versioned, Base):
    """That the agency leaves: asked → approved → closing; taken back at any time before the end. `standing_before`,
    `closed_at` and `destroy_on` are set by the database alone."""

    __tablename__ = "departures"
    __table_args__ = (
        within("asked_by", "members"),
        within("approved_by", "members"),
        within("receipt_by", "members"),
        within("taken_back_by", "members"),
    )

    state: Mapped[str] = mapped_column(default="asked")
    asked_by: Mapped[UUID]
    reason = Sealed()
    reason_sealed: Mapped[bytes] = sealed_column(nullable=False)
    second_contact: Mapped[str]
    second_language: Mapped[str]
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    alone: Mapped[bool] = mapped_column(default=False)
    standing_before: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    destroy_on: Mapped[date | None]
    receipt_by: Mapped[UUID | None]
    receipt_at: Mapped[datetime | None]
    told_days: Mapped[int | None]
    taken_back_by: Mapped[UUID | None]
    taken_back_at: Mapped[datetime | None]

    def become(self, event: str) -> None:
        """Moves on to the state that follows."""
        state = becomes(self.state, event)
        if state is None:
            raise Conflict("This is no longer possible: somebody was first. Load the page again.")
        self.state, self.version = state, self.version + 1


@registered(path="", category="agency", sensitivity="agency", unit=Unit.KEPT, package="no")
class HoldAnswer(TenantOwned, Base):
    """What the agency says in writing about a hold that is in force while it leaves."""

    __tablename__ = "departure_holds"
    __table_args__ = (
        within("departure_id", "departures"),
        within("hold_id", "holds"),
        within("answered_by", "members"),
    )

    departure_id: Mapped[UUID]
    hold_id: Mapped[UUID]
    answer: Mapped[str]
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
    answered_by: Mapped[UUID]


@registered(path="", category="agency", sensitivity="agency", unit=Unit.KEPT, package="no")
class Archive(TenantOwned, Base):
    """Everything of the agency in one encrypted file: asked → making → ready → erased. `key` is there only while it is
    made; the words it is derived from are shown once and kept nowhere."""

    __tablename__ = "archives"
    __table_args__ = (within("asked_by", "members"), within("approved_by", "members"))

    state: Mapped[str] = mapped_column(default="asked")
    asked_by: Mapped[UUID]
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    alone: Mapped[bool] = mapped_column(default=False)
    salt: Mapped[bytes]
    key = Sealed()
    key_sealed: Mapped[bytes | None] = sealed_column()
    job_id: Mapped[UUID | None]
    begun_at: Mapped[datetime | None]
    place: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    frames: Mapped[int] = mapped_column(BigInteger, default=0)
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    content_hash: Mapped[str | None]
    receipt: Mapped[bytes | None]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]

    def expect_ready(self) -> None:
        """Refuses what is not there yet or not any more."""
        if self.state != "ready":
            raise Refused("This archive is not ready, or its time is over. Ask for a new one.")


@registered(path="", category="agency", sensitivity="agency", unit=Unit.KEPT, package="no")
class ArchivePart(TenantOwned, Base):
    """One entry of an archive as it lies in storage, and its line in the manifest."""

    __tablename__ = "archive_parts"
    __table_args__ = (within("archive_id", "archives"), within("file_id", "files"))

    archive_id: Mapped[UUID]
    number: Mapped[int]
    file_id: Mapped[UUID]
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str]
