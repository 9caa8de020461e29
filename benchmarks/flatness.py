"""Two walls' worth of questions asked of the database alone: who holds this session, and search with and without it."""

import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import event

from benchmarks.figures import Figures, Round, Spent, backends_of, cpu_of
from benchmarks.load import SLUG, World
from benchmarks.rooms import Rooms
from records.clients.finding import find_people
from tenants import gate
from tenants.context import Tenancy, acting_for
from tenants.database import engine, transaction
from tenants.embedded import DATABASE

_TABLES = ("clients", "client_tokens", "contact_points", "former_names", "access_grants", "access_blocks")


def session_lookup(rooms: Rooms, session: str, rounds: int, count: int = 100) -> Figures:
    """`gate.resume` alone, as every request begins with it."""
    found = Figures()
    for turn in range(rounds + 1):
        backends, times = backends_of(rooms.postmaster, DATABASE), []
        before, python, begun = cpu_of(backends), time.process_time(), time.perf_counter()
        for _ in range(count):
            at = time.perf_counter()
            gate.resume(session, SLUG)
            times.append(time.perf_counter() - at)
        spent = Spent(time.process_time() - python, cpu_of(backends) - before)
        if turn:
            found.rounds.append(Round(times, time.perf_counter() - begun, spent))
    return found


def searches(rooms: Rooms, world: World, words: Sequence[str], rounds: int) -> tuple[Figures, Figures]:
    """The product's own search statements under row security, and the very same ones over views that name the
    organisation, as a login that no wall binds. Times of the database's side, connection kept, statements prepared."""
    tenancy = gate.tenancy_for(world.organisation_id, world.members[0], seconds=gate.COMMAND_SECONDS)
    asked = _statements(tenancy, words)
    inside, outside = Figures(), Figures()
    with engine("app").connect() as held, rooms.superuser() as bypass:
        walled: Any = held.connection.dbapi_connection
        walled.execute("SELECT set_config('app.ctx', %s, false)", (tenancy.token,))
        _views(bypass, world.organisation_id)
        for turn in range(rounds + 1):
            pair = _asked(walled, asked), _asked(bypass, asked)
            if turn:
                inside.rounds.append(pair[0])
                outside.rounds.append(pair[1])
        walled.execute("SELECT set_config('app.ctx', '', false)")
    return inside, outside


def _statements(tenancy: Tenancy, words: Sequence[str]) -> list[tuple[str, Any]]:
    seen: list[tuple[str, Any]] = []

    def listen(_c: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        if "client" in statement:
            seen.append((statement, values))

    event.listen(engine("app"), "before_cursor_execute", listen)
    with acting_for(tenancy), transaction(read_only=True) as session:
        for word in words:
            find_people(session, word)
    event.remove(engine("app"), "before_cursor_execute", listen)
    return seen


def _views(bypass: psycopg.Connection, world: UUID) -> None:
    bypass.execute("CREATE SCHEMA IF NOT EXISTS bench")
    for table in _TABLES:
        bypass.execute(
            sql.SQL(
                "CREATE OR REPLACE VIEW bench.{0} AS SELECT * FROM public.{0} WHERE organisation_id = {1}"
            ).format(sql.Identifier(table), sql.Literal(world))
        )
    bypass.execute("SET search_path = bench")


def _asked(connection: Any, asked: list[tuple[str, Any]]) -> Round:
    times, pid = [], connection.info.backend_pid
    before, begun = cpu_of([pid]), time.perf_counter()
    for statement, values in asked:
        at = time.perf_counter()
        connection.execute(statement, values).fetchall()
        times.append(time.perf_counter() - at)
    return Round(times, time.perf_counter() - begun, Spent(0.0, cpu_of([pid]) - before))
