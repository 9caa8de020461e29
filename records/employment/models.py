"""Rows of the work that people find, and of jobs that were lost."""

from datetime import date
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Numeric
from sqlalchemy.orm import Mapped, mapped_column

from records.employment.rules import is_subsidised
from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column

_TOLD = (
    *(
        "employer_id",
        "employer_name",
        "job_order_id",
        "title",
        "noc_code",
        "starts_on",
        "ends_on",
        "end_reason",
    ),
    *(
        "wage_cents",
        "hours_week",
        "kind",
        "subsidised_from",
        "subsidised_to",
        "is_primary",
        "supports",
        "source",
    ),
)


@registered(
    category="employment",
    unit=Unit.CASE,
    order=28,
    export=(*(name for name in _TOLD if name not in ("employer_id", "job_order_id")), "state"),
)
class Spell(Versioned, TenantOwned, Base):
    """One job of one person, from its first day to its last: a client may hold several at once, of which at most one
    that goes on is the primary one of a case."""

    __tablename__ = "employment_spells"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("employer_id", "employers"),
        within("job_order_id", "job_orders"),
    )
    KEPT: ClassVar[tuple[str, ...]] = _TOLD

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    employer_id: Mapped[UUID | None]
    job_order_id: Mapped[UUID | None]
    employer_name = Sealed()
    employer_name_sealed: Mapped[bytes] = sealed_column(nullable=False)
    title = Sealed()
    title_sealed: Mapped[bytes] = sealed_column(nullable=False)
    noc_code: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    end_reason: Mapped[str | None]
    wage_cents: Mapped[int | None]
    hours_week: Mapped[Decimal] = mapped_column(Numeric(4, 1))
    kind: Mapped[str]
    subsidised_from: Mapped[date | None]
    subsidised_to: Mapped[date | None]
    is_primary: Mapped[bool]
    supports = Sealed()
    supports_sealed: Mapped[bytes | None] = sealed_column()
    source: Mapped[str]
    state: Mapped[str] = mapped_column(default="final")

    def is_subsidised_on(self, day: date) -> bool:
        """True on a day on which somebody else pays part of the wage."""
        return is_subsidised(self.subsidised_from, self.subsidised_to, day)

    def expect_open(self) -> None:
        """Work ends once."""
        if self.ends_on is not None:
            raise Conflict("This work has ended already. Correct it instead.")


@registered(
    category="employment",
    unit=Unit.CASE,
    order=20,
    export=("lost_on", "reason", "words"),
    third_party=("words",),
)
class JobLoss(TenantOwned, Base):
    """That a job was lost, why, and the task that says what happens now. Written once."""

    __tablename__ = "job_losses"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("spell_id", "employment_spells"),
        within("task_id", "tasks"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    spell_id: Mapped[UUID]
    task_id: Mapped[UUID | None]
    lost_on: Mapped[date]
    reason: Mapped[str]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()
