"""Destroying again what a restored backup brought back: what the journal says was destroyed, and nothing else. Found by
keyed references, in pieces that each are a transaction; done twice, it does nothing the second time."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import files_together
from records.documents.models import Document
from records.entries.models import Entry
from records.notes.models import Note
from records.retention.apart_batches import destroy_whole
from records.retention.batches import BATCH
from records.retention.copies import Place, counted, delete_all, places_of_cases, places_of_clients
from records.retention.figures import keep_figures, keep_people
from records.retention.groups import GROUPS, destroy_parts
from records.retention.leaving import remember_clocks
from records.retention.models import RetentionRule, RetentionState
from records.retention.own import WHOLES
from records.retention.schedule import schedule_on
from records.retention.standing import standings_of
from records.retention.states import ensure_state, number_reference_of, reference_of
from records.retention.terms import RecordClass
from records.retention.traces import LedgerEntry, RetentionRun, RunItem, StubRow
from tenants import audit, clock, context
from tenants.database import Base, transaction
from tenants.jobs import JobRow

Rows = Mapping[UUID, Mapping[str, int]]
# What refers to others goes before them.
ORDER: Final = (RecordClass.ANY, *GROUPS, RecordClass.CASE_FILE, *WHOLES, RecordClass.CLIENT_IDENTITY)


@dataclass(frozen=True, slots=True)
class Mark:
    """One destroyed record as the journal knows it. `cause` is the run or the import. What was merged into another file
    has no stub of its own."""

    batch: UUID
    cause: tuple[str, UUID]
    record_class: RecordClass
    reference: str
    destroyed_on: date
    is_merged: bool = False


def destroy_again(restoration_id: UUID, marks: Sequence[Mark]) -> int:
    """Destroys what these marks speak of and leaves a line in the ledger and a stub for each, whether or not the backup
    had the record; says how many records that were."""
    gone = 0
    for record_class in ORDER:
        mine = [one for one in marks if one.record_class is record_class]
        for start in range(0, len(mine), BATCH):
            with transaction(login="retention") as session:
                again = _Again(session, restoration_id, record_class)
                gone += again.destroy(unknown(session, mine[start : start + BATCH]))
    return gone


def unknown(session: Session, marks: Sequence[Mark]) -> list[Mark]:
    """The marks that the ledger does not have. A part of a file may go more than once, so the batch counts too."""
    wanted = select(LedgerEntry.batch_id, LedgerEntry.reference)
    known = {tuple(row) for row in session.execute(wanted.where(LedgerEntry.batch_id.is_not(None)))}
    return [one for one in marks if (one.batch, one.reference) not in known]


def found(session: Session, state: RetentionState, record_class: RecordClass) -> dict[str, UUID]:
    """Every record of a class that this database has, by its reference."""
    ids = session.execute(_ids_of(record_class)).scalars()
    return {reference_of(state, record_class, one): one for one in ids}


def _ids_of(record_class: RecordClass) -> Select[UUID]:
    if record_class in WHOLES:
        return select(WHOLES[record_class].ids).distinct()
    return select(
        {RecordClass.ANY: Note.id, RecordClass.CLIENT_IDENTITY: Client.id}.get(record_class, Case.id)
    )


class _Again:
    """One piece: records of one class, in one transaction."""

    def __init__(self, session: Session, restoration_id: UUID, record_class: RecordClass) -> None:
        self._session, self._restoration_id, self._class = session, restoration_id, record_class
        self._state = ensure_state(session)

    def destroy(self, marks: Sequence[Mark]) -> int:
        """Rows, stubs and ledger together; the statistics keep what they would have kept the first time."""
        there = found(self._session, self._state, self._class)
        ids = [there[one.reference] for one in marks if one.reference in there]
        numbers = self._numbers(ids)
        rows = _WAYS[self._class](self._session, ids) if ids else {}
        for mark in marks:
            record = there.get(mark.reference)
            self._leave(mark, record, rows.get(record, {}) if record else {}, numbers)
        verb = _VERBS.get(self._class, audit.Verb.RECORD_DESTROYED)
        told = {"restoration": self._restoration_id, "of": self._class}
        audit.record_each(self._session, verb, [(one, None) for one in ids], **told)
        return len(ids)

    def _numbers(self, ids: Sequence[UUID]) -> Mapping[UUID, tuple[str, date | None]]:
        rows = self._session.execute(select(Case.id, Case.number, Case.closed_on).where(Case.id.in_(ids)))
        return {row.id: (row.number, row.closed_on) for row in rows}

    def _leave(
        self,
        mark: Mark,
        record: UUID | None,
        rows: Mapping[str, int],
        numbers: Mapping[UUID, tuple[str, date | None]],
    ) -> None:
        cause, version_id = self._cause(mark, record)
        told = {"record_class": str(mark.record_class), "reference": mark.reference, cause[0]: cause[1]}
        self._session.add(LedgerEntry(batch_id=mark.batch, is_merged=mark.is_merged, rows=dict(rows), **told))
        if cause[0] == "import_id" or mark.is_merged:
            return
        number, closed_on = numbers.get(record, (None, None)) if record else (None, None)
        is_file = number is not None and mark.record_class is RecordClass.CASE_FILE
        stub = StubRow(version_id=version_id, trigger="replayed", destroyed_on=mark.destroyed_on, **told)
        stub.number_reference = number_reference_of(self._state, number) if number and is_file else None
        stub.closed_month = f"{closed_on:%Y-%m}" if closed_on else ""
        self._session.add(stub)

    def _cause(self, mark: Mark, record: UUID | None) -> tuple[tuple[str, UUID], UUID | None]:
        """The run that did it first, where the backup knows it approved and the record in its list: then it goes on to
        its certificate. Otherwise the restoration."""
        if mark.cause[0] != "run":
            return ("import_id", mark.cause[1]), None
        listed = RunItem.run_id == mark.cause[1]
        wanted = (
            select(RunItem, RetentionRule.version_id)
            .join(RetentionRule, RetentionRule.id == RunItem.rule_id)
            .join(RetentionRun, RetentionRun.id == RunItem.run_id)
            .where(RetentionRun.state != "planned")
        )
        mine = or_(RunItem.record_id == record, RunItem.client_id == record)
        row = self._session.execute(wanted.where(listed, mine).limit(1)).first() if record else None
        if row is None:
            return ("restoration_id", self._restoration_id), None
        if row.RunItem.record_id == record and row.RunItem.record_class == mark.record_class:
            row.RunItem.state = "destroyed"
        return ("run_id", mark.cause[1]), row.version_id


def _destroy_cases(session: Session, ids: Sequence[UUID]) -> Rows:
    keep_figures(session, ids)
    today = clock.today(context.current().timezone)
    remember_clocks(session, standings_of(session, ids, schedule=schedule_on(session, today), as_of=today))
    drawn_by = session.execute(select(Document.job_id).where(Document.case_id.in_(ids))).scalars().all()
    _hide(session, Case, Case.id.in_(ids))
    rows = _delete(session, places_of_cases(), ids)
    drop = delete(JobRow).where(JobRow.id.in_(drawn_by))
    session.execute(drop.execution_options(synchronize_session=False))
    return rows


def _destroy_people(session: Session, ids: Sequence[UUID]) -> Rows:
    """With the files that were merged into theirs."""
    together = {one for several in files_together(session, ids).values() for one in several} | set(ids)
    keep_people(session, together)
    _hide(session, Case, Case.client_id.in_(together))
    return _delete(session, places_of_clients(), sorted(together))


def _destroy_notes(session: Session, ids: Sequence[UUID]) -> Rows:
    """What an import had brought into a file that stayed, and that was taken back."""
    made = Base.metadata.tables["import_rows"]
    session.execute(update(made).where(made.c.note_id.in_(ids)).values(note_id=None, state="undone"))
    for model in (Note, Entry):
        drop = delete(model).where(model.id.in_(ids))
        session.execute(drop.execution_options(synchronize_session=False))
    return {one: {"notes": 1, "entries": 1} for one in ids}


def _destroy_whole(record_class: RecordClass, session: Session, ids: Sequence[UUID]) -> Rows:
    whole = WHOLES[record_class]
    _hide(session, whole.root, whole.ids.in_(ids))
    return destroy_whole(session, whole, ids)


def _destroy_parts(record_class: RecordClass, session: Session, ids: Sequence[UUID]) -> Rows:
    return destroy_parts(session, record_class, ids).rows


_WAYS: Final[Mapping[RecordClass, Callable[[Session, Sequence[UUID]], Rows]]] = MappingProxyType(
    {
        RecordClass.ANY: _destroy_notes,
        RecordClass.CASE_FILE: _destroy_cases,
        RecordClass.CLIENT_IDENTITY: _destroy_people,
        **{one: partial(_destroy_whole, one) for one in WHOLES},
        **{one: partial(_destroy_parts, one) for one in GROUPS},
    }
)
_VERBS: Final = MappingProxyType(
    {
        RecordClass.CASE_FILE: audit.Verb.CASE_DESTROYED,
        RecordClass.CLIENT_IDENTITY: audit.Verb.CLIENT_DESTROYED,
    }
)


def _delete(session: Session, places: Sequence[Place], ids: Sequence[UUID]) -> Rows:
    rows = counted(session, places, ids)
    delete_all(session, places, ids, rows)
    by_record: dict[UUID, Counter[str]] = {one: Counter() for one in ids}
    for table, counts in rows.items():
        for record, count in counts.items():
            by_record[record][table] += count
    return by_record


def _hide(session: Session, model: type[Base], which: ColumnElement[bool]) -> None:
    """The database lets nothing be deleted that is in sight."""
    hide = update(model).where(which).values(quarantined_at=clock.now())
    session.execute(hide.execution_options(synchronize_session=False))
