"""Jobs: what asking for one costs, how long the way there and back takes, and what is left of them after hard kills."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from random import Random
from threading import Event, Thread
from typing import Any
from uuid import UUID

import psycopg
from celery import Celery
from sqlalchemy import text

from benchmarks.figures import Figures, Round, Spent, backends_of, cpu_of
from benchmarks.issuing import letter_asked_for
from benchmarks.load import World
from benchmarks.rooms import Rooms
from tenants import gate, jobs, mail, processes
from tenants.context import acting_for
from tenants.database import TenantSession, engine, transaction
from tenants.embedded import DATABASE
from tenants.settings import settings
from webapp import publishing

DONE = "SELECT count(*) FROM jobs WHERE state = 'done' AND kind = 'send_mail' AND id > %s"


def _one(session: TenantSession) -> None:
    mail.send(session, "signup", to="bench@bench.example", language="en", token="x", agency="Harbour Careers")


def _never(job_id: str, kind: str) -> None:
    """The task behind `delay()`; nobody listens to its queue."""


def enqueue_cost(rooms: Rooms, world: UUID, rounds: int) -> dict[str, Figures]:
    """The cost of a small transaction: alone, with a job's row, with row and hint as the product does it, and with
    Celery's `delay()` instead."""
    publishing.install()
    ordinary = Celery("ordinary", broker=settings().redis_url, set_as_current=False)
    ordinary.conf.update(task_ignore_result=True, task_default_queue="bench")
    work = ordinary.task(name="work")(_never)

    def row(session: TenantSession) -> None:
        jobs.enqueue(session, jobs.Job.SEND_MAIL, mail=UUID(int=1))

    def delayed(_session: TenantSession) -> None:
        work.delay(str(UUID(int=1)), "send_mail")

    silent: Callable[[UUID, str], None] = lambda _job, _kind: None  # noqa: E731 - two words, used once
    kinds: dict[str, tuple[Callable[[TenantSession], None] | None, Callable[[UUID, str], None]]] = {
        "alone": (None, silent),
        "row": (row, silent),
        "row and hint": (row, lambda job, _kind: publishing.publish(job, "bench")),
        "delay()": (delayed, silent),
    }
    found = {name: Figures() for name in kinds}
    tenancy = gate.tenancy_for(world, None)
    with acting_for(tenancy):
        for turn in range(rounds + 1):
            for name, (act, publisher) in kinds.items():
                jobs.publish_with(publisher)
                measured = _small_transactions(act)
                if turn:  # the first connects
                    found[name].rounds.append(measured)
                with rooms.superuser() as connection:  # before the sweep finds them
                    connection.execute("DELETE FROM jobs WHERE args->>'mail' = %s", (str(UUID(int=1)),))
    jobs.publish_with(publishing.publish)
    return found


def _small_transactions(act: Callable[[TenantSession], None] | None, count: int = 40) -> Round:
    with engine().connect() as held:  # the pool hands the same one out again
        driver: Any = held.connection.dbapi_connection
        backends = [driver.info.backend_pid]
    times: list[float] = []
    before, python, begun = cpu_of(backends), time.process_time(), time.perf_counter()
    for _ in range(count):
        at = time.perf_counter()
        with transaction() as session:
            session.execute(text("UPDATE counters SET value = value WHERE name = 'client'"))
            if act is not None:
                act(session)
        times.append(time.perf_counter() - at)
    spent = Spent(time.process_time() - python, cpu_of(backends) - before)
    return Round(times, time.perf_counter() - begun, spent)


def round_trips(rooms: Rooms, world: UUID, count: int) -> Figures:
    """The smallest job, from the transaction that asks for it to the commit of its end, one after the other."""
    found = Figures()
    with rooms.superuser() as watcher, acting_for(gate.tenancy_for(world, None)):
        for _ in range(3):
            found.rounds.append(_trips(rooms, lambda: _mailed(watcher), count // 3))
    return found


def _trips(rooms: Rooms, trip: Callable[[], float], count: int) -> Round:
    group, backends = processes.group(rooms.children["worker"].trace), backends_of(rooms.postmaster, DATABASE)
    before, begun = Spent(cpu_of(group), cpu_of(backends)), time.perf_counter()
    times = [trip() for _ in range(count)]
    after = Spent(cpu_of(group), cpu_of(backends))
    return Round(times, time.perf_counter() - begun, after - before)


def _mailed(watcher: psycopg.Connection) -> float:
    begun = time.perf_counter()
    with transaction() as session:
        _one(session)
        session.flush()
        job = session.info["hints"][0][0]
    return _waited(watcher, "SELECT state = 'done' FROM jobs WHERE id = %s", job, begun)


_NOT_DONE = (
    "SELECT kind, state, attempts, error, run_after, lease_until, now() FROM jobs WHERE state <> 'done'"
)


def _waited(watcher: psycopg.Connection, question: str, about: UUID, begun: float) -> float:
    while not (watcher.execute(question, (about,)).fetchone() or (False,))[0]:
        time.sleep(0.002)
        assert time.perf_counter() - begun < 60, watcher.execute(_NOT_DONE).fetchall()
    return time.perf_counter() - begun


def letters(rooms: Rooms, world: World, count: int) -> Figures:
    """The whole way of a letter that a worker draws: asked for, the job done, the file sealed and on disk."""
    found, left = Figures(), cycle(reversed(world.files))
    with rooms.superuser() as watcher:

        def trip() -> float:
            begun = time.perf_counter()
            document = letter_asked_for(world, *next(left))
            return _waited(
                watcher, "SELECT ready_at IS NOT NULL FROM documents WHERE id = %s", document, begun
            )

        for _ in range(3):
            found.rounds.append(_trips(rooms, trip, count // 3))
    return found


@dataclass(frozen=True)
class Aftermath:
    """What became of the jobs."""

    asked: int
    lost: int
    again: int
    seconds: float


def killings(rooms: Rooms, world: UUID, kills: int, a_second: int) -> Aftermath:
    """Jobs asked for at a steady pace while worker processes and broker are killed -9 in turn; the broker comes back
    empty. `again` counts jobs that were begun a second time, done twice or not."""
    enough, chance = Event(), Random(5)
    asked: list[UUID] = []
    begun = time.perf_counter()

    def ask() -> None:
        with acting_for(gate.tenancy_for(world, None)):
            while not enough.is_set():
                with transaction() as session:
                    _one(session)
                    session.flush()
                    asked.append(session.info["hints"][0][0])
                time.sleep(1 / a_second)

    asker = Thread(target=ask)
    asker.start()
    for number in range(kills):
        time.sleep(1.5 + chance.random())
        _kill(rooms, number)
        rooms.children["worker"].mind(rooms.var)
    time.sleep(1)
    enough.set()
    asker.join()
    return _settled(rooms, asked, begun)


def _kill(rooms: Rooms, number: int) -> None:
    """Every fourth time the broker, else a worker's child, else the whole worker."""
    if number % 4 == 3:
        broker = rooms.services.valkey
        assert broker.process is not None
        broker.process.kill()
        broker.process.wait()
        for file in (broker.here.data / "valkey").rglob("*"):
            if file.is_file():
                file.unlink()
        rooms.services.mend()
        return
    worker = rooms.children["worker"]
    group = sorted(processes.group(worker.trace))
    for pid in group[-1:] if number % 2 else group:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if not number % 2 and worker.process is not None:
        worker.process.wait()
        worker.due, worker.deaths = 0.0, 0


def _settled(rooms: Rooms, asked: list[UUID], begun: float) -> Aftermath:
    """Waits until every row has come to its end, at most 90 s, minding the worker as `up` does."""
    with rooms.superuser() as watcher:
        question = "SELECT count(*) FROM jobs WHERE id = ANY(%s) AND state NOT IN ('done', 'failed')"

        def none_left() -> bool:
            rooms.children["worker"].mind(rooms.var)
            return watcher.execute(question, (asked,)).fetchone() == (0,)

        processes.wait_until(none_left, 90)
        counts = watcher.execute(
            "SELECT count(*) FILTER (WHERE state = 'done'), count(*) FILTER (WHERE attempts > 1) FROM jobs"
            " WHERE id = ANY(%s)",
            (asked,),
        ).fetchone()
    assert counts is not None
    return Aftermath(len(asked), len(asked) - counts[0], counts[1], time.perf_counter() - begun)
