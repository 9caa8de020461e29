"""Rows of progress notes with the eight elements of standard 5.3, their addenda and next steps."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, NotFound
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="note",
    unit=Unit.CASE,
    order=40,
    export=(
        "kind",
        "occurred_on",
        "minutes",
        "place",
        "reason",
        "details",
        "training",
        "action_taken",
        "state",
    ),
    third_party=("details", "reason"),
)
class Note(TenantOwned, Base):
    """A progress note. While a draft, `draft` holds what was typed, exactly; signing fills the columns for good."""

    __tablename__ = "notes"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("author_id", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    author_id: Mapped[UUID]
    format: Mapped[str] = mapped_column(default="5.3")
    kind: Mapped[str | None]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    details = Sealed()
    details_sealed: Mapped[bytes | None] = sealed_column()
    training = Sealed()
    training_sealed: Mapped[bytes | None] = sealed_column()
    action_taken = Sealed()
    action_taken_sealed: Mapped[bytes | None] = sealed_column()
    next_steps = Sealed()
    next_steps_sealed: Mapped[bytes | None] = sealed_column()
    place: Mapped[str | None]
    occurred_on: Mapped[date | None]
    started_at: Mapped[time | None]
    minutes: Mapped[int | None]
    draft = Sealed()
    draft_sealed: Mapped[bytes | None] = sealed_column()
    state: Mapped[str] = mapped_column(default="draft")
    version: Mapped[int] = mapped_column(default=1)
    saved_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    late_days: Mapped[int | None]
    previous: Mapped[bytes | None]
    hash: Mapped[bytes | None]

    @property
    def is_draft(self) -> bool:
        """True until it is signed or discarded."""
        return self.state == "draft"

    def expect_draft_of(self, member_id: UUID | None) -> None:
        """Only its author may change a draft; to everyone else it is not there."""
        if self.author_id != member_id:
            raise NotFound()
        if not self.is_draft:
            raise Conflict("This note is signed. Add an addendum instead.")

    def expect_signed(self) -> None:
        """Only what is signed can be added to; a draft is still written on."""
        if self.state != "signed":
            raise Conflict("Only a signed note can have an addendum.")


@registered(category="note", unit=Unit.CASE, order=30, export=("reason", "words"))
class NoteAddendum(TenantOwned, Base):
    """Words added to a signed note, with the reason for adding them."""

    __tablename__ = "note_addenda"
    __table_args__ = (
        within("client_id", "clients"),
        within("note_id", "notes"),
        within("author_id", "members"),
    )

    client_id: Mapped[UUID]
    note_id: Mapped[UUID]
    author_id: Mapped[UUID]
    reason: Mapped[str]
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
    previous: Mapped[bytes]
    hash: Mapped[bytes]


@registered(category="plan", unit=Unit.CASE, order=30, export=("what", "who", "due_on", "done_on"))
class NextStep(TenantOwned, Base):
    """What was agreed: who does what by when."""

    __tablename__ = "next_steps"
    __table_args__ = (within("client_id", "clients"), within("case_id", "cases"), within("note_id", "notes"))

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    note_id: Mapped[UUID | None]
    what = Sealed()
    what_sealed: Mapped[bytes] = sealed_column(nullable=False)
    who: Mapped[str]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    position: Mapped[int]
