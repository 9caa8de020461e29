"""Stored files: sealed bytes under the organisation's own prefix, each with a row that says whose they are."""

import hmac
import os
from pathlib import Path
from uuid import UUID

from sqlalchemy import BigInteger, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants.database import Base, TenantOwned, within
from tenants.errors import NotFound
from tenants.sealing import binding, keyring, open_sealed, seal
from tenants.settings import settings


class StoredFile(TenantOwned, Base):
    """Bytes on disk, sealed with the client's key; deleted after the commit that forgets them."""

    __tablename__ = "files"
    __table_args__ = (within("client_id", "clients"), within("case_id", "cases"))

    client_id: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    size: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes]

    @property
    def path(self) -> Path:
        """Where the sealed bytes are; nothing in it tells a name."""
        return path_of(self.organisation_id, self.id)


def path_of(organisation_id: UUID, file_id: UUID) -> Path:
    """The place of a file, also of one whose row is gone."""
    return settings().var / "files" / str(organisation_id) / file_id.hex[-2:] / file_id.hex


def store(
    session: Session, data: bytes, *, owner_id: UUID, client_id: UUID | None, case_id: UUID | None = None
) -> StoredFile:
    """Seals and writes the bytes to disk before the row can be committed, so that a row never lacks its file. The file
    takes the id of what it belongs to (a document, a certificate): made again after a crash, it replaces what the
    crash left instead of standing beside it."""
    digest = hmac.digest(keyring(session).proof(client_id), data, "sha256")
    row = StoredFile(id=owner_id, client_id=client_id, case_id=case_id, size=len(data), digest=digest)
    bound_to = binding(row.organisation_id, "files", "bytes", row.id)
    row.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = row.path.with_suffix(".partial")
    with partial.open("wb") as file:
        file.write(seal(keyring(session).for_owner(client_id), data, bound_to))
        file.flush()
        os.fsync(file.fileno())
    partial.replace(row.path)
    _keep_the_name(row.path.parent)
    session.add(row)
    return row


def _keep_the_name(folder: Path) -> None:
    """Makes the entry in the folder survive a power cut, as the bytes do."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(session: Session, file_id: UUID) -> bytes:
    """The plain bytes. Raises NotFound when the file is not there or not theirs."""
    row = session.execute(select(StoredFile).where(StoredFile.id == file_id)).scalar_one_or_none()
    if row is None or not row.path.exists():
        raise NotFound()
    key = keyring(session).for_owner(row.client_id)
    return open_sealed(key, row.path.read_bytes(), binding(row.organisation_id, "files", "bytes", row.id))


def erase(organisation_id: UUID, file_id: UUID) -> None:
    """Removes the bytes from disk; already gone counts as success, because a crash may come between."""
    path_of(organisation_id, file_id).unlink(missing_ok=True)
