"""A message can choose neither the agency nor what is done: it only points at a row."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import psycopg
import pytest

from tenants import context, jobs
from tenants.context import Tenancy, acting_for
from tenants.errors import NoTenancy
from tenants.gate import Claimed
from tenants.jobs import Job
from tests.isolation.wall import Wall
from tests.world import World
from workers.app import app, work
from workers.tasks import TASKS


@pytest.fixture
def did(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Job, Claimed, Tenancy]]]:
    """What each task was called with, and for whom, instead of doing it."""
    calls: list[tuple[Job, Claimed, Tenancy]] = []
    for kind in Job:
        monkeypatch.setitem(
            TASKS, kind, lambda claimed, kind=kind: calls.append((kind, claimed, context.current()))
        )
    yield calls


def asked_for(world: World, kind: Job = Job.SEND_MAIL) -> UUID:
    with world.second.acting() as session:
        return jobs.enqueue(session, kind, mail=uuid4())


@pytest.mark.parametrize("kind", Job)
def test_a_job_runs_in_the_tenancy_of_its_own_row(
    world: World, did: list[tuple[Job, Claimed, Tenancy]], kind: Job
) -> None:
    job_id = asked_for(world, kind)
    with acting_for(world.first.tenancy()):  # whatever was left over
        work(str(job_id), str(kind))
    ((done, claimed, tenancy),) = did
    assert (done, claimed.id, tenancy.organisation_id) == (kind, job_id, world.second.organisation_id)
    with pytest.raises(NoTenancy):
        context.current()


def test_a_message_cannot_say_what_is_done(world: World, did: list[tuple[Job, Claimed, Tenancy]]) -> None:
    job_id = asked_for(world, Job.SEND_MAIL)
    work(str(job_id), str(Job.RUN_RETENTION))
    assert [kind for kind, *_ in did] == [Job.SEND_MAIL]


def test_a_forged_message_does_nothing(
    world: World, wall: Wall, did: list[tuple[Job, Claimed, Tenancy]]
) -> None:
    before = wall.everything()
    for forged in (uuid4(), world.second.ids["client_id"], world.second.organisation_id):
        work(str(forged), str(Job.SEND_MAIL))
    for words in (("not an id", "send_mail"), (str(uuid4()), "no such kind"), ("'; --", "send_mail")):
        with pytest.raises(ValueError, match="UUID|not a valid Job"):
            work(*words)
    assert did == []
    assert wall.everything() == before


def test_a_second_message_finds_the_job_taken(world: World, did: list[tuple[Job, Claimed, Tenancy]]) -> None:
    job_id = asked_for(world)
    for _ in range(3):
        work(str(job_id), "send_mail")
    assert len(did) == 1


def test_ids_of_another_agency_in_a_row_are_not_there(world: World, superuser: psycopg.Connection) -> None:
    """A row that somebody got to name another's things still sees only its own agency."""
    with world.first.acting() as session:
        job_id = jobs.enqueue(session, Job.DRAW_DOCUMENT, document=world.second.ids["document_id"])
    look = "SELECT to_jsonb(d) FROM documents d WHERE organisation_id = %s"
    before = superuser.execute(look, (world.second.organisation_id,)).fetchall()
    work(str(job_id), "draw_document")
    assert superuser.execute(look, (world.second.organisation_id,)).fetchall() == before
    state = "SELECT state, error FROM jobs WHERE id = %s"
    assert superuser.execute(state, (job_id,)).fetchone()[0] in ("waiting", "failed")


def test_the_worker_reads_nothing_but_json_and_keeps_no_results() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_serializer == "json"
    assert app.conf.task_ignore_result
    assert not app.conf.task_always_eager
