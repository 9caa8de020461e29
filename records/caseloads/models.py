"""Rows of what a case needs, of the table of points, of capacity and doubts, and of cases given to others together."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from records.caseloads.rules import UNDO_FOR
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, Refused
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

_OF_CASE = ("client_id", "clients"), ("case_id", "cases")


@registered(path="", category="settings", sensitivity="basic", unit=Unit.KEPT, package="no")
class CaseloadPoints(TenantOwned, Base):
    """What each factor weighs, in quarters of a point, and why so; the newest row counts."""

    __tablename__ = "caseload_points"
    __table_args__ = (within("set_by", "members"),)

    points: Mapped[dict[str, int]] = mapped_column(JSONB)
    why: Mapped[str]
    set_by: Mapped[UUID]


@registered(path="", category="settings", sensitivity="basic", unit=Unit.KEPT, package="no")
class CaseloadCapacity(TenantOwned, Base):
    """How many points a full week of a member can carry, and which part of one they work; the newest row counts."""

    __tablename__ = "caseload_capacities"
    __table_args__ = (within("member_id", "members"), within("set_by", "members"))

    member_id: Mapped[UUID]
    points: Mapped[int]
    percent: Mapped[int]
    set_by: Mapped[UUID]


@registered(
    category="supervision", sensitivity="supervision", unit=Unit.CASE, order=30, package="no", export=()
)
class PointDoubt(TenantOwned, Base):
    """A worker says that a point does not fit, and whoever answers for caseloads answers. Stands beside the record."""

    __tablename__ = "point_doubts"
    __table_args__ = (
        *(within(*one) for one in _OF_CASE),
        within("member_id", "members"),
        within("answered_by", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    code: Mapped[str]
    member_id: Mapped[UUID]
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
    answer = Sealed()
    answer_sealed: Mapped[bytes | None] = sealed_column()
    answered_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]

    def expect_answerable_by(self, member_id: UUID | None) -> None:
        """It is answered once, and by somebody else."""
        if self.answered_at is not None:
            raise Conflict("This was answered already.")
        if member_id == self.member_id:
            raise Refused("Somebody else has to answer what you doubt.", field="answer")


@registered(path="", category="supervision", sensitivity="supervision", unit=Unit.KEPT, package="no")
class Reassignment(TenantOwned, Base):
    """Cases chosen to be given to others together: prepared, done, and for a day to be undone."""

    __tablename__ = "reassignments"
    __table_args__ = (within("made_by", "members"),)

    made_by: Mapped[UUID]
    with_appointments: Mapped[bool]
    state: Mapped[str] = mapped_column(default="prepared")
    done_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    def expect_prepared(self) -> None:
        """It is done once."""
        if self.state != "prepared":
            raise Conflict("This was done already. Below is what came of it.")

    def may_undo(self, at: datetime) -> bool:
        """True for a day after it was done."""
        return self.state == "done" and self.done_at is not None and at < self.done_at + UNDO_FOR

    def expect_undoable(self, at: datetime) -> None:
        """What is older than a day was worked with."""
        if not self.may_undo(at):
            raise Conflict("This can be undone for 24 hours, and once. Reassign the cases again instead.")


@registered(category="access", unit=Unit.CASE, order=20, package="no", export=())
class ReassignedCase(TenantOwned, Base):
    """One of these cases: from whom to whom, as which version it was seen, what it weighed, what came of it, and which
    tasks, check-ins and appointments went with it."""

    __tablename__ = "reassigned_cases"
    __table_args__ = (
        *(within(*one) for one in _OF_CASE),
        within("reassignment_id", "reassignments"),
        within("from_id", "members"),
        within("to_id", "members"),
    )

    reassignment_id: Mapped[UUID]
    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    from_id: Mapped[UUID]
    to_id: Mapped[UUID]
    seen_version: Mapped[int]
    quarters: Mapped[int]
    outcome: Mapped[str | None]
    undoing: Mapped[str | None]
    moved_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), default=list)
    was_worker: Mapped[bool] = mapped_column(default=False)
