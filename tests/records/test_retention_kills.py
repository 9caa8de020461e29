"""A worker killed anywhere: each record is whole or gone, and coming again ends where no kill would have ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest

from records.cases.actions import close_case
from records.retention.certificate import Certificate
from records.retention.holding import place_hold
from records.retention.proof import Verified
from records.retention.run_queries import certificates, checked, outcomes_of
from records.retention.terms import HoldKind
from records.retention.traces import RetentionRun
from tenants import audit, journal
from tenants.settings import settings
from tests import factories
from tests.killing import next_job, work_until_killed
from tests.retention import (
    approve,
    believe_the_day,
    everything_of,
    files_of,
    ledger_of,
    move_to,
    places_with,
    plan,
    put_in_force,
    run_now,
    told_of,
    work,
)
from tests.world import Agency, World
from workers import certificates as working

LATER = date(2040, 6, 1)
PURGED = 5
IN_HAND = {"jobs", "mails"}
TABLES = ("entries", "notes", "tasks", "trigger_events", "documents", "files")


Made = dict[str, list[tuple[UUID, UUID]]]


@pytest.fixture
def cases(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Made]:
    """Closed cases with a note and a document, the same in both agencies; the last one will be held."""
    made: Made = {agency.slug: [] for agency in world.both}
    for agency in world.both:
        for _ in range(PURGED + 1):
            with agency.acting("practitioner") as session:
                case = factories.a_case(session)
                factories.a_note(session, case)
                factories.a_filed_document(session, case)
                close_case(session, case, closed_on=factories.today(), exit_reason="employed")
                made[agency.slug].append((case.client_id, case.id))
    move_to(monkeypatch, LATER)
    yield made
    monkeypatch.undo()
    settings.cache_clear()


def numbers_of(superuser: psycopg.Connection, agency: Agency, before: dict[str, list[str]]) -> dict[str, int]:
    """How many rows each table has gained or lost since. Work in hand differs: a killed job is asked for again."""
    rows = everything_of(superuser, agency)
    return {name: len(rows[name]) - len(before[name]) for name in rows if name not in IN_HAND}


def uninterrupted(world: World, superuser: psycopg.Connection, held: UUID) -> RetentionRun:
    """The same run in the other agency, with workers that nobody kills."""
    agency = world.second
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    with agency.acting() as session:
        place_hold(session, [held], kind=HoldKind.LITIGATION, basis="m", reason="r")
    return run


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


def proof_of(agency: Agency) -> Certificate:
    """The certificate of the one run of an agency."""
    with agency.acting() as session:
        (row,) = certificates(session)
        answer = checked(session, row)
    assert isinstance(answer, Verified)
    return answer.certificate


def figures_of(superuser: psycopg.Connection, agency: Agency) -> list[tuple[object, ...]]:
    """What is kept of the figures, without whose they are."""
    cells = "SELECT to_jsonb(c) - 'id' - 'organisation_id' - 'created_at' - 'workers' FROM stat_cells c"
    return superuser.execute(
        f"{cells} WHERE organisation_id = %s ORDER BY 1", [agency.organisation_id]
    ).fetchall()


def messages_leave(superuser: psycopg.Connection, world: World) -> None:
    """The messages about the run reach everybody: a worker for mail that nobody kills."""
    work(superuser, world.first, kinds=())


def work_with_kills(world: World, superuser: psycopg.Connection, ids: list[UUID], day: date) -> int:
    """Does what may be done on a day, killed again and again; returns how often."""
    kills, deadly = 0, 2
    believe_the_day(world.first)
    while job := next_job(superuser, world.first, day):
        was_killed = work_until_killed(job[0], deadly)
        kills += was_killed
        # Each time a little further; a job that got through is followed by the next, from its beginning.
        deadly = deadly + 4 if was_killed else 2
        whole_or_gone(superuser, ids)
    return kills


def test_3_6_killed_at_any_step_it_ends_as_the_run_that_nobody_killed(
    world: World, cases: Made, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "issue", lambda _values, _key: factories.DrawnElsewhere())
    agency, ids = world.first, [case_id for _, case_id in cases[world.first.slug]]
    before = {one.slug: everything_of(superuser, one) for one in world.both}
    twin = uninterrupted(world, superuser, cases[world.second.slug][-1][1])
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    kills = work_with_kills(world, superuser, ids, LATER)
    assert run_now(agency, run.id).state == "waiting"
    messages_leave(superuser, world)
    with agency.acting() as session:
        place_hold(session, [ids[-1]], kind=HoldKind.LITIGATION, basis="m", reason="r")
    files = files_of(agency)
    move_to(monkeypatch, LATER + timedelta(days=40))
    work(superuser, world.second)
    assert run_now(world.second, twin.id).state == "complete"
    other = everything_of(superuser, world.second)
    kills += work_with_kills(world, superuser, ids, LATER + timedelta(days=40))
    assert kills >= 50
    assert run_now(agency, run.id).state == "complete"
    assert whole_or_gone(superuser, ids) == PURGED
    with agency.acting() as session:
        assert outcomes_of(session, run.id) == {"destroyed": run.planned - 1, "held": 1}
        assert audit.first_broken(session) is None
    proof, like = proof_of(agency), proof_of(world.second)
    assert (proof.classes, proof.leaf_count, proof.stores) == (like.classes, like.leaf_count, like.stores)
    assert numbers_of(superuser, agency, before[agency.slug]) == numbers_of(
        superuser, world.second, before[world.second.slug]
    )
    assert figures_of(superuser, agency) == figures_of(superuser, world.second) != []
    count = "SELECT (SELECT count(*) FROM stubs WHERE run_id = %(run)s), (SELECT count(*) FROM erasures)"
    assert superuser.execute(count, {"run": run.id}).fetchone() == (proof.leaf_count, 0)
    assert told_of(agency, run) == ledger_of(superuser, run)
    assert journal.first_broken(agency.organisation_id) is None
    assert len(set(files) - set(files_of(agency))) == PURGED
    rows = everything_of(superuser, agency)
    for client_id, case_id in cases[agency.slug][:-1]:
        assert places_with(rows, str(case_id)) | places_with(rows, str(client_id)) <= {"audit_events"}
    assert everything_of(superuser, world.second) == other
