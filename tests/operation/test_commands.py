"""What the command says about agencies, their trail and their retention."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from records.retention import actions
from records.retention.certificate import Certificate, ClassCount, Completeness, Method
from records.retention.confirming import take_preset
from records.retention.proof import merkle_root, sign
from records.retention.queries import find_draft
from records.retention.terms import Action, RecordClass
from records.retention.traces import RetentionRun
from tenants import clock, halt, journal
from tenants.mail import Mail
from tenants.settings import settings
from tests import factories
from tests.world import Agency, World
from webapp import commands
from webapp.cli import main

Says = Callable[..., Result]


@pytest.fixture
def says() -> Says:
    return lambda *words: CliRunner().invoke(main, words)


def found(result: Result) -> object:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def scheduled(agency: Agency) -> str:
    """Seven years after closing, and one case of that age; its number."""
    with agency.acting() as session:
        authority = actions.add_authority(
            session, title="Agreement", citation="clause 9", kind="funder", verified_on=factories.today()
        )
        version = actions.draft_version(session)
        take_preset(session, version, "case_file", authority_id=authority.id)
        actions.propose_version(session, version)
    with agency.acting("supervisor") as session:
        actions.publish_version(session, find_draft(session))
    with agency.acting("practitioner") as session:
        old = factories.a_closed_case(session, closed_on=factories.today() - timedelta(days=2800))
        return old.number


def test_every_agency_is_named(says: Says, world: World) -> None:
    listed = found(says("organisation", "list", "--json"))
    assert {one["slug"] for one in listed} == {agency.slug for agency in world.both}
    assert "Amik Career Centre" in says("organisation", "list").output


def test_an_invitation_goes_out_in_the_name_of_somebody_who_may(says: Says, world: World) -> None:
    words = (
        "member",
        "invite",
        "--organisation",
        world.first.slug,
        "--email",
        "new@example.org",
        "--name",
        "New",
    )
    owner, practitioner = (
        f"Owner@{world.first.secret}.example.org",
        f"practitioner@{world.first.secret}.example.org",
    )
    made = found(says(*words, "--as", owner, "--role", "practitioner", "--role", "supervisor", "--json"))
    assert made["email"] == "new@example.org"
    with world.first.acting() as session:
        sent = session.execute(select(Mail).where(Mail.to_address == "new@example.org")).scalar_one()
        assert sent.params["token"] not in str(made)
    for address in (practitioner, f"owner@{world.second.secret}.example.org"):
        refused = says(*words, "--as", address, "--role", "practitioner")
        assert refused.exit_code == 1
        assert "may do this" in refused.output


def test_the_first_broken_record_is_named(says: Says, world: World, superuser: psycopg.Connection) -> None:
    assert {one["first_broken"] for one in found(says("audit", "verify", "--json"))} == {None}
    superuser.execute("SET session_replication_role = replica")
    superuser.execute(
        "UPDATE audit_events SET verb = 'signed_out' WHERE organisation_id = %s AND seq = 3",
        (world.second.organisation_id,),
    )
    superuser.execute("SET session_replication_role = origin")
    broken = says("audit", "verify")
    assert broken.exit_code == 1
    assert f"{world.second.slug}: broken at record 3" in broken.output
    assert f"{world.first.slug}: whole" in broken.output
    assert says("audit", "verify", "--organisation", world.first.slug).exit_code == 0


def test_the_first_broken_note_is_named(says: Says, world: World, superuser: psycopg.Connection) -> None:
    note_id = world.second.ids["note_id"]
    superuser.execute("SET session_replication_role = replica")
    superuser.execute("UPDATE notes SET minutes = minutes + 1 WHERE id = %s", (note_id,))
    superuser.execute("SET session_replication_role = origin")
    broken = says("audit", "verify")
    assert broken.exit_code == 1
    assert f"{world.second.slug}: broken at note of case K-" in broken.output
    assert f"note {note_id}" in broken.output
    assert f"{world.first.slug}: whole" in broken.output


def test_an_agency_that_is_not_there(says: Says, world: World) -> None:
    assert world
    result = says("audit", "verify", "--organisation", "nowhere")
    assert result.exit_code == 1
    assert "There is no agency nowhere" in result.output


def test_papers_are_looked_at_when_there_is_something_to_look_with(
    says: Says, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = says("papers", "scan")
    assert refused.exit_code == 1 and "CLAMD_URL is not set" in refused.output
    with world.first.acting("practitioner") as session:
        factories.a_paper(session, factories.a_client(session), verdict="unscanned")
    monkeypatch.setenv("CLAMD_URL", "tcp://127.0.0.1:9")
    settings.cache_clear()
    asked = found(says("papers", "scan", "--json"))
    monkeypatch.undo()
    settings.cache_clear()
    assert {one["organisation"]: one["asked"] for one in asked} == {
        world.first.slug: 1,
        world.second.slug: 0,
    }


def test_why_and_until_when_a_case_is_kept(says: Says, world: World) -> None:
    number = scheduled(world.first)
    told = found(says("retention", "explain", number, "--organisation", world.first.slug, "--json"))
    assert told["state"] == "due"
    assert "clause 9" in told["words"][0]
    past = str(clock.today("America/Toronto") - timedelta(days=400))
    earlier = says(
        "retention", "explain", number, "--organisation", world.first.slug, "--as-of", past, "--json"
    )
    assert found(earlier)["state"] == "retained"
    assert says("retention", "explain", number, "--organisation", world.second.slug).exit_code == 1
    assert says("retention", "explain", "K-999", "--organisation", world.first.slug).exit_code == 1


def test_what_will_be_due_is_counted_by_month(says: Says, world: World) -> None:
    scheduled(world.first)
    words = ("retention", "forecast", "--organisation", world.first.slug)
    told = found(says(*words, "--json"))["in_force"]
    counts = {place: one["due"] + one["held"] for place, one in told["places"].items()}
    assert sum(counts.values()) == told["cases"] and len(counts) == 24 + 5
    assert (counts["now"], counts["unscheduled"]) == (1, 0)
    past = str(clock.today("America/Toronto") - timedelta(days=400))
    assert found(says(*words, "--as-of", past, "--json"))["in_force"]["places"]["now"]["due"] == 0
    assert "in_force" in says(*words).output
    other = found(says("retention", "forecast", "--organisation", world.second.slug, "--json"))["in_force"]
    assert other["places"]["unscheduled"]["due"] == other["cases"]


def test_a_plan_is_made_by_a_person_and_touches_nothing(says: Says, world: World) -> None:
    number = scheduled(world.first)
    words = ("retention", "plan", "--organisation", world.first.slug, "--json")
    assert says(*words, "--as", f"practitioner@{world.first.secret}.example.org").exit_code == 1
    owner = ("--as", f"owner@{world.first.secret}.example.org")
    dry = found(says(*words, *owner, "--dry-run"))
    with world.first.acting(read_only=True) as session:
        assert session.execute(select(RetentionRun)).all() == [], "a dry run writes nothing"
    made = found(says(*words, *owner))
    assert made["planned"] == 1
    own = ("id", "dry_run")
    assert {k: v for k, v in dry.items() if k not in own} == {k: v for k, v in made.items() if k not in own}
    assert [one["number"] for one in made["items"]] == [number], "item for item"
    still_there = says("retention", "explain", number, "--organisation", world.first.slug)
    assert still_there.exit_code == 0


def test_the_nightly_look_can_be_had_now(says: Says, world: World) -> None:
    scheduled(world.first)
    first = {one["organisation"]: one for one in found(says("retention", "run", "--json"))}
    assert first[world.first.slug]["new"]
    assert first[world.first.slug]["due"] == 1
    again = {one["organisation"]: one for one in found(says("retention", "run", "--json"))}
    assert not again[world.first.slug]["new"]
    assert again[world.first.slug]["due"] == 1


def test_the_operator_stops_all_destruction_and_checks_every_journal(says: Says, world: World) -> None:
    try:
        assert says("retention", "stop-everywhere").exit_code == 0 and halt.is_halted()
    finally:
        assert says("retention", "allow-everywhere").exit_code == 0
    assert not halt.is_halted()
    slug, me = world.first.slug, world.first.organisation_id
    journal.append(me, journal.Kind.RELEASED, hold=str(world.first.ids["case_id"]))
    assert found(says("retention", "journal", "--organisation", slug, "--json"))[0]["first_broken"] is None
    file = journal.folder() / f"{me}.jsonl"
    whole = file.read_bytes()
    file.write_bytes(b"{}\n" + whole)
    assert says("retention", "journal").exit_code == 1
    assert says("retention", "rewrite-journal", "--organisation", slug).exit_code == 0
    assert says("retention", "journal").exit_code == 0


def test_a_certificate_is_checked_without_database_or_network(
    says: Says, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "settings", lambda: pytest.fail("needs no settings"))
    private = Ed25519PrivateKey.generate()
    key = private.public_key().public_bytes_raw().hex()
    (tmp_path / "key").write_text(key + "\n")
    file = tmp_path / "certificate.json"
    file.write_bytes(sign(_certificate(), private))
    for said in (key, str(tmp_path / "key")):
        checked = found(says("retention", "verify", str(file), "--key", said, "--json"))
        assert checked["verified"]
        assert checked["certificate"]["number"] == 1
    file.write_bytes(file.read_bytes().replace(b'"number":1', b'"number":2'))
    assert says("retention", "verify", str(file), "--key", key).exit_code == 1
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    file.write_bytes(sign(_certificate(), private))
    assert says("retention", "verify", str(file), "--key", other).exit_code == 1
    assert "64 hexadecimal" in says("retention", "verify", str(file), "--key", "nonsense").output


def _certificate() -> Certificate:
    at = datetime(2027, 3, 1, 4, tzinfo=UTC)
    return Certificate(
        organisation_id="o",
        number=1,
        run_id="r",
        as_of=date(2027, 3, 1),
        started_at=at,
        finished_at=at,
        policy_versions=("v",),
        authorities=("clause 9",),
        classes=(
            ClassCount(record_class=RecordClass.CASE_FILE, action=Action.DESTROY, planned=0, destroyed=0),
        ),
        approvals=(),
        merkle_root=merkle_root(()),
        leaf_count=0,
        statistics_hash="0" * 64,
        stores=(),
        method=Method.ROWS_FILES_AND_KEYS,
        backup_horizon=date(2027, 4, 5),
        software_version="test",
        completeness=Completeness.COMPLETE,
    )
