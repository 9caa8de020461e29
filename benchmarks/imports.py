"""The import: ten thousand people from a file through every check, beside COPY of the very same rows as owner."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

import psycopg

from benchmarks.load import World
from benchmarks.rooms import ALONE, Rooms
from records.imports import actions, bringing, queries
from tenants import gate, jobs
from tenants.context import acting_for
from tenants.database import engine, transaction
from workers.imports import run_import

_TABLES = ("clients", "client_keys", "client_tokens", "contact_points", "former_numbers")
_GIVEN = ("Élise", "Łukasz", "Ann", "Jean-Luc", "Nadia", "Omar", "Siobhán", "Wei")
_FAMILY = ("Tremblay", "O'Brien", "Nowak", "Côté", "Singh", "Beaulieu", "Okafor", "Nguyễn")


@dataclass(frozen=True)
class Imported:
    """What a file of people took: to be read and checked, to be brought in, the rows alone, and a COPY of them."""

    people: int
    checking: float
    bringing: float
    rows: float
    copying: float
    peak: int


def measured(rooms: Rooms, world: World, people: int) -> Imported:
    """Brings so many people in as the product does, and copies what became of them into the lone agency's database."""
    with rooms.superuser() as connection:
        may = "UPDATE members SET roles = roles || '{supervisor,practitioner}' WHERE id = %s"
        connection.execute(may, [world.members[0]])
    told = dict(_in_a_child(lambda: _import(world, people)))
    with rooms.superuser() as here, rooms.superuser(ALONE) as there:
        copying = _copied(here, there, world.organisation_id)
    return Imported(people, told["checking"], told["bringing"], told["rows"], copying, int(told["peak"]))


def _untold(_job_id: UUID, _kind: str) -> None:
    """In place of a hint: what a worker would do is done here, where it is measured."""


def _import(world: World, people: int) -> Iterator[tuple[str, float]]:
    jobs.publish_with(_untold)
    with acting_for(gate.tenancy_for(world.organisation_id, world.members[0])):
        begun = time.perf_counter()
        with transaction() as session:
            found = actions.begin_import(session, kind="people", data=_file(people), name="people.csv")
            job = found.job_id
        _work_on(world, found.id, job)
        with transaction() as session:
            again = queries.get_import(session, found.id)
            columns = {place: name for name, place in again.mapping.items()}
            actions.match_columns(session, again, columns=columns)
            job = again.job_id
        _work_on(world, found.id, job)
        with transaction() as session:
            again = queries.get_import(session, found.id)
            actions.leave_out_all(session, again, state="doubtful")
            actions.start(session, again)
            job = again.job_id
        yield "checking", time.perf_counter() - begun
    begun, spent = time.perf_counter(), [0.0]
    with _timed(spent, "flush_in_bulk"), _timed(spent, "index_clients"):
        _work_on(world, found.id, job)
    yield "bringing", time.perf_counter() - begun
    yield "rows", spent[0]


def _work_on(world: World, import_id: UUID, job_id: UUID | None) -> None:
    assert job_id is not None
    job: UUID | None = job_id
    while job is not None:
        job = _work(world, import_id, job)


def _work(world: World, import_id: UUID, job_id: UUID) -> UUID | None:
    """Does a job unless a worker was quicker, and says which is next."""
    claimed = gate.claim_job(job_id, 60)
    if claimed is not None:
        with acting_for(claimed.tenancy):
            run_import(claimed)
    with acting_for(gate.tenancy_for(world.organisation_id, world.members[0])), transaction() as session:
        found = queries.get_import(session, import_id)
        return found.job_id if found.is_working else None


@contextmanager
def _timed(spent: list[float], name: str) -> Iterator[None]:
    real: Callable[..., Any] = getattr(bringing, name)

    def timed(*values: Any) -> Any:
        begun = time.perf_counter()
        try:
            return real(*values)
        finally:
            spent[0] += time.perf_counter() - begun

    setattr(bringing, name, timed)
    try:
        yield
    finally:
        setattr(bringing, name, real)


def _in_a_child(work: Callable[[], Iterator[tuple[str, float]]]) -> list[tuple[str, float]]:
    """In a process of its own, so that its memory is that of an import and of nothing else."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            told = [f"{name} {value}" for name, value in work()]
            os.write(write, "\n".join(told).encode())
            status = 0
        finally:
            engine("app").dispose()
            os._exit(status)
    os.close(write)
    with os.fdopen(read) as pipe:
        lines = [line.split() for line in pipe]
    _pid, status, usage = os.wait4(child, 0)
    assert status == 0, "the import was to come in"
    return [(name, float(value)) for name, value in lines] + [("peak", usage.ru_maxrss * 1024.0)]


def _file(people: int) -> bytes:
    lines = ["Given name,Family name,DOB,Phone,E-mail,File no"]
    for n in range(people):
        given, family = _GIVEN[n % 8], f"{_FAMILY[n // 8 % 8]} {chr(97 + n // 64 % 26)}{n // 1664}x{n % 8}"
        day = f"{1950 + n % 55}-{n % 12 + 1:02}-{n % 28 + 1:02}"
        lines.append(
            f"{given},{family},{day},613 {200 + n // 10000} {n % 10000:04},im{n}@example.org,OLD-{n}"
        )
    return "\n".join(lines).encode()


def _copied(here: psycopg.Connection, there: psycopg.Connection, organisation: UUID) -> float:
    mine = (
        "SELECT id FROM clients WHERE organisation_id = %s AND id IN"
        " (SELECT client_id FROM former_numbers WHERE number LIKE 'OLD-%%')"
    )
    seconds = 0.0
    with there.transaction():
        for table in _TABLES:
            owner = "id" if table in ("clients", "client_keys") else "client_id"
            data = BytesIO()
            with here.cursor().copy(
                f"COPY (SELECT * FROM {table} WHERE {owner} IN ({mine})) TO STDOUT", [organisation]
            ) as out:
                for piece in out:
                    data.write(piece)
            begun = time.perf_counter()
            with there.cursor().copy(f"COPY {table} FROM STDIN") as into:
                into.write(data.getvalue())
            seconds += time.perf_counter() - begun
    return seconds
