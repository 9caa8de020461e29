"""Rows about who a client is; names and dates stay clear for search and retention, ways to reach them are sealed."""

from datetime import date
from uuid import UUID

from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict
from tenants.privacy import Unit, registered
from tenants.sealing import ClientKey, Sealed, sealed_column

registered(path="id", category="key", unit=Unit.CLIENT, order=95, package="no")(ClientKey)


@registered(
    path="id",
    category="identity",
    sensitivity="basic",
    unit=Unit.CLIENT,
    order=100,
    search=("legal_given", "legal_family", "preferred_name", "file_number"),
    export=(
        "file_number",
        "legal_given",
        "legal_family",
        "preferred_name",
        "pronouns",
        "birth_on",
        "language",
    ),
)
class Client(TenantOwned, Base):
    """A person the agency serves."""

    __tablename__ = "clients"
    __table_args__ = (within("worker_id", "members"),)

    file_number: Mapped[str]
    legal_given: Mapped[str]
    legal_family: Mapped[str]
    preferred_name: Mapped[str]
    pronouns: Mapped[str]
    birth_on: Mapped[date | None]
    language: Mapped[str]
    status: Mapped[str] = mapped_column(default="active")
    restricted: Mapped[bool] = mapped_column(default=False)
    worker_id: Mapped[UUID | None]
    sort_name: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    @property
    def name(self) -> str:
        """What the agency calls them: the preferred name in place of the given one."""
        return full_name(self.preferred_name, self.legal_given, self.legal_family)

    def expect(self, version: int) -> None:
        """Refuses a change that was made while looking at an older version."""
        if version != self.version:
            raise Conflict("Somebody changed this file while you were typing. Your words are below.")


def full_name(preferred: str, given: str, family: str) -> str:
    """A name for the screen, from its parts; many people have only one."""
    return " ".join(part for part in (preferred or given, family) if part)


@registered(category="search", sensitivity="basic", unit=Unit.CLIENT, order=10, package="no")
class ClientToken(TenantOwned, Base):
    """One folded word of a client's names or number, for search by any beginning."""

    __tablename__ = "client_tokens"
    __table_args__ = (within("client_id", "clients"),)

    client_id: Mapped[UUID]
    token: Mapped[str]


@registered(category="contact", sensitivity="basic", unit=Unit.CLIENT, order=10, export=("kind", "value"))
class ContactPoint(TenantOwned, Base):
    """One way to reach a client. Found again by a keyed hash, never by its words."""

    __tablename__ = "contact_points"
    __table_args__ = (within("client_id", "clients"),)

    client_id: Mapped[UUID]
    kind: Mapped[str]
    value = Sealed()
    value_sealed: Mapped[bytes] = sealed_column(nullable=False)
    lookup: Mapped[bytes]
    preferred: Mapped[bool] = mapped_column(default=True)
    safe_for_messages: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    ended_on: Mapped[date | None]


class Counter(TenantOwned, Base):
    """The last number given out, per organisation: a shared sequence would tell others' volume."""

    __tablename__ = "counters"

    name: Mapped[str]
    value: Mapped[int] = mapped_column(BigInteger)
