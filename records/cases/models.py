"""Rows about cases, and the ledger of what starts and stops their retention clocks."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

EXIT_REASONS = (
    "employed",
    "training",
    "self_employed",
    "stable",
    "other_program",
    "referred_on",
    "client_stopped",
    "contact_lost",
    "relocated",
    "not_eligible",
    "health_or_caring",
    "deceased",
    "opened_in_error",
)


@registered(
    category="case",
    unit=Unit.CASE,
    order=100,
    export=("number", "program", "status", "opened_on", "closed_on", "exit_reason", "exit_words", "goal"),
)
class Case(TenantOwned, Base):
    """One stretch of work. The unit of disposition: its file goes whole or not at all."""

    __tablename__ = "cases"
    __table_args__ = (within("client_id", "clients"), within("worker_id", "members"))

    client_id: Mapped[UUID]
    number: Mapped[str]
    program: Mapped[str] = mapped_column(default="")
    worker_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(default="active")
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    exit_reason: Mapped[str | None]
    exit_words = Sealed()
    exit_words_sealed: Mapped[bytes | None] = sealed_column()
    goal = Sealed()
    goal_sealed: Mapped[bytes | None] = sealed_column()
    quarantined_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_open(self) -> bool:
        """True while work may go on."""
        return self.status != "closed"

    def expect_open(self) -> None:
        """Refuses new work on a closed case."""
        if not self.is_open:
            raise Conflict("This case is closed. Reopen it to go on.")


@registered(category="case", unit=Unit.CASE, order=60, export=("kind", "effective_on", "reason"))
class TriggerEvent(TenantOwned, Base):
    """Something that starts a retention clock, or takes back one that did; appended, never changed. The current one
    is the latest that nothing supersedes."""

    __tablename__ = "trigger_events"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("supersedes", "trigger_events"),
        within("member_id", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    kind: Mapped[str]
    effective_on: Mapped[date]
    member_id: Mapped[UUID | None]
    supersedes: Mapped[UUID | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
