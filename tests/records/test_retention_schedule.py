"""Who may put a schedule in force, and from when; what is kept longer than a case; what stops everything."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from press.sealing import is_whole
from records.cases.actions import close_case
from records.cases.queries import get_case
from records.clients.queries import get_client
from records.documents.seals import seal_key
from records.retention import sweeping
from records.retention.actions import (
    add_authority,
    add_rule,
    change_rule,
    check_authority,
    draft_version,
    propose_version,
    publish_version,
)
from records.retention.confirming import suggested, take_preset
from records.retention.dates import Period
from records.retention.forecast import Beyond
from records.retention.holding import ask_release, hold_everything, place_hold, release_hold
from records.retention.looking_ahead import drafted, in_force, outlooks
from records.retention.models import PolicyVersion
from records.retention.planning import approve_run, ask_restore, cancel_run
from records.retention.queries import (
    find_draft,
    find_in_force,
    get_hold,
    rules_in,
)
from records.retention.run_queries import certificates, checked, get_run, items_of, outcomes_of
from records.retention.schedule import Schedule, line_of
from records.retention.states import allow_again, stop_everything
from records.retention.terms import Event, HoldKind, RecordClass, latest_of
from tenants import files, gate, issued, jobs
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import Conflict, NotFound, Refused
from tenants.settings import settings
from tests import factories
from tests.retention import (
    a_line,
    approve,
    everything_of,
    move_to,
    places_with,
    plan,
    put_in_force,
    run_now,
    work,
)
from tests.world import Agency, World
from workers import certificates as working
from workers import retention as nightly
from workers.retention import evaluate_everywhere

LATER = date(2040, 6, 1)


@pytest.fixture
def closed(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[UUID, list[UUID]]]:
    """One person with two cases that close two years apart; then it is years later."""
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session, legal_given="Canary")
        early = factories.a_closed_case(session, client)
        late = factories.a_case(session, client)
        ids = [early.id, late.id]
    move_to(monkeypatch, factories_today(world) + timedelta(days=730))
    with world.first.acting("practitioner") as session:
        case = get_case(session, client.id, ids[1])
        close_case(session, case, closed_on=factories.today(), exit_reason="employed")
    move_to(monkeypatch, LATER)
    yield client.id, ids
    monkeypatch.undo()
    settings.cache_clear()


def factories_today(world: World) -> date:
    with acting_for(world.first.tenancy()):
        return factories.today()


def a_person_of_one(agency: Agency, superuser: psycopg.Connection) -> None:
    """Everybody but the owner leaves."""
    superuser.execute(
        "UPDATE members SET ended_at = now() WHERE organisation_id = %s AND id <> %s",
        [agency.organisation_id, agency.members["owner"]],
    )


def destroy_all(
    agency: Agency, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, day: date
) -> UUID:
    """Plans, approves, waits and destroys."""
    move_to(monkeypatch, day)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    move_to(monkeypatch, day + timedelta(days=30))
    evaluate_everywhere()
    work(superuser, agency)
    return run.id


def test_a_rule_without_authority_is_not_proposed_and_a_preset_is_only_a_draft(world: World) -> None:
    with world.first.acting() as session:
        assert find_in_force(session) is None
        version = draft_version(session)
        authority = add_authority(session, title="Agreement", citation="clause 9", kind="funder")
        with pytest.raises(Refused, match="somebody last read it"):
            take_preset(session, version, "case_file", authority_id=authority.id)
        check_authority(session, authority, verified_on=factories.today())
        take_preset(session, version, "case_file", authority_id=authority.id)
        session.flush()
        assert [one.preset.code for one in suggested(session, version.id) if one.is_looked_at] == [
            "case_file"
        ]
        with pytest.raises(Conflict):
            take_preset(session, version, "case_file", authority_id=authority.id)
        add_rule(session, version, replace(line_of(rules_in(session, version.id)[0]), authority_id=None))
        with pytest.raises(Refused, match="authority"):
            propose_version(session, version)
        assert due(session, drafted(session)) == 1
        assert due(session, in_force(session)) == 0


def test_whoever_wrote_it_does_not_publish_it_and_published_it_never_changes(world: World) -> None:
    agency = world.first
    with agency.acting() as session:
        version = draft_version(session)
        add_rule(session, version, a_line(session))
        session.flush()
        propose_version(session, version)
    with agency.acting() as session, pytest.raises(Refused, match="took part"):
        publish_version(session, _draft(session))
    with agency.acting("supervisor") as session:
        publish_version(session, _draft(session))
    with agency.acting() as session:
        version = find_in_force(session)  # type: ignore[assignment]
        (rule,) = rules_in(session, version.id)
        rule.keep_amount = 1
        with pytest.raises(DBAPIError, match="draft"):
            session.flush()
        session.rollback()


def test_shorter_counts_in_thirty_days_and_longer_at_once(world: World) -> None:
    agency = world.first
    put_in_force(agency)
    _change_keep(agency, 5)
    _change_keep(agency, 9)  # longer than what is announced, but it must not bring the shorter one forward
    with agency.acting() as session:
        # What is announced keeps at once: nobody loses a record while two schedules overlap.
        today = factories.today()
        assert due(session, in_force(session), as_of=today + timedelta(days=8 * 366)) == 0
        assert due(session, in_force(session), as_of=today + timedelta(days=10 * 366)) == 1


def due(session: Session, schedule: Schedule | None, as_of: date = LATER) -> int:
    assert schedule is not None
    [seen] = outlooks(session, [schedule], as_of=as_of)
    return seen.total(Beyond.NOW)


def _change_keep(agency: Agency, years: int) -> None:
    with agency.acting() as session:
        version = draft_version(session)
        (rule,) = rules_in(session, version.id)
        change_rule(session, version, rule, replace(line_of(rule), keep=Period(years)))
        session.flush()
        propose_version(session, version)
    with agency.acting("supervisor") as session:
        proposed = _draft(session)
        publish_version(session, proposed)
        assert proposed.effective_on == factories.today() + timedelta(days=30), years


def _draft(session: Session) -> PolicyVersion:
    found = find_draft(session)
    assert found is not None
    return found


def test_an_agency_of_one_decides_alone_after_seven_days(
    world: World,
    closed: tuple[UUID, list[UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency = world.first
    a_person_of_one(agency, superuser)
    with agency.acting() as session:
        version = draft_version(session)
        add_rule(session, version, a_line(session))
        session.flush()
        propose_version(session, version)
    with agency.acting() as session, pytest.raises(Refused, match="seven days"):
        publish_version(session, _draft(session))
    move_to(monkeypatch, LATER + timedelta(days=8))
    with agency.acting() as session:
        version = _draft(session)
        publish_version(session, version)
        assert version.alone
    run = plan(agency)
    for days, is_early in ((8, True), (16, False)):
        move_to(monkeypatch, LATER + timedelta(days=days))
        with agency.acting() as session:
            found = get_run(session, run.id)
            if is_early:
                with pytest.raises(Refused, match="seven days"):
                    approve_run(session, found, list_hash=run.list_hash, count=run.planned)
            else:
                approve_run(session, found, list_hash=run.list_hash, count=run.planned)


def test_the_identity_goes_with_the_last_case(
    world: World,
    closed: tuple[UUID, list[UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency, (client_id, (early, late)) = world.first, closed
    put_in_force(agency, {"keep": Period(13)})
    first = destroy_all(agency, superuser, monkeypatch, date(2040, 11, 30))
    with agency.acting() as session:
        assert get_client(session, client_id).legal_given == "Canary"
        with pytest.raises(NotFound):
            get_case(session, client_id, early)
        assert get_case(session, client_id, late)
        assert outcomes_of(session, first)["destroyed"] >= 1
    destroy_all(agency, superuser, monkeypatch, date(2042, 1, 10))
    rows = everything_of(superuser, agency)
    assert not places_with(rows, "Canary")
    assert places_with(rows, str(client_id)) <= {"audit_events"}


def test_an_identity_with_a_rule_of_its_own_stays_until_its_own_day(
    world: World,
    closed: tuple[UUID, list[UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency, (client_id, ids) = world.first, closed
    longer = {
        "record_class": RecordClass.CLIENT_IDENTITY,
        "trigger": latest_of(Event.CASE_CLOSED, Event.LAST_SERVICE_ON),
        "keep": Period(20),
    }
    put_in_force(agency, {}, longer)
    destroy_all(agency, superuser, monkeypatch, LATER)
    with agency.acting() as session:
        assert get_client(session, client_id)
        for case_id in ids:
            with pytest.raises(NotFound):
                get_case(session, client_id, case_id)
    # Twenty years after the closing of the later case, which took its date along: in 2048.
    move_to(monkeypatch, date(2048, 11, 1))
    assert plan(agency).planned == 0
    destroy_all(agency, superuser, monkeypatch, date(2048, 12, 1))
    assert places_with(everything_of(superuser, agency), str(client_id)) <= {"audit_events"}
    with agency.acting() as session:
        newest = checked(session, certificates(session)[0]).certificate  # type: ignore[union-attr]
        assert [(str(one.record_class), one.destroyed) for one in newest.classes][-1][0] == "client_identity"


def test_the_switch_stops_everything_and_a_hold_on_everything_covers_all(
    world: World,
    closed: tuple[UUID, list[UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency = world.first
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    with agency.acting() as session:
        stop_everything(session)
    move_to(monkeypatch, LATER + timedelta(days=31))
    evaluate_everywhere()
    work(superuser, agency)
    assert run_now(agency, run.id).state == "waiting"
    with agency.acting() as session:
        allow_again(session)
        hold_everything(session, kind=HoldKind.FUNDER_AUDIT, basis="Audit 7", reason="All files")
    move_to(monkeypatch, LATER + timedelta(days=32))
    evaluate_everywhere()
    work(superuser, agency)
    with agency.acting() as session:
        assert outcomes_of(session, run.id) == {"held": run.planned}


def test_the_database_itself_keeps_what_is_held_and_what_is_in_sight(
    world: World, closed: tuple[UUID, list[UUID]]
) -> None:
    agency, (_, (case_id, _other)) = world.first, closed
    with agency.acting() as session:
        place_hold(session, [case_id], kind=HoldKind.LITIGATION, basis="m", reason="r")
    for table, column in (("hold_cases", "case_id"), ("cases", "id")):
        statement = f"DELETE FROM {table} WHERE {column} = %s"  # noqa: S608 - two words of our own
        with acting_for(agency.tenancy()), transaction(login="retention") as session:
            driver = session.connection().connection.dbapi_connection
            assert driver is not None and driver.execute(statement, [case_id]).rowcount == 0
    with acting_for(agency.tenancy()), transaction(login="retention") as session:
        driver = session.connection().connection.dbapi_connection
        driver.execute("UPDATE cases SET quarantined_at = now() WHERE id = %s", [case_id])  # type: ignore[union-attr]
        driver.execute("DELETE FROM trigger_events WHERE case_id = %s", [case_id])  # type: ignore[union-attr]
        driver.execute("DELETE FROM case_status_changes WHERE case_id = %s", [case_id])  # type: ignore[union-attr]
        driver.execute("DELETE FROM entries WHERE case_id = %s", [case_id])  # type: ignore[union-attr]
        with pytest.raises(psycopg.errors.RestrictViolation):
            driver.execute("DELETE FROM cases WHERE id = %s", [case_id])  # type: ignore[union-attr]
        session.rollback()


def test_the_product_cannot_hide_or_destroy(world: World, closed: tuple[UUID, list[UUID]]) -> None:
    for statement in (
        "UPDATE cases SET quarantined_at = now()",
        "DELETE FROM cases",
        "DELETE FROM hold_cases",
        "DELETE FROM stubs",
        "UPDATE erasure_ledger SET reference = ''",
        "UPDATE certificates SET body = ''",
        "UPDATE run_items SET state = 'quarantined'",
    ):
        with world.first.acting() as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.connection().connection.dbapi_connection.execute(statement)  # type: ignore[union-attr]
        # The failed transaction is rolled back by the driver; nothing was committed.


def lose_the_jobs(superuser: psycopg.Connection) -> None:
    """As if their worker had died each time."""
    superuser.execute("UPDATE jobs SET state = 'failed' WHERE state = 'waiting'")


def one_night_later(
    agency: Agency, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, day: date
) -> None:
    move_to(monkeypatch, day)
    evaluate_everywhere()
    work(superuser, agency)


@pytest.mark.parametrize("how", ["asked", "cancelled"])
def test_the_night_brings_back_what_a_lost_job_left_hidden_even_while_destruction_is_stopped(
    world: World,
    closed: tuple[UUID, list[UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    agency, (client_id, (case_id, _)) = world.first, closed
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    with agency.acting() as session:
        item = next(one.item for one in items_of(session, run.id) if one.item.record_id == case_id)
        ask_restore(session, item, reason="Needed again") if how == "asked" else cancel_run(
            session, get_run(session, run.id)
        )
        stop_everything(session)
    lose_the_jobs(superuser)
    one_night_later(agency, superuser, monkeypatch, LATER + timedelta(days=40))
    with agency.acting() as session:
        assert get_case(session, client_id, case_id)
        back = 1 if how == "asked" else run.planned
        assert outcomes_of(session, run.id)["restored"] == back
    assert run_now(agency, run.id).state == ("waiting" if how == "asked" else "cancelled")


def test_the_night_brings_back_what_a_released_hold_kept_and_not_what_another_keeps(
    world: World,
    closed: tuple[UUID, list[UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency, (client_id, (early, late)) = world.first, closed
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    with agency.acting() as session:
        both = place_hold(session, [early, late], kind=HoldKind.LITIGATION, basis="m", reason="r")
        place_hold(session, [late], kind=HoldKind.COMPLAINT, basis="m", reason="r")
        assert both.hold is not None
        hold_id = both.hold.id
    one_night_later(agency, superuser, monkeypatch, LATER + timedelta(days=40))
    with agency.acting() as session:
        assert outcomes_of(session, run.id)["held"] == 2
        ask_release(session, get_hold(session, hold_id), reason="settled")
    with agency.acting("supervisor") as session:
        release_hold(session, get_hold(session, hold_id))
    lose_the_jobs(superuser)
    one_night_later(agency, superuser, monkeypatch, LATER + timedelta(days=41))
    with agency.acting() as session:
        assert get_case(session, client_id, early)
        with pytest.raises(NotFound):
            get_case(session, client_id, late)


def test_a_certificate_that_cannot_be_printed_is_signed_and_printed_another_night(
    world: World,
    closed: tuple[UUID, list[UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency = world.first
    put_in_force(agency)

    def no_letter(_values: object, _key: object) -> None:
        raise working.CannotDraw("glyphs")

    issue = working.issue
    monkeypatch.setattr(working, "issue", no_letter)
    destroy_all(agency, superuser, monkeypatch, LATER)
    failed = superuser.execute("SELECT error, attempts FROM jobs WHERE state = 'failed'").fetchall()
    assert set(failed) == {("glyphs", 1)}
    with agency.acting() as session:
        assert certificates(session)[0].body and certificates(session)[0].file_id is None
    monkeypatch.setattr(working, "issue", issue)
    one_night_later(agency, superuser, monkeypatch, LATER + timedelta(days=31))
    with agency.acting() as session:
        row, (_id, key) = certificates(session)[0], seal_key(session)
        assert row.file_id is not None
        printed = files.read(session, row.file_id)
    assert is_whole(printed, key.certificate)
    lines = superuser.execute(
        "SELECT code, sha256, client_id FROM issued_files WHERE owner_id = %s", (row.id,)
    ).fetchall()
    assert [line[1:] for line in lines] == [(hashlib.sha256(printed).digest(), None)]
    found = issued.find_issued(lines[0][0])
    assert found is not None and (found["kind"], found["number"]) == ("destruction_certificate", "C-1")
    assert issued.find_issued_by_hash(hashlib.sha256(printed[:-1]).digest()) is None


def test_a_disk_that_is_away_is_asked_again_in_a_minute(
    world: World,
    closed: tuple[UUID, list[UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency = world.first
    put_in_force(agency)
    run = plan(agency)
    superuser.execute(
        "INSERT INTO erasures (organisation_id, id, created_at, run_id, kind, target, attempts)"
        " VALUES (%s, gen_random_uuid(), now(), %s, 'file', gen_random_uuid(), 0)",
        [agency.organisation_id, run.id],
    )

    def away(*_file: object) -> None:
        raise OSError

    monkeypatch.setattr(sweeping.files, "erase", away)
    with agency.acting() as session:
        jobs.enqueue(session, jobs.Job.FORGET_FILES, run=run.id)
    work(superuser, agency)
    assert superuser.execute("SELECT attempts FROM erasures").fetchall() == [(1,)]
    rests = "SELECT run_after - created_at FROM jobs WHERE state = 'waiting' AND kind = 'forget_files'"
    assert superuser.execute(rests).fetchall() == [(timedelta(seconds=60),)]


def test_no_fault_of_one_agency_takes_the_night_of_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def fails(session: Session) -> bool:
        seen.append(session)
        raise ArithmeticError

    monkeypatch.setattr(nightly, "evaluate", fails)
    evaluate_everywhere()
    assert len(seen) == len(gate.organisations()) > 1
