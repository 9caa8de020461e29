"""The rows of appointments, and of members' calendars in other programs."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, Text
from sqlalchemy.orm import Mapped, mapped_column

from records.appointments.rules import AHEAD, OVER, becomes
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="appointment",
    sensitivity="basic",
    unit=Unit.CASE,
    order=15,
    export=(
        *("kind", "starts_at", "ends_at", "mode", "place", "place_words", "interpreter_for", "needs"),
        *("state", "arrived_at", "started_at", "ended_at", "asked_by", "reason", "tried", "check_in_on"),
        "none_reason",
    ),
    third_party=("reason", "tried"),
)
class Appointment(TenantOwned, Base):
    """A time set aside for a client. `beside` is true when the worker wanted it beside another one; what becomes of it
    is decided by `rules.becomes`, and once it is over it stays as it was."""

    __tablename__ = "appointments"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("worker_id", "members"),
        within("booked_by", "members"),
        within("moved_to", "appointments"),
        within("note_id", "notes"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("state", "room", "interpreter", "place_words", "needs")

    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    worker_id: Mapped[UUID]
    booked_by: Mapped[UUID | None]
    kind: Mapped[str]
    mode: Mapped[str]
    place: Mapped[str]
    place_words = Sealed()
    place_words_sealed: Mapped[bytes | None] = sealed_column()
    room: Mapped[str | None]
    interpreter: Mapped[str | None]
    interpreter_for = Sealed()
    interpreter_for_sealed: Mapped[bytes | None] = sealed_column()
    needs: Mapped[list[str]] = mapped_column(ARRAY(Text))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    beside: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="booked")
    version: Mapped[int] = mapped_column(default=1)
    reminded_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    asked_by: Mapped[str | None]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    moved_to: Mapped[UUID | None]
    tried = Sealed()
    tried_sealed: Mapped[bytes | None] = sealed_column()
    check_in_on: Mapped[date | None]
    check_in_how: Mapped[str | None]
    none_reason = Sealed()
    none_reason_sealed: Mapped[bytes | None] = sealed_column()
    note_id: Mapped[UUID | None]

    @property
    def is_ahead(self) -> bool:
        """True while nobody has come and nobody called it off."""
        return self.state in AHEAD

    def after(self, event: str) -> str:
        """The state after an event; refuses what cannot happen now."""
        found = becomes(self.state, event)
        if found is None:
            raise Conflict("This appointment has moved on. Load the page again to see how it stands.")
        return found

    def expect(self, version: int) -> None:
        """Refuses a change that was made while looking at an older version, or of what is over."""
        if version != self.version or self.state in OVER:
            raise Conflict("Somebody changed this while you were typing. Your words are below.")


class CalendarFeed(TenantOwned, Base):
    """A secret link to a member's calendar, until it is ended."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (within("member_id", "members"),)

    member_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    ended_at: Mapped[datetime | None]
