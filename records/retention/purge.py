"""Destroying one batch: rows, stubs, ledger, figures and what to erase, in one transaction or not at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from records.clients.queries import files_together
from records.documents.models import Document
from records.retention.batches import BATCH, Batch, Progress, begin, left, take
from records.retention.copies import counted, delete_all, places_of_cases, places_of_clients
from records.retention.figures import figures_of, keep_figures
from records.retention.quarantine import let_go
from records.retention.standing import Person, Standing, clocks_of, latest, people_of
from records.retention.states import reference_of
from records.retention.terms import RecordClass
from records.retention.traces import Disposition, Erasure, LedgerEntry, RetentionRun, RunItem, StubRow
from records.retention.verdict import Verdict
from tenants import audit, clock, context
from tenants.database import new_id
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
    gone = _destroy_cases(session, batch) if batch.cases else []
    people = _people_to_go(session, batch)
    if people:
        _destroy_people(session, batch, people)
    for item in (*(one for one, _ in batch.cases), *(one for one, _ in batch.people)):
        item.state = "destroyed"
    _forget_in_other_lists(session, run_id, {*gone, *(person.client_id for person, _ in people)})
    session.flush()
    progress = batch.progress(left(session, run_id, "quarantined"))
    if progress is Progress.LAST:
        batch.run.state = "sweeping"
    for case_id in gone:
        audit.record(session, audit.Verb.CASE_DESTROYED, case_id, run=run_id)
    for person, _ in people:
        audit.record(session, audit.Verb.CLIENT_DESTROYED, person.client_id, run=run_id)
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


def _destroy_cases(session: Session, batch: Batch) -> list[UUID]:
    standings = [standing for _, standing in batch.cases]
    ids = [one.case.case_id for one in standings]
    owners = {one.case.client_id for one in standings}
    keep_figures(session, figures_of(session, ids), subjects=len(owners))
    _forget_outside(session, batch.run, StoredFile.case_id.in_(ids))
    drawn_by = session.execute(select(Document.job_id).where(Document.case_id.in_(ids))).scalars().all()
    places = places_of_cases()
    rows = counted(session, places, ids)
    _remember_clocks(session, standings)
    delete_all(session, places, ids, rows)
    session.execute(
        delete(JobRow).where(JobRow.id.in_(drawn_by)).execution_options(synchronize_session=False)
    )
    for standing in standings:
        case_id = standing.case.case_id
        mark = _Mark(RecordClass.CASE_FILE, case_id, standing.verdict)
        _leave(session, batch, mark, _of(case_id, rows))

    return ids


def _people_to_go(session: Session, batch: Batch) -> list[tuple[Person, Verdict | None]]:
    """The identities whose last case just went, as approved, with the verdict that explains it, and those that were
    planned by themselves. Files merged with them go along, without a mark of their own."""
    by_client = {one.case.client_id: one.verdict for item, one in batch.cases if item.with_identity}
    by_client |= {person.client_id: person.verdict for _, person in batch.people}
    together = {one for several in files_together(session, by_client).values() for one in several}
    people = people_of(session, together, schedule=batch.schedule, as_of=batch.run.as_of) if together else {}
    return [(person, by_client.get(one)) for one, person in people.items() if person.may_go]


def _destroy_people(session: Session, batch: Batch, people: Sequence[tuple[Person, Verdict | None]]) -> None:
    """The identities with all that is the clients' own, keys included: sealed text in old backups dies with them."""
    owners = [person.client_id for person, _ in people]
    _forget_outside(session, batch.run, StoredFile.client_id.in_(owners))
    places = places_of_clients()
    rows = counted(session, places, owners)
    told = [(person, told_by) for person, told_by in people if told_by is not None]
    keep_figures(session, {"clients": len(told)}, subjects=len(told))
    delete_all(session, places, owners, rows)
    for person, told_by in told:
        verdict = person.verdict if person.verdict.governing is not None else told_by
        mark = _Mark(RecordClass.CLIENT_IDENTITY, person.client_id, verdict)
        _leave(session, batch, mark, _of(person.client_id, rows))


def _of(owner: UUID, rows: Mapping[str, Mapping[UUID, int]]) -> dict[str, int]:
    return {name: counts[owner] for name, counts in rows.items() if owner in counts}


def _forget_in_other_lists(session: Session, run_id: UUID, ids: set[UUID]) -> None:
    """Other runs may have listed these records; an approval of such a list is void from here on."""
    if ids:
        theirs = RunItem.record_id.in_(ids) | RunItem.client_id.in_(ids)
        forget = (
            update(RunItem).where(RunItem.run_id != run_id, theirs).values(record_id=None, client_id=None)
        )
        session.execute(forget.execution_options(synchronize_session=False))


@dataclass(frozen=True, slots=True)
class _Mark:
    record_class: RecordClass
    record_id: UUID
    verdict: Verdict


def _leave(session: Session, batch: Batch, mark: _Mark, rows: dict[str, int]) -> None:
    """The stub and the ledger's entry: a reference that only whoever holds the id can work out."""
    governing = mark.verdict.governing
    assert governing is not None
    assert governing.event_on is not None
    reference = reference_of(batch.state, mark.record_class, mark.record_id)
    session.add(
        StubRow(
            run_id=batch.run.id,
            version_id=UUID(governing.rule.policy_version),
            record_class=str(mark.record_class),
            reference=reference,
            trigger=str(governing.event),
            closed_month=f"{governing.event_on:%Y-%m}",
            destroyed_on=clock.today(context.current().timezone),
        )
    )
    session.add(
        LedgerEntry(run_id=batch.run.id, record_class=str(mark.record_class), reference=reference, rows=rows)
    )


def _forget_outside(session: Session, run: RetentionRun, theirs: ColumnElement[bool]) -> None:
    """Lists the files that a worker erases after the commit: earlier would lose them when this is rolled back."""
    files = session.execute(select(StoredFile.id).where(theirs)).scalars()
    session.add_all(Erasure(run_id=run.id, kind="file", target=file_id) for file_id in files)
    session.flush()


def _remember_clocks(session: Session, standings: Collection[Standing]) -> None:
    """Keeps with each client the dates their cases take along, as long as the identity stays."""
    clocks: dict[UUID, dict[str, date]] = {}
    for one in standings:
        clocks[one.case.client_id] = latest(clocks.get(one.case.client_id, {}), clocks_of(one.case.facts))
    known = session.execute(
        select(Disposition).where(Disposition.client_id.in_(clocks), Disposition.case_id.is_(None))
    ).scalars()
    for row in known:
        before = {name: date.fromisoformat(day) for name, day in row.triggers.items()}
        clocks[row.client_id] = latest(clocks[row.client_id], before)
    for client_id, days in clocks.items():
        values = {
            "organisation_id": context.current().organisation_id,
            "id": new_id(),
            "created_at": clock.now(),
            "record_class": str(RecordClass.CLIENT_IDENTITY),
            "client_id": client_id,
            "triggers": {name: day.isoformat() for name, day in days.items()},
            "state": "waiting",
        }
        new = insert(Disposition).values(**values)
        keys = ["organisation_id", "record_class", "client_id", "case_id"]
        session.execute(
            new.on_conflict_do_update(index_elements=keys, set_={"triggers": new.excluded.triggers})
        )
