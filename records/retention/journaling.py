"""What retention writes into the journal: batches before their commit, holds before theirs, and how each ended."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from records.retention.models import HoldCase, HoldClient, HoldRow
from records.retention.run_queries import LostCertificate, certificates, lost_certificates
from records.retention.states import ensure_state, find_state, lock_state, reference_of
from records.retention.terms import RecordClass
from records.retention.traces import CertificateRow, LedgerEntry, RetentionRun
from tenants import context, journal
from tenants.database import lines
from tenants.errors import Refused

# What a hold over what is described says of it.
DESCRIBED = ("record_class", "program", "opened_from", "opened_until", "closed_from", "closed_until")


def journal_batch(session: Session, batch_id: UUID, **cause: UUID) -> None:
    """Writes the intent of a batch whose lines of the ledger are made: the last thing before the commit but the audit.
    `cause` is the run, or whatever else destroys. A batch that marks nothing needs none."""
    found, merged = defaultdict(list), []
    marked = select(LedgerEntry.record_class, LedgerEntry.reference, LedgerEntry.is_merged)
    mine = marked.where(LedgerEntry.batch_id == batch_id)
    for record_class, reference, is_merged in lines(session, mine.order_by(LedgerEntry.reference)):
        found[record_class].append(reference)
        merged += [reference] if is_merged else []
    if found:
        told = {name: str(one) for name, one in cause.items()}
        journal.intend(session, batch_id, references=dict(found), merged=merged, **told)


def journal_certificate(row: CertificateRow | LostCertificate) -> None:
    """Writes down that a certificate is issued, before it is, so that no run after a restore takes its number. When its
    transaction is taken back, the next try has the same number: the newest line of a number counts."""
    told = {"number": row.number, "hash": row.hash, "run": str(row.run_id)}
    journal.append(context.current().organisation_id, journal.Kind.CERTIFICATE, **told)


def settle_run(session: Session, run_id: UUID) -> None:
    """Finds out how the batches ended whose worker died between the intent and its word that it is done: the ledger
    has their lines or it has not. The lock waits for whoever may still be about to commit."""
    session.execute(select(RetentionRun.id).where(RetentionRun.id == run_id).with_for_update())
    settle(session, run_id)


def settle(session: Session, cause: UUID) -> None:
    """As above, for a cause that the caller has locked."""
    me = context.current().organisation_id
    left = journal.open_intents(me, cause)
    if not left:
        return
    known = select(LedgerEntry.batch_id).where(LedgerEntry.batch_id.in_(left))
    committed = set(session.execute(known).scalars())
    for batch in left:
        journal.settle(me, batch, journal.Kind.DONE if batch in committed else journal.Kind.VOID)


def journal_hold(session: Session, hold: HoldRow) -> None:
    """Writes a hold down before it counts, so that no restored backup forgets it. A hold that is refused after all, or
    whose transaction is taken back, may stand there: it keeps what nobody asked to keep, and can be released. Raises
    Refused when the journal cannot be written, because what is not there can be lost."""
    session.flush()
    state = ensure_state(session)
    cases = select(HoldCase.case_id, literal(str(RecordClass.CASE_FILE))).where(HoldCase.hold_id == hold.id)
    people = select(HoldClient.client_id, literal(str(RecordClass.CLIENT_IDENTITY)))
    named = lines(session, union_all(cases, people.where(HoldClient.hold_id == hold.id)))

    _append(
        journal.Kind.HELD,
        hold,
        hold_kind=hold.kind,
        scope=hold.scope,
        references={
            str(of): sorted(reference_of(state, of, one) for one, told in named if told == of)
            for of in (RecordClass.CASE_FILE, RecordClass.CLIENT_IDENTITY)
        },
        placed_on=hold.placed_on.isoformat(),
        review_on=hold.review_on.isoformat(),
        described={name: str(value) for name in DESCRIBED if (value := getattr(hold, name)) is not None},
    )


def journal_release(hold: HoldRow) -> None:
    """Writes down that a hold is over, before it is. Raises Refused as above."""
    _append(journal.Kind.RELEASED, hold)


def write_anew(session: Session) -> int:
    """Writes a lost journal again from what the database still knows: every batch of its ledger, every hold in force.
    Nobody destroys or holds anything meanwhile. Returns how many lines it has now."""
    if find_state(session) is not None:
        lock_state(session, "update")
    me = context.current().organisation_id
    journal.set_aside(me)
    batches: dict[UUID, list[LedgerEntry]] = defaultdict(list)
    entries = select(LedgerEntry).where(LedgerEntry.batch_id.is_not(None))
    for one in session.execute(entries.order_by(LedgerEntry.batch_id, LedgerEntry.reference)).scalars():
        assert one.batch_id is not None
        batches[one.batch_id].append(one)
    for batch, entries_of in batches.items():
        journal.append(me, journal.Kind.INTENT, batch=str(batch), **_as_intended(entries_of))
        journal.settle(me, batch, journal.Kind.DONE)
    issued: list[CertificateRow | LostCertificate] = [*lost_certificates(session), *certificates(session)]
    for certificate in sorted(issued, key=lambda one: one.number):
        journal_certificate(certificate)
    for hold in session.execute(select(HoldRow).where(HoldRow.released_at.is_(None))).scalars():
        journal_hold(session, hold)
    return len(journal.read(me))


def _as_intended(entries: Sequence[LedgerEntry]) -> dict[str, Any]:
    """What the intent of a batch said. Of what a restoration destroyed again, the restoration is the cause by now."""
    references = defaultdict(list)
    for one in entries:
        references[one.record_class].append(one.reference)
    return {
        "references": dict(references),
        "merged": [one.reference for one in entries if one.is_merged],
        "run": str(entries[0].run_id or entries[0].restoration_id),
    }


def _append(kind: journal.Kind, hold: HoldRow, **told: object) -> None:
    try:
        journal.append(context.current().organisation_id, kind, hold=str(hold.id), **told)
    except journal.Unreachable:
        raise Refused(
            "The journal cannot be written now, so this could be lost. Nothing was changed. Try again soon."
        ) from None
