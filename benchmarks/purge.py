"""The purge: a run as an agency plans and approves it, its destruction timed, beside bare deletes of the same rows."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg import sql

from benchmarks.figures import Figures, Round, Spent, backends_of, cpu_of
from benchmarks.load import World
from benchmarks.rooms import ALONE, Rooms
from records.retention.actions import add_authority, add_rule, draft_version, propose_version, publish_version
from records.retention.batches import Progress, Stopped
from records.retention.dates import Period
from records.retention.planning import approve_run, plan_run
from records.retention.purge import destroy_batch, start_destroying
from records.retention.quarantine import quarantine_batch
from records.retention.queries import find_draft
from records.retention.run_queries import get_run
from records.retention.schedule import Line
from records.retention.terms import Action, Event, RecordClass, Selector, on
from tenants import gate
from tenants.context import Tenancy, acting_for
from tenants.database import TenantSession, transaction
from tenants.embedded import DATABASE

# Children before parents, as the keys demand.
_TABLES = ("tasks", "notes", "trigger_events", "entries")


@dataclass(frozen=True)
class Purged:
    """How many case files went, and what a batch, and the bare deletes, took."""

    cases: int
    batches: Figures
    seconds: float
    bare_seconds: float


def measured(rooms: Rooms, world: World, limit: int) -> Purged:
    """Plans, approves, hides and destroys so many old case files."""
    run_id, cases = _approved(world, limit)
    with rooms.superuser() as connection:
        _hidden(connection, world, run_id)
        connection.execute("UPDATE retention_runs SET destroy_on = current_date - 1 WHERE id = %s", (run_id,))
    with _acting(world, 1), transaction(login="retention") as session:
        assert start_destroying(session, run_id), "the waiting time was to be over"
    before, python, begun = _backends(rooms), time.process_time(), time.perf_counter()
    times = _repeat(world, lambda session: destroy_batch(session, run_id))
    seconds = time.perf_counter() - begun
    spent = Spent(time.process_time() - python, _backends(rooms) - before)
    with rooms.superuser(ALONE) as connection:
        bare = _bare_deletes(connection, cases)
    return Purged(len(cases), Figures([Round(times, seconds, spent)]), seconds, bare)


def _hidden(connection: psycopg.Connection, world: World, run_id: UUID) -> None:
    """Hides the files, here or by the worker that was quicker: this part is not measured."""
    with suppress(Stopped):
        _repeat(world, lambda session: quarantine_batch(session, run_id))
    for _ in range(300):
        row = connection.execute("SELECT state FROM retention_runs WHERE id = %s", (run_id,)).fetchone()
        if row == ("waiting",):
            return
        time.sleep(0.1)
    raise AssertionError("the files were to be hidden by now")


def _backends(rooms: Rooms) -> float:
    return cpu_of(backends_of(rooms.postmaster, DATABASE))


def _acting(world: World, member: int) -> AbstractContextManager[Tenancy]:
    return acting_for(gate.tenancy_for(world.organisation_id, world.members[member]))


def _approved(world: World, limit: int) -> tuple[UUID, list[UUID]]:
    """A schedule by one member, published and approved by another."""
    with _acting(world, 0), transaction() as session:
        version = draft_version(session)
        authority = add_authority(session, title="Funding agreement", citation="clause 12.3", kind="funder")
        rule = Line(
            record_class=RecordClass.CASE_FILE,
            trigger=on(Event.CASE_CLOSED),
            keep=Period(7),
            action=Action.DESTROY,
            authority_id=authority.id,
            selector=Selector(),
        )
        add_rule(session, version, rule)
        session.flush()
        propose_version(session, version)
    with _acting(world, 1), transaction() as session:
        draft = find_draft(session)
        assert draft is not None
        publish_version(session, draft)
    with _acting(world, 0), transaction() as session:
        run = plan_run(session, limit=limit)
    with _acting(world, 1), transaction() as session:
        approve_run(session, get_run(session, run.id), list_hash=run.list_hash, count=run.planned)
    with _acting(world, 0), transaction(login="retention") as session:
        held = session.connection().exec_driver_sql(
            "SELECT record_id FROM run_items WHERE run_id = %s", (run.id,)
        )
        return run.id, [row[0] for row in held]


def _repeat(world: World, step: Callable[[TenantSession], Progress]) -> list[float]:
    times: list[float] = []
    progress = Progress.MOVED
    while progress is not Progress.LAST:
        at = time.perf_counter()
        with _acting(world, 1), transaction(login="retention") as session:
            progress = step(session)
        times.append(time.perf_counter() - at)
        assert progress is not Progress.BLOCKED, "nobody else works on these files"
    return times


def _bare_deletes(connection: psycopg.Connection, cases: list[UUID]) -> float:
    """The same files in the copy of the database, with no stub, no log and no look at any rule."""
    begun = time.perf_counter()
    with connection.transaction():
        connection.execute("ALTER TABLE notes DISABLE TRIGGER stays_signed")
        for table in _TABLES:
            named = sql.SQL("DELETE FROM {} WHERE case_id = ANY(%s)").format(sql.Identifier(table))
            connection.execute(named, (cases,))
        connection.execute("DELETE FROM cases WHERE id = ANY(%s)", (cases,))
        connection.execute("ALTER TABLE notes ENABLE TRIGGER stays_signed")
    return time.perf_counter() - begun
