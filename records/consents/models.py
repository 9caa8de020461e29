"""Rows about consent; the wording is frozen into each."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column


@registered(
    category="consent",
    unit=Unit.CLIENT,
    order=20,
    export=("kind", "wording", "wording_version", "language", "given_how", "given_on", "expires_on", "state"),
    third_party=("witness",),
)
class Consent(TenantOwned, Base):
    """What a client agreed to, or declined to."""

    __tablename__ = "consents"
    __table_args__ = (
        within("id", "entries"),
        within("client_id", "clients"),
        within("explained_by", "members"),
    )

    client_id: Mapped[UUID]
    kind: Mapped[str]
    wording: Mapped[str]
    wording_version: Mapped[str]
    language: Mapped[str]
    given_how: Mapped[str]
    witness = Sealed()
    witness_sealed: Mapped[bytes | None] = sealed_column()
    conditions = Sealed()
    conditions_sealed: Mapped[bytes | None] = sealed_column()
    explained_by: Mapped[UUID]
    given_on: Mapped[date]
    expires_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(default="given")
    withdrawn_on: Mapped[date | None]

    def withdraw(self, on: date) -> None:
        """Ends the consent from that day; what was done before stays done."""
        if self.state != "given":
            raise Conflict("This consent is not in force, so it cannot be withdrawn.")
        self.state = "withdrawn"
        self.withdrawn_on = on
