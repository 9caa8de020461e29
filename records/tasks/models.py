"""Rows of tasks, check-ins and attempts to reach somebody."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from records.tasks.rules import becomes, check_in_becomes
from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="plan",
    unit=Unit.CASE,
    order=30,
    export=(
        *("what", "owner", "owner_name", "agreed", "source", "due_on", "state", "done_on"),
        *("evidence", "drop_reason"),
    ),
    third_party=("owner_name",),
)
class Task(Versioned, TenantOwned, Base):
    """Who does what by when. What it says and who does it stays as agreed; only its day moves, until it is over, and
    whoever takes over the case does what its worker promised (`reassigned_cases` keeps from whom)."""

    __tablename__ = "tasks"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("note_id", "notes"),
        within("owner_member_id", "members"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("due_on", "state", "done_on", "evidence", "drop_reason")

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    note_id: Mapped[UUID | None]
    source: Mapped[str]
    source_id: Mapped[UUID | None]
    goal_id: Mapped[UUID | None]
    what = Sealed(table="next_steps")
    what_sealed: Mapped[bytes] = sealed_column(nullable=False)
    owner: Mapped[str]
    owner_member_id: Mapped[UUID | None]
    owner_name = Sealed()
    owner_name_sealed: Mapped[bytes | None] = sealed_column()
    agreed: Mapped[bool]
    position: Mapped[int]
    first_due_on: Mapped[date | None]
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="open")
    done_on: Mapped[date | None]
    evidence = Sealed()
    evidence_sealed: Mapped[bytes | None] = sealed_column()
    drop_reason = Sealed()
    drop_reason_sealed: Mapped[bytes | None] = sealed_column()

    def after(self, event: str) -> str:
        """The state that follows the event; what is over stays over."""
        state = becomes(self.state, event)
        if state is None and self.state == "done":
            raise Conflict("This task is done already.")
        if state is None:
            raise Conflict("This task was dropped. Add a new one if it is needed again.")
        return state


@registered(category="plan", unit=Unit.CASE, order=30, export=("channel", "due_on", "state"))
class CheckIn(TenantOwned, Base):
    """A day on which somebody asks how it goes, and by what way."""

    __tablename__ = "check_ins"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("worker_id", "members"),
    )
    KEPT: ClassVar[tuple[str, ...]] = ("state",)

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    channel: Mapped[str]
    due_on: Mapped[date]
    worker_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(default="planned")
    version: Mapped[int] = mapped_column(default=1)

    def after(self, outcome: str) -> str:
        """The state that follows an attempt with this outcome, or that it is not needed; what is over stays over."""
        state = check_in_becomes(self.state, outcome)
        if state is None:
            raise Conflict("This check-in is over already. Load the page again to see what it is now.")
        return state


@registered(category="contact", unit=Unit.CASE, order=25, export=("made_on", "channel", "outcome", "words"))
class ContactAttempt(TenantOwned, Base):
    """One attempt to reach somebody and what came of it. Written once."""

    __tablename__ = "contact_attempts"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("check_in_id", "check_ins"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    check_in_id: Mapped[UUID | None]
    made_on: Mapped[date]
    channel: Mapped[str]
    outcome: Mapped[str]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()
