"""Rows of what cases need."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantOwned, Versioned, within
from tenants.privacy import Unit, registered

_OF_CASE = ("client_id", "clients"), ("case_id", "cases")


@registered(category="case", unit=Unit.CASE, order=20, export=("support", "contact", "way"))
class CaseNeeds(Versioned, TenantOwned, Base):
    """How much support a case needs, how often to be in touch, and where the work happens."""

    __tablename__ = "case_needs"
    __table_args__ = (*(within(*one) for one in _OF_CASE), within("set_by", "members"))
    KEPT: ClassVar[tuple[str, ...]] = ("support", "contact", "way")

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    support: Mapped[str]
    contact: Mapped[str]
    way: Mapped[str]
    set_by: Mapped[UUID]
