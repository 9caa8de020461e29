"""A worker killed anywhere: each record is whole or gone, and coming again ends where no kill would have ended."""

import itertools
import os
import signal
import traceback
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import event

from records.cases.actions import close_case
from records.retention.holding import place_hold
from records.retention.proof import Verified
from records.retention.run_queries import certificates, checked, outcomes_of
from records.retention.terms import HoldKind
from tenants import audit, gate
from tenants.context import acting_for
from tenants.database import engine
from tenants.jobs import Job
from tenants.settings import settings
from tests import factories
from tests.retention import (
    approve,
    everything_of,
    files_of,
    move_to,
    places_with,
    plan,
    put_in_force,
    run_now,
)
from tests.world import World
from workers import pdf
from workers.tasks import TASKS

LATER = date(2040, 6, 1)
PURGED = 5
TABLES = ("entries", "notes", "tasks", "trigger_events", "documents", "files")


def work_until_killed(job_id: UUID, deadly: int) -> bool:
    """Does one job in a process of its own that dies by its own hand just before its n-th statement or commit; says
    whether it did."""
    child = os.fork()
    if child == 0:
        try:
            _work(job_id, deadly)
        except BaseException:  # noqa: BLE001 - the child must not run on into the parent's tests
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


def _work(job_id: UUID, deadly: int) -> None:
    steps = itertools.count(1)

    def step(*_: object) -> None:
        if next(steps) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    logins: tuple[Literal["retention", "app"], ...] = ("retention", "app")
    for login in logins:  # a forked process has engines of its own
        event.listen(engine(login), "before_cursor_execute", step)
        event.listen(engine(login), "commit", step)
    pdf.draw = lambda values: pdf.Drawn(b"%PDF-1.7 certificate", 1, (), 0.0)
    claimed = gate.claim_job(job_id, 60)
    assert claimed
    with acting_for(claimed.tenancy):
        TASKS[Job(claimed.kind)](claimed)


@pytest.fixture
def cases(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[UUID, UUID]]]:
    """Closed cases with a note and a document; the last one will be held."""
    made = []
    for _ in range(PURGED + 1):
        with world.first.acting("practitioner") as session:
            case = factories.a_case(session)
            factories.a_note(session, case)
            factories.a_filed_document(session, case)
            close_case(session, case, closed_on=factories.today(), exit_reason="employed")
            made.append((case.client_id, case.id))
    move_to(monkeypatch, LATER)
    yield made
    monkeypatch.undo()
    settings.cache_clear()


def next_job(superuser: psycopg.Connection, world: World, day: date) -> tuple[UUID, str] | None:
    """The oldest job of retention; one whose worker died may be taken over at once."""
    superuser.execute("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE state = 'running'")
    return superuser.execute(
        "SELECT id, kind FROM jobs WHERE organisation_id = %s AND state IN ('waiting', 'running') AND run_after <= %s"
        " AND kind IN ('run_retention', 'forget_files', 'issue_certificate') ORDER BY id LIMIT 1",
        [world.first.organisation_id, f"{day + timedelta(days=1)}"],
    ).fetchone()  # type: ignore[return-value]


def whole_or_gone(superuser: psycopg.Connection, ids: list[UUID]) -> int:
    """How many are gone; fails when one is neither."""
    gone = 0
    for case_id in ids:
        rows = [
            superuser.execute(f"SELECT count(*) FROM {table} WHERE case_id = %s", [case_id]).fetchone()[0]  # type: ignore[index]  # noqa: S608
            for table in TABLES
        ]
        is_there = superuser.execute("SELECT 1 FROM cases WHERE id = %s", [case_id]).fetchone()
        assert all(rows) if is_there else not any(rows), (case_id, rows)
        gone += not is_there
    return gone


def work_with_kills(world: World, superuser: psycopg.Connection, ids: list[UUID], day: date) -> int:
    """Does what may be done on a day, killed again and again; returns how often."""
    kills, deadly = 0, 2
    while job := next_job(superuser, world, day):
        was_killed = work_until_killed(job[0], deadly)
        kills += was_killed
        # Each time a little further; a job that got through is followed by the next, from its beginning.
        deadly = deadly + 4 if was_killed else 2
        whole_or_gone(superuser, ids)
    return kills


def test_killed_at_any_step_it_ends_the_same(
    world: World,
    cases: list[tuple[UUID, UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency, ids = world.first, [case_id for _, case_id in cases]
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    kills = work_with_kills(world, superuser, ids, LATER)
    assert run_now(agency, run.id).state == "waiting"
    with agency.acting() as session:
        place_hold(session, [ids[-1]], kind=HoldKind.LITIGATION, basis="m", reason="r")
    other, files = everything_of(superuser, world.second), files_of(agency)
    move_to(monkeypatch, LATER + timedelta(days=40))
    kills += work_with_kills(world, superuser, ids, LATER + timedelta(days=40))
    assert kills >= 50
    assert run_now(agency, run.id).state == "complete"
    assert whole_or_gone(superuser, ids) == PURGED
    with agency.acting() as session:
        assert outcomes_of(session, run.id) == {"destroyed": run.planned - 1, "held": 1}
        (row,) = certificates(session)
        answer = checked(session, row)
        assert isinstance(answer, Verified)
        assert audit.first_broken(session) is None
    count = "SELECT (SELECT count(*) FROM stubs), (SELECT count(*) FROM erasure_ledger), (SELECT count(*) FROM erasures)"
    assert superuser.execute(count).fetchone() == (
        answer.certificate.leaf_count,
        answer.certificate.leaf_count,
        0,
    )
    assert len(set(files) - set(files_of(agency))) == PURGED
    rows = everything_of(superuser, agency)
    for client_id, case_id in cases[:-1]:
        assert places_with(rows, str(case_id)) | places_with(rows, str(client_id)) <= {"audit_events"}
    assert everything_of(superuser, world.second) == other
