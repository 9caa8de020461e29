"""Rows about pairs of files: told apart, or merged."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(category="identity", sensitivity="basic", unit=Unit.CLIENT, order=20, package="no")
class DifferentPeople(TenantOwned, Base):
    """Somebody looked and said that this client is not that other one. The other stands here as a keyed hash of its
    id, so that the row tells nothing when that file is destroyed."""

    __tablename__ = "different_people"
    __table_args__ = (within("client_id", "clients"), within("member_id", "members"))

    client_id: Mapped[UUID]
    other: Mapped[bytes]
    member_id: Mapped[UUID | None]


@registered(
    category="identity", sensitivity="basic", unit=Unit.CLIENT, order=20, export=("merged_number", "reason")
)
class Merge(TenantOwned, Base):
    """Two files became one: `client_id` is the one that stays. `before` holds what undoing needs: each fact taken from
    the merged file, as it was and as it became."""

    __tablename__ = "merges"
    __table_args__ = (
        within("client_id", "clients"),
        within("merged_id", "clients"),
        within("member_id", "members"),
        within("undone_by", "members"),
    )

    client_id: Mapped[UUID]
    merged_id: Mapped[UUID | None]
    merged_number: Mapped[str]
    member_id: Mapped[UUID | None]
    before = Sealed()
    before_sealed: Mapped[bytes] = sealed_column(nullable=False)
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None]
    undone_reason = Sealed()
    undone_reason_sealed: Mapped[bytes | None] = sealed_column()

    def undo(self, *, at: datetime, by: UUID | None, reason: str) -> UUID:
        """Parts the files again and says which one was merged; its id stays in the audit trail only."""
        if self.merged_id is None:
            raise Conflict("This merge has been undone already.")
        merged, self.merged_id = self.merged_id, None
        self.undone_at, self.undone_by, self.undone_reason = at, by, reason or None
        return merged
