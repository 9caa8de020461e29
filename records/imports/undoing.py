"""Taking an import back: what nobody has worked on since is deleted for good, key and all, as a run would destroy it;
what somebody has is left, with the reason. By the login of retention, because no other may delete."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.access.models import AccessGrant
from records.cases.models import Case
from records.clients.models import Client
from records.entries.models import Entry
from records.imports.models import Import, ImportRow
from records.imports.queries import counts_of
from records.notes.models import Note
from records.notes.queries import last_hash
from records.retention.copies import RowsDiffer, counted, delete_all, places_of_cases, places_of_clients
from records.retention.queries import holds
from records.retention.states import find_state, lock_state, reference_of
from records.retention.terms import RecordClass
from records.retention.traces import LedgerEntry, RunItem
from tenants import audit, clock, halt

BATCH: Final = 250
# What comes and goes by itself: dates worked out in the night, words for search, who works with whom, rows of imports.
# None of it is work on a file.
_BY_ITSELF: Final = frozenset({"dispositions", "client_tokens", "access_grants", "import_rows"})
_CLASSES: Final = {
    "client": RecordClass.CLIENT_IDENTITY,
    "case": RecordClass.CASE_FILE,
    "note": RecordClass.ANY,
}

Reasons = Mapping[UUID, str]


def may_destroy(session: Session) -> bool:
    """False while destruction is stopped, here or everywhere, or everything is held: then nothing is taken back."""
    state = find_state(session)
    is_stopped = halt.is_halted() or (state is not None and state.stopped_at is not None)
    return not is_stopped and all(one.scope != "everything" for one in holds(session))


def undo_batch(session: Session, import_id: UUID, size: int = BATCH) -> bool:
    """Takes the next rows back, the last first, and says whether more are waiting."""
    lock_state(session)
    import_ = session.execute(select(Import).where(Import.id == import_id).with_for_update()).scalar_one()
    if import_.state != "undoing":
        return False
    wanted = select(ImportRow).where(ImportRow.import_id == import_id, ImportRow.state == "done")
    rows = session.execute(wanted.order_by(ImportRow.number.desc()).limit(size)).scalars().all()
    if not rows:
        import_.state = "undone"
        session.flush()
        import_.counts = counts_of(session, import_)
        audit.record(session, audit.Verb.IMPORT_UNDONE, import_.id, rows=import_.counts.get("undone", 0))
        return False
    for what, take_back in _WAYS.items():
        of_kind = [row for row in rows if row.made.get("what") == what]
        if of_kind:
            _settle(session, import_, of_kind, take_back if may_destroy(session) else _all_held)
    return True


_Way = Callable[[Session, Sequence[ImportRow]], Reasons]


def _settle(session: Session, import_: Import, rows: Sequence[ImportRow], take_back: _Way) -> None:
    """Takes rows back together; when something stands in the way of all, each by itself."""
    try:
        with session.begin_nested():
            touched = take_back(session, rows)
            _leave_traces(session, import_, [row for row in rows if row.id not in touched])
    except (IntegrityError, RowsDiffer):
        if len(rows) > 1:
            for row in rows:
                _settle(session, import_, [row], take_back)
            return
        touched = {rows[0].id: "in_use"}
    for row in rows:
        if row.id in touched:
            row.state, row.problems = "touched", [["", touched[row.id]]]
    session.flush()


def _leave_traces(session: Session, import_: Import, rows: Sequence[ImportRow]) -> None:
    """A line in the ledger and an event for each thing that is gone. Its row goes with it."""
    state = lock_state(session)
    for row in rows:
        if row.made["what"] in _CLASSES:
            record_class, record_id = _CLASSES[row.made["what"]], _record(row)
            session.add(
                LedgerEntry(
                    import_id=import_.id,
                    record_class=str(record_class),
                    reference=reference_of(state, record_class, record_id),
                    rows=row.made["rows"],
                )
            )
    gone = [(_record(row), row.person_id) for row in rows if row.made["what"] in _CLASSES]
    ids = [row.id for row in rows]
    for row in rows:
        session.expunge(row)
    session.execute(
        delete(ImportRow).where(ImportRow.id.in_(ids)).execution_options(synchronize_session=False)
    )
    import_.counts = {**import_.counts, "undone": import_.counts.get("undone", 0) + len(ids)}
    audit.record_each(session, audit.Verb.IMPORT_ROW_UNDONE, gone, **{"import": str(import_.id)})


def _record(row: ImportRow) -> UUID:
    found = {"client": row.person_id, "case": row.case_id, "note": row.note_id}[row.made["what"]]
    assert found is not None
    return found


def _all_held(_session: Session, rows: Sequence[ImportRow]) -> Reasons:
    return {row.id: "held" for row in rows}


def _nothing_made(_session: Session, _rows: Sequence[ImportRow]) -> Reasons:
    return {}


def _clients_back(session: Session, rows: Sequence[ImportRow]) -> Reasons:
    ids = [_record(row) for row in rows]
    locked = select(Client.id, Client.version).where(Client.id.in_(ids)).order_by(Client.id).with_for_update()
    versions = {row.id: row.version for row in session.execute(locked)}
    cases = select(Case.client_id).where(Case.client_id.in_(ids), Case.version > 1)
    changed = {one for one, version in versions.items() if version > 1} | set(
        session.execute(cases).scalars()
    )
    places = places_of_clients()
    touched = _compared(session, rows, counts := counted(session, places, ids), changed)
    going = [_record(row) for row in rows if row.id not in touched]
    _hide(session, Case.client_id.in_(going))
    delete_all(session, places, going, _only(counts, going))
    return touched


def _cases_back(session: Session, rows: Sequence[ImportRow]) -> Reasons:
    ids = [_record(row) for row in rows]
    locked = select(Case.id, Case.version).where(Case.id.in_(ids)).order_by(Case.id).with_for_update()
    changed = {row.id for row in session.execute(locked) if row.version > 1}
    places = places_of_cases()
    touched = _compared(session, rows, counts := counted(session, places, ids), changed)
    going = [_record(row) for row in rows if row.id not in touched]
    worked = _who_worked(session, going)
    _hide(session, Case.id.in_(going))
    delete_all(session, places, going, _only(counts, going))
    _leave_caseload(session, worked)
    return touched


def _who_worked(session: Session, case_ids: Sequence[UUID]) -> set[tuple[UUID, UUID]]:
    found = session.execute(select(Case.client_id, Case.worker_id).where(Case.id.in_(case_ids)))
    return {(row.client_id, row.worker_id) for row in found}


def _leave_caseload(session: Session, worked: Collection[tuple[UUID, UUID]]) -> None:
    """Whoever had the file on their caseload for the cases that are gone alone, has it there no more."""
    who = tuple_(AccessGrant.client_id, AccessGrant.member_id)
    others = select(Case.id).where(
        Case.client_id == AccessGrant.client_id, Case.worker_id == AccessGrant.member_id
    )
    theirs = select(Client.id).where(
        Client.id == AccessGrant.client_id, Client.worker_id == AccessGrant.member_id
    )
    session.execute(
        update(AccessGrant)
        .where(who.in_(worked), AccessGrant.kind == "caseload", AccessGrant.ended_at.is_(None))
        .where(~others.exists(), ~theirs.exists())
        .values(ended_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _notes_back(session: Session, rows: Sequence[ImportRow]) -> Reasons:
    """The last note of a case first: one that others were chained to since stays, or they would follow nothing."""
    touched: dict[UUID, str] = {}
    for row in rows:
        assert row.case_id is not None
        session.execute(select(Case.id).where(Case.id == row.case_id).with_for_update(key_share=True))
        note = session.execute(select(Note).where(Note.id == row.note_id)).scalar_one()
        if note.state != "signed" or last_hash(session, row.case_id) != note.hash:
            touched[row.id] = "followed"
            continue
        let_go = update(ImportRow).where(ImportRow.id == row.id).values(note_id=None, state="undone")
        session.execute(let_go.execution_options(synchronize_session=False))
        session.execute(delete(Note).where(Note.id == note.id))
        session.execute(delete(Entry).where(Entry.id == note.id))
    return touched


_WAYS: Final[Mapping[str, _Way]] = {
    "note": _notes_back,
    "case": _cases_back,
    "client": _clients_back,
    "nothing": _nothing_made,
}


def _compared(
    session: Session, rows: Sequence[ImportRow], counts: Mapping[str, Mapping[UUID, int]], changed: set[UUID]
) -> dict[UUID, str]:
    """Which rows somebody has worked on since: there is more in the file, or less, than the import put there."""
    ids = [_record(row) for row in rows]
    listed = set(session.execute(select(RunItem.record_id).where(RunItem.record_id.in_(ids))).scalars())
    touched = {}
    for row in rows:
        record = _record(row)
        now = {table: owners[record] for table, owners in counts.items() if record in owners}
        if record in changed or _worked_on(now, row.made["rows"]):
            touched[row.id] = "worked_on"
        elif record in listed:
            touched[row.id] = "in_run"
    return touched


def _worked_on(now: Mapping[str, int], made: Mapping[str, int]) -> bool:
    return any(now.get(name, 0) != made.get(name, 0) for name in {*now, *made} - _BY_ITSELF)


def _only(counts: Mapping[str, Mapping[UUID, int]], going: Sequence[UUID]) -> dict[str, dict[UUID, int]]:
    wanted = set(going)
    return {
        name: {owner: number for owner, number in owners.items() if owner in wanted}
        for name, owners in counts.items()
    }


def _hide(session: Session, which: ColumnElement[bool]) -> None:
    """The database lets nobody delete a case that is in sight."""
    hide = update(Case).where(which).values(quarantined_at=clock.now())
    session.execute(hide.execution_options(synchronize_session=False))


def forget_rows(session: Session, import_: Import) -> None:
    """Forgets what the file said: rows, headings and name. How many there were and when stays."""
    import_.counts = counts_of(session, import_)
    import_.name = import_.headings = import_.sheet = import_.refusal = None
    import_.forgotten_at = clock.now()
    session.flush()
    session.execute(delete(ImportRow).where(ImportRow.import_id == import_.id))
    audit.record(session, audit.Verb.IMPORT_FORGOTTEN, import_.id)
