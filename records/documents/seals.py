"""The seal on what the agency hands out: its key, made when it is first needed."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.clients.actions import next_number
from records.documents.keys import SealKey, new_seal_key
from records.documents.models import SealKeyRow
from tenants import clock, context


def seal_key(session: Session) -> tuple[UUID, SealKey]:
    """The agency's key and its id; the first document makes it, once however many are made at that moment."""
    row = _find(session)
    if row is None:
        # Its row stays locked until the transaction ends, so that two first documents make one key.
        next_number(session, "seal")
        row = _find(session) or _made(session)
    return row.id, SealKey(row.certificate, bytes.fromhex(row.private))


def _find(session: Session) -> SealKeyRow | None:
    wanted = select(SealKeyRow).where(SealKeyRow.ended_at.is_(None)).order_by(SealKeyRow.id.desc()).limit(1)
    return session.execute(wanted).scalar_one_or_none()


def _made(session: Session) -> SealKeyRow:
    key = new_seal_key(context.current().name, at=clock.now())
    row = SealKeyRow(certificate=key.certificate, private=key.private_key.hex())
    session.add(row)
    session.flush()
    return row
