"""A check of the audit trail, and what it found."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.privacy import Unit, registered


@registered(path="", category="access", unit=Unit.KEPT, package="no")
class AuditCheck(TenantOwned, Base):
    """Somebody had every link looked at. What was the end of the trail then is kept, so that a later check notices when
    the trail was written anew from before it."""

    __tablename__ = "audit_checks"
    __table_args__ = (within("asked_by", "members"),)

    asked_by: Mapped[UUID]
    job_id: Mapped[UUID]
    finished_at: Mapped[datetime | None]
    upto: Mapped[int | None] = mapped_column(BigInteger)
    head: Mapped[bytes | None]
    first_broken: Mapped[int | None] = mapped_column(BigInteger)
