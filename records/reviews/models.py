"""Rows of reviews: the drawing with what was found in all, and each file that was looked over."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from records.reviews.rules import short_of
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, Refused
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(path="", category="supervision", sensitivity="supervision", unit=Unit.KEPT, package="no")
class FileReview(TenantOwned, Base):
    """One drawing. Closed, it keeps how many files had which answer, and names nobody."""

    __tablename__ = "file_reviews"
    __table_args__ = (
        within("drawn_by", "members"),
        within("worker_id", "members"),
        within("closed_by", "members"),
    )

    number: Mapped[str]
    drawn_by: Mapped[UUID]
    seed: Mapped[int]
    size: Mapped[int]
    scope: Mapped[str]
    since: Mapped[date]
    until: Mapped[date]
    program: Mapped[str] = mapped_column(default="")
    worker_id: Mapped[UUID | None]
    closed_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]
    found: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    conclusion = Sealed()
    conclusion_sealed: Mapped[bytes | None] = sealed_column()

    @property
    def is_open(self) -> bool:
        """True while files are looked over."""
        return self.closed_at is None

    def expect_open(self) -> None:
        """What was found stays as it was."""
        if not self.is_open:
            raise Conflict("This review is closed.")


@registered(category="supervision", sensitivity="supervision", unit=Unit.CASE, order=30, package="no")
class ReviewedFile(TenantOwned, Base):
    """One file of the sample, what its reviewer found and what its worker answered. About how the record is kept: never
    part of the client's record, a package or a report. Goes with the case."""

    __tablename__ = "reviewed_files"
    __table_args__ = (
        within("review_id", "file_reviews"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("worker_id", "members"),
        within("reviewed_by", "members"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("verdicts", "words")

    review_id: Mapped[UUID]
    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    worker_id: Mapped[UUID]
    place: Mapped[int]
    verdicts: Mapped[dict[str, str]] = mapped_column(JSONB)
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
    reviewed_by: Mapped[UUID | None]
    reviewed_at: Mapped[datetime | None]
    answer = Sealed()
    answer_sealed: Mapped[bytes | None] = sealed_column()
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def short(self) -> list[str]:
        """The points at which it falls short; none before it was looked over."""
        return short_of(self.verdicts) if self.reviewed_at else []

    def expect_reviewable_by(self, member_id: UUID | None, version: int) -> None:
        """Refuses one's own file, a change made while looking at an older version, and one after the answer."""
        if member_id == self.worker_id:
            raise Refused("Somebody else reviews the files of your own work.")
        if self.answered_at is not None:
            raise Conflict("The worker has answered already, so this does not change any more.")
        if version != self.version:
            raise Conflict("Somebody changed this while you were typing. Your words are below.")

    def expect_answerable_by(self, member_id: UUID | None) -> None:
        """Only the worker whose work it was answers, once, and only when something falls short."""
        if member_id != self.worker_id:
            raise Refused("Only the worker of the case answers.")
        if self.answered_at is not None:
            raise Conflict("This is answered already.")
        if not self.short:
            raise Conflict("There is nothing to answer.")
