"""After a restore: what the journal knows and the backup does not is done again, before anybody sees the agency. What
was destroyed is destroyed, what was only listed is for people to look at anew, and no hold is lost (decision 38)."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.retention.again import destroy_again, found, unknown
from records.retention.held_again import place_again, release_again
from records.retention.own import WHOLES
from records.retention.quarantine import bring_back
from records.retention.restorations import Restoration
from records.retention.retold import Told
from records.retention.run_queries import certificates, lost_certificates
from records.retention.states import find_state
from records.retention.terms import RecordClass
from records.retention.traces import HIDDEN, LedgerEntry, RetentionRun, RunItem, StubRow
from tenants import audit, clock, context, files, jobs, journal
from tenants.database import transaction
from tenants.errors import Refused
from tenants.journal import Kind
from tenants.seals import Seal

# What is gone once and for all. A part of a file may grow again.
_WHOLE: Final = (RecordClass.CASE_FILE, RecordClass.CLIENT_IDENTITY, *WHOLES)
BEFORE_THE_END: Final = ("planned", "approved", "waiting", "destroying")


def replay(seal: Seal, told: Told) -> Restoration:
    """Brings the agency of the tenancy to where the journal is, in steps that may each be the last of a killed process:
    run again, it ends the same. Raises Refused when ledger, stubs and journal do not agree in the end."""
    with transaction(login="retention") as session:
        restoration = _restoration(session, seal, told)
        if restoration.finished_at is not None:
            return restoration
        marks = unknown(session, told.gone)
        if marks and find_state(session) is None:
            raise Refused("The key of this agency's references is in no backup. Use newer keys.")
        released = release_again(session, told)
        restoration.holds_released += released
    destroyed = destroy_again(restoration.id, marks)
    with transaction(login="retention") as session:
        shown = _end_lists(session)
    _settle(told)
    with transaction(login="retention") as session:
        placed = place_again(session, told)
        files.sweep(session, grace=timedelta())
        _expect_agreement(session, told)
        restoration = _restoration(session, seal, told)
        restoration.destroyed += destroyed
        restoration.shown += shown
        restoration.holds_placed += placed
        restoration.certificates = _lost(session, told)
        restoration.finished_at = clock.now()
        audit.record(session, audit.Verb.AGENCY_RESTORED, restoration.id, journal=told.seq)
    return restoration


def _restoration(session: Session, seal: Seal, told: Told) -> Restoration:
    row = session.execute(select(Restoration).where(Restoration.id == seal.id)).scalar_one_or_none()
    if row is None:
        row = Restoration(id=seal.id, taken_at=seal.taken_at, journal_seq=told.seq)
        row.destroyed = row.shown = row.holds_placed = row.holds_released = 0
        session.add(row)
        session.flush()
    return row


def _end_lists(session: Session) -> int:
    """Every list from before is over: nobody knows any more who took it back, or what became of a file in it since.
    What it hid comes into sight and can go by a new plan alone. A run that destroyed something goes on to its
    certificate. Says how many records came into sight."""
    unfinished = select(RetentionRun).where(RetentionRun.state.in_(BEFORE_THE_END))
    shown = 0
    for run in session.execute(unfinished.order_by(RetentionRun.id)).scalars().all():
        items = session.execute(select(RunItem).where(RunItem.run_id == run.id)).scalars().all()
        hidden = [one for one in items if one.state in HIDDEN]
        bring_back(session, hidden, "changed", "changed")
        for one in items:
            if one.state == "planned":
                one.state, one.reason = "changed", "changed"
        _end(session, run, is_certified=any(one.state == "destroyed" for one in items))
        shown += len(hidden)
    return shown


def _end(session: Session, run: RetentionRun, *, is_certified: bool) -> None:
    now = clock.now()
    if is_certified:
        run.state, run.started_at = "sweeping", run.started_at or now
        jobs.enqueue(session, jobs.Job.FORGET_FILES, run=run.id)
        return
    run.state, run.finished_at = "cancelled", now
    audit.record(session, audit.Verb.RUN_CANCELLED, run.id, reason="restored")


def _settle(told: Told) -> None:
    """Writes down how the open intents ended, as this database has it."""
    me = context.current().organisation_id
    with transaction(read_only=True, login="retention") as session:
        known = select(LedgerEntry.batch_id).where(LedgerEntry.batch_id.in_(told.unsettled))
        committed = set(session.execute(known).scalars())
    for batch in told.unsettled:
        journal.settle(me, batch, Kind.DONE if batch in committed else Kind.VOID)


def _lost(session: Session, told: Told) -> list[dict[str, Any]]:
    """The certificates that were issued since the backup: their numbers are taken, and somebody has their files."""
    known = {one.number for one in certificates(session)} | {one.number for one in lost_certificates(session)}
    return [
        {name: line.told[name] for name in ("number", "hash", "run")} | {"at": line.at}
        for number, line in sorted(told.certificates.items())
        if number not in known
    ]


def _expect_agreement(session: Session, told: Told) -> None:
    """Every reference of the journal is in the ledger, with a stub where a run was the cause; none leads to a record
    that is still there."""
    session.flush()
    stubs = set(session.execute(select(StubRow.reference)).scalars())
    by_run = {one.reference for one in told.gone if one.cause[0] == "run" and not one.is_merged}
    left = unknown(session, told.gone) or by_run - stubs
    state = find_state(session)
    if state is not None:
        gone = {one.reference for one in told.gone}
        left = left or gone & {one for of in _WHOLE for one in found(session, state, of)}
    if left:
        raise Refused("Ledger, stubs and journal do not agree. The agency stays sealed.")
