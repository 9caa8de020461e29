"""The audit trail: append-only, chained by hash per organisation; what happened, never what was written."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import clock
from tenants.database import Base, call


class Verb(StrEnum):
    """Every event there is."""

    ORGANISATION_CREATED = "organisation_created"
    MEMBER_INVITED = "member_invited"
    MEMBER_JOINED = "member_joined"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    CLIENT_ADDED = "client_added"
    CLIENT_CHANGED = "client_changed"
    CLIENT_VIEWED = "client_viewed"
    CONSENT_RECORDED = "consent_recorded"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CASE_OPENED = "case_opened"
    CASE_CHANGED = "case_changed"
    CASE_CLOSED = "case_closed"
    CASE_REOPENED = "case_reopened"
    NOTE_STARTED = "note_started"
    NOTE_SIGNED = "note_signed"
    NOTE_AMENDED = "note_amended"
    NOTE_DISCARDED = "note_discarded"
    NEXT_STEP_DONE = "next_step_done"
    DOCUMENT_REQUESTED = "document_requested"
    DOCUMENT_READY = "document_ready"
    DOCUMENT_FAILED = "document_failed"
    DOCUMENT_OPENED = "document_opened"
    AUTHORITY_ADDED = "authority_added"
    RULE_DRAFTED = "rule_drafted"
    POLICY_PROPOSED = "policy_proposed"
    POLICY_PUBLISHED = "policy_published"
    HOLD_PLACED = "hold_placed"
    HOLD_RELEASE_ASKED = "hold_release_asked"
    HOLD_RELEASED = "hold_released"
    DESTRUCTION_STOPPED = "destruction_stopped"
    DESTRUCTION_ALLOWED = "destruction_allowed"
    RUN_PLANNED = "run_planned"
    RUN_APPROVED = "run_approved"
    RUN_CANCELLED = "run_cancelled"
    CASE_QUARANTINED = "case_quarantined"
    CASE_RESTORED = "case_restored"
    CASE_DESTROYED = "case_destroyed"
    CLIENT_DESTROYED = "client_destroyed"
    CERTIFICATE_ISSUED = "certificate_issued"
    CERTIFICATE_VIEWED = "certificate_viewed"


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


def viewed(verb: Verb, subject_id: UUID, *, client_id: UUID | None = None, **codes: object) -> None:
    """Records that somebody looked, in a transaction of its own, because the page that shows it only reads."""
    call("audit_append", *_event(verb, subject_id, client_id, codes))


def _event(
    verb: Verb, subject_id: UUID | None, client_id: UUID | None, codes: Mapping[str, object]
) -> Sequence[object]:
    """What `audit_append` takes, in its order."""
    told = json.dumps(codes, default=str, sort_keys=True)
    return clock.now(), str(verb), subject_id, client_id, told


def first_broken(session: Session) -> int | None:
    """The number of the first event whose hash does not follow from the one before it, or None when the chain holds.
    A cut-off end is seen only by comparing the head kept elsewhere."""
    return session.execute(select(func.audit_first_broken(type_=BigInteger))).scalar_one()
