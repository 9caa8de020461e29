"""One table for the past of every record that may be changed; the record's own row holds the present."""

from uuid import UUID

from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantOwned, within
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="history",
    unit=Unit.CASE,
    order=5,
    package="sever",
    export=("subject", "number", "values", "reason"),
    third_party=("values", "reason"),
)
class Version(TenantOwned, Base):
    """What a record said until `created_at`, when `member_id` changed it. Appended, never changed."""

    __tablename__ = "versions"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("member_id", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID | None]
    subject: Mapped[str]
    subject_id: Mapped[UUID]
    number: Mapped[int]
    member_id: Mapped[UUID | None]
    reason = Sealed()
    reason_sealed: Mapped[bytes | None] = sealed_column()
    values = Sealed()
    values_sealed: Mapped[bytes] = sealed_column(nullable=False)
