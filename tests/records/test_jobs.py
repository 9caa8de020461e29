"""The row is the job: it dies with its transaction, is done by one, and is never forgotten."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

import workers.app
from tenants import gate, jobs
from tenants.jobs import ATTEMPTS, Job
from tests.records.test_notes import at_once
from tests.world import World
from webapp import publishing


@pytest.fixture
def hints(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[UUID, str]]]:
    """The hints that left this process."""
    left: list[tuple[UUID, str]] = []
    monkeypatch.setattr(jobs, "publish", lambda job_id, kind: left.append((job_id, kind)))
    yield left


@pytest.fixture
def job(world: World, superuser: psycopg.Connection) -> UUID:
    """One waiting job of the first agency, and no other anywhere."""
    superuser.execute("UPDATE imports SET job_id = NULL")
    superuser.execute("DELETE FROM jobs WHERE state = 'waiting'")
    with world.first.acting("practitioner") as session:
        return jobs.enqueue(session, Job.SEND_MAIL, mail=uuid4())


def state(superuser: psycopg.Connection, job_id: UUID) -> tuple[str, int]:
    return superuser.execute("SELECT state, attempts FROM jobs WHERE id = %s", (job_id,)).fetchone()


def later(superuser: psycopg.Connection, seconds: int) -> None:
    """As if so many seconds had passed for every job."""
    superuser.execute(
        "UPDATE jobs SET queued_at = queued_at - %(s)s, nudged_at = nudged_at - %(s)s, lease_until = lease_until - %(s)s,"
        " run_after = run_after - %(s)s",
        {"s": timedelta(seconds=seconds)},
    )


def due() -> list[UUID]:
    return [row["id"] for row in gate.due_jobs(attempts=ATTEMPTS)]


def test_a_hint_leaves_after_the_commit(world: World, hints: list[tuple[UUID, str]]) -> None:
    with world.first.acting("practitioner") as session:
        job_id = jobs.enqueue(session, Job.SEND_MAIL, mail=uuid4())
        with session.begin_nested():
            pass
        assert hints == []
    assert hints == [(job_id, "send_mail")]


def test_job_and_hint_die_with_a_rollback(
    world: World, superuser: psycopg.Connection, hints: list[tuple[UUID, str]]
) -> None:
    with pytest.raises(ZeroDivisionError), world.first.acting("practitioner") as session:
        job_id = jobs.enqueue(session, Job.SEND_MAIL, mail=uuid4())
        session.flush()
        raise ZeroDivisionError
    assert hints == []
    assert superuser.execute("SELECT 1 FROM jobs WHERE id = %s", (job_id,)).fetchone() is None


def test_a_broker_that_is_down_costs_nothing_but_time(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_job_id: UUID, _kind: str) -> None:
        raise ConnectionError

    monkeypatch.setattr(jobs, "publish", refuse)
    with world.first.acting("practitioner") as session:
        job_id = jobs.enqueue(session, Job.SEND_MAIL, mail=uuid4())
    assert state(superuser, job_id) == ("waiting", 0)
    later(superuser, 6)
    assert job_id in due()


def test_of_eight_who_claim_at_once_one_has_it(job: UUID, superuser: psycopg.Connection) -> None:
    got = at_once(8, lambda _number: "mine" if gate.claim_job(job, 60) else "not mine")
    assert sorted(got) == ["mine"] + ["not mine"] * 7
    assert state(superuser, job) == ("running", 1)


def test_a_job_runs_for_its_own_agency_and_carries_only_ids(world: World, job: UUID) -> None:
    claimed = gate.claim_job(job, 60)
    assert claimed is not None
    assert claimed.tenancy.organisation_id == world.first.organisation_id
    assert claimed.kind == "send_mail"
    assert all(UUID(value) for value in claimed.args.values())


def test_a_forged_hint_claims_nothing(world: World) -> None:
    assert world
    assert gate.claim_job(uuid4(), 60) is None


def test_a_lost_hint_is_sent_again_but_not_at_once_and_not_too_often(
    job: UUID, superuser: psycopg.Connection
) -> None:
    assert due() == []
    later(superuser, 6)
    assert due() == [job]
    assert due() == []
    later(superuser, 6)
    assert due() == [job]


def test_a_hint_that_nobody_reads_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    monkeypatch.setattr(workers.app.work, "apply_async", lambda **options: sent.append(options["expires"]))
    monkeypatch.setattr(
        publishing._celery, "send_task", lambda _name, **options: sent.append(options["expires"])
    )
    workers.app.publish(uuid4(), "send_mail")
    publishing.publish(uuid4(), "send_mail")
    assert sent == [60, 60]


def test_a_job_whose_worker_died_is_taken_over_when_its_lease_ends(
    job: UUID, superuser: psycopg.Connection
) -> None:
    assert gate.claim_job(job, 60)
    assert gate.claim_job(job, 60) is None
    assert due() == []
    later(superuser, 61)
    assert due() == [job]
    assert gate.claim_job(job, 60)
    assert state(superuser, job) == ("running", 2)


def test_a_job_that_kills_every_worker_is_given_up(job: UUID, superuser: psycopg.Connection) -> None:
    for _ in range(ATTEMPTS):
        assert gate.claim_job(job, 60)
        later(superuser, 61)
    assert due() == []
    assert state(superuser, job) == ("failed", ATTEMPTS)
    assert gate.claim_job(job, 60) is None


def test_a_job_that_raises_is_tried_again_later_and_then_failed(
    job: UUID, superuser: psycopg.Connection
) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        claimed = gate.claim_job(job, 60)
        assert claimed is not None
        assert claimed.attempts == attempt
        gate.retry_job(claimed, "ValueError", attempts=ATTEMPTS, seconds=60)
        assert gate.claim_job(job, 60) is None
        later(superuser, 61)
    assert state(superuser, job) == ("failed", ATTEMPTS)


def test_a_job_that_failed_for_good_says_when(job: UUID, superuser: psycopg.Connection) -> None:
    claimed = gate.claim_job(job, 60)
    assert claimed is not None
    finished = "SELECT finished_at FROM jobs WHERE id = %s"
    gate.retry_job(claimed, "ValueError", attempts=2, seconds=0)
    assert superuser.execute(finished, (job,)).fetchone() == (None,)
    claimed = gate.claim_job(job, 60)
    assert claimed is not None
    gate.retry_job(claimed, "ValueError", attempts=2, seconds=0)
    assert superuser.execute(finished, (job,)).fetchone() != (None,)


def test_mail_is_tried_for_hours_and_other_work_for_seconds() -> None:
    assert [jobs.patience(Job.DRAW_DOCUMENT, number) for number in (1, 2, 3)] == [(3, 5), (3, 10), (3, 15)]
    tries = jobs.patience(Job.SEND_MAIL, 1)[0]
    assert tries == 8
    rests = [jobs.patience(Job.SEND_MAIL, number)[1] for number in range(1, tries + 1)]
    assert rests[:4] == [60, 300, 900, 3600] and rests == sorted(rests)


def test_only_what_runs_can_fail(world: World, job: UUID, superuser: psycopg.Connection) -> None:
    for before, after in (("waiting", "waiting"), ("running", "failed"), ("done", "done")):
        superuser.execute("UPDATE jobs SET state = %s WHERE id = %s", (before, job))
        with world.first.acting("practitioner") as session:
            jobs.fail(session, job, "x")
        assert state(superuser, job)[0] == after


def test_a_late_worker_does_not_take_a_job_from_the_one_that_has_it_now(
    job: UUID, superuser: psycopg.Connection
) -> None:
    slow = gate.claim_job(job, 60)
    later(superuser, 61)
    assert slow and gate.claim_job(job, 60)
    gate.retry_job(slow, "ValueError", attempts=ATTEMPTS, seconds=5)
    assert state(superuser, job) == ("running", 2)


def test_a_finished_job_is_done_whatever_hint_still_comes(
    world: World, job: UUID, superuser: psycopg.Connection
) -> None:
    claimed = gate.claim_job(job, 60)
    assert claimed
    with world.first.acting("practitioner") as session:
        jobs.finish(session, job)
    later(superuser, 3600)
    assert gate.claim_job(job, 60) is None
    gate.retry_job(claimed, "late", attempts=ATTEMPTS, seconds=5)
    assert job not in due()
    assert state(superuser, job) == ("done", 1)


def test_another_agency_cannot_finish_or_fail_a_job(
    world: World, job: UUID, superuser: psycopg.Connection
) -> None:
    with world.second.acting("practitioner") as session:
        jobs.finish(session, job)
        jobs.fail(session, job, "x")
        jobs.progress(session, job, 1, 2)
        assert jobs.find_job(session, job) is None
    assert state(superuser, job) == ("waiting", 0)


def test_a_delayed_job_waits(
    world: World, superuser: psycopg.Connection, hints: list[tuple[UUID, str]]
) -> None:
    with world.first.acting("practitioner") as session:
        job_id = jobs.enqueue(session, Job.SEND_MAIL, delay=timedelta(minutes=5), mail=uuid4())
    assert hints == []
    assert gate.claim_job(job_id, 60) is None
    later(superuser, 301)
    assert job_id in due()
    assert gate.claim_job(job_id, 60)
