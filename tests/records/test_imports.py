"""Imports: read, checked, brought in once and taken back, whatever dies on the way."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from records.cases.queries import cases_of, get_case
from records.clients.actions import change_client
from records.clients.models import Client
from records.imports import actions, queries
from records.imports.bringing import BATCH
from records.imports.checking import BATCH as CHECKED
from records.imports.matching import faces_of
from records.notes.chain import first_broken
from records.notes.queries import last_hash, signed_notes
from records.retention.holding import hold_everything
from records.retention.terms import HoldKind
from tenants import audit, clock, gate
from tenants.context import acting_for
from tenants.database import engine
from tenants.errors import Conflict, Refused
from tenants.jobs import Job
from tests import factories
from tests.world import Agency, World
from workers.tasks import TASKS

PEOPLE = """Prénom;Nom;Date de naissance;Courriel;Téléphone;No de dossier;Ouverture;Fermeture;Motif;Objectif
Élise;Tremblay;1990-03-04;elise@example.org;705 555-0101;A-1;2024-01-15;;;Un emploi
Łukasz;Nowak;25/12/1985;;;A-2;2023-02-01;2023-09-30;emploi;
Ann;;3 mai 2001;;;A-3;;;;
Bad;Row;31/31/1990;not an address;12;A-4;;;;
"""


def bring(
    agency: Agency, text: str, *, kind: str = "people", role: str = "supervisor", decide: bool = True
) -> UUID:
    """A file up to the last step before it runs."""
    with agency.acting(role) as session:
        found = actions.begin_import(session, kind=kind, data=text.encode(), name="liste.csv")
        import_id, job = found.id, found.job_id
    assert job
    work(job)
    with agency.acting(role) as session:
        job = matched(session, import_id)
    work(job)
    with agency.acting(role) as session:
        if decide:
            actions.leave_out_all(session, queries.get_import(session, import_id), state="doubtful")
    return import_id


def matched(session: Session, import_id: UUID) -> UUID:
    """Says that the columns mean what was guessed; the job that checks the rows."""
    found = queries.get_import(session, import_id)
    actions.match_columns(session, found, columns={place: name for name, place in found.mapping.items()})
    assert found.job_id
    return found.job_id


def run(
    agency: Agency, import_id: UUID, step: Callable[..., None] | None = None, role: str = "supervisor"
) -> None:
    """Asks for a step and does its job."""
    with agency.acting(role) as session:
        found = queries.get_import(session, import_id)
        (step or actions.start)(session, found)
        job = found.job_id
    assert job
    work(job)


def work(job_id: UUID) -> None:
    claimed = gate.claim_job(job_id, 60)
    assert claimed
    with acting_for(claimed.tenancy):
        TASKS[Job(claimed.kind)](claimed)


def standing(agency: Agency, import_id: UUID) -> tuple[str, dict[str, int]]:
    with agency.acting("supervisor") as session:
        found = queries.get_import(session, import_id)
        return found.state, queries.counts_of(session, found)


def people(agency: Agency) -> dict[str, Client]:
    with agency.acting("supervisor") as session:
        return {one.name: one for one in session.execute(select(Client)).scalars()}


def test_a_file_comes_in_row_by_row_with_its_cases(world: World, superuser: psycopg.Connection) -> None:
    agency, before = world.first, superuser.execute("SELECT count(*) FROM clients").fetchone()
    import_id = bring(agency, PEOPLE)
    assert standing(agency, import_id) == ("checked", {"ready": 3, "faulty": 1})
    assert superuser.execute("SELECT count(*) FROM clients").fetchone() == before
    with agency.acting("supervisor") as session:
        (bad,) = queries.rows_of(session, queries.get_import(session, import_id), "faulty")
        assert {tuple(one) for one in bad.problems} == {
            ("birth_on", "day"),
            ("email", "email"),
            ("phone", "phone"),
        }
    run(agency, import_id)
    assert standing(agency, import_id) == ("done", {"done": 3, "faulty": 1})
    found = people(agency)
    assert found["Łukasz Nowak"].birth_on.isoformat() == "1985-12-25"
    assert found["Ann"].birth_on.isoformat() == "2001-05-03"
    with agency.acting("supervisor") as session:
        (case,) = cases_of(session, found["Élise Tremblay"].id)
        assert (case.goal, case.is_open) == ("Un emploi", True)
        (closed,) = cases_of(session, found["Łukasz Nowak"].id)
        assert (str(closed.closed_on), closed.exit_reason) == ("2023-09-30", "employed")
        assert audit.first_broken(session) is None
    added = superuser.execute(
        "SELECT count(*) FROM audit_events WHERE verb = 'client_added' AND codes ? 'import'"
    )
    assert added.fetchone() == (3,)
    assert b"Tremblay" not in b"".join(
        bytes(r[0]) for r in superuser.execute("SELECT cells_sealed FROM import_rows")
    )


def test_whoever_looks_like_somebody_waits_for_a_decision(world: World) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        known = factories.a_client(
            session, legal_given="Élise", legal_family="Tremblay", email="ELISE@example.org"
        )
        hidden = factories.a_client(session, legal_given="Hidden", phone="705 555-0999")
        hidden.restricted = True
    text = "First name,Last name,Email,Phone,Opened\nElise,Tremblay,elise@example.org,,2024-02-01\nX,Y,,7055550999,\nZ,Y,,7055550999,\n"
    import_id = bring(agency, text, decide=False)
    with agency.acting("supervisor") as session:
        found = queries.get_import(session, import_id)
        rows = queries.rows_of(session, found, "doubtful")
        # A supervisor may know of the one and not of the restricted one.
        assert set(faces_of(session, rows)) == {known.id}
        assert [row.number for row in rows] == [1, 3]  # the third is like the second, in the file
        with pytest.raises(Refused, match="Decide first"):
            actions.start(session, found)
        with pytest.raises(Refused):
            actions.decide(session, found, rows[0], decision="existing", client_id=hidden.id)
        actions.decide(session, found, rows[0], decision="existing", client_id=known.id)
        actions.decide(session, found, rows[1], decision="new", client_id=None)
    run(agency, import_id)
    with agency.acting("practitioner") as session:
        assert [str(case.opened_on) for case in cases_of(session, known.id)] == ["2024-02-01"]
    assert {"X Y", "Z Y"} <= set(people(agency))


def test_notes_come_in_signed_chained_and_marked(world: World) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        client = factories.a_client(session)
        case = factories.a_case(session, client, days_ago=300)
        factories.a_note(session, case)
        number = client.file_number
    old = (clock.now() - timedelta(days=100)).date().isoformat()
    text = (
        "File number,Date,Note,Author,Type de contact,Durée,Lieu\n"
        f"{number},{old},First words,J. Doe,Appel téléphonique,1 h 30,À domicile\n{number},{old},Second,J. Doe,,,\n"
        f"N-0,{old},x,y,,,\n{number},{old},x,y,séance de spiritisme,ages,the moon\n"
    )
    import_id = bring(agency, text, kind="notes")
    assert standing(agency, import_id)[1] == {"ready": 2, "faulty": 2}
    run(agency, import_id)
    with agency.acting("practitioner") as session:
        notes = signed_notes(session, case.id)
        brought = sorted((one for one in notes if one.source == "imported"), key=lambda one: one.signed_at)
        assert [one.details for one in brought] == ["First words", "Second"]
        told = [(one.kind, one.minutes, one.place) for one in brought]
        assert told == [("phone", 90, "home"), ("not_recorded", None, "not_recorded")]
        assert {one.late_reason for one in brought} == {"J. Doe"} and all(
            one.late_days > 90 for one in brought
        )
        assert brought[1].previous == brought[0].hash and last_hash(session, case.id) == brought[1].hash
        assert {one.author_id for one in brought} == {agency.members["supervisor"]}
        factories.a_note(session, get_case(session, client.id, case.id))
        assert first_broken(session) is None
    run(agency, import_id, actions.undo)
    assert standing(agency, import_id)[1]["touched"] == 2


def test_an_import_is_taken_back_but_for_what_was_worked_on(
    world: World, superuser: psycopg.Connection
) -> None:
    agency = world.first
    import_id = bring(agency, PEOPLE)
    run(agency, import_id)
    found = people(agency)
    with agency.acting("supervisor") as session:
        ann = session.execute(select(Client).where(Client.id == found["Ann"].id)).scalar_one()
        change_client(session, ann, version=1, preferred_name="Annie")
    run(agency, import_id, actions.undo)
    state, counts = standing(agency, import_id)
    assert (state, counts["undone"], counts["touched"]) == ("undone", 2, 1)
    gone = [found["Élise Tremblay"].id, found["Łukasz Nowak"].id]
    tables = superuser.execute(
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'client_id'"
        " AND table_name <> 'audit_events'"
    ).fetchall()
    for (table,) in tables:
        left = superuser.execute(f"SELECT count(*) FROM {table} WHERE client_id = ANY (%s)", [gone])  # noqa: S608
        assert left.fetchone() == (0,), table
    assert superuser.execute("SELECT count(*) FROM client_keys WHERE id = ANY (%s)", [gone]).fetchone() == (
        0,
    )
    ledger = superuser.execute(
        "SELECT record_class, rows FROM erasure_ledger WHERE import_id = %s", [import_id]
    )
    assert [line[0] for line in ledger] == ["client_identity"] * 2
    assert "Annie" in people(agency)


def test_the_caseload_of_a_case_that_is_taken_back_is_taken_back_too(
    world: World, superuser: psycopg.Connection
) -> None:
    agency = world.first
    with agency.acting("supervisor") as session:
        client = factories.a_client(session)
        client.worker_id = None
    address = f"colleague@{agency.secret}.example.org"
    rows = f"File number,Opened,Worker\n{client.file_number},2024-02-01,{address}\n"
    import_id = bring(agency, rows, kind="cases")
    run(agency, import_id)
    running = (
        "SELECT count(*) FROM access_grants WHERE client_id = %s AND member_id = %s AND ended_at IS NULL"
    )
    theirs = [client.id, agency.members["colleague"]]
    assert superuser.execute(running, theirs).fetchone() == (1,)
    run(agency, import_id, actions.undo)
    assert standing(agency, import_id)[1].get("undone") == 1
    assert superuser.execute(running, theirs).fetchone() == (0,)


def test_what_is_on_hold_or_too_old_is_not_taken_back(world: World, superuser: psycopg.Connection) -> None:
    agency = world.first
    import_id = bring(agency, PEOPLE)
    run(agency, import_id)
    with agency.acting() as session:
        hold_everything(session, kind=HoldKind.LITIGATION, basis="b", reason="r")
    with agency.acting("supervisor") as session, pytest.raises(Conflict, match="on hold"):
        actions.undo(session, queries.get_import(session, import_id))
    superuser.execute("UPDATE imports SET finished_at = now() - interval '8 days' WHERE id = %s", [import_id])
    with agency.acting("supervisor") as session, pytest.raises(Conflict, match="7 days"):
        actions.undo(session, queries.get_import(session, import_id))


def test_nobody_else_opens_the_rows(world: World) -> None:
    import_id = bring(world.first, PEOPLE)
    for agency, role in ((world.first, "owner"), (world.second, "supervisor")):
        with agency.acting(role) as session, pytest.raises(Exception, match="not here"):
            queries.get_import(session, import_id)


def test_rows_are_forgotten_when_their_time_is_over(world: World, superuser: psycopg.Connection) -> None:
    agency, import_id = world.first, bring(world.first, PEOPLE)
    run(agency, import_id)
    mine = "kind = 'forget_import' AND args ->> 'batch' = %s"
    job = superuser.execute(f"SELECT id FROM jobs WHERE {mine}", [str(import_id)]).fetchone()[0]  # noqa: S608
    superuser.execute("UPDATE jobs SET run_after = now() WHERE id = %s", [job])
    work(job)  # too early: it asks again for later
    assert superuser.execute("SELECT count(*) FROM import_rows").fetchone()[0] >= 4
    superuser.execute(
        "UPDATE imports SET finished_at = now() - interval '31 days' WHERE id = %s", [import_id]
    )
    again = f"UPDATE jobs SET run_after = now() WHERE {mine} AND state = 'waiting' RETURNING id"  # noqa: S608
    work(superuser.execute(again, [str(import_id)]).fetchone()[0])
    assert superuser.execute(
        "SELECT count(*) FROM import_rows WHERE import_id = %s", [import_id]
    ).fetchone() == (0,)
    assert standing(agency, import_id) == ("done", {"done": 3, "faulty": 1})


def killed_after(job_id: UUID, commits: int) -> bool:
    """Does a job in a process that dies by its own hand at its n-th commit; says whether it did."""
    child = os.fork()
    if child == 0:
        left = [commits]

        def die(*_: object) -> None:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(engine("app"), "commit", die)
        event.listen(engine("retention"), "commit", die)
        try:
            work(job_id)
        except BaseException:  # noqa: BLE001 - the child must not run on into the parent's tests
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def test_a_killed_check_goes_on_and_still_sees_the_rows_before(
    world: World, superuser: psycopg.Connection
) -> None:
    agency, many = world.first, 2 * CHECKED + 100
    rows = [f"G{n},F{n},1990-01-{n % 28 + 1:02},2024-01-01" for n in range(many - 1)]
    rows.append("G1,F1,1990-01-02,")
    text = "First name,Last name,DOB,Opened\n" + "\n".join(rows) + "\n"
    with agency.acting("supervisor") as session:
        found = actions.begin_import(session, kind="people", data=text.encode(), name="list.csv")
        import_id, job = found.id, found.job_id
    assert job
    stored = "SELECT count(*) FROM files WHERE id = %s"
    # Dead before the file is read, then before it is let go of: the rows stand there once, and no file is left.
    for commits, state in ((2, "reading"), (4, "uploaded")):
        assert killed_after(job, commits)
        assert standing(agency, import_id)[0] == state
        superuser.execute("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE state = 'running'")
    assert superuser.execute(stored, [import_id]).fetchone() == (1,)
    work(job)
    assert superuser.execute(stored, [import_id]).fetchone() == (0,)
    assert standing(agency, import_id) == ("uploaded", {"staged": many})
    with agency.acting("supervisor") as session:
        job = matched(session, import_id)
    assert killed_after(job, 3)
    state, counts = standing(agency, import_id)
    assert state == "checking" and 0 < counts["staged"] < many
    superuser.execute("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE state = 'running'")
    work(job)
    state, counts = standing(agency, import_id)
    # The last row is like the second, which another worker saw.
    assert (state, counts) == ("checked", {"ready": many - 1, "doubtful": 1})


@pytest.mark.parametrize("what", ["bringing", "undoing"])
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(
    world: World, superuser: psycopg.Connection, what: str
) -> None:
    agency, many = world.first, 2 * BATCH + 100
    rows = "\n".join(f"G{n},F{n},1990-01-{n % 28 + 1:02},2024-01-01" for n in range(many))
    import_id = bring(agency, "First name,Last name,DOB,Opened\n" + rows + "\n")
    if what == "undoing":
        run(agency, import_id)
    with agency.acting("supervisor") as session:
        found = queries.get_import(session, import_id)
        (actions.undo if what == "undoing" else actions.start)(session, found)
        job: Any = found.job_id
    kills = 0
    for commits in (2, 3, 3):
        kills += killed_after(job, commits)
        superuser.execute("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE state = 'running'")
    assert kills == 3
    middle = superuser.execute("SELECT count(*) FROM clients WHERE legal_family LIKE 'F%%'").fetchone()[0]
    assert 0 < middle < many
    work(job)
    names = superuser.execute("SELECT count(*), count(DISTINCT legal_family), count(DISTINCT file_number) FROM clients"
                              " WHERE legal_family ~ '^F[0-9]'").fetchone()  # fmt: skip
    cases = superuser.execute("SELECT count(*) FROM cases WHERE opened_on = '2024-01-01'").fetchone()
    assert (names, cases) == (((many,) * 3, (many,)) if what == "bringing" else ((0, 0, 0), (0,)))
    state, counts = standing(agency, import_id)
    assert (state, counts) == (
        ("done", {"done": many}) if what == "bringing" else ("undone", {"undone": many})
    )
