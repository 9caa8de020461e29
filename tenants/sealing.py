"""Sealed text: what people wrote about a person, unreadable in the database file, a dump or a stolen disk.

A key per client (or, for what belongs to no client, the organisation's own), wrapped by a key per organisation,
wrapped by the root key from the environment. Bound to organisation, table, column and row, so that a sealed value
moved to another row does not open. Destroying a client's key destroys every copy of the text, backups included.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable
from typing import Any, Final, overload
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary, bindparam, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from tenants import context
from tenants.database import Base, TenantOwned, TenantSession, within
from tenants.settings import settings

_VERSION: Final = b"\x01"
_NONCE: Final = 12


class OrganisationKey(TenantOwned, Base):
    """The key that wraps the keys of one organisation's clients; itself wrapped by the root key."""

    __tablename__ = "organisation_keys"

    wrapped: Mapped[bytes]


class ClientKey(TenantOwned, Base):
    """The key of one client's text and files; `id` is the client's. Deleted, the text is gone for good."""

    __tablename__ = "client_keys"
    __table_args__ = (within("id", "clients"), within("organisation_key_id", "organisation_keys"))

    organisation_key_id: Mapped[UUID]
    wrapped: Mapped[bytes]


def seal(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """AES-256-GCM under a fresh nonce; `bound_to` must be the same when it is opened."""
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def open_sealed(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """The plain bytes. Raises cryptography's InvalidTag when key, text or binding is not the one it was sealed with."""
    if sealed[:1] != _VERSION:
        raise ValueError("sealed with an unknown version")
    return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], bound_to)


def new_organisation_key(organisation_id: UUID) -> bytes:
    """A fresh key for an organisation, already wrapped by the root key."""
    return seal(settings().root_key, secrets.token_bytes(32), b"organisation|" + organisation_id.bytes)


# A client's key with the very key that wraps it, which after a rotation need not be the organisation's newest.
_BOTH_KEYS = (
    select(ClientKey.wrapped, OrganisationKey.wrapped.label("outer"))
    .join(OrganisationKey, OrganisationKey.id == ClientKey.organisation_key_id)
    .where(ClientKey.id == bindparam("client"))
)


class Keyring:
    """The opened keys of one session; they die with it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._organisation: tuple[UUID, bytes] | None = None
        self._clients: dict[UUID, bytes] = {}

    def organisation(self) -> tuple[UUID, bytes]:
        """The organisation's current key and its id."""
        if self._organisation is None:
            with self._session.no_autoflush:
                row = self._session.execute(
                    select(OrganisationKey.id, OrganisationKey.wrapped)
                    .order_by(OrganisationKey.id.desc())
                    .limit(1)
                ).one()
            bound_to = b"organisation|" + context.current().organisation_id.bytes
            self._organisation = row.id, open_sealed(settings().root_key, row.wrapped, bound_to)
        return self._organisation

    def new_client(self, client_id: UUID) -> ClientKey:
        """A key for a new client, to be added in the same flush as the client."""
        key_id, key = self.organisation()
        plain = secrets.token_bytes(32)
        self._clients[client_id] = plain
        return ClientKey(
            id=client_id, organisation_key_id=key_id, wrapped=seal(key, plain, b"client|" + client_id.bytes)
        )

    def client(self, client_id: UUID) -> bytes:
        """A client's key. Raises NoResultFound when it was destroyed or is not this organisation's."""
        if client_id not in self._clients:
            with self._session.no_autoflush:
                row = self._session.execute(_BOTH_KEYS, {"client": client_id}).one()
            bound_to = b"organisation|" + context.current().organisation_id.bytes
            outer = open_sealed(settings().root_key, row.outer, bound_to)
            self._clients[client_id] = open_sealed(outer, row.wrapped, b"client|" + client_id.bytes)
        return self._clients[client_id]

    def for_owner(self, client_id: UUID | None) -> bytes:
        """The client's key, or the organisation's for what belongs to no client."""
        return self.organisation()[1] if client_id is None else self.client(client_id)

    def proof(self, client_id: UUID | None) -> bytes:
        """The key for hashes of sealed words: it dies with them."""
        return hmac.digest(self.for_owner(client_id), b"proof", "sha256")

    def lookup(self, purpose: str, value: str) -> bytes:
        """A keyed hash for exact look-up of a sealed value (a phone's digits, an e-mail), per organisation."""
        key = hmac.digest(self.organisation()[1], b"lookup|" + purpose.encode(), "sha256")
        return hmac.digest(key, value.encode(), hashlib.sha256)


def keyring(session: Session) -> Keyring:
    """The keyring of this session."""
    ring = session.info.get("keyring")
    if not isinstance(ring, Keyring):
        ring = session.info["keyring"] = Keyring(session)
    return ring


def binding(organisation_id: UUID, table: str, column: str, row_id: UUID) -> bytes:
    """What a sealed value is bound to."""
    return b"|".join((organisation_id.bytes, table.encode(), column.encode(), row_id.bytes))


class Sealed:
    """A sealed attribute of a mapped class, holding text or anything JSON can say.

        details = Sealed()
        details_sealed: Mapped[bytes | None] = sealed_column()

    Set it like any attribute; it is sealed when the session flushes and opened when read. The row's `client_id` says
    whose key; a row without one is the organisation's own. `table` is what the table was called when its first words
    were sealed, where it has another name now.
    """

    def __init__(self, *, table: str = "") -> None:
        self.table = table

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.column = f"{name}_sealed"

    @overload
    def __get__(self, row: None, owner: type) -> "Sealed": ...
    @overload
    def __get__(self, row: object, owner: type) -> Any: ...
    def __get__(self, row: Any, owner: type) -> Any:
        if row is None:
            return self
        if self.name in row.__dict__.get("_unsealed", {}):
            return row.__dict__["_unsealed"][self.name]
        value = getattr(row, self.column)
        session = object_session(row)
        if value is None or session is None:
            return None
        key = keyring(session).for_owner(getattr(row, "client_id", None))
        return json.loads(open_sealed(key, value, self._binding(row)))

    def __set__(self, row: Any, value: Any) -> None:
        row.__dict__.setdefault("_unsealed", {})[self.name] = value
        # Marks the row as changed, so that the flush comes by; the real bytes are put there just before it.
        setattr(row, self.column, None if value is None else b"")

    def _binding(self, row: Any) -> bytes:
        return binding(row.organisation_id, self.table or row.__tablename__, self.column, row.id)

    def seal_into(self, row: Any, ring: Keyring) -> None:
        """Puts the sealed bytes of a pending value into its column."""
        value = row.__dict__["_unsealed"].pop(self.name)
        if value is not None:
            plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
            setattr(
                row,
                self.column,
                seal(ring.for_owner(getattr(row, "client_id", None)), plain, self._binding(row)),
            )


def sealed_column(*, nullable: bool = True) -> Mapped[Any]:
    """The column behind a Sealed attribute."""
    return mapped_column(LargeBinary, nullable=nullable)


def seal_pending(session: Session, rows: Iterable[Any]) -> None:
    """Seals what was set on these rows since they were written last."""
    for row in rows:
        for name in list(row.__dict__.get("_unsealed", {})):
            getattr(type(row), name).seal_into(row, keyring(session))


@event.listens_for(TenantSession, "before_flush")
def _seal_what_is_pending(session: TenantSession, _context: object, _instances: object) -> None:
    seal_pending(session, [*session.new, *session.dirty])
