"""The audit trail: append-only, chained by hash per organisation; what happened, never what was written."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Uuid, bindparam, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import clock
from tenants.database import Base, call
from tenants.paging import PAGE_SIZE, Page, key_of, place
from tenants.verbs import Verb

__all__ = ["AuditEvent", "Verb", "events_of", "first_broken", "record", "record_each", "viewed"]


class AuditEvent(Base):
    """One event. Rows come only from the database function `audit_append`, which keeps the chain."""

    __tablename__ = "audit_events"

    organisation_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    at: Mapped[datetime]
    member_id: Mapped[UUID | None]
    verb: Mapped[str]
    subject_id: Mapped[UUID | None]
    client_id: Mapped[UUID | None]
    codes: Mapped[dict[str, Any]] = mapped_column(JSONB)
    previous: Mapped[bytes]
    hash: Mapped[bytes]


def record(
    session: Session,
    verb: Verb,
    subject_id: UUID | None = None,
    *,
    client_id: UUID | None = None,
    **codes: object,
) -> None:
    """Adds one event to the chain, in the caller's transaction. `codes` are ids, counts and words from closed lists,
    never a word that anyone wrote. Holds the organisation's chain until the transaction ends: call it last."""
    session.flush()
    session.execute(select(func.audit_append(*_event(verb, subject_id, client_id, codes))))


def record_each(
    session: Session, verb: Verb, events: Sequence[tuple[UUID, UUID | None]], **codes: object
) -> None:
    """Adds one event for each (subject, client), in their order and in one trip. As `record` otherwise."""
    if not events:
        return
    subjects, clients = (bindparam(None, list(one), ARRAY(Uuid())) for one in zip(*events, strict=True))
    at, said, _subject, _client, told = _event(verb, None, None, codes)
    session.flush()
    session.execute(select(func.audit_append_each(at, said, subjects, clients, told)))


def viewed(verb: Verb, subject_id: UUID, *, client_id: UUID | None = None, **codes: object) -> None:
    """Records that somebody looked, in a transaction of its own, because the page that shows it only reads."""
    call("audit_append", *_event(verb, subject_id, client_id, codes))


def _event(
    verb: Verb, subject_id: UUID | None, client_id: UUID | None, codes: Mapping[str, object]
) -> Sequence[object]:
    """What `audit_append` takes, in its order."""
    told = json.dumps(codes, default=str, sort_keys=True)
    return clock.now(), str(verb), subject_id, client_id, told


def events_of(session: Session, client_id: UUID, *, after: str | None = None) -> Page[AuditEvent]:
    """What was done with a client's file and who looked at it, newest first."""
    wanted = select(AuditEvent).where(AuditEvent.client_id == client_id)
    key = key_of(after, int)
    if key is not None:
        wanted = wanted.where(AuditEvent.seq < key[0])
    events = session.execute(wanted.order_by(AuditEvent.seq.desc()).limit(PAGE_SIZE + 1)).scalars().all()
    rows = list(events[:PAGE_SIZE])
    return Page(rows, place(rows[-1].seq) if len(events) > PAGE_SIZE else None)


def first_broken(session: Session) -> int | None:
    """The number of the first event whose hash does not follow from the one before it, or None when the chain holds.
    A cut-off end is seen only by comparing the head kept elsewhere."""
    return session.execute(select(func.audit_first_broken(type_=BigInteger))).scalar_one()
