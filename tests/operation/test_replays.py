"""What an agency made itself comes through a restore: classes with rules of their own, parts of a file, holds over what
they describe; and an agency that left stays gone."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from records.cases.actions import close_case
from records.outcomes.actions import decide, file_evidence
from records.retention.dates import Period, Unit
from records.retention.holding import Description, ask_release, hold_described, hold_everything, release_hold
from records.retention.in_force import holds_on
from records.retention.queries import get_hold
from records.retention.terms import Event, HoldKind, RecordClass, on
from records.supervision.actions import write_to
from tenants import journal
from tenants.settings import settings
from tests import departures, factories
from tests.operation.test_backups import done, elsewhere, says
from tests.records.test_departures import to_the_last_day
from tests.records.test_retention_classes import (
    BREACHES,
    INCIDENTS,
    YEARS_LATER,
    carry_out,
    with_incident_closed,
)
from tests.retention import everything_of, files_of, move_to, put_in_force
from tests.world import Agency, World

# Where the records lie that go by a line of their own.
OWN = (
    "incidents", "incident_persons", "incident_steps", "incident_actions", "incident_notices", "breaches", "evidence",
    "papers", "paper_files", "exchanges", "cases", "clients",
)  # fmt: skip


@pytest.fixture(autouse=True)
def calendar(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The calendar and the journal are put back, however a test ends."""
    shutil.rmtree(journal.folder(), ignore_errors=True)
    yield
    monkeypatch.undo()
    settings.cache_clear()
    shutil.rmtree(journal.folder(), ignore_errors=True)


def with_evidence(agency: Agency) -> None:
    """A closed case with a pay stub that showed the work."""
    with agency.acting("practitioner") as session:
        client = factories.a_client(session)
        case = factories.a_case(session, client)
        start = factories.a_follow_up(
            session, case, factories.a_spell(session, case, client, is_primary=True)
        )[0]
        stub = factories.a_paper(session, client, case_id=case.id)
        days = {"covers_on": factories.today(), "came_on": factories.today()}
        file_evidence(session, start, kind="pay_stub", checks=["hours"], paper_id=stub.id, **days)
        decide(session, start, outcome="refused", words="They refused", version=1)
        close_case(session, case, closed_on=factories.today(), exit_reason="employed")


def test_3_5_what_went_by_a_line_of_its_own_goes_again_and_nothing_else_does(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    agency = with_incident_closed(world)
    with_evidence(agency)
    with agency.acting("colleague") as session:
        write_to(session, kind="thanks", remark="Good week", asked_to=agency.members["practitioner"])
    done("backup", tmp_path)
    put_in_force(
        agency,
        {"keep": Period(60)},
        {
            "record_class": RecordClass.EMPLOYMENT_EVIDENCE,
            "keep": Period(90, Unit.DAYS),
            "strength": "agency",
        },
        {"record_class": RecordClass.SUPERVISION, "trigger": on(Event.LAST_EDITED_ON), "keep": Period(2)},
        INCIDENTS,
        BREACHES,
    )
    superuser.execute("DELETE FROM gate.backups")  # one of years ago would keep the run from going on
    for day in (YEARS_LATER, YEARS_LATER + timedelta(days=40)):
        move_to(monkeypatch, day)
        carry_out(agency, superuser, monkeypatch, day)
    assert set(gone_by_class(superuser)) == {
        "employment_evidence",
        "supervision",
        "breach_record",
        "incident",
    }
    gone, before, other = (
        gone_by_class(superuser),
        rows_of(superuser, agency),
        everything_of(superuser, world.second),
    )
    done("restore", tmp_path, "--agency", agency.slug)
    assert gone_by_class(superuser) == gone
    assert rows_of(superuser, agency) == before
    (stored,) = superuser.execute(
        "SELECT count(*) FROM files WHERE organisation_id = %s", [agency.organisation_id]
    ).fetchone()
    assert len(files_of(agency)) == stored
    assert everything_of(superuser, world.second) == other


def rows_of(superuser: psycopg.Connection, agency: Agency) -> dict[str, set[str]]:
    """The ids of everything in the tables of these records."""
    return {
        name: {
            str(one)
            for (one,) in superuser.execute(f"SELECT id FROM {name} WHERE organisation_id = %s", [agency.organisation_id])
        }
        for name in OWN
    }  # fmt: skip


def gone_by_class(superuser: psycopg.Connection) -> dict[str, list[str]]:
    rows = superuser.execute(
        "SELECT record_class, array_agg(reference ORDER BY reference) FROM erasure_ledger GROUP BY 1"
    )
    return dict(rows.fetchall())


def test_3_5_a_hold_over_what_it_describes_is_placed_again_and_covers_what_it_covered(
    world: World, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        bridges, plain = factories.a_case(session, program="Bridges").id, factories.a_case(session).id
    done("backup", tmp_path)
    told = {
        "kind": HoldKind.FUNDER_AUDIT,
        "basis": f"{agency.secret} matter",
        "reason": f"{agency.secret} why",
    }
    with agency.acting() as session:
        far = factories.today() + timedelta(days=900)
        wide = [
            hold_described(session, Description(program="Bridges"), **told),
            hold_described(session, Description(closed_from=far, closed_until=far), **told),
            hold_described(session, Description(record_class=RecordClass.INCIDENT), **told),
            hold_everything(session, **told),
        ]
        over = wide[-1].id
    with agency.acting() as session:
        ask_release(session, get_hold(session, over), reason="over")
    before = described(superuser)
    with agency.acting("supervisor") as session:
        release_hold(session, get_hold(session, over))
    done("restore", tmp_path, "--agency", agency.slug)
    after = described(superuser)
    # A hold that was over before anything of it was restored needs no row any more.
    assert after == {one: said for one, said in before.items() if one != over} and len(after) == 3
    with agency.acting(read_only=True) as session:
        held = holds_on(session, [bridges, plain])
    assert [len(held[one]) for one in (bridges, plain)] == [1, 0]
    lines = (journal.folder() / f"{agency.organisation_id}.jsonl").read_text()
    assert agency.secret not in lines


def described(superuser: psycopg.Connection) -> dict[object, tuple[object, ...]]:
    rows = superuser.execute(
        "SELECT id, kind, scope, record_class, program, opened_from, opened_until, closed_from, closed_until, placed_on,"
        " review_on, released_at IS NULL FROM holds WHERE scope IN ('selector', 'everything')"
    ).fetchall()  # fmt: skip
    return {row[0]: row[1:] for row in rows}


def test_2_12_an_agency_that_left_does_not_come_back_with_a_backup_from_before(
    world: World, superuser: psycopg.Connection, tmp_path: Path
) -> None:
    done("backup", tmp_path / "backups")
    departures.two_administrators(superuser, world.first)
    to_the_last_day(superuser, world.first, tmp_path)
    departures.work(superuser)
    refused = says("restore", tmp_path / "backups", "--agency", world.first.slug)
    assert refused.exit_code == 1 and "that may come back" in refused.output
    second = everything_of(superuser, world.second)
    with elsewhere(tmp_path / "var") as other:
        told = done("restore", tmp_path / "backups")
        assert told["agencies"] == [world.second.slug]
        assert not any(everything_of(other, world.first).values())
        assert everything_of(other, world.second)["clients"] == second["clients"]
        people = other.execute("SELECT id FROM gate.identities").fetchall()
        assert {one for (one,) in people} <= set(world.second.identities.values())
        assert not files_of(world.first)
