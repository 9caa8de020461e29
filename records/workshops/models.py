"""The rows of group sessions and of the registrations for them."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from records.workshops.rules import CAME, lasts, may_be_marked, may_become, may_go
from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict, Refused
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    path="",
    category="workshop",
    sensitivity="basic",
    unit=Unit.KEPT,
    package="no",
    export=(
        *("title_en", "title_fr", "kind", "kind_words", "language", "place", "room", "starts_at", "ends_at"),
        *("capacity", "description", "state", "reason", "visitors"),
    ),
)
class Workshop(TenantOwned, Base):
    """A session for a group. `visitors` counts who came and gave no name; of nobody else it says anything."""

    __tablename__ = "workshops"
    __table_args__ = (within("leader_id", "members"), within("second_id", "members"))

    title_en: Mapped[str]
    title_fr: Mapped[str]
    kind: Mapped[str]
    kind_words: Mapped[str]
    language: Mapped[str]
    place: Mapped[str]
    room: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    leader_id: Mapped[UUID]
    second_id: Mapped[UUID | None]
    description: Mapped[str]
    beside: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="planned")
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    visitors: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    @property
    def title(self) -> str:
        """What it is called in the language it is held in."""
        return self.title_in("fr" if self.language == "fr" else "en")

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return lasts(self.starts_at, self.ends_at)

    @property
    def leaders(self) -> tuple[UUID, ...]:
        """Who leads it, one or two."""
        return (self.leader_id, self.second_id) if self.second_id else (self.leader_id,)

    def title_in(self, language: str) -> str:
        """What it is called for a reader; in the other language where it has no title in theirs."""
        return self.title_fr or self.title_en if language == "fr" else self.title_en or self.title_fr

    def becomes(self, state: str) -> None:
        """Moves it on; refuses what cannot happen any more."""
        if not may_go(self.state, state):
            raise Conflict("This session has moved on. Load the page again to see how it stands.")
        self.state = state

    def expect(self, version: int) -> None:
        """Refuses a change that was made while looking at an older version, or of what is over."""
        if version != self.version or self.state != "planned":
            raise Conflict("Somebody changed this while you were typing. Your words are below.")

    def expect_time(self, now: datetime) -> None:
        """Refuses to say who came before anybody can have come, or to a session that was called off."""
        if self.state == "called_off":
            raise Conflict("This session was called off.")
        if not may_be_marked(self.starts_at, now):
            raise Refused("Its time has not come yet. Attendance is taken from an hour before it begins.")


@registered(
    category="appointment",
    sensitivity="basic",
    unit=Unit.CASE,
    order=15,
    export=("title", "state", "asked_at", "moved_up_at", "minutes", "remark", "reason"),
    third_party=("remark", "reason"),
)
class Registration(Versioned, TenantOwned, Base):
    """One person's place in one session, or their place in the line for one, and whether they came. `title` is what
    the session is called, for the person's own file."""

    __tablename__ = "registrations"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("workshop_id", "workshops"),
        within("registered_by", "members"),
        within("note_id", "notes"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("state", "minutes", "remark", "reason")

    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    workshop_id: Mapped[UUID]
    registered_by: Mapped[UUID | None]
    title: Mapped[str]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    moved_up_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    remark = Sealed()
    remark_sealed: Mapped[bytes | None] = sealed_column()
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    note_id: Mapped[UUID | None]

    @property
    def has_come(self) -> bool:
        """Whether the person was there."""
        return self.state in CAME

    def may_become(self, state: str) -> bool:
        """Whether this may happen to it now."""
        return may_become(self.state, state)

    def expect_may_become(self, state: str) -> None:
        """Refuses what cannot happen to it now."""
        if not self.may_become(state):
            raise Conflict("This registration has moved on. Load the page again to see how it stands.")
