"""Rows of progress notes with the eight elements of standard 5.3, what follows their signature, and phrases."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from records.notes.formats import reading_order
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, NotFound, Refused
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
        "next_steps",
        "late_reason",
        "parts",
        "own_part",
        "goals",
        "client_words",
        "state",
    ),
    third_party=("details", "reason", "parts", "participants"),
)
class Note(TenantOwned, Base):
    """A progress note. While a draft, `draft` holds what was typed, exactly; signing fills the columns for good."""

    __tablename__ = "notes"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("author_id", "members"),
        within("copied_from", "notes"),
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
    parts = Sealed()
    parts_sealed: Mapped[bytes | None] = sealed_column()
    own_part = Sealed()
    own_part_sealed: Mapped[bytes | None] = sealed_column()
    participants = Sealed()
    participants_sealed: Mapped[bytes | None] = sealed_column()
    goals = Sealed()
    goals_sealed: Mapped[bytes | None] = sealed_column()
    client_words = Sealed()
    client_words_sealed: Mapped[bytes | None] = sealed_column()
    goal_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)
    late_reason = Sealed()
    late_reason_sealed: Mapped[bytes | None] = sealed_column()
    place: Mapped[str | None]
    mode: Mapped[str | None]
    engagement: Mapped[str | None]
    language: Mapped[str | None]
    source: Mapped[str | None]
    copied_from: Mapped[UUID | None]
    group_id: Mapped[UUID | None]
    needs_cosign: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
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

    @property
    def is_in_error(self) -> bool:
        """True when it was signed and then said to be wrong as a whole: its text is not shown any more."""
        return self.state == "in_error"

    def told(self) -> list[tuple[str, str]]:
        """What was signed, part by part, in reading order; empty parts are left out."""
        found = [(code, (self.parts or {}).get(code) or getattr(self, code, None)) for code in self.order]
        return [(code, words) for code, words in found if words]

    @property
    def order(self) -> tuple[str, ...]:
        """The parts of its format, as they are read."""
        return reading_order(self.format)

    def expect_draft_of(self, member_id: UUID | None) -> None:
        """Only its author may change a draft; to everyone else it is not there."""
        if self.author_id != member_id:
            raise NotFound()
        if not self.is_draft:
            raise Conflict("This note is signed. Add an addendum instead.")

    def expect_was_signed(self) -> None:
        """A page of what was signed, in error or not, has nothing to show of a draft."""
        if self.signed_at is None:
            raise Conflict("This note is not signed yet.")

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


@registered(
    category="supervision", sensitivity="supervision", unit=Unit.CASE, order=30, package="no", export=()
)
class NoteReview(TenantOwned, Base):
    """What staff say to each other about a signed note. Not part of the client's record: never in a package, a report
    or a document."""

    __tablename__ = "note_reviews"
    __table_args__ = (
        within("client_id", "clients"),
        within("note_id", "notes"),
        within("reviewer_id", "members"),
    )

    client_id: Mapped[UUID]
    note_id: Mapped[UUID]
    reviewer_id: Mapped[UUID]
    kind: Mapped[str]
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
    answered_at: Mapped[datetime | None]


@registered(category="note", unit=Unit.CASE, order=30, export=("reason", "state", "decided_at"))
class NoteError(TenantOwned, Base):
    """The author says that a signed note is wrong as a whole; a second person decides."""

    __tablename__ = "note_errors"
    __table_args__ = (
        within("client_id", "clients"),
        within("note_id", "notes"),
        within("asked_by", "members"),
        within("decided_by", "members"),
    )

    client_id: Mapped[UUID]
    note_id: Mapped[UUID]
    asked_by: Mapped[UUID]
    reason = Sealed()
    reason_sealed: Mapped[bytes] = sealed_column(nullable=False)
    state: Mapped[str] = mapped_column(default="asked")
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]

    def expect_decidable_by(self, member_id: UUID | None) -> None:
        """A second person decides, once."""
        if self.state != "asked":
            raise Conflict("This was decided already.")
        if self.asked_by == member_id:
            raise Refused("A second person decides this, not the one who asked.")


@registered(path="", category="phrase", sensitivity="basic", unit=Unit.KEPT, package="no")
class Phrase(TenantOwned, Base):
    """A wording to put into notes: a member's own, or the team's when it has no owner. About nobody."""

    __tablename__ = "phrases"
    __table_args__ = (within("owner_id", "members"),)

    owner_id: Mapped[UUID | None]
    name: Mapped[str]
    words = Sealed()
    words_sealed: Mapped[bytes] = sealed_column(nullable=False)
    ended_at: Mapped[datetime | None]
