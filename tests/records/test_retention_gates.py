"""What may stop a run, met by the real worker: the journal, the breaker, the clocks, the notices, the switches."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from records.cases.actions import close_case
from records.cases.queries import get_case
from records.retention import brakes, gates, planning, purge
from records.retention.holding import ask_release, place_hold, release_hold
from records.retention.journaling import write_anew
from records.retention.queries import get_hold
from records.retention.run_queries import find_certificate_of, get_run, outcomes_of
from records.retention.states import allow_again, stop_everything
from records.retention.telling import acknowledge, notices_of
from records.retention.terms import HoldKind
from records.retention.traces import RetentionRun
from tenants import clock, gate, halt, journal
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import Conflict, NotFound, Refused
from tenants.journal import Kind
from tenants.settings import settings
from tests import factories
from tests.retention import (
    approve,
    believe_the_day,
    files_of,
    ledger_of,
    move_to,
    plan,
    put_in_force,
    run_now,
    told_of,
    work,
)
from tests.world import Agency, World
from workers.retention import evaluate_everywhere, run_retention

LATER = date(2040, 6, 1)
OVER = LATER + timedelta(days=30)
CASES = 3


@pytest.fixture
def cases(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[UUID]]:
    """Closed cases with a file each, due since long; the messages that waited before are gone."""
    made = []
    with world.first.acting("practitioner") as session:
        for _ in range(CASES):
            case = factories.a_case(session)
            factories.a_filed_document(session, case)
            close_case(session, case, closed_on=factories.today(), exit_reason="employed")
            made.append(case.id)
    move_to(monkeypatch, LATER)
    yield made
    monkeypatch.undo()
    settings.cache_clear()


def hidden(agency: Agency, superuser: psycopg.Connection) -> RetentionRun:
    """A run that is approved and hidden, of which everybody was told."""
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    assert run_now(agency, run.id).state == "waiting"
    return run


def night(agency: Agency, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """The evaluation of a night and the work it wakes."""
    move_to(monkeypatch, day)
    evaluate_everywhere()
    work(superuser, agency)


def why(agency: Agency, run: RetentionRun) -> list[str]:
    with agency.acting(read_only=True) as session:
        return [one.message for one in gates.obstacles(session, get_run(session, run.id))]


def gone(superuser: psycopg.Connection, ids: list[UUID]) -> int:
    found = superuser.execute("SELECT count(*) FROM cases WHERE id = ANY(%s)", [ids]).fetchone()
    assert found
    return len(ids) - int(found[0])


def ended(agency: Agency, run: RetentionRun) -> set[Kind]:
    """What the journal says of the batches of a run."""
    intents = journal.read(agency.organisation_id, about=run.id)
    lines = [
        line
        for one in intents
        if "batch" in one.told
        for line in journal.read(agency.organisation_id, one.told["batch"])
    ]
    return {line.kind for line in lines}


@contextmanager
def a_full_disk(*, but_the_first: int = 0) -> Iterator[None]:
    """Nothing more reaches the disk for good, after so many times."""
    really, times = os.fsync, iter(range(1 << 30))

    def full(handle: int) -> None:
        if next(times) >= but_the_first:
            raise OSError(errno.ENOSPC, "No space left on device")
        really(handle)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", full)
        yield


def test_3_2_a_batch_that_the_journal_cannot_take_is_not_committed(
    world: World, cases: list[UUID], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    run = hidden(agency, superuser)
    with a_full_disk():
        night(agency, superuser, monkeypatch, OVER)
    assert gone(superuser, cases) == 0 and ledger_of(superuser, run) == set()
    assert any("journal cannot be written" in one for one in why(agency, run))
    with a_full_disk(), pytest.raises(Refused, match="journal"), agency.acting() as session:
        place_hold(session, [cases[0]], kind=HoldKind.COMPLAINT, basis="b", reason="r")
    night(agency, superuser, monkeypatch, OVER + timedelta(days=1))
    assert run_now(agency, run.id).state == "complete" and why(agency, run) == []
    assert gone(superuser, cases) == CASES
    assert told_of(agency, run) == ledger_of(superuser, run) != set()


def test_3_6_between_commit_and_its_word_no_file_is_erased(
    world: World, cases: list[UUID], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    run = hidden(agency, superuser)
    files = files_of(agency)
    # The intent, and the entry of its new file in the folder.
    with a_full_disk(but_the_first=2):
        night(agency, superuser, monkeypatch, OVER)
        assert gone(superuser, cases) == CASES
        assert files.keys() <= files_of(agency).keys()
        assert ended(agency, run) == {Kind.INTENT}
        assert run_now(agency, run.id).state == "sweeping"
    night(agency, superuser, monkeypatch, OVER + timedelta(days=1))
    assert run_now(agency, run.id).state == "complete"
    assert len(files.keys() - files_of(agency).keys()) == CASES
    assert told_of(agency, run) == ledger_of(superuser, run)
    assert journal.first_broken(agency.organisation_id) is None


def test_3_2_an_intent_whose_batch_was_taken_back_is_void(
    world: World, cases: list[UUID], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    run = hidden(agency, superuser)

    really = purge.journal_batch

    def falls(*args: Any, **cause: Any) -> None:
        really(*args, **cause)
        raise MemoryError

    move_to(monkeypatch, OVER)
    evaluate_everywhere()
    with monkeypatch.context() as patch, pytest.raises(MemoryError):
        patch.setattr(purge, "journal_batch", falls)
        work(superuser, agency)
    assert gone(superuser, cases) == 0 and ended(agency, run) == {Kind.INTENT}
    superuser.execute("UPDATE jobs SET state = 'waiting', lease_until = NULL WHERE state = 'running'")
    work(superuser, agency)
    assert ended(agency, run) == {Kind.INTENT, Kind.VOID, Kind.DONE}
    assert told_of(agency, run) == ledger_of(superuser, run)
    assert journal.open_intents(agency.organisation_id, run.id) == []


def test_2_7_holds_stand_in_the_journal_and_a_lost_journal_stops_until_it_is_written_anew(
    world: World, cases: list[UUID], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency, file = world.first, journal.folder() / f"{world.first.organisation_id}.jsonl"
    run = hidden(agency, superuser)
    with agency.acting() as session:
        held = place_hold(session, [cases[0]], kind=HoldKind.LITIGATION, basis="Jane Doe", reason="her claim")
        assert held.hold
        hold_id = held.hold.id
    night(agency, superuser, monkeypatch, OVER)
    assert gone(superuser, cases) == CASES - 1
    line = journal.read(agency.organisation_id, about=hold_id)[-1]
    assert line.kind is Kind.HELD and line.told["scope"] == "cases"
    assert len(line.told["references"]["case_file"]) == 1
    words = file.read_text()
    assert not any(str(one) in words for one in cases) and "Jane" not in words and "claim" not in words
    references = told_of(agency, run)
    file.unlink()
    second = plan(agency)
    assert any("journal cannot be written" in one for one in why(agency, second))
    with acting_for(agency.tenancy()), transaction(login="retention") as session:
        write_anew(session)
    assert why(agency, second) == [] and journal.first_broken(agency.organisation_id) is None
    assert told_of(agency, run) == ledger_of(superuser, run) == references
    assert journal.read(agency.organisation_id, about=hold_id)[-1].told == line.told
    with agency.acting() as session:
        ask_release(session, get_hold(session, hold_id), reason="settled")
    with agency.acting("supervisor") as session:
        release_hold(session, get_hold(session, hold_id))
    assert journal.read(agency.organisation_id, about=hold_id)[-1].kind is Kind.RELEASED


def test_2_8_a_longer_list_needs_its_number_typed_and_is_never_approved_alone(
    world: World, cases: list[UUID], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    put_in_force(agency)
    usual = plan(agency)
    monkeypatch.setattr(gates, "NEVER_TOO_MANY", 1)
    monkeypatch.setattr(brakes, "NEVER_TOO_MANY", 1)
    for said in (None, usual.planned + 1):
        with agency.acting() as session, pytest.raises(Refused, match="more than usual") as refusal:
            planning.plan_run(session, confirmed=said)
        assert refusal.value.field == "confirmed"
    with agency.acting() as session:
        assert planning.plan_run(session, limit=1).confirmed is None
        typed = planning.plan_run(session, confirmed=usual.planned)
        assert typed.confirmed == usual.planned
    monkeypatch.setattr(planning, "second_person", lambda *_args, **_more: (agency.members["owner"], True))
    with agency.acting() as session, pytest.raises(Refused, match="never approved alone"):
        planning.approve_run(
            session, get_run(session, typed.id), list_hash=typed.list_hash, count=typed.planned
        )
    monkeypatch.undo()
    move_to(monkeypatch, LATER)
    # The usual list, planned before anybody had to type anything, stops at the breaker.
    approve(agency, usual)
    monkeypatch.setattr(gates, "NEVER_TOO_MANY", 1)
    monkeypatch.setattr(brakes, "NEVER_TOO_MANY", 1)
    work(superuser, agency)
    assert any(one.startswith("Too many files") for one in why(agency, usual))
    with agency.acting() as session:
        assert outcomes_of(session, usual.id) == {"planned": usual.planned}


def test_2_12_a_calendar_that_jumps_and_clocks_apart_stop_until_a_person_looks(
    world: World, cases: list[UUID], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    run = hidden(agency, superuser)
    monkeypatch.setattr("tests.retention.believe_the_day", lambda _agency: None)
    for day in (OVER + timedelta(days=365), LATER - timedelta(days=2)):
        night(agency, superuser, monkeypatch, day)
        assert gone(superuser, cases) == 0
        assert [one for one in why(agency, run) if "calendar has jumped" in one]
    night(agency, superuser, monkeypatch, OVER)
    with agency.acting("supervisor") as session:
        with pytest.raises(Conflict):
            gates.confirm_day(session, day=LATER)
        gates.confirm_day(session, day=OVER)
        assert not gates.is_day_in_doubt(session)
    really = clock.unmoved
    monkeypatch.setattr(clock, "unmoved", lambda: really() + timedelta(minutes=6))
    night(agency, superuser, monkeypatch, OVER + timedelta(days=1))
    assert gone(superuser, cases) == 0 and any("clocks" in one for one in why(agency, run))
    monkeypatch.setattr(clock, "unmoved", really)
    night(agency, superuser, monkeypatch, OVER + timedelta(days=2))
    assert gone(superuser, cases) == CASES


def test_2_8_destruction_waits_until_a_notice_arrived_or_somebody_saw_it(
    world: World, cases: list[UUID], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    work(superuser, agency)  # what waited to be sent before
    with monkeypatch.context() as patch:  # a mail server that takes nothing, tried to the end
        patch.setattr("workers.mail._deliver", lambda *_args: (_ for _ in ()).throw(OSError("no")))
        put_in_force(agency)
        run = plan(agency)
        approve(agency, run)
        with pytest.raises(OSError, match="no"):
            work(superuser, agency)
    superuser.execute("UPDATE jobs SET state = 'failed' WHERE kind = 'send_mail'")
    with agency.acting(read_only=True) as session:
        told = notices_of(session, run.id)
    whom = {"owner", "supervisor", "practitioner", "colleague"}
    assert {one.member_id for one in told} == {agency.members[one] for one in whom}
    mine = next(one for one in told if one.member_id == agency.members["practitioner"])
    assert mine.files == CASES
    assert any("No message" in one for one in why(agency, run))
    night(agency, superuser, monkeypatch, OVER)
    assert gone(superuser, cases) == 0 and any("could not be delivered" in one for one in why(agency, run))
    with agency.acting("reporter") as session, pytest.raises(NotFound):
        acknowledge(session, get_run(session, run.id))
    with agency.acting("colleague") as session:
        acknowledge(session, get_run(session, run.id))
    work(superuser, agency)
    assert gone(superuser, cases) == CASES
    bells = "SELECT count(*) FROM notices WHERE kind = 'run_hidden' AND about = %s"
    assert superuser.execute(bells, [run.id]).fetchone() == (4,)
    assert superuser.execute("SELECT count(*) FROM run_notices WHERE organisation_id = %s",
                             [world.second.organisation_id]).fetchone() == (0,)  # fmt: skip


def test_2_8_every_switch_stops_between_approval_and_claim_and_lets_go_again(
    world: World, cases: list[UUID], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    with agency.acting() as session:
        stop_everything(session)
    work(superuser, agency)
    with agency.acting() as session:
        assert outcomes_of(session, run.id) == {"planned": run.planned}
        allow_again(session)
    halt.halt()
    try:
        night(agency, superuser, monkeypatch, LATER + timedelta(days=1))
        assert run_now(agency, run.id).state == "approved"
        assert any("every agency" in one for one in why(agency, run))
    finally:
        halt.go_on()
    night(agency, superuser, monkeypatch, LATER + timedelta(days=15))
    assert run_now(agency, run.id).state == "cancelled"  # the approval is too old by now


def test_3_6_two_beats_and_a_message_that_comes_twice_change_nothing(
    world: World, cases: list[UUID], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    run = hidden(agency, superuser)
    move_to(monkeypatch, OVER)
    assert evaluate_everywhere() == 2
    assert evaluate_everywhere() == 0
    believe_the_day(agency)
    job = "SELECT id FROM jobs WHERE kind = 'run_retention' AND state = 'waiting' AND run_after <= %s"
    waiting = [row[0] for row in superuser.execute(job, [clock.now()])]
    assert waiting
    claims = [gate.claim_job(one, 60) for one in waiting * 2]  # the message comes twice
    assert [one is not None for one in claims] == [True] * len(waiting) + [False] * len(waiting)
    for one in claims[: len(waiting)] * 2:  # and, the first worker having been too slow, two do the same
        assert one
        with acting_for(one.tenancy):
            run_retention(one)
    superuser.execute("UPDATE jobs SET state = 'waiting', lease_until = NULL WHERE state = 'running'")
    work(superuser, agency)
    assert gone(superuser, cases) == CASES
    with agency.acting(read_only=True) as session:
        assert len(notices_of(session, run.id)) == 4
        assert find_certificate_of(session, run.id) is not None
        with pytest.raises(NotFound):
            get_case(session, UUID(int=1), cases[0])
    assert told_of(agency, run) == ledger_of(superuser, run)


def test_2_8_who_sets_the_schedule_is_told_of_a_month_at_ninety_thirty_and_seven_days_once(
    world: World, cases: list[UUID], superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency, told = world.first, []
    count = "SELECT count(*) FROM mails WHERE template = 'due' AND organisation_id = %s"
    first = superuser.execute("SELECT min(closed_on) FROM cases WHERE id = ANY(%s)", [cases]).fetchone()
    assert first
    due = first[0].replace(year=first[0].year + 7) + timedelta(days=1)
    move_to(monkeypatch, due - timedelta(days=200))
    put_in_force(agency)
    for days in (120, 90, 89, 30, 29, 7, 6, 1):
        move_to(monkeypatch, due - timedelta(days=days))
        evaluate_everywhere()
        row = superuser.execute(count, [agency.organisation_id]).fetchone()
        told.append(row[0] if row else 0)
    assert told == [0, 1, 1, 2, 2, 3, 3, 3]
