"""The purge: a run as an agency plans and approves it, beside one SQL transaction over a twin of the agency; and what
others wait for while it runs."""

import os
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg import sql

from benchmarks.archives import Archive
from benchmarks.figures import Figures, Round, Spent, backends_of, cpu_of
from benchmarks.rooms import Rooms
from benchmarks.schedules import acting
from records.retention.batches import Progress, Stopped
from records.retention.choosing import longest_due
from records.retention.copies import Place, places_of_cases, places_of_clients
from records.retention.holding import place_hold
from records.retention.planning import approve_run, plan_run
from records.retention.purge import destroy_batch, start_destroying
from records.retention.quarantine import quarantine_batch
from records.retention.run_queries import get_run
from records.retention.schedule import schedule_on
from records.retention.terms import HoldKind
from tenants import clock, context
from tenants.database import TenantSession, engine, transaction
from tenants.embedded import DATABASE

_LEFT = "SELECT count(*) FROM run_items WHERE run_id = %s AND state = 'quarantined'"
_GONE = "SELECT coalesce(sum(n::int), 0) FROM erasure_ledger, jsonb_each_text(rows) x(t, n) WHERE run_id = %s"
_VERSION = "SELECT id FROM policy_versions WHERE organisation_id = %s"
_DUE = (
    "SELECT id FROM cases WHERE organisation_id = %s AND closed_on < current_date - 2558 ORDER BY id LIMIT %s"
)
_ALONE = """SELECT DISTINCT client_id FROM cases k WHERE organisation_id = %(me)s AND id = ANY(%(ids)s) AND NOT EXISTS
(SELECT 1 FROM cases o WHERE o.organisation_id = k.organisation_id AND o.client_id = k.client_id
AND o.id <> ALL(%(ids)s))"""
_STUBS = """INSERT INTO stubs (organisation_id, id, created_at, run_id, version_id, record_class, reference, trigger,
closed_month, destroyed_on) SELECT %(me)s, uuidv7(), now(), %(run)s, %(version)s, %(kind)s,
encode(sha256(uuid_send(i)), 'hex'), 'case_closed', '2018-01', current_date FROM unnest(%(ids)s::uuid[]) i"""
_LEDGER = """INSERT INTO erasure_ledger (organisation_id, id, created_at, run_id, record_class, reference, rows)
SELECT %(me)s, uuidv7(), now(), %(run)s, %(kind)s, encode(sha256(uuid_send(i)), 'hex'),
'{"cases": 1, "notes": 4, "entries": 5, "tasks": 2}' FROM unnest(%(ids)s::uuid[]) i"""


@dataclass(frozen=True)
class Purged:
    """What a batch took, rows a second of the product and of the one transaction, and what others waited for."""

    batches: Figures
    rate: float
    bare_rate: float
    bare_cpu: float
    rows: int
    holds: Figures
    idle: Figures
    beside: Figures


def measured(rooms: Rooms, archive: Archive, twin: Archive, look: Callable[[], object]) -> Purged:
    """Destroys half of the list with nobody else about, and the other half while holds are placed in the agency and
    somebody of another one looks at a page."""
    run_id = _approved(archive)
    with rooms.superuser() as connection:
        _hidden(connection, archive, run_id)
        connection.execute("UPDATE retention_runs SET destroy_on = current_date - 1 WHERE id = %s", (run_id,))
        with acting(archive.world, 1), transaction(login="retention") as session:
            assert start_destroying(session, run_id), "the waiting time was to be over"
        (listed,) = connection.execute(_LEFT, (run_id,)).fetchone() or (0,)
        before, python, begun = _backends(rooms), time.process_time(), time.perf_counter()
        times = _destroyed(archive, run_id, until=lambda n: 60 * n >= listed // 2)
        seconds = time.perf_counter() - begun
        spent = Spent(time.process_time() - python, _backends(rooms) - before)
        (rows,) = connection.execute(_GONE, (run_id,)).fetchone() or (0,)
        idle = Figures([_timed(look) for _ in range(3)])
        holds, beside = _beside(connection, archive, run_id, look)
        bare, bare_seconds, bare_cpu = _in_one_transaction(rooms, connection, twin)
    figures = Figures([Round(times, seconds, spent)])
    return Purged(figures, rows / seconds, bare / bare_seconds, bare_cpu / bare, rows, holds, idle, beside)


def _approved(archive: Archive) -> UUID:
    """Planned by one member, every file that is due, and approved by another."""
    with acting(archive.world, 0), transaction() as session:
        today = clock.today(context.current().timezone)
        schedule = schedule_on(session, today)
        _, due = longest_due(session, schedule=schedule, as_of=today, limit=0)
        run = plan_run(session, limit=min(due, archive.due), confirmed=min(due, archive.due))
    with acting(archive.world, 1), transaction() as session:
        approve_run(session, get_run(session, run.id), list_hash=run.list_hash, count=run.planned)
    return run.id


def _hidden(connection: psycopg.Connection, archive: Archive, run_id: UUID) -> None:
    """Hides the files, here or by the worker that was quicker: this part is not measured."""
    with suppress(Stopped):
        deque(_repeat(archive, lambda session: quarantine_batch(session, run_id)), maxlen=0)
    for _ in range(1200):
        row = connection.execute("SELECT state FROM retention_runs WHERE id = %s", (run_id,)).fetchone()
        if row == ("waiting",):
            return
        time.sleep(0.1)
    raise AssertionError("the files were to be hidden by now")


def _destroyed(archive: Archive, run_id: UUID, until: Callable[[int], bool] = lambda _: False) -> list[float]:
    times: list[float] = []
    for taken in _repeat(archive, lambda session: destroy_batch(session, run_id)):
        times.append(taken)
        if until(len(times)):
            break
    return times


def _repeat(archive: Archive, step: Callable[[TenantSession], Progress]) -> Iterator[float]:
    """What each batch takes, to the last."""
    progress = Progress.MOVED
    while progress is not Progress.LAST:
        at = time.perf_counter()
        with acting(archive.world, 1), transaction(login="retention") as session:
            progress = step(session)
        yield time.perf_counter() - at


def _beside(
    connection: psycopg.Connection, archive: Archive, run_id: UUID, look: Callable[[], object]
) -> tuple[Figures, Figures]:
    """Holds on files of the agency, one after the other, and pages of another agency, until the list is empty. The
    purge is another process, as it is in life."""
    anywhere = "SELECT id FROM cases WHERE organisation_id = %s AND quarantined_at IS NULL ORDER BY random() LIMIT 2000"
    ids = [row[0] for row in connection.execute(anywhere, (archive.world.organisation_id,))]
    child = os.fork()
    if child == 0:
        try:
            _destroyed(archive, run_id)
        finally:
            engine("retention").dispose()
            os._exit(0)
    holds: list[float] = []
    pages: list[float] = []
    for case_id in ids:
        if os.waitpid(child, os.WNOHANG)[0]:
            return _figures(holds), _figures(pages)
        holds.append(_held(archive, case_id))
        pages += _timed(look, 1).times
    os.waitpid(child, 0)
    return _figures(holds), _figures(pages)


def _held(archive: Archive, case_id: UUID) -> float:
    begun = time.perf_counter()
    with acting(archive.world, 0), transaction() as session:
        place_hold(session, [case_id], kind=HoldKind.AGENCY_DECISION, basis="File 22", reason="Looked at")
    return time.perf_counter() - begun


def _timed(look: Callable[[], object], count: int = 100) -> Round:
    times = []
    for _ in range(count):
        begun = time.perf_counter()
        look()
        times.append(time.perf_counter() - begun)
    return Round(times, sum(times), Spent(0, 0))


def _figures(times: list[float]) -> Figures:
    return Figures([Round(times, sum(times), Spent(0, 0))])


def _backends(rooms: Rooms) -> float:
    return cpu_of(backends_of(rooms.postmaster, DATABASE))


def _in_one_transaction(
    rooms: Rooms, connection: psycopg.Connection, twin: Archive
) -> tuple[int, float, float]:
    """The twin's files and the people who have no other, with stubs and ledger, and no look at any rule."""
    me = twin.world.organisation_id
    with acting(twin.world, 0), transaction() as session:
        run_id = plan_run(session, limit=1).id
    ids = [row[0] for row in connection.execute(_DUE, (me, twin.due // 2))]
    people = [row[0] for row in connection.execute(_ALONE, {"me": me, "ids": ids})]
    known = connection.execute("SELECT DISTINCT jsonb_object_keys(rows) FROM erasure_ledger").fetchall()
    tables = {row[0] for row in known}
    (version,) = connection.execute(_VERSION, (me,)).fetchone() or (None,)
    rows, before, begun = 0, _backends(rooms), time.perf_counter()
    with connection.transaction():
        connection.execute("ALTER TABLE notes DISABLE TRIGGER USER")
        for places, owners in ((places_of_cases(), ids), (places_of_clients(), people)):
            rows += sum(_deleted(connection, one, me, owners) for one in places if one.table.name in tables)
        for kind, owners in (("case_file", ids), ("client_identity", people)):
            told = {"me": me, "run": run_id, "version": version, "kind": kind, "ids": owners}
            connection.execute(_STUBS, told)
            connection.execute(_LEDGER, told)
        connection.execute("ALTER TABLE notes ENABLE TRIGGER USER")
    return rows, time.perf_counter() - begun, _backends(rooms) - before


def _deleted(connection: psycopg.Connection, place: Place, me: UUID, owners: list[UUID]) -> int:
    named = sql.SQL("DELETE FROM {} WHERE organisation_id = %s AND {} = ANY(%s)").format(
        sql.Identifier(place.table.name), sql.Identifier(place.column)
    )
    return connection.execute(named, (me, owners)).rowcount
