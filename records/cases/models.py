"""Rows about cases, and the ledger of what starts and stops their retention clocks."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from records.cases.rules import after
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
    export=(
        *(
            "number",
            "program",
            "status",
            "opened_on",
            "waiting_since",
            "review_on",
            "closed_on",
            "exit_reason",
        ),
        *("exit_words", "goal"),
    ),
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
    waiting_since: Mapped[date | None]
    review_on: Mapped[date | None]
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

    def expect(self, version: int) -> None:
        """Refuses a change that was made while looking at an older version."""
        if version != self.version:
            raise Conflict("Somebody changed this case while you were typing. Your words are below.")

    def after(self, event: str) -> str:
        """The status that follows an event. Raises Conflict when it cannot follow."""
        status = after(self.status, event)
        if status is None and event == "reopen":
            raise Conflict("This case is open already.")
        if status is None:
            self.expect_open()
            raise Conflict("This case has moved on. Load the page again to see how it stands.")
        return status


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


@registered(
    category="case",
    unit=Unit.CASE,
    order=20,
    export=(
        *(
            "from_status",
            "to_status",
            "changed_on",
            "reason",
            "words",
            "urgency",
            "expected_on",
            "review_on",
        ),
    ),
)
class CaseStatusChange(TenantOwned, Base):
    """A case stands otherwise from a day on, and why; appended, never changed. Who waits: for what, what speaks for an
    early place, and when one is expected; work that rests: until when."""

    __tablename__ = "case_status_changes"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("member_id", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    member_id: Mapped[UUID]
    from_status: Mapped[str]
    to_status: Mapped[str]
    changed_on: Mapped[date]
    reason: Mapped[str | None]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()
    urgency = Sealed()
    urgency_sealed: Mapped[bytes | None] = sealed_column()
    expected_on: Mapped[date | None]
    review_on: Mapped[date | None]
