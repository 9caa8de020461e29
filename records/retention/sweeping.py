"""After the commit: erasing the files, and looking everywhere once more for what should be gone."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.retention.apart_batches import apart_left
from records.retention.certificate import Outcome, Store
from records.retention.copies import Place, counted, places_of_cases, places_of_clients
from records.retention.terms import RecordClass
from records.retention.traces import Erasure, RunItem, StubRow
from tenants import clock, files

AT_ONCE = 50
MOST_ATTEMPTS = 5


def erase_files(session: Session, run_id: UUID) -> tuple[int, int]:
    """Erases the next files of a run and returns how many went and how many are still to do. What is gone already
    counts as erased, so a crash between disk and row is made good by coming again."""
    waiting = (
        session.execute(
            select(Erasure)
            .where(Erasure.run_id == run_id, Erasure.done_at.is_(None), Erasure.attempts < MOST_ATTEMPTS)
            .order_by(Erasure.attempts, Erasure.id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        .scalars()
        .all()
    )
    for row in waiting:
        row.attempts += 1
        try:
            files.erase(row.organisation_id, row.target)
        except OSError as error:
            row.last_error = type(error).__name__
        else:
            row.done_at = clock.now()
    session.flush()
    still = (
        select(func.count()).select_from(Erasure).where(Erasure.run_id == run_id, Erasure.done_at.is_(None))
    )
    left = session.execute(still.where(Erasure.attempts < MOST_ATTEMPTS)).scalar_one()
    return sum(row.done_at is not None for row in waiting), left


def stores_after(session: Session, run_id: UUID) -> tuple[Store, ...]:
    """What is found, afterwards, of a run's records: in every registered table, on disk, among the keys, and in
    backups, which hold it until their own day."""
    gone = _gone(session, run_id, RecordClass.CASE_FILE)
    people = _gone_people(session, run_id)
    rows = _remaining(session, places_of_cases(), gone) + _remaining(session, places_of_clients(), people)
    rows += apart_left(session, run_id)
    targets = select(Erasure.organisation_id, Erasure.target).where(Erasure.run_id == run_id)
    stored = sum(files.is_stored(*row) for row in session.execute(targets))
    return (
        _store("database", rows),
        _store("files", stored),
        _store("keys", _keys(session, people)),
        Store(store="backups", outcome=Outcome.UNTIL_HORIZON),
    )


def _gone(session: Session, run_id: UUID, record_class: RecordClass) -> Sequence[UUID]:
    wanted = select(RunItem.record_id).where(RunItem.run_id == run_id, RunItem.state == "destroyed")
    found = session.execute(wanted.where(RunItem.record_class == str(record_class))).scalars()
    return [one for one in found if one]


def _gone_people(session: Session, run_id: UUID) -> list[UUID]:
    """The clients of destroyed items who are not there any more; their number must be that of their stubs."""
    rows = session.execute(
        select(RunItem.client_id).where(RunItem.run_id == run_id, RunItem.state == "destroyed").distinct()
    ).scalars()
    listed = [one for one in rows if one]
    clients = places_of_clients()[-1].counts(session, listed)
    absent = [one for one in listed if one not in clients]
    stubs = select(func.count()).select_from(StubRow).where(
        StubRow.run_id == run_id, StubRow.record_class == str(RecordClass.CLIENT_IDENTITY)
    )  # fmt: skip
    if session.execute(stubs).scalar_one() > len(absent):
        raise LookupError("a client with a stub is still there")
    return absent


def _remaining(session: Session, places: Sequence[Place], owners: Sequence[UUID]) -> int:
    if not owners:
        return 0
    return sum(sum(rows.values()) for rows in counted(session, places, owners).values())


def _keys(session: Session, people: Sequence[UUID]) -> int:
    keys = [place for place in places_of_clients() if place.table.name == "client_keys"]
    return _remaining(session, keys, people)


def _store(name: str, remaining: int) -> Store:
    return Store(store=name, outcome=Outcome.REMAINS if remaining else Outcome.EMPTY)
