"""Papers lie sealed, go with their owner, and leave nothing when a process dies between bytes and row."""

import os
import signal
import traceback
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from records.cases.actions import close_case
from records.clients.models import Client
from records.clients.queries import standing_of
from records.consents.keeping import attach_scan
from records.history.queries import steps_of
from records.papers.actions import change_paper, file_papers, replace_file
from records.papers.models import Paper
from records.papers.queries import files_of, get_paper
from records.papers.rules import Received
from records.retention.copies import places_of_clients
from tenants import clock, files, gate, jobs
from tenants.context import acting_for
from tenants.errors import Refused
from tenants.settings import settings
from tenants.storage import storage
from tests import factories
from tests.retention import approve, everything_of, move_to, plan, put_in_force, work
from tests.retention import files_of as stored
from tests.world import Agency, World
from workers.tasks import TASKS

SCAN = b"%PDF-1.7 a diploma of somebody"


def swept(agency: Agency) -> int:
    """What one sweep of an agency erases."""
    before = len(stored(agency))
    with agency.acting() as session:
        job = jobs.enqueue(session, jobs.Job.SWEEP_FILES)
    claimed = gate.claim_job(job, 60)
    assert claimed
    with acting_for(claimed.tenancy):
        TASKS[jobs.Job.SWEEP_FILES](claimed)
    return before - len(stored(agency))


def made_old() -> None:
    """Everything on disk was written two days ago."""
    for path in (settings().var / "files").rglob("*"):
        if path.is_file():
            os.utime(path, (path.stat().st_mtime - 172_800,) * 2)


def test_a_paper_lies_sealed_with_everything_said_of_it(world: World, superuser: psycopg.Connection) -> None:
    with world.first.acting("practitioner") as session:
        factories.a_paper(
            session, factories.a_client(session), data=SCAN, title="Diploma of Ozymandra", from_whom="Unwin"
        )
    lying = [
        *stored(world.first).values(),
        *(row.encode() for rows in everything_of(superuser, world.first).values() for row in rows),
    ]
    for word in (SCAN, b"a diploma of", b"Diploma of", b"Unwin"):
        assert not any(word in one for one in lying), word


def test_bytes_of_one_paper_do_not_open_as_another(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        one, other = (
            files_of(session, factories.a_paper(session, client, data=SCAN))[0].id for _ in range(2)
        )
        me = world.first.organisation_id
        storage().put(files.name_of(me, one), storage().get(files.name_of(me, other)) or b"")
        with pytest.raises(InvalidTag):
            files.read(session, one)


def test_one_bad_file_keeps_them_all_out(world: World) -> None:
    before = stored(world.first)
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        facts = {"kind": "other", "source": "scan", "original": "none", "received_on": factories.today()}
        with pytest.raises(Refused):
            file_papers(session, client.id, [Received("a.pdf", SCAN), Received("b.pdf", b"<html>")], **facts)
    assert stored(world.first) == before


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Moves the calendar to so many days after everything is due."""
    yield lambda days: move_to(monkeypatch, date(2040, 6, 1) + timedelta(days=days))
    monkeypatch.undo()
    settings.cache_clear()


def test_a_purge_leaves_no_paper_in_rows_or_storage(
    world: World, superuser: psycopg.Connection, later: Callable[[int], None]
) -> None:
    before = set(stored(world.first))
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        case = factories.a_case(session, client)
        for case_id in (case.id, None):
            paper = factories.a_paper(session, client, data=SCAN, case_id=case_id)
            factories.a_preview(session, paper)
            replace_file(
                session, paper, [Received("b.pdf", SCAN + b" again")], reason="better", version=paper.version
            )
        close_case(session, case, closed_on=factories.today(), exit_reason="employed")
    papers = set(stored(world.first)) - before
    assert len(papers) == 6
    later(0)
    put_in_force(world.first)
    approve(world.first, plan(world.first))
    work(superuser, world.first)
    later(40)
    work(superuser, world.first)
    for table in ("papers", "paper_files", "paper_previews", "files", "versions", "entries"):
        left = superuser.execute(f"SELECT count(*) FROM {table} WHERE client_id = %s", [client.id])
        assert left.fetchone() == (0,), table
    assert papers & set(stored(world.first)) == set()


def test_a_paper_that_moves_takes_its_files_and_its_past_along(world: World) -> None:
    """A purge deletes by case: what stayed behind would go too early, or never."""
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        case, other = factories.a_case(session, client), factories.a_case(session, client)
        begun = clock.now()
        paper = factories.a_paper(session, client, data=SCAN, case_id=case.id)
        factories.a_preview(session, paper)
        again = [Received("b.pdf", SCAN + b" again")]
        replace_file(session, paper, again, reason="better", version=paper.version)
        for place in (other.id, None):
            changed(session, client, paper, case_id=place)
            session.flush()
            for table in ("papers", "paper_files", "paper_previews", "entries", "versions", "files"):
                rows = session.execute(
                    text(f"SELECT case_id FROM {table} WHERE client_id = :id AND created_at >= :begun"),  # noqa: S608 - our words
                    {"id": client.id, "begun": begun},
                ).scalars()
                assert set(rows) == {place}, table


def test_the_proof_of_a_consent_goes_with_the_person_and_never_with_a_case(
    world: World, superuser: psycopg.Connection
) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        case, consent = factories.a_case(session, client), factories.a_consent(session, client)
        proof = factories.a_paper(session, client)
        attach_scan(session, consent, standing_of(session, client.id), paper_id=proof.id, title="")
        with pytest.raises(Refused):
            changed(session, client, proof, case_id=case.id, is_proof=True)
    with world.first.acting("practitioner") as session:
        moved = factories.a_paper(session, client, case_id=case.id)
    for change in (
        ("UPDATE papers SET case_id = %s WHERE id = %s", (case.id, proof.id)),
        ("UPDATE consents SET paper_id = %s WHERE id = %s", (moved.id, consent.id)),
        ("UPDATE consents SET paper_id = %s WHERE id = %s", (world.second.ids["paper_id"], consent.id)),
    ):
        with pytest.raises(errors.IntegrityError):
            superuser.execute(*change)
    order = [place.table.name for place in places_of_clients()]
    assert order.index("disclosures") < order.index("consents") < order.index("papers")


def test_who_changes_who_may_open_a_paper_does_not_lock_themselves_out(world: World) -> None:
    with world.first.acting("supervisor") as session:
        client = factories.a_client(session)
        client.worker_id = world.first.members["practitioner"]
        paper = factories.a_paper(session, client)
    with world.first.acting("practitioner") as session:
        found = get_paper(session, standing_of(session, client.id), paper.id, cases=())
        with pytest.raises(Refused) as refusal:
            changed(session, client, found, sensitivity="restricted")
        assert refusal.value.field == "sensitivity"
        changed(session, client, found, sensitivity="sensitive")
    with world.first.acting("practitioner") as session:
        found = get_paper(session, standing_of(session, client.id), paper.id, cases=())
        assert found.sensitivity == "sensitive"
        (step,) = steps_of(session, found)
        assert [tuple(change) for change in step.changes] == [("sensitivity", "case", "sensitive")]


def changed(session: Session, client: Client, paper: Paper, **facts: Any) -> None:
    """The paper as it was, but for these facts."""
    now = {"case_id": paper.case_id, "sensitivity": paper.sensitivity, "received_on": paper.received_on}
    file = standing_of(session, client.id)
    change_paper(session, paper, file, version=paper.version, **now | facts)


def killed_while_filing(agency: Agency, client_id: UUID) -> None:
    """A process of its own writes the bytes and is killed before its commit."""
    child = os.fork()
    if child == 0:
        try:
            with agency.acting("practitioner") as session:
                facts = {
                    "kind": "other",
                    "source": "scan",
                    "original": "none",
                    "received_on": factories.today(),
                }
                file_papers(session, client_id, [Received("a.pdf", SCAN)], **facts)
                os.kill(os.getpid(), signal.SIGKILL)
        except BaseException:  # noqa: BLE001 - the child must not run on into the parent's tests
            traceback.print_exc()
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_bytes_that_a_killed_process_left_are_swept_after_a_day_and_nothing_else(
    world: World, superuser: psycopg.Connection
) -> None:
    agency = world.first
    made_old()
    swept(agency)  # what other tests left
    before, theirs = stored(agency), stored(world.second)
    killed_while_filing(agency, agency.ids["client_id"])
    assert len(stored(agency)) == len(before) + 1
    (stray,) = set(stored(agency)) - set(before)
    half = Path(stray).with_suffix(".partial")
    half.write_bytes(b"half a file")
    foreign = Path(stray).with_name("lost+found")
    foreign.write_bytes(b"not ours")
    assert swept(agency) == 0, "it may belong to somebody who is about to commit"
    made_old()
    assert swept(agency) == 2
    assert {**before, str(foreign): b"not ours"} == stored(agency)
    assert stored(world.second) == theirs
    foreign.unlink()


def test_a_sweep_that_cannot_see_the_rows_erases_nothing(world: World) -> None:
    made_old()
    before = stored(world.first)
    with world.first.acting() as session:
        session.connection().exec_driver_sql("SELECT set_config('app.ctx', '', true)")
        with pytest.raises(NoResultFound):
            files.sweep(session)
    assert before and stored(world.first) == before


def test_a_sweep_waits_for_whoever_is_about_to_commit(world: World, superuser: psycopg.Connection) -> None:
    agency = world.first
    with agency.acting("practitioner") as writing:
        paper = factories.a_paper(writing, factories.a_client(writing), data=SCAN)
        made_old()
        with agency.acting() as sweeping:
            sweeping.connection().exec_driver_sql("SET LOCAL lock_timeout = '300ms'")
            with pytest.raises(Exception, match="lock timeout"):
                files.sweep(sweeping)
            sweeping.rollback()
    assert swept(agency) == 0
    with agency.acting("practitioner", read_only=True) as session:
        assert files.read(session, files_of(session, paper)[0].id) == SCAN
