"""Rows of handovers: a case on its way from one worker to another, and what the other read when they took it."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from records.handovers.rules import LIVING, POINTS, becomes
from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="note",
    unit=Unit.CASE,
    order=20,
    package="sever",
    export=(
        *("occasion", "until", "state", "matters", "ahead", "offered_on", "answered_on", "answer"),
        *("told_on", "introduced_on", "meeting_on", "letter_on", "content"),
    ),
    third_party=("matters", "ahead", "content"),
)
class Handover(Versioned, TenantOwned, Base):
    """A case is handed on, or lent while its worker is away `until` a day. What the next worker read is frozen when
    they accept, and `hash` seals it; after that only the hand-off to the person goes on."""

    __tablename__ = "handovers"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("from_id", "members"),
        within("to_id", "members"),
        within("grant_id", "access_grants"),
    )
    KEPT: ClassVar[tuple[str, ...]] = (
        "state",
        "matters",
        "ahead",
        "answer",
        *(f"{one}_on" for one in POINTS),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    from_id: Mapped[UUID]
    to_id: Mapped[UUID | None]
    grant_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default="draft")
    occasion: Mapped[str]
    until: Mapped[date | None]
    matters = Sealed()
    matters_sealed: Mapped[bytes | None] = sealed_column()
    ahead = Sealed()
    ahead_sealed: Mapped[bytes | None] = sealed_column()
    offered_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answer = Sealed()
    answer_sealed: Mapped[bytes | None] = sealed_column()
    told_on: Mapped[date | None]
    introduced_on: Mapped[date | None]
    meeting_on: Mapped[date | None]
    letter_on: Mapped[date | None]
    content = Sealed()
    content_sealed: Mapped[bytes | None] = sealed_column()
    hash: Mapped[bytes | None]

    @property
    def is_living(self) -> bool:
        """True until it is accepted or taken back."""
        return self.state in LIVING

    @property
    def is_for_good(self) -> bool:
        """True when whoever accepts becomes the worker of the case."""
        return self.until is None

    def become(self, event: str) -> None:
        """Moves on to the state that follows the event."""
        state = becomes(self.state, event)
        if state is None:
            raise Conflict("This handover is not where you saw it last. Load the page again.")
        self.state = state

    def expect_living(self) -> None:
        """What was read, and what was taken back, says what it said."""
        if not self.is_living:
            raise Conflict("This handover is over. Its words stay as they are.")

    def expect_for(self, member_id: UUID | None) -> None:
        """Only who was asked answers."""
        if self.state != "offered" or self.to_id != member_id:
            raise Conflict("This is not offered to you any more.")

    def read(self) -> list[Any]:
        """Everything that the hash seals."""
        return [self.content, self.matters, self.ahead, str(self.from_id), str(self.to_id), self.answered_on]
