"""Rows of questions and thanks. What was written and answered stays; only how far it is changes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from records.supervision.rules import becomes, may, waits
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, Refused
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="supervision",
    sensitivity="supervision",
    unit=Unit.CASE,
    order=15,
    package="no",
    export=(),
    retention="supervision",
)
class Exchange(TenantOwned, Base):
    """What one colleague wrote to another, about a note, a case or the work as such, and what came back. Not part of
    any client's record: it is in no package, export, timeline or search, and goes with the case it points at."""

    __tablename__ = "exchanges"
    __table_args__ = (
        within("asked_by", "members"),
        within("asked_to", "members"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("note_id", "notes"),
    )

    kind: Mapped[str]
    asked_by: Mapped[UUID]
    asked_to: Mapped[UUID]
    client_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    note_id: Mapped[UUID | None]
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
    state: Mapped[str] = mapped_column(default="open")
    answer = Sealed()
    answer_sealed: Mapped[bytes | None] = sealed_column()
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    quarantined_at: Mapped[datetime | None]

    def waits_for(self, member_id: UUID | None) -> bool:
        """True when it is this member's turn."""
        return waits(self.state, for_asker=self.asked_by == member_id)

    def allows(self, event: str, member_id: UUID | None) -> bool:
        """True when this member may do so now."""
        is_asker = self.asked_by == member_id
        return may(event, self.kind, is_asker=is_asker) and becomes(self.state, event) is not None

    def become(self, event: str, member_id: UUID | None) -> None:
        """Moves on to the state that follows, when this member may bring it there."""
        if not may(event, self.kind, is_asker=self.asked_by == member_id):
            raise Refused("Whoever was asked answers; whoever asked closes it.")
        state = becomes(self.state, event)
        if state is None:
            raise Conflict("This was answered or closed already. Load the page again.")
        self.state = state
