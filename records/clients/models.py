"""Rows about who a client is; names and dates stay clear for search and retention, ways to reach them are sealed."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, text
from sqlalchemy.orm import Mapped, mapped_column

from records.clients.rules import sort_name
from tenants.database import Base, TenantOwned, within
from tenants.errors import Conflict, Refused
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
        "said_as",
        "status",
        "anonymity",
    ),
)
class Client(TenantOwned, Base):
    """A person the agency serves, or one who is made up to try the product with; which, nothing changes any more."""

    __tablename__ = "clients"
    __table_args__ = (within("worker_id", "members"), within("merged_into", "clients"))
    KEPT: ClassVar[tuple[str, ...]] = (
        "legal_given",
        "legal_family",
        "preferred_name",
        "said_as",
        "pronouns",
        "birth_on",
        "language",
        "status",
        "anonymity",
    )

    file_number: Mapped[str]
    legal_given: Mapped[str]
    legal_family: Mapped[str]
    preferred_name: Mapped[str]
    pronouns: Mapped[str]
    birth_on: Mapped[date | None]
    language: Mapped[str]
    status: Mapped[str] = mapped_column(default="active")
    restricted: Mapped[bool] = mapped_column(default=False)
    for_placing: Mapped[bool] = mapped_column(default=False)
    worker_id: Mapped[UUID | None]
    sort_name: Mapped[str]
    said_as: Mapped[str] = mapped_column(default="")
    anonymity: Mapped[str] = mapped_column(default="named")
    merged_into: Mapped[UUID | None]
    made_up: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def name(self) -> str:
        """What the agency calls them: the preferred name in place of the given one."""
        return full_name(self.preferred_name, self.legal_given, self.legal_family)

    @property
    def names(self) -> tuple[str, ...]:
        """All that the person is found by: every name, and the number of the file."""
        return self.legal_given, self.legal_family, self.preferred_name, self.file_number

    def expect(self, version: int) -> None:
        """Refuses a change that was made while looking at an older version."""
        if version != self.version:
            raise Conflict("Somebody changed this file while you were typing. Your words are below.")

    def settle_names(self) -> None:
        """Makes the names fit what may be known of the person: a nameless file is called by its number."""
        if self.preferred_name == self.file_number:
            self.preferred_name = ""
        named = self.legal_given or self.preferred_name
        if self.anonymity == "anonymous":
            if named or self.legal_family:
                raise Refused("An anonymous file holds no name. Empty the names.", field="anonymity")
            self.preferred_name = self.file_number
        elif not named:
            raise Refused("Enter a name; one is enough.", field="legal_given")
        self.sort_name = sort_name(self.legal_family, self.preferred_name or self.legal_given)


def full_name(preferred: str, given: str, family: str) -> str:
    """A name for the screen, from its parts; many people have only one."""
    return " ".join(part for part in (preferred or given, family) if part)


@registered(category="search", sensitivity="basic", unit=Unit.CLIENT, order=10, package="no")
class ClientToken(TenantOwned, Base):
    """One folded word of a client's names or number, or the end of one, for search by any beginning; `alike` is what
    stays of a word however it is misspelt."""

    __tablename__ = "client_tokens"
    __table_args__ = (within("client_id", "clients"),)

    client_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(default="name")
    token: Mapped[str]
    alike: Mapped[str] = mapped_column(default="")


@registered(
    category="identity",
    sensitivity="basic",
    unit=Unit.CLIENT,
    order=20,
    export=("given", "family", "ended_on"),
)
class FormerName(TenantOwned, Base):
    """A name the client had before, by which they may still be looked for. Ended, it is shown and found no more."""

    __tablename__ = "former_names"
    __table_args__ = (within("client_id", "clients"),)

    client_id: Mapped[UUID]
    given: Mapped[str]
    family: Mapped[str]
    ended_on: Mapped[date | None]

    @property
    def name(self) -> str:
        """The former name for the screen."""
        return full_name("", self.given, self.family)

    def end(self, on: date) -> None:
        """From this day on nobody is shown the name."""
        if self.ended_on is not None:
            raise Conflict("This name is not shown any more already.")
        self.ended_on = on


@registered(
    category="contact",
    sensitivity="basic",
    unit=Unit.CLIENT,
    order=10,
    export=("kind", "value", "label", "hours", "safe_for_messages", "may_text", "began_on", "ended_on"),
    third_party=("label",),
)
class ContactPoint(TenantOwned, Base):
    """One way to reach a client. Found again by keyed hashes, of the whole and of a phone's last seven digits, never by
    its words. Nobody leaves a message where it is not known to be safe."""

    __tablename__ = "contact_points"
    __table_args__ = (within("client_id", "clients"),)
    KEPT: ClassVar[tuple[str, ...]] = (
        "kind",
        "value",
        "label",
        "preferred",
        "safe_for_messages",
        "may_text",
        "hours",
        "began_on",
        "ended_on",
    )

    client_id: Mapped[UUID]
    kind: Mapped[str]
    value = Sealed()
    value_sealed: Mapped[bytes] = sealed_column(nullable=False)
    lookup: Mapped[bytes]
    lookup_short: Mapped[bytes | None]
    label = Sealed()
    label_sealed: Mapped[bytes | None] = sealed_column()
    preferred: Mapped[bool] = mapped_column(default=True)
    safe_for_messages: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    may_text: Mapped[bool] = mapped_column(default=False)
    hours = Sealed()
    hours_sealed: Mapped[bytes | None] = sealed_column()
    began_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    def expect(self, version: int) -> None:
        """Refuses a change that was made while looking at an older version, or of what has ended."""
        if version != self.version:
            raise Conflict("Somebody changed this while you were typing. Your words are below.")
        if self.ended_on is not None:
            raise Conflict("This way to reach the person has ended. Add a new one.")


class Counter(TenantOwned, Base):
    """The last number given out, per organisation: a shared sequence would tell others' volume."""

    __tablename__ = "counters"

    name: Mapped[str]
    value: Mapped[int] = mapped_column(BigInteger)
