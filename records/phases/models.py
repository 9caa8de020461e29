"""What workers say of phases and steps; appended, never changed."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from tenants.database import Base, TenantOwned, within
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(category="case", unit=Unit.CASE, order=20, export=("what", "mark", "happened_on", "words"))
class PhaseMark(TenantOwned, Base):
    """A phase was closed or taken up again, a step was done or is not needed, and why."""

    __tablename__ = "phase_marks"
    __table_args__ = (
        within("client_id", "clients"),
        within("case_id", "cases"),
        within("member_id", "members"),
    )

    client_id: Mapped[UUID]
    case_id: Mapped[UUID]
    what: Mapped[str]
    mark: Mapped[str]
    happened_on: Mapped[date]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()
    member_id: Mapped[UUID]
