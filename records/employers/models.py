"""Rows of employers, of the people to ask there, and of the jobs they have to fill. Known to the whole agency; nothing
here is about a client."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Numeric
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, Versioned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(path="", category="employer", sensitivity="basic", unit=Unit.KEPT, package="no")
class Employer(Versioned, TenantOwned, Base):
    """Somebody who hires: what they are called, what they do, and how they stand with the agency now."""

    __tablename__ = "employers"

    legal_name: Mapped[str]
    trade_name: Mapped[str | None]
    business_number: Mapped[str | None]
    industry: Mapped[str | None]
    size: Mapped[str | None]
    sites: Mapped[str | None]
    standing: Mapped[str] = mapped_column(default="active")
    found_by: Mapped[str]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.trade_name or self.legal_name

    def expect_usable(self) -> None:
        """Nobody is sent to an employer that is not to be used."""
        if self.standing == "do_not_use":
            raise Conflict("This employer is marked “do not use”. Look at why, or choose another one.")


@registered(path="", category="employer", sensitivity="basic", unit=Unit.KEPT, package="no")
class EmployerContact(TenantOwned, Base):
    """Somebody to ask at an employer. An outsider: once ended, nothing of them is kept but that there was somebody."""

    __tablename__ = "employer_contacts"
    __table_args__ = (within("employer_id", "employers"),)
    TOLD = ("name", "role", "phone", "email")

    employer_id: Mapped[UUID]
    name = Sealed()
    name_sealed: Mapped[bytes | None] = sealed_column()
    role = Sealed()
    role_sealed: Mapped[bytes | None] = sealed_column()
    phone = Sealed()
    phone_sealed: Mapped[bytes | None] = sealed_column()
    email = Sealed()
    email_sealed: Mapped[bytes | None] = sealed_column()
    ended_on: Mapped[date | None]

    def expect_current(self) -> None:
        """Nobody is forgotten twice."""
        if self.ended_on is not None:
            raise Conflict("This contact was taken off already.")


@registered(path="", category="employer", sensitivity="basic", unit=Unit.KEPT, package="no")
class EmployerStanding(TenantOwned, Base):
    """That an employer stood otherwise from a day on, who said so, and why. Appended, never changed."""

    __tablename__ = "employer_standings"
    __table_args__ = (within("employer_id", "employers"), within("member_id", "members"))

    employer_id: Mapped[UUID]
    standing: Mapped[str]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    member_id: Mapped[UUID]


@registered(path="", category="employer", sensitivity="basic", unit=Unit.KEPT, package="no")
class JobOrder(Versioned, TenantOwned, Base):
    """A job that an employer wants to fill, until it is filled or gone."""

    __tablename__ = "job_orders"
    __table_args__ = (within("employer_id", "employers"),)

    employer_id: Mapped[UUID]
    title: Mapped[str]
    noc_code: Mapped[str]
    wage_cents: Mapped[int | None]
    hours_week: Mapped[Decimal | None] = mapped_column(Numeric(4, 1))
    conditions: Mapped[str | None]
    subsidy: Mapped[str | None]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    close_reason: Mapped[str | None]

    def expect_open(self) -> None:
        """What is closed stays as it was."""
        if self.closed_on is not None:
            raise Conflict("This job order is closed.")
