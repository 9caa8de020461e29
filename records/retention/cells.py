"""Rows of what destroyed records add to figures, and of whom it is about while their identity lives."""

from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from records.retention.models import kept
from tenants.database import Base, TenantOwned, within
from tenants.privacy import Unit, registered


@kept
class StatCell(TenantOwned, Base):
    """What destroyed records add to a figure at one grain (decision 36): a fiscal quarter or year or all time, in one
    program or, without one, in all. Numbers, minutes and who worked add up, and stand at the finest grain alone; people
    do not, and are counted at every grain, once nothing of them is left to count."""

    __tablename__ = "stat_cells"

    period: Mapped[str]
    measure: Mapped[str]
    program: Mapped[str | None]
    code: Mapped[str]
    number: Mapped[int] = mapped_column(BigInteger)
    minutes: Mapped[int] = mapped_column(BigInteger)
    people: Mapped[int]
    workers: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid))


@registered(category="retention", unit=Unit.CLIENT, order=10, package="no")
class StatMark(TenantOwned, Base):
    """In which cells somebody stands by records that are gone, so that nobody is counted twice; line by line in three
    lists. It goes with the identity, and leaves a number."""

    __tablename__ = "stat_marks"
    __table_args__ = (within("client_id", "clients"),)

    client_id: Mapped[UUID]
    program: Mapped[str]
    measures: Mapped[list[str]] = mapped_column(ARRAY(Text))
    codes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    quarters: Mapped[list[str]] = mapped_column(ARRAY(Text))
