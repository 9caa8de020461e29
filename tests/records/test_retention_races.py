"""Holds and reopenings against a purge that is running: nobody who was told "protected" may lose anything."""

import os
import random
import threading
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.exc import OperationalError

from records.cases.actions import close_case, reopen_case
from records.cases.queries import get_case
from records.retention.batches import Progress, Stopped
from records.retention.holding import place_hold
from records.retention.purge import destroy_batch, start_destroying
from records.retention.quarantine import quarantine_batch
from records.retention.referring import Answer
from records.retention.terms import HoldKind
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import Conflict, NotFound
from tenants.settings import settings
from tests import factories
from tests.retention import approve, everything_of, move_to, plan, put_in_force, work
from tests.world import Agency, World

# RACE_CASES=10000 makes it as large as an agency of many years; the promise is the same at any size.
CASES = int(os.environ.get("RACE_CASES", "80"))
THREADS = 4
LATER = date(2040, 6, 1)
CHILDREN = ("entries", "notes", "tasks", "trigger_events")


@pytest.fixture
def cases(world: World, monkeypatch: pytest.MonkeyPatch) -> list[tuple[UUID, UUID]]:
    """Many closed cases with a note each, long ago."""
    made = []
    with world.first.acting("practitioner") as session:
        for _ in range(CASES):
            case = factories.a_case(session)
            factories.a_note(session, case)
            close_case(session, case, closed_on=factories.today(), exit_reason="employed")
            made.append((case.client_id, case.id))
    move_to(monkeypatch, LATER)
    yield made  # type: ignore[misc]
    monkeypatch.undo()
    settings.cache_clear()


def at_once(*acts: Callable[[], None]) -> None:
    """Starts all at the same moment and waits for them; what one of them could not bear is raised here."""
    gate, faults = threading.Barrier(len(acts)), []

    def run(act: Callable[[], None]) -> None:
        gate.wait()
        try:
            act()
        except BaseException as error:  # noqa: BLE001 - told to the test below
            faults.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120 + CASES)
        assert not thread.is_alive()
    if faults:
        raise faults[0]


def purge(agency: Agency, run_id: UUID, size: int, begun: threading.Event | None = None) -> None:
    """One worker that destroys until nothing is left, as the task does; says when it has begun."""
    done = False
    while not done:
        try:
            with acting_for(agency.tenancy()), transaction(login="retention") as session:
                done = destroy_batch(session, run_id, size) is Progress.LAST
        except OperationalError:
            continue
        except Stopped:
            return
        if begun:
            begun.set()


def rows_below(superuser: psycopg.Connection, case_ids: list[UUID]) -> dict[UUID, tuple[int, ...]]:
    """How many rows each case has in each table below it."""
    found = {}
    for case_id in case_ids:
        counts = []
        for table in CHILDREN:
            rows = sql.SQL("SELECT count(*) FROM {} WHERE case_id = %s").format(sql.Identifier(table))
            counts.append(superuser.execute(rows, [case_id]).fetchone()[0])  # type: ignore[index]
        found[case_id] = tuple(counts)
    return found


def there(superuser: psycopg.Connection) -> set[UUID]:
    return {row[0] for row in superuser.execute("SELECT id FROM cases").fetchall()}


def test_no_acknowledged_hold_is_lost_and_none_is_gutted(
    world: World,
    cases: list[tuple[UUID, UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency, ids = world.first, [case_id for _, case_id in cases]
    other = everything_of(superuser, world.second)
    put_in_force(agency)
    run = plan(agency, limit=2 * CASES)
    approve(agency, run)
    work(superuser, agency)
    move_to(monkeypatch, LATER + timedelta(days=30))
    with acting_for(agency.tenancy()), transaction(login="retention") as session:
        assert start_destroying(session, run.id)
    before = rows_below(superuser, ids)
    answers: list[tuple[UUID, Answer]] = []
    begun = threading.Event()

    def place(seed: int) -> None:
        mine = random.Random(seed).sample(ids, len(ids) // 2)
        for number, case_id in enumerate(mine):
            if number == len(mine) // 8:
                begun.wait(60)  # so that holds fall before, into and after the destruction, on any machine
            with agency.acting() as session:
                placed = place_hold(session, [case_id], kind=HoldKind.LITIGATION, basis="m", reason="r")
            answers.append((case_id, placed.answers[case_id]))

    holders = [lambda seed=seed: place(seed) for seed in range(THREADS)]
    at_once(*holders, lambda: purge(agency, run.id, 3, begun), lambda: purge(agency, run.id, 7))
    left = there(superuser)
    protected = [one for one, answer in answers if answer is not Answer.ALREADY_DESTROYED]
    refused = {one for one, answer in answers if answer is Answer.ALREADY_DESTROYED}
    assert len(answers) == THREADS * (len(ids) // 2)
    assert protected and refused, "the race was no race"
    assert set(protected) <= left
    after = rows_below(superuser, protected)
    assert after == {one: before[one] for one in protected}
    assert not refused & left
    assert everything_of(superuser, world.second) == other


def test_a_reopening_while_the_quarantine_runs_is_never_lost(
    world: World,
    cases: list[tuple[UUID, UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency = world.first
    put_in_force(agency)
    run = plan(agency, limit=2 * CASES)
    approve(agency, run)
    reopened: list[UUID] = []

    def reopen(seed: int) -> None:
        for client_id, case_id in random.Random(seed).sample(cases, 15):
            try:
                with agency.acting("practitioner") as session:
                    case = get_case(session, client_id, case_id)
                    if case.is_open:
                        continue
                    reopen_case(session, case, reason="came back")
            except (NotFound, Conflict):
                continue
            reopened.append(case_id)

    def hide() -> None:
        done = False
        while not done:
            with acting_for(agency.tenancy()), transaction(login="retention") as session:
                done = quarantine_batch(session, run.id, 5) is Progress.LAST

    at_once(*[lambda seed=seed: reopen(seed) for seed in range(THREADS)], hide)
    move_to(monkeypatch, LATER + timedelta(days=31))
    with acting_for(agency.tenancy()), transaction(login="retention") as session:
        assert start_destroying(session, run.id)
    purge(agency, run.id, 60)
    left = there(superuser)
    assert reopened and set(reopened) <= left
    assert len(left & {case_id for _, case_id in cases}) == len(set(reopened)) < len(cases)
