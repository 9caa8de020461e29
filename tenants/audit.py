"""The audit trail: append-only, chained by hash per organisation; what happened, never what was written."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Uuid, bindparam, column, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import clock
from tenants.database import Base, call
from tenants.paging import PAGE_SIZE, Page, key_of, place


class Verb(StrEnum):
    """Every event there is."""

    ORGANISATION_CREATED = "organisation_created"
    MEMBER_INVITED = "member_invited"
    MEMBER_JOINED = "member_joined"
    MEMBER_CHANGED = "member_changed"
    MEMBER_ENDED = "member_ended"
    MEMBER_RETURNED = "member_returned"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    POLICY_TEXT_ISSUED = "policy_text_issued"
    POLICY_ENDED = "policy_ended"
    POLICY_ACKNOWLEDGED = "policy_acknowledged"
    CONFLICT_DECLARED = "conflict_declared"
    CONFLICT_REVIEWED = "conflict_reviewed"
    CONFLICT_VIEWED = "conflict_viewed"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    CLIENT_ADDED = "client_added"
    CLIENT_CHANGED = "client_changed"
    CLIENT_VIEWED = "client_viewed"
    FILE_PRINTED = "file_printed"
    FORMER_NAME_ADDED = "former_name_added"
    FORMER_NAME_ENDED = "former_name_ended"
    CONTACT_ADDED = "contact_added"
    CONTACT_CHANGED = "contact_changed"
    CONTACT_ENDED = "contact_ended"
    DIFFERENT_PEOPLE = "different_people"
    FILES_MERGED = "files_merged"
    MERGE_UNDONE = "merge_undone"
    WORKER_CHANGED = "worker_changed"
    FILE_RESTRICTED = "file_restricted"
    FILE_UNRESTRICTED = "file_unrestricted"
    ACCESS_GRANTED = "access_granted"
    ACCESS_ASKED = "access_asked"
    ACCESS_ENDED = "access_ended"
    ACCESS_BLOCKED = "access_blocked"
    ACCESS_UNBLOCKED = "access_unblocked"
    OPENED_WITH_REASON = "opened_with_reason"
    PARTICULAR_ADDED = "particular_added"
    PARTICULAR_CHANGED = "particular_changed"
    PARTICULAR_VIEWED = "particular_viewed"
    PARTICULAR_ENDED = "particular_ended"
    PARTICULAR_IN_ERROR = "particular_in_error"
    CONSENT_ASKED = "consent_asked"
    CONSENT_RECORDED = "consent_recorded"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    WORDING_WRITTEN = "wording_written"
    DISCLOSURE_RECORDED = "disclosure_recorded"
    DISCLOSURE_RECEIVED = "disclosure_received"
    EMERGENCY_REVIEWED = "emergency_reviewed"
    REQUEST_RECEIVED = "request_received"
    REQUEST_WORKED_ON = "request_worked_on"
    REQUEST_LISTED = "request_listed"
    REQUEST_ITEM_DECIDED = "request_item_decided"
    REQUEST_READ = "request_read"
    PACKAGE_ASKED = "package_asked"
    PACKAGE_READY = "package_ready"
    PACKAGE_FAILED = "package_failed"
    PACKAGE_OPENED = "package_opened"
    CASE_OPENED = "case_opened"
    CASE_CHANGED = "case_changed"
    CASE_CLOSED = "case_closed"
    CASE_REOPENED = "case_reopened"
    NOTE_STARTED = "note_started"
    NOTE_SIGNED = "note_signed"
    NOTE_AMENDED = "note_amended"
    NOTE_DISCARDED = "note_discarded"
    NOTE_COSIGNED = "note_cosigned"
    NOTE_RETURNED = "note_returned"
    NOTE_COMMENTED = "note_commented"
    NOTE_ERROR_ASKED = "note_error_asked"
    NOTE_ERROR_DECIDED = "note_error_decided"
    PHRASE_KEPT = "phrase_kept"
    PHRASE_ENDED = "phrase_ended"
    NEXT_STEP_DONE = "next_step_done"
    ALERT_SET = "alert_set"
    ALERT_CHANGED = "alert_changed"
    ALERT_END_ASKED = "alert_end_asked"
    ALERT_ENDED = "alert_ended"
    INCIDENT_STARTED = "incident_started"
    INCIDENT_SUBMITTED = "incident_submitted"
    INCIDENT_DISCARDED = "incident_discarded"
    INCIDENT_VIEWED = "incident_viewed"
    INCIDENT_WORKED_ON = "incident_worked_on"
    INCIDENT_ACTION_DONE = "incident_action_done"
    INCIDENT_NOTICE_SENT = "incident_notice_sent"
    BREACH_RECORDED = "breach_recorded"
    BREACHES_VIEWED = "breaches_viewed"
    DOCUMENT_REQUESTED = "document_requested"
    DOCUMENT_READY = "document_ready"
    DOCUMENT_FAILED = "document_failed"
    DOCUMENT_OPENED = "document_opened"
    PAPER_FILED = "paper_filed"
    PAPER_SCANNED = "paper_scanned"
    PAPER_OPENED = "paper_opened"
    PAPER_CHANGED = "paper_changed"
    PAPER_REPLACED = "paper_replaced"
    PAPER_IN_ERROR = "paper_in_error"
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
    IMPORT_BEGUN = "import_begun"
    IMPORT_STARTED = "import_started"
    IMPORT_ENDED = "import_ended"
    IMPORT_CANCELLED = "import_cancelled"
    IMPORT_UNDO_ASKED = "import_undo_asked"
    IMPORT_UNDONE = "import_undone"
    IMPORT_ROW_UNDONE = "import_row_undone"
    IMPORT_FORGOTTEN = "import_forgotten"


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
    subjects, clients = (list(column) for column in zip(*events, strict=True))
    each = (
        func.unnest(
            bindparam("subjects", subjects, ARRAY(Uuid())), bindparam("clients", clients, ARRAY(Uuid()))
        )
        .table_valued(column("subject", Uuid()), column("client", Uuid()))
        .render_derived()
    )
    at, said, _subject, _client, told = _event(verb, None, None, codes)
    session.flush()
    session.execute(select(func.audit_append(at, said, each.c.subject, each.c.client, told)))


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
