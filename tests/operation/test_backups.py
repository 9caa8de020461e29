"""A backup is real only when it has been brought back and is what it was; and what came back knows what happened since."""

import itertools
import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select

from records.cases.actions import close_case
from records.clients.models import Client
from records.clients.queries import get_client
from records.doubles.actions import merge_files
from records.retention.holding import ask_release, place_hold, release_hold
from records.retention.journaling import write_anew
from records.retention.models import HoldCase
from records.retention.queries import get_hold
from records.retention.run_queries import lost_certificates
from records.retention.states import ensure_state, reference_of
from records.retention.terms import HoldKind, RecordClass
from tenants import backup_parts, backup_tables, database, gate, journal
from tenants.database import new_id
from tenants.errors import Shut
from tenants.seals import last_backup, seal_what_fell_behind, sealed
from tenants.settings import settings
from tests import factories, services
from tests.retention import approve, everything_of, files_of, move_to, plan, put_in_force, work
from tests.visitor import Visitor
from tests.world import Agency, World
from webapp.cli import main

EMPTY = "northfile_brought_back"
LATER = date(2040, 6, 1)


def says(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def done(*words: object) -> dict[str, object]:
    result = says(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@contextmanager
def elsewhere(var: Path) -> Iterator[psycopg.Connection]:
    """Another installation: an empty, migrated database, a data folder of its own, and the journal of this one."""
    before = {
        name: os.environ.get(name) for name in (*services.ADDRESSES, "NORTHFILE_VAR", "NORTHFILE_JOURNAL")
    }
    os.environ["NORTHFILE_JOURNAL"] = str(journal.folder())
    os.environ["NORTHFILE_VAR"] = str(var)
    services.drop(EMPTY)
    services.create(EMPTY, services.TEMPLATE)
    _turn_to(EMPTY)
    try:
        with services.superuser(EMPTY) as superuser:
            yield superuser
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        _turn_to(None)
        services.drop(EMPTY)


def _turn_to(name: str | None) -> None:
    for engine in database._engines.values():
        engine.dispose()
    database._engines.clear()
    if name is not None:
        services.point_at(name)
    settings.cache_clear()


@dataclass
class Story:
    """What the first agency has when the backup is taken, and where the backup is."""

    agency: Agency
    gone: list[tuple[UUID, UUID]]
    held: UUID
    folder: Path


@pytest.fixture
def story(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    """Three old cases with a note and a document each, and a backup of everything."""
    shutil.rmtree(journal.folder(), ignore_errors=True)
    made = []
    for _ in range(3):
        with world.first.acting("practitioner") as session:
            case = factories.a_case(session)
            factories.a_note(session, case)
            factories.a_filed_document(session, case)
            close_case(session, case, closed_on=factories.today(), exit_reason="employed")
            made.append((case.client_id, case.id))
    done("backup", tmp_path / "backups")
    yield Story(world.first, made[:2], made[2][1], tmp_path / "backups")
    monkeypatch.undo()
    settings.cache_clear()
    shutil.rmtree(journal.folder(), ignore_errors=True)


def since(story: Story, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Years later: a hold on one case, and the two others are destroyed with their people."""
    move_to(monkeypatch, LATER)
    superuser.execute("DELETE FROM gate.backups")  # one of years ago would keep the run from going on
    with story.agency.acting() as session:
        place_hold(session, [story.held], kind=HoldKind.LITIGATION, basis="matter", reason="asked")
    destroy_what_is_due(story, superuser, monkeypatch, LATER + timedelta(days=40))
    assert present(superuser, story) == (set(), set())


def destroy_what_is_due(
    story: Story, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, day: date
) -> None:
    """By a new schedule and a run that ends on this day."""
    put_in_force(story.agency, {}, {"record_class": RecordClass.CLIENT_IDENTITY})
    run = plan(story.agency)
    approve(story.agency, run)
    work(superuser, story.agency)
    move_to(monkeypatch, day)
    work(superuser, story.agency)


def present(superuser: psycopg.Connection, story: Story) -> tuple[set[UUID], set[UUID]]:
    """Which of the destroyed cases and people are there."""
    people, cases = ([row[place] for row in story.gone] for place in (0, 1))
    found = superuser.execute("SELECT id FROM clients WHERE id = ANY (%s)", [people]).fetchall()
    kept = superuser.execute("SELECT id FROM cases WHERE id = ANY (%s)", [cases]).fetchall()
    return {one for (one,) in found}, {one for (one,) in kept}


def settled(superuser: psycopg.Connection, story: Story) -> dict[str, object]:
    """What the end must look like, whatever happened on the way: not the moments, and not who wrote them down."""
    rows = everything_of(superuser, story.agency)
    counts = {
        name: len(lines)
        for name, lines in rows.items()
        if name not in ("audit_events", "jobs", "retention_states", "audit_heads")
    }
    ledger = superuser.execute("SELECT reference, rows::text FROM erasure_ledger ORDER BY 1").fetchall()
    held = superuser.execute(
        "SELECT c.case_id, h.kind, h.review_on, h.released_at FROM hold_cases c JOIN holds h ON h.id = c.hold_id"
    ).fetchall()
    return {"counts": counts, "ledger": ledger, "held": held, "files": len(files_of(story.agency))}


def test_everything_comes_back_as_it_was(
    world: World, story: Story, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    before = [everything_of(superuser, one) for one in world.both]
    files = [set(map(bytes, files_of(one).values())) for one in world.both]
    with elsewhere(tmp_path / "var") as other:
        told = done("restore", story.folder, "--no-replay")
        assert set(told["agencies"]) == {one.slug for one in world.both}
        assert [everything_of(other, one) for one in world.both] == before
        assert [set(files_of(one).values()) for one in world.both] == files and all(files)
        assert says("retention", "replay").exit_code == 0
        with world.second.acting("practitioner") as session:
            assert session.execute(select(Client)).first()
        assert says("restore", story.folder).exit_code == 1


def test_3_5_what_was_destroyed_since_is_destroyed_again_before_anybody_looks(
    world: World,
    story: Story,
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    app: Flask,
    client_of: Callable[..., Visitor],
) -> None:
    old = backup_parts.newest(story.folder, "content")
    since(story, superuser, monkeypatch)
    other_agency = everything_of(superuser, world.second)
    references = superuser.execute("SELECT reference FROM erasure_ledger ORDER BY 1").fetchall()
    done("backup", tmp_path / "later")
    with story.agency.acting() as session:
        intended = [reference_of(ensure_state(session), RecordClass.CASE_FILE, story.held)]
    told = {"batch": str(new_id()), "run": str(new_id()), "references": {"case_file": intended}}
    journal.append(world.first.organisation_id, journal.Kind.INTENT, **told)
    with elsewhere(tmp_path / "var") as other:
        came = says("restore", old, "--keys", tmp_path / "later" / "keys", "--no-replay")
        assert came.exit_code == 0, came.output
        # It is all back, except what opens the words about them: the keys of today do not have it.
        assert [len(found) for found in present(other, story)] == [2, 2]
        assert "the keys of 2 people are in no backup" in came.stderr
        assert other.execute("SELECT count(*) FROM client_keys WHERE id = ANY (%s)", [[one for one, _ in story.gone]]
                             ).fetchone() == (0,)  # fmt: skip
        visitors = [(client_of(one), one.slug) for one in world.both]
        visitor, slug = visitors[0]
        pages = [one.get(f"/{name}/people") for one, name in visitors]
        assert [page.status_code for page in pages] == [503, 503]
        assert "brought back from a backup" in pages[0].get_data(as_text=True)
        nobody = [app.test_client().get(f"/{name}/people") for _, name in visitors]
        assert [page.status_code for page in nobody] == [503, 503]
        assert "shut for now" in nobody[0].get_data(as_text=True)
        french = visitor.get(f"/{slug}/people", headers={"Accept-Language": "fr"})
        assert french.status_code == 503
        ready = visitor.get("/readyz")
        assert (ready.status_code, ready.json["sealed"]) == (503, "2")
        other.execute(
            "UPDATE jobs SET state = 'waiting', run_after = now(), queued_at = now() - interval '1 day'"
        )
        agencies = {one.organisation_id for one in world.both}
        assert gate.due_jobs(attempts=3) == [] and not {row["id"] for row in gate.organisations()} & agencies
        with pytest.raises(Shut):
            gate.tenancy_for(world.first.organisation_id)

        # Whoever brought it back without the command leaves no seal: the next process that starts sets it.
        other.execute("DELETE FROM gate.seals")
        assert seal_what_fell_behind() == [world.first.organisation_id]
        assert [one.get(f"/{name}/people").status_code for one, name in visitors] == [503, 200]
        assert [app.test_client().get(f"/{name}/people").status_code for _, name in visitors] == [503, 303]

        [first] = done("retention", "replay")
        assert (first["organisation"], first["destroyed"], first["holds_placed"]) == (story.agency.slug, 4, 1)
        assert journal.open_intents(world.first.organisation_id) == [] and seal_what_fell_behind() == []
        assert other.execute("SELECT 1 FROM cases WHERE id = %s", [story.held]).fetchall()
        assert present(other, story) == (set(), set())
        assert other.execute("SELECT case_id FROM hold_cases").fetchall() == [(story.held,)]
        assert other.execute("SELECT reference FROM erasure_ledger ORDER BY 1").fetchall() == references
        assert other.execute("SELECT reference FROM stubs ORDER BY 1").fetchall() == references
        rows = other.execute(
            "SELECT count(*) FROM files WHERE organisation_id = %s", [story.agency.organisation_id]
        )
        assert rows.fetchone() == (len(files_of(story.agency)),)
        assert everything_of(other, world.second)["clients"] == other_agency["clients"]
        assert [one.get(f"/{name}/people").status_code for one, name in visitors] == [
            200,
            200,
        ]
        assert visitor.get("/readyz").status_code == 200
        assert done("retention", "replay") == []
        assert all(one["first_broken"] is None for one in done("audit", "verify"))


def test_one_agency_comes_back_alone(
    world: World, story: Story, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with story.agency.acting() as session:
        held = [case_id for _, case_id in story.gone]
        hold = place_hold(session, held, kind=HoldKind.COMPLAINT, basis="another", reason="asked").hold
        twice_id = factories.a_client(session).id
    done("backup", story.folder)
    with story.agency.acting() as session:
        ask_release(session, get_hold(session, hold.id), reason="over")
    with story.agency.acting("supervisor") as session:
        release_hold(session, get_hold(session, hold.id))
    with story.agency.acting("practitioner") as session:
        one, twice = (get_client(session, client_id) for client_id in (story.gone[0][0], twice_id))
        merge_files(session, one, twice, version=one.version, merged_version=twice.version, theirs={})
    since(story, superuser, monkeypatch)
    [certificate] = superuser.execute("SELECT number, hash FROM certificates").fetchall()
    superuser.execute(
        "UPDATE clients SET sort_name = 'spoilt' WHERE organisation_id = %s", [story.agency.organisation_id]
    )
    other, other_files = everything_of(superuser, world.second), files_of(world.second)
    told = done("restore", story.folder, "--agency", story.agency.slug)
    assert told["agencies"] == [story.agency.slug]
    row = superuser.execute("SELECT destroyed, holds_placed, holds_released FROM restorations").fetchone()
    assert row == (5, 1, 1)
    assert superuser.execute("SELECT 1 FROM clients WHERE id = %s", [twice_id]).fetchall() == []
    assert (everything_of(superuser, world.second), files_of(world.second)) == (other, other_files)
    assert superuser.execute("SELECT 1 FROM clients WHERE sort_name = 'spoilt'").fetchall() == []
    assert present(superuser, story) == (set(), set())
    assert superuser.execute("SELECT case_id FROM hold_cases").fetchall() == [(story.held,)]
    with story.agency.acting("practitioner") as session:
        assert session.execute(select(Client)).first()
        assert [(one.number, one.hash) for one in lost_certificates(session)] == [certificate]
    # The next certificate follows the one that only its receiver still has.
    with story.agency.acting() as session:
        [hold_id] = session.execute(select(HoldCase.hold_id)).scalars()
        ask_release(session, get_hold(session, hold_id), reason="over")
    with story.agency.acting("supervisor") as session:
        release_hold(session, get_hold(session, hold_id))
    destroy_what_is_due(story, superuser, monkeypatch, LATER + timedelta(days=80))
    [[body]] = superuser.execute("SELECT body FROM certificates").fetchall()
    signed = json.loads(body)["certificate"]
    assert (signed["number"] - 1, signed["previous_hash"]) == certificate
    # And a journal that is lost is written anew with both, and with what was merged.
    before = read_again(story.agency)
    with story.agency.acting() as session:
        write_anew(session)
    assert journal.first_broken(story.agency.organisation_id) is None
    assert read_again(story.agency) == before


def read_again(agency: Agency) -> tuple[object, ...]:
    """What a restore would learn from the journal, in any order."""
    lines = journal.read(agency.organisation_id)
    intents = [one.told for one in lines if one.kind is journal.Kind.INTENT]
    gone = {(one["batch"], *sorted(of)) for one in intents for of in one["references"].values()}
    merged = {reference for one in intents for reference in one["merged"]}
    certificates = {one.told["number"]: one.told["hash"] for one in lines if one.kind == "certificate"}
    assert len(merged) == 1 and len(certificates) == 2
    return gone, merged, certificates


def test_killed_anywhere_it_is_run_again_and_ends_the_same(
    story: Story, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    since(story, superuser, monkeypatch)
    words = ("restore", story.folder, "--agency", story.agency.slug)
    done(*words)
    wanted, kills, deadly = settled(superuser, story), 0, 40
    while run_until_killed(words, deadly):
        kills, deadly = kills + 1, deadly + 300
        # Whatever a killed one left is shut.
        assert story.agency.organisation_id in sealed() or kills == 1
    assert kills >= 2
    assert sealed() == set()
    assert settled(superuser, story) == wanted
    # And the replay by itself, killed at any step of it.
    done(*words, "--no-replay")
    deadly = 1
    while run_until_killed(("retention", "replay"), deadly):
        kills, deadly = kills + 1, deadly + 97
    assert kills >= 5
    assert settled(superuser, story) == wanted


def run_until_killed(words: tuple[object, ...], deadly: int) -> bool:
    """Runs a command in a process of its own that dies by its own hand just before its n-th statement; whether it did."""
    child = os.fork()
    if child == 0:
        steps, execute = itertools.count(1), psycopg.Cursor.execute

        def step(*args: object, **options: object) -> object:
            if next(steps) == deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*args, **options)

        psycopg.Cursor.execute = step
        os._exit(says(*words).exit_code)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


def test_what_is_not_whole_is_refused_before_anything_is_touched(
    story: Story, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    content = backup_parts.newest(story.folder, "content")
    before = everything_of(superuser, story.agency)

    def refused(words: str, *options: object) -> None:
        result = says("restore", content, "--agency", story.agency.slug, *options)
        assert result.exit_code == 1 and words in result.output.replace("\n", " "), result.output
        assert everything_of(superuser, story.agency) == before and sealed() == set()

    refused("no whole backup of keys", "--keys", tmp_path)
    part = content / f"{story.agency.organisation_id}.zip"
    whole = part.read_bytes()
    part.write_bytes(whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:])
    refused("is damaged")
    part.write_bytes(whole)
    manifest = content / "MANIFEST"
    said = manifest.read_text()
    manifest.write_text(said.replace('"rows":', '"rows": ', 1))
    refused("manifest in")
    manifest.write_text(said)
    manifest.rename(content / "half")
    refused("There is no whole backup")
    (content / "half").rename(manifest)
    assert "open agencies" in says("restore", content).output
    assert says("restore", content, "--agency", "nobody").exit_code == 1


def test_2_11_backups_end_when_certificates_say_so(
    story: Story, monkeypatch: pytest.MonkeyPatch, superuser: psycopg.Connection
) -> None:
    today = date.today()
    assert backup_parts.horizon(today) == today + backup_parts.CONTENT_LIVES
    [content], [keys] = ([one.name for one in place.iterdir() if one.name != "keys"]
                         for place in (story.folder, story.folder / "keys"))  # fmt: skip
    move_to(monkeypatch, today + timedelta(days=8))
    told = done("backup", story.folder)
    assert (told["ended"], told["ended_keys"]) == ([], [keys])
    move_to(monkeypatch, today + timedelta(days=36))
    assert done("backup", story.folder)["ended"] == [content]
    assert last_backup() is not None


def test_every_table_is_in_a_backup_or_says_why_not(superuser: psycopg.Connection) -> None:
    rows = superuser.execute(
        "SELECT CASE schemaname WHEN 'public' THEN tablename ELSE schemaname || '.' || tablename END FROM pg_tables"
        " WHERE schemaname !~ '^(pg_catalog|information_schema|as_.+)$'"
    ).fetchall()
    stored = {one.name for one in backup_tables.stored_tables(superuser)}
    assert {name for (name,) in rows} == stored | set(backup_tables.NEVER)
    assert all(one.key for one in backup_tables.stored_tables(superuser))
