"""The one row of an agency that every purge locks: grace time, stop switch, and the key of its stubs."""

import secrets
from datetime import timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from records.retention.models import RetentionState
from records.retention.proof import number_reference, stub_reference
from records.retention.terms import RecordClass
from tenants import audit, clock, context
from tenants.database import new_id
from tenants.errors import Conflict, Refused
from tenants.sealing import binding, keyring, seal

LEAST_GRACE = 7


def find_state(session: Session) -> RetentionState | None:
    """The agency's row, or None before retention was first used."""
    return session.execute(select(RetentionState)).scalar_one_or_none()


def ensure_state(session: Session, *, lock: bool = False) -> RetentionState:
    """The agency's row, made when it is not there; with `lock`, held against every purge until the transaction ends."""
    found = find_state(session)
    if found is not None and not lock:
        return found
    if found is None:
        _make(session)
    wanted = select(RetentionState).execution_options(populate_existing=True)
    return session.execute(wanted.with_for_update() if lock else wanted).scalar_one()


def lock_state(session: Session, how: Literal["share", "update"] = "share") -> RetentionState:
    """The agency's row, locked for a purge or for a change of the whole. Raises NoResultFound before first use."""
    wanted = select(RetentionState).execution_options(populate_existing=True)
    return session.execute(wanted.with_for_update(read=how == "share")).scalar_one()


def reference_of(state: RetentionState, record_class: RecordClass, record: UUID) -> str:
    """The stub's reference of a record, for whoever holds its id."""
    return stub_reference(bytes.fromhex(state.stub_key), record_class, record)


def number_reference_of(state: RetentionState, number: str) -> str:
    """The stub's reference of the number of a case file, for whoever still has it on paper."""
    return number_reference(bytes.fromhex(state.stub_key), number)


def stop_everything(session: Session) -> None:
    """Stops all destruction in the agency once the batch in hand is over; plans and dates go on being worked out."""
    state = ensure_state(session, lock=True)
    if state.stopped_at is not None:
        raise Conflict("Destruction is stopped already.")
    state.stopped_at, state.stopped_by = clock.now(), context.current().member_id
    audit.record(session, audit.Verb.DESTRUCTION_STOPPED, state.id)


def allow_again(session: Session) -> None:
    """Takes the stop back. Runs go on from the next night, each record checked anew."""
    state = ensure_state(session, lock=True)
    if state.stopped_at is None:
        raise Conflict("Destruction is not stopped.")
    state.stopped_at, state.stopped_by = None, None
    audit.record(session, audit.Verb.DESTRUCTION_ALLOWED, state.id)


def set_grace(session: Session, days: int) -> None:
    """Sets for runs approved from now on how long a record waits, hidden, before it is destroyed."""
    if not LEAST_GRACE <= days <= timedelta(days=365).days:
        raise Refused("The waiting time is at least 7 days and at most a year.", field="grace_days")
    ensure_state(session, lock=True).grace_days = days


def _make(session: Session) -> None:
    me, row_id = context.current().organisation_id, new_id()
    key = f'"{secrets.token_hex(32)}"'.encode()
    bound_to = binding(me, RetentionState.__tablename__, "stub_key_sealed", row_id)
    session.execute(
        insert(RetentionState)
        .values(
            organisation_id=me,
            id=row_id,
            created_at=clock.now(),
            grace_days=30,
            trusted_on=clock.today(context.current().timezone),
            stub_key_sealed=seal(keyring(session).organisation()[1], key, bound_to),
            evaluation={},
        )
        .on_conflict_do_nothing(index_elements=["organisation_id"])
    )
