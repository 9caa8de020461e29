"""A batch of a run: locked in one order, and looked at anew under the lock before anything happens to it."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from sqlalchemy import any_, select, text
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.retention.apart_batches import Going, is_apart, judge_apart
from records.retention.models import RetentionState
from records.retention.schedule import Schedule, schedule_on
from records.retention.standing import Person, Standing, people_left_alone, standings_of
from records.retention.states import lock_state
from records.retention.terms import RecordClass
from records.retention.traces import RetentionRun, RunItem
from tenants import clock, context
from tenants.bulk import listed
from tenants.database import lines, new_id

BATCH = 60
# A record that somebody works on each time a worker comes by is reported instead of being waited for.
MOST_ATTEMPTS = 60


class Progress(StrEnum):
    """How a batch went: nothing is left, something was done, or all that is left is in somebody's hands."""

    LAST = "last"
    MOVED = "moved"
    BLOCKED = "blocked"


class Stopped(RuntimeError):
    """The agency stopped all destruction, or the run is not where this step belongs."""


@dataclass(slots=True)
class Batch:
    """What may go on (`cases`, `people`), and what is different from what was approved (`held`, `changed`). The ledger
    and the journal know it by its `id`."""

    state: RetentionState
    run: RetentionRun
    id: UUID = field(default_factory=new_id)
    schedule: Schedule = field(default_factory=Schedule)
    cases: list[tuple[RunItem, Standing]] = field(default_factory=list)
    people: list[tuple[RunItem, Person]] = field(default_factory=list)
    apart: Going = field(default_factory=list)
    held: list[RunItem] = field(default_factory=list)
    changed: list[RunItem] = field(default_factory=list)
    busy: list[RunItem] = field(default_factory=list)

    def progress(self, *, more: bool) -> Progress:
        """How it went, with `more` items waiting in the state that was taken from, or none."""
        if not more:
            return Progress.LAST
        moved = self.cases or self.people or self.apart or self.held or self.changed
        return Progress.MOVED if moved else Progress.BLOCKED


def begin(session: Session, run_id: UUID, *steps: str) -> Batch:
    """Opens a step of a run: nothing waits long for it, the agency's row is shared, the run is locked, so that two
    workers on it take turns. Raises Stopped when the switch is off or the run is in none of these steps."""
    session.execute(
        text(
            "SELECT set_config('lock_timeout', '2s', true), set_config('statement_timeout', '10s', true),"
            " set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)"
        )
    )
    state = lock_state(session)
    run = session.execute(
        select(RetentionRun).where(RetentionRun.id == run_id).with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()  # fmt: skip
    if state.stopped_at is not None or run.state not in steps:
        raise Stopped
    return Batch(state, run)


def take(session: Session, batch: Batch, state: str, size: int = BATCH) -> None:
    """Fills the batch with the next items that wait in `state`. Clients before cases, each by id, and what another
    transaction has in hand is passed over: this never waits for anyone, and so never in a circle."""
    items = list(
        session.execute(
            select(RunItem)
            .where(RunItem.run_id == batch.run.id, RunItem.state == state)
            .order_by(RunItem.attempts, RunItem.record_class, RunItem.record_id)
            .limit(size)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        ).scalars()
    )
    clients = _locked_clients(session, items)
    cases = _locked_cases(session, items, clients)
    batch.schedule = schedule_on(session, clock.today(context.current().timezone))
    of_cases = [one for one in items if one.record_class == RecordClass.CASE_FILE and one.record_id in cases]
    of_people = [
        one for one in items if one.record_class == RecordClass.CLIENT_IDENTITY and one.record_id in clients
    ]
    judged = judge_apart(session, items, schedule=batch.schedule, as_of=batch.run.as_of)
    batch.apart, batch.held, batch.changed = judged.going, judged.held, judged.changed
    taken = {one.id for one in (*of_cases, *of_people)}
    batch.busy = [one for one in items if one.id not in taken and not is_apart(one)] + judged.busy
    for item in batch.busy:
        item.attempts += 1
        if item.attempts >= MOST_ATTEMPTS:
            item.state, item.reason = "busy", "in_use"
    _judge_cases(session, batch, of_cases)
    _judge_people(session, batch, of_people)


def are_left(session: Session, run_id: UUID, state: str) -> bool:
    """Whether any item of a run still waits in a state."""
    waits = select(RunItem.id).where(RunItem.run_id == run_id, RunItem.state == state)
    return bool(lines(session, waits.limit(1)))


def _locked_clients(session: Session, items: list[RunItem]) -> set[UUID]:
    ids = {one.client_id for one in items if one.client_id}
    wanted = select(Client.id).where(Client.id == any_(listed(ids))).order_by(Client.id)
    return {row[0] for row in lines(session, wanted.with_for_update(skip_locked=True))}


def _locked_cases(session: Session, items: list[RunItem], clients: set[UUID]) -> set[UUID]:
    ids = {one.record_id for one in items if one.record_class == RecordClass.CASE_FILE and one.record_id}
    known = Case.id == any_(listed(ids)), Case.client_id == any_(listed(clients))
    wanted = select(Case.id).where(*known).order_by(Case.id)
    return {row[0] for row in lines(session, wanted.with_for_update(skip_locked=True))}


def _judge_cases(session: Session, batch: Batch, items: list[RunItem]) -> None:
    """A statement of its own, after the locks: what was committed while waiting for them is seen by it."""
    ids = [one.record_id for one in items if one.record_id]
    found = standings_of(session, ids, schedule=batch.schedule, as_of=batch.run.as_of)
    by_id = {one.case.case_id: one for one in found}
    for item in items:
        standing = by_id[item.record_id] if item.record_id else None
        if standing is not None and standing.may_go and standing.verdict.basis_hash == item.basis_hash:
            batch.cases.append((item, standing))
        elif standing is not None and standing.holds:
            batch.held.append(item)
        else:
            batch.changed.append(item)


def _judge_people(session: Session, batch: Batch, items: list[RunItem]) -> None:
    ids = [one.record_id for one in items if one.record_id]
    people = people_left_alone(session, ids, schedule=batch.schedule, as_of=batch.run.as_of) if ids else {}
    for item in items:
        person = people[item.record_id] if item.record_id else None
        if person is not None and person.may_go and person.verdict.basis_hash == item.basis_hash:
            batch.people.append((item, person))
        else:
            batch.changed.append(item)
