"""Stored files: sealed bytes under the organisation's own prefix, each with a row that says whose they are."""

import hmac
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import clock, context
from tenants.database import Base, TenantOwned, within
from tenants.errors import NotFound
from tenants.sealing import binding, keyring, open_sealed, seal
from tenants.storage import storage

# Younger bytes without a row may belong to somebody who is about to commit.
GRACE: Final = timedelta(days=1)
_OURS = re.compile(r"[0-9a-f-]{36}/[0-9a-f]{2}/([0-9a-f]{32})(\.partial)?")


class StoredFile(TenantOwned, Base):
    """Bytes in storage, sealed with the client's key; deleted after the commit that forgets them."""

    __tablename__ = "files"
    __table_args__ = (within("client_id", "clients"), within("case_id", "cases"))

    client_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes]

    @property
    def name(self) -> str:
        """Where the sealed bytes are; nothing in it tells a name."""
        return name_of(self.organisation_id, self.id)


def name_of(organisation_id: UUID, file_id: UUID) -> str:
    """The place of a file in storage, also of one whose row is gone."""
    return f"{organisation_id}/{file_id.hex[-2:]}/{file_id.hex}"


def store(
    session: Session, data: bytes, *, owner_id: UUID, client_id: UUID | None, case_id: UUID | None = None
) -> StoredFile:
    """Seals and writes the bytes before the row can be committed, so that a row never lacks its file. The file
    takes the id of what it belongs to (a document, a certificate): made again after a crash, it replaces what the
    crash left instead of standing beside it."""
    digest = hmac.digest(keyring(session).proof(client_id), data, "sha256")
    row = StoredFile(id=owner_id, client_id=client_id, case_id=case_id, size=len(data), digest=digest)
    bound_to = binding(row.organisation_id, "files", "bytes", row.id)
    # Until the commit no sweep takes these bytes for a stray.
    session.execute(select(func.pg_advisory_xact_lock_shared(_turn(row.organisation_id))))
    storage().put(row.name, seal(keyring(session).for_owner(client_id), data, bound_to))
    session.add(row)
    return row


def read(session: Session, file_id: UUID) -> bytes:
    """The plain bytes. Raises NotFound when the file is not there or not theirs."""
    row = session.execute(select(StoredFile).where(StoredFile.id == file_id)).scalar_one_or_none()
    sealed = None if row is None else storage().get(row.name)
    if row is None or sealed is None:
        raise NotFound()
    key = keyring(session).for_owner(row.client_id)
    return open_sealed(key, sealed, binding(row.organisation_id, "files", "bytes", row.id))


def erase(organisation_id: UUID, file_id: UUID) -> None:
    """Removes the bytes from storage; already gone counts as success, because a crash may come between."""
    storage().remove(name_of(organisation_id, file_id))


def is_stored(organisation_id: UUID, file_id: UUID) -> bool:
    """Whether there are bytes of this file, with or without a row."""
    return storage().has(name_of(organisation_id, file_id))


def sweep(session: Session, *, grace: timedelta = GRACE) -> int:
    """Erases what lies in the organisation's storage for longer than `grace` without a row (a worker was killed between
    bytes and commit, or gave up for good) and says how much it was."""
    me = context.current().organisation_id
    # Raises unless the database shows this organisation its own: seeing no rows, every file would look like a stray.
    keyring(session).organisation()
    strays = _without_row(session, storage().older(f"{me}/", clock.now() - grace))
    if strays:
        session.execute(select(func.pg_advisory_xact_lock(_turn(me))))
        strays = _without_row(session, strays)
    for name in strays:
        storage().remove(name)
    return len(strays)


def _without_row(session: Session, names: Iterable[str]) -> list[str]:
    listed = [(name, found[1], found[2]) for name in names if (found := _OURS.fullmatch(name))]
    known = {row.hex for row in session.execute(select(StoredFile.id)).scalars()} if listed else set()
    return [name for name, file_id, is_partial in listed if is_partial or file_id not in known]


def _turn(organisation_id: UUID) -> int:
    """The lock between those who write an organisation's files and the one who sweeps them."""
    return int.from_bytes(organisation_id.bytes[-8:], signed=True)
