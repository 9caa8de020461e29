"""Destroying one batch: rows, stubs, ledger, figures and what to erase, in one transaction or not at all."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, any_, delete, select, update
from sqlalchemy.orm import Session

from records.clients.queries import files_together
from records.documents.models import Document
from records.retention.apart_batches import destroy_apart
from records.retention.batches import BATCH, Batch, Progress, are_left, begin, take
from records.retention.bound import let_bound_files_go
from records.retention.copies import counted, delete_all, places_of_cases, places_of_clients
from records.retention.figures import keep_figures, keep_people
from records.retention.journaling import journal_batch
from records.retention.leaving import Mark, leave, remember_clocks
from records.retention.quarantine import let_go, tell_of_return
from records.retention.standing import Person, people_of
from records.retention.terms import RecordClass
from records.retention.traces import Erasure, RetentionRun, RunItem
from records.retention.verdict import Verdict
from tenants import audit, clock, context
from tenants.bulk import insert_in_bulk, listed
from tenants.database import lines
from tenants.files import StoredFile
from tenants.jobs import JobRow


def start_destroying(session: Session, run_id: UUID) -> bool:
    """Ends the waiting time of a run when its day has come; says whether it is over."""
    batch = begin(session, run_id, "waiting", "destroying")
    run, today = batch.run, clock.today(context.current().timezone)
    if run.state == "waiting" and run.destroy_on is not None and today >= run.destroy_on:
        run.state, run.started_at = "destroying", clock.now()
    return run.state == "destroying"


def destroy_batch(session: Session, run_id: UUID, size: int = BATCH) -> Progress:
    """Destroys the next records of a run that still stand as they were approved. When nothing is
    left the run goes on to the sweep. Everything about a record goes in this one transaction, or nothing does."""
    batch = begin(session, run_id, "destroying")
    take(session, batch, "quarantined", size)
    let_go(session, batch)
    marks = _destroy_cases(session, batch) if batch.cases else []
    people = _people_to_go(session, batch)
    if people:
        marks += _destroy_people(session, batch, people)
    for apart, rows in destroy_apart(session, run_id, batch.apart):
        marks.append(Mark(apart.record_class, apart.record_id, apart.verdict, rows))
    leave(session, batch, marks)
    gone = [standing.case.case_id for _, standing in batch.cases]
    clients = [person.client_id for person, _ in people]
    _mark_destroyed(session, batch)
    _forget_in_other_lists(session, run_id, {*gone, *clients})
    progress = batch.progress(more=are_left(session, run_id, "quarantined"))
    if progress is Progress.LAST:
        batch.run.state = "sweeping"
    journal_batch(session, batch.id, run=run_id)
    # The trail of the agency is nobody else's from here to the commit: whoever places a hold waits for it.
    tell_of_return(session, batch.changed, "changed")
    audit.record_each(session, audit.Verb.CASE_DESTROYED, [(one, None) for one in gone], run=run_id)
    audit.record_each(session, audit.Verb.CLIENT_DESTROYED, [(one, None) for one in clients], run=run_id)
    for item, _ in batch.apart:
        audit.record(session, audit.Verb.RECORD_DESTROYED, item.record_id, run=run_id, of=item.record_class)
    return progress


def set_aside(session: Session, run_id: UUID, record_id: UUID, reason: str) -> None:
    """Takes one record that could not be destroyed out of the way of the others; it stays hidden and is reported."""
    item = session.execute(
        select(RunItem).where(RunItem.run_id == run_id, RunItem.record_id == record_id).with_for_update()
    ).scalar_one()
    if item.state == "quarantined":
        item.state, item.reason = "failed", reason


def next_record(session: Session, run_id: UUID) -> UUID | None:
    """The record that a batch of one would take."""
    wanted = select(RunItem.record_id).where(RunItem.run_id == run_id, RunItem.state == "quarantined")
    return session.execute(
        wanted.order_by(RunItem.attempts, RunItem.record_class, RunItem.record_id).limit(1)
    ).scalar_one_or_none()


def _destroy_cases(session: Session, batch: Batch) -> list[Mark]:
    standings = [standing for _, standing in batch.cases]
    ids = [one.case.case_id for one in standings]
    keep_figures(session, ids)
    _forget_outside(session, batch.run, StoredFile.case_id == any_(listed(ids)))
    _erase_later(session, batch.run, let_bound_files_go(session, ids))
    places = places_of_cases()
    rows = counted(session, places, ids)
    drawn_by = _drawn_by(session, ids) if Document.__tablename__ in rows else ()
    remember_clocks(session, standings)
    delete_all(session, places, ids, rows)
    each = _by_owner(rows)
    if drawn_by:
        forget = delete(JobRow).where(JobRow.id == any_(listed(drawn_by)))
        session.execute(forget.execution_options(synchronize_session=False))
    return [
        Mark(RecordClass.CASE_FILE, one.case.case_id, one.verdict, each[one.case.case_id], one.case.number)
        for one in standings
    ]


def _drawn_by(session: Session, case_ids: Collection[UUID]) -> Sequence[UUID]:
    """The jobs that drew documents of these cases; they name them."""
    drawn = select(Document.job_id).where(Document.case_id == any_(listed(case_ids)))
    return [row[0] for row in lines(session, drawn) if row[0] is not None]


def _people_to_go(session: Session, batch: Batch) -> list[tuple[Person, Verdict | None]]:
    """The identities whose last case just went, as approved, with the verdict that explains it, and those that were
    planned by themselves. Files merged with them go along, with no verdict of their own."""
    by_client = {one.case.client_id: one.verdict for item, one in batch.cases if item.with_identity}
    by_client |= {person.client_id: person.verdict for _, person in batch.people}
    if not by_client:
        return []
    files = files_together(session, by_client)
    together = {one for several in files.values() for one in several}
    people = people_of(session, together, schedule=batch.schedule, as_of=batch.run.as_of)
    # What a person decided, they decided about the file that stays; those merged with it go by that.
    along = {one for head, several in files.items() if people[head].may_go for one in several}
    return [
        (person, by_client.get(one))
        for one, person in people.items()
        if person.may_go or (one in along and person.verdict.eligible)
    ]


def _destroy_people(
    session: Session, batch: Batch, people: Sequence[tuple[Person, Verdict | None]]
) -> list[Mark]:
    """The identities with all that is the clients' own, keys included: sealed text in old backups dies with them."""
    owners = [person.client_id for person, _ in people]
    _forget_outside(session, batch.run, StoredFile.client_id == any_(listed(owners)))
    places = places_of_clients()
    keep_people(session, owners)
    rows = counted(session, places, owners)
    delete_all(session, places, owners, rows)
    each = _by_owner(rows)
    return [
        Mark(
            RecordClass.CLIENT_IDENTITY,
            person.client_id,
            person.verdict if told_by is not None and person.verdict.governing is not None else told_by,
            each[person.client_id],
        )
        for person, told_by in people
    ]


def _by_owner(rows: Mapping[str, Mapping[UUID, int]]) -> Mapping[UUID, dict[str, int]]:
    """How many rows of each table go with each owner."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    for name, counts in rows.items():
        for owner, count in counts.items():
            found[owner][name] = count
    return found


def _mark_destroyed(session: Session, batch: Batch) -> None:
    done = [item.id for listing in (batch.cases, batch.people, batch.apart) for item, _ in listing]
    mark = update(RunItem).where(RunItem.id == any_(listed(done))).values(state="destroyed")
    session.execute(mark.execution_options(synchronize_session=False))


def _forget_in_other_lists(session: Session, run_id: UUID, ids: set[UUID]) -> None:
    """Other runs may have listed these records; an approval of such a list is void from here on."""
    if ids:
        theirs = (RunItem.record_id == any_(listed(ids))) | (RunItem.client_id == any_(listed(ids)))
        forget = (
            update(RunItem).where(RunItem.run_id != run_id, theirs).values(record_id=None, client_id=None)
        )
        session.execute(forget.execution_options(synchronize_session=False))


def _forget_outside(session: Session, run: RetentionRun, theirs: ColumnElement[bool]) -> None:
    """Lists the files that a worker erases after the commit: earlier would lose them when this is rolled back."""
    _erase_later(session, run, [row[0] for row in lines(session, select(StoredFile.id).where(theirs))])


def _erase_later(session: Session, run: RetentionRun, file_ids: Collection[UUID]) -> None:
    insert_in_bulk(
        session, Erasure, [{"run_id": run.id, "kind": "file", "target": file_id} for file_id in file_ids]
    )
