"""An agency leaves: it takes everything along, comes back if it likes, and at the end nothing of it is left anywhere."""

import hashlib
import itertools
import json
import os
import signal
import traceback
from pathlib import Path
from typing import Literal
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from psycopg import errors
from sqlalchemy import event, select

from records.departures import actions, queries
from records.departures.certificate import verify
from records.departures.gathering import LEFT_OUT
from records.departures.packing import content_hash
from records.notes.queries import get_note
from records.retention.holding import place_hold
from records.retention.states import stop_everything
from records.retention.terms import HoldKind
from tenants import clock, gate, halt, journal
from tenants.context import acting_for
from tenants.database import engine, transaction
from tenants.errors import Refused
from tenants.jobs import Job
from tenants.mail import Mail
from tenants.organisations import slug_of
from tests.departures import (
    answer_holds,
    ask,
    ask_archive,
    close,
    departure_of,
    let_ninety_days_pass,
    mails_of_the_platform,
    opened,
    show_receipt,
    taken,
    two_administrators,
    work,
)
from tests.isolation.conftest import Connect, as_login
from tests.retention import everything_of, files_of
from tests.world import Agency, World
from workers.departures import depart_everywhere
from workers.tasks import TASKS

__all__ = ["as_login"]

KEPT = {"organisations"}


def hold_a_case(agency: Agency) -> None:
    with agency.acting() as session:
        told = {"basis": f"{agency.secret} claim", "reason": f"{agency.secret} court"}
        place_hold(session, [agency.ids["case_id"]], kind=HoldKind.LITIGATION, **told)


def to_the_last_day(superuser: psycopg.Connection, agency: Agency, folder: Path) -> None:
    """All of it but the end."""
    two_administrators(superuser, agency)
    ask(agency)
    answer_holds(agency)
    close(agency)
    archive, passphrase = ask_archive(agency)
    work(superuser)
    manifest = json.loads(
        (opened(taken(agency, archive.id), passphrase, folder) / "manifest.json").read_text()
    )
    show_receipt(agency, manifest["receipt"])
    let_ninety_days_pass(superuser, agency)


def left_of(superuser: psycopg.Connection, agency: Agency) -> dict[str, list[str]]:
    return {name: rows for name, rows in everything_of(superuser, agency).items() if rows}


def everyone_else(superuser: psycopg.Connection, agency: Agency) -> str:
    people = [
        superuser.execute(
            f"SELECT t::text FROM gate.{table} t WHERE {column} = ANY (%s) ORDER BY 1", [ids]
        ).fetchall()
        for table, column in (("identities", "id"), ("sessions", "identity_id"))
        for ids in [list(agency.identities.values())]
    ]
    found = (everything_of(superuser, agency), files_of(agency), people)
    return hashlib.sha256(repr(found).encode()).hexdigest()


def test_the_archive_holds_every_record_and_file_and_opens_with_its_passphrase_alone(
    world: World, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    two_administrators(superuser, world.first)
    stored = len(files_of(world.first))
    archive, passphrase = ask_archive(world.first)
    work(superuser)
    data = taken(world.first, archive.id)
    assert world.first.secret.encode() not in data
    folder = opened(data, passphrase.lower(), tmp_path / "whole")
    manifest = json.loads((folder / "manifest.json").read_text())
    entries = {one["name"]: one["sha256"] for one in manifest["entries"]}
    for name, digest in entries.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    assert content_hash(entries) == manifest["content_hash"]
    counts = {name: len(rows) for name, rows in everything_of(superuser, world.first).items() if rows}
    moved_on = {"audit_events": manifest["counts"]["audit_events"], "files": stored, "organisations": 1}
    for table, count in manifest["counts"].items():
        assert count == moved_on.get(table, counts.get(table)), table
    assert set(counts) - LEFT_OUT - set(manifest["counts"]) == {"audit_heads"}
    assert len(list((folder / "files").iterdir())) == stored
    whole = "".join(path.read_text() for path in (folder / "tables").rglob("*.jsonl"))
    for word in ("details", "witness", "goal", "lease ends", "boundary"):
        assert f"{world.first.secret} {word}" in whole
    assert world.second.secret not in whole
    assert world.second.name not in whole
    dictionary = json.loads((folder / "data-dictionary.json").read_text())
    assert "details" in dictionary["notes"]["columns"]
    half = bytearray(data)
    half[len(data) // 2] ^= 1
    for spoiled, word in ((bytes(half), passphrase), (data[:-40], passphrase), (data, "AAAAA-BBBBB")):
        with pytest.raises(Refused):
            opened(spoiled, word, tmp_path / "spoiled")


def test_an_archive_killed_in_the_making_goes_on_and_is_gone_after_fourteen_days(
    world: World, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    two_administrators(superuser, world.first)
    before = len(files_of(world.first))
    superuser.execute("UPDATE cases SET quarantined_at = now() WHERE id = %s", [world.first.ids["case_id"]])
    archive, passphrase = ask_archive(world.first)
    job = superuser.execute("SELECT id FROM jobs WHERE kind = 'make_archive'").fetchone()[0]
    assert killed(job, "app", 400)
    superuser.execute("UPDATE jobs SET lease_until = now() - interval '1 second' WHERE id = %s", [job])
    work_one(job)
    folder = opened(taken(world.first, archive.id), passphrase, tmp_path / "whole")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert {one["name"] for one in manifest["entries"]} | {"manifest.json"} == {
        str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()
    }
    whole = "".join(path.read_text() for path in (folder / "tables").rglob("*.jsonl"))
    for hidden in ("details", "addendum", "goal", "draft", "remark"):
        assert f"{world.first.secret} {hidden}" not in whole, hidden
    assert f"{world.first.secret} witness" in whole
    superuser.execute("UPDATE jobs SET run_after = now() WHERE kind = 'forget_archive'")
    work(superuser)
    with world.first.acting(read_only=True) as session:
        assert queries.get_archive(session, archive.id).state == "erased"
    assert len(files_of(world.first)) <= before + 1  # at most the piece whose commit the kill prevented
    with pytest.raises(Refused):
        taken(world.first, archive.id)


def test_2_12_what_is_taken_back_is_as_it_was(
    world: World, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    before = everything_of(superuser, world.first)["notes"]
    to_the_last_day(superuser, world.first, tmp_path)
    assert world.first.tenancy().standing == "closing"
    with world.first.acting("supervisor") as session:
        departure = queries.get_departure(session)
        actions.take_back(session, departure, version=departure.version)
    work(superuser)
    assert world.first.tenancy().standing == "trial"
    assert everything_of(superuser, world.first)["notes"] == before
    with world.first.acting("practitioner") as session:
        assert queries.find_departure(session) is None
        note = get_note(session, world.first.ids["case_id"], world.first.ids["note_id"])
        assert note.details == f"{world.first.secret} details"


def test_2_12_an_agency_that_left_is_gone_from_everywhere_and_the_other_is_as_it_was(
    world: World, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    hold_a_case(world.first)
    token = world.first.session_token("practitioner")
    both(superuser, world)
    other = everyone_else(superuser, world.second)
    to_the_last_day(superuser, world.first, tmp_path)
    counted = {name: len(rows) for name, rows in left_of(superuser, world.first).items()}
    work(superuser)
    assert left_of(superuser, world.first) == {}
    assert files_of(world.first) == {}
    assert everyone_else(superuser, world.second) == other
    people = [
        world.first.identities[role] for role in ("practitioner", "colleague", "supervisor", "reporter")
    ]
    assert superuser.execute(
        "SELECT count(*) FROM gate.identities WHERE id = ANY (%s)", [people]
    ).fetchone() == (0,)
    assert gate.resume(token, world.first.slug) == (None, None)
    owner = superuser.execute(
        "SELECT count(*) FROM gate.identities WHERE id = %s", [world.first.identities["owner"]]
    ).fetchone()
    assert owner == (1,)  # who belongs to the other one, too
    assert [one["slug"] for one in gate.agencies_of(world.first.identities["owner"])] == [world.second.slug]
    leaks = superuser.execute("SELECT * FROM gate.departed").fetchall()
    assert world.first.secret not in str(leaks)
    kinds = [line.kind for line in journal.read(world.first.organisation_id)]
    assert kinds[-1] is journal.Kind.DEPARTED
    letter, *others = mails_of_the_platform(superuser, "departed")
    assert len(others) == 2  # two administrators and the board
    with acting_for(gate.platform()), transaction(read_only=True) as session:
        told = session.execute(select(Mail).where(Mail.id == letter)).scalar_one().params
    found = gate.find_departed(told["token"])
    assert found is not None
    signed, key = bytes(found["certificate"]), Ed25519PublicKey.from_public_bytes(bytes(found["public"]))
    checked = verify(signed, key)
    assert not isinstance(checked, Refused)
    assert checked.hash == told["hash"]
    destroyed = checked.body["destroyed"]
    assert all(destroyed[name] >= count for name, count in counted.items())
    assert destroyed["notes"] == counted["notes"]
    assert world.first.secret not in signed.decode()
    for place in range(0, len(signed), 97):
        spoiled = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        assert isinstance(verify(spoiled, key), Refused)
    name = superuser.execute(
        "SELECT slug, standing FROM organisations WHERE id = %s", [world.first.organisation_id]
    ).fetchone()
    assert name == (slug_of("Amik Career Centre"), "closed")


def both(superuser: psycopg.Connection, world: World) -> None:
    """The owner of the first belongs to the second agency as well."""
    superuser.execute(
        "INSERT INTO members SELECT (jsonb_populate_record(m, %s::jsonb)).* FROM members m WHERE m.id = %s",
        [
            json.dumps(
                {"id": str(world.first.organisation_id), "organisation_id": str(world.second.organisation_id)}
            ),
            world.first.members["owner"],
        ],
    )


DEADLY = (3, 9, 40, 120, 300)


def test_3_6_a_worker_killed_anywhere_in_the_destruction_ends_where_no_kill_would_have_ended(
    world: World, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    to_the_last_day(superuser, world.first, tmp_path)
    other = everyone_else(superuser, world.second)
    counted = {name: len(rows) for name, rows in left_of(superuser, world.first).items()}
    depart_everywhere()
    job = superuser.execute("SELECT id FROM jobs WHERE kind = 'destroy_agency'").fetchone()[0]
    kills = 0
    for deadly in DEADLY:
        kills += killed(job, "retention", deadly)
        superuser.execute(
            "UPDATE jobs SET attempts = 0, lease_until = now() - interval '1 second' WHERE id = %s", [job]
        )
    assert kills == len(DEADLY)
    work_one(job)
    assert left_of(superuser, world.first) == {}
    assert files_of(world.first) == {}
    assert everyone_else(superuser, world.second) == other
    certificate, destroyed = superuser.execute("SELECT certificate, destroyed FROM gate.departed").fetchone()
    assert certificate is not None
    assert all(destroyed[name] >= count for name, count in counted.items())
    kinds = [line.kind for line in journal.read(world.first.organisation_id)]
    assert kinds.count(journal.Kind.DEPARTED) == 1


def killed(job: UUID, login: Literal["app", "retention"], deadly: int) -> bool:
    """Does a job in a process of its own that dies by its own hand before its n-th statement or commit."""
    child = os.fork()
    if child == 0:
        try:
            steps = itertools.count(1)

            def step(*_: object) -> None:
                if next(steps) == deadly:
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(engine(login), "before_cursor_execute", step)
            event.listen(engine(login), "commit", step)
            work_one(job)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


def work_one(job: UUID) -> None:
    claimed = gate.claim_job(job, 60)
    assert claimed
    with acting_for(claimed.tenancy):
        TASKS[Job(claimed.kind)](claimed)


def test_2_12_nothing_is_destroyed_while_something_stands_in_the_way(
    world: World, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    hold_a_case(world.first)
    two_administrators(superuser, world.first)
    with world.first.acting() as session:
        departure = actions.ask_departure(
            session, reason="merger", second_contact="board@elsewhere.example.org", second_language="en"
        )
    with world.first.acting() as session, pytest.raises(Refused, match="somebody else has to decide"):
        actions.approve_departure(session, queries.get_departure(session), version=departure.version)
    with world.first.acting("supervisor") as session:
        actions.approve_departure(session, queries.get_departure(session), version=departure.version)
    with pytest.raises(Refused, match="word in writing"):
        close(world.first)
    early, passphrase = ask_archive(world.first)
    work(superuser)
    answer_holds(world.first)
    close(world.first)
    code = json.loads(
        (opened(taken(world.first, early.id), passphrase, tmp_path) / "manifest.json").read_text()
    )
    for wrong in ("AAAA-BBBB-CCCC", code["receipt"]):  # made while somebody could still write
        with pytest.raises(Refused, match="not the code"):
            show_receipt(world.first, wrong)
    let_ninety_days_pass(superuser, world.first)
    work(superuser)
    assert world.first.tenancy().standing == "closing"  # nobody has shown that they have the archive
    archive, passphrase = ask_archive(world.first)
    work(superuser)
    code = json.loads(
        (opened(taken(world.first, archive.id), passphrase, tmp_path) / "manifest.json").read_text()
    )
    show_receipt(world.first, code["receipt"])
    assert departure_of(world.first).destroy_on > clock.today("America/Toronto")  # a week for second thoughts
    let_ninety_days_pass(superuser, world.first)
    with world.first.acting() as session:
        stop_everything(session)
    work(superuser)
    superuser.execute("UPDATE retention_states SET stopped_at = NULL, stopped_by = NULL")
    halt.halt()
    work(superuser)
    halt.go_on()
    superuser.execute("DELETE FROM departure_holds")
    work(superuser)
    assert world.first.tenancy().standing == "closing"
    answer_holds(world.first)
    work(superuser)
    assert left_of(superuser, world.first) == {}


def test_no_login_destroys_what_is_not_leaving(
    world: World, superuser: psycopg.Connection, as_login: Connect
) -> None:
    calls = (
        "departure_rows('notes', 10)",
        "departure_begin('', '', '')",
        "departure_finish('', '')",
        "departure_members(current_organisation(), 10)",
    )
    for call in calls:
        with pytest.raises(errors.InsufficientPrivilege):
            as_login("app", world.first.tenancy().token).execute(f"SELECT {call}")
    for call in calls[:3]:
        with pytest.raises(errors.CheckViolation):
            as_login("retention", world.first.tenancy().token).execute(f"SELECT {call}")
    with pytest.raises(errors.CheckViolation):
        as_login("app", world.first.tenancy().token).execute("SELECT departure_close()")
    with pytest.raises(errors.InsufficientPrivilege):
        as_login("app", world.first.tenancy().token).execute(
            "UPDATE departures SET destroy_on = '2026-01-01'"
        )
    closing = "UPDATE organisations SET standing = 'closed' WHERE id = current_organisation()"
    with pytest.raises(errors.InsufficientPrivilege):
        as_login("app", world.first.tenancy().token).execute(closing)
