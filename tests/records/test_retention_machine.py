"""Random lives of an agency (close, correct, reopen, hold, release, ask for access, publish, plan, approve, take back, wait,
crash, come back from a backup) against a small reference: what is hidden and what is gone is the same in both after every step, and no invariant of the protocol is
ever broken (retention.md 3.1, P4)."""

import os
import shutil
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner
from hypothesis import Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from records.cases.actions import close_case, reopen_case
from records.cases.queries import get_case
from records.clients.queries import get_client
from records.requests.actions import take_step
from records.requests.queries import get_request
from records.retention.clocks import record_date
from records.retention.holding import ask_release, place_hold, release_hold
from records.retention.planning import PLAN_LASTS, ask_restore, cancel_run
from records.retention.proof import Verified
from records.retention.queries import get_hold
from records.retention.referring import Answer
from records.retention.run_queries import certificates, checked, get_item, get_run, items_of
from records.retention.terms import Event, HoldKind
from tenants import audit, journal
from tenants.backup_taking import take_backup
from tenants.settings import settings
from tests import factories
from tests.killing import next_job, work_until_killed
from tests.retention import approve, change_keep, everything_of, move_to, plan, put_in_force, work
from tests.world import World
from webapp.cli import main
from workers import certificates as working

BEGIN = date(2040, 6, 1)
GRACE = timedelta(days=30)
NOTICE = timedelta(days=30)


def later(day: date, years: int) -> date:
    """The first day on which what happened on a day may go, counted on fingers."""
    leap = (day.month, day.day) == (2, 29) and (day.year + years) % 4 != 0
    return day.replace(year=day.year + years, day=28 if leap else day.day) + timedelta(days=1)


@dataclass
class ACase:
    """What the reference knows of a case."""

    client: UUID
    closed_on: date | None = None
    changes: int = 0
    holds: set[int] = field(default_factory=set)
    hidden_by: int | None = None
    gone: bool = False


@dataclass
class ARun:
    """What the reference knows of a run: each case with the grounds on which it was listed."""

    planned_on: date
    grounds: dict[UUID, object]
    state: str = "planned"
    destroy_on: date | None = None
    left: set[UUID] = field(default_factory=set)
    asked: set[UUID] = field(default_factory=set)


@dataclass
class Reference:
    """The whole of retention on one screen."""

    today: date = BEGIN
    cases: dict[UUID, ACase] = field(default_factory=dict)
    runs: list[ARun] = field(default_factory=list)
    versions: list[tuple[date, int]] = field(default_factory=list)

    def schedule(self) -> tuple[tuple[date, int], ...]:
        started = [one for one in self.versions if one[0] <= self.today]
        newest = self.versions.index(started[-1]) if started else 0
        return tuple(self.versions[newest:])

    def grounds(self, case: ACase) -> object:
        return case.closed_on, case.changes, frozenset(case.holds), self.schedule()

    def is_due(self, case: ACase) -> bool:
        if case.closed_on is None or case.holds or case.gone:
            return False
        return all(later(case.closed_on, years) <= self.today for _, years in self.schedule())

    def list_for_run(self) -> dict[UUID, object]:
        return {
            one: self.grounds(case)
            for one, case in self.cases.items()
            if case.hidden_by is None and self.is_due(case)
        }

    def brought_back(self, then: "Reference") -> "Reference":
        """What is there once a backup came back and the journal was replayed: what was destroyed is destroyed, what was
        held is held, every list is over, and all else is as it was then."""
        for one, case in then.cases.items():
            case.gone, case.holds, case.hidden_by = self.cases[one].gone, self.cases[one].holds, None
        for run in then.runs:
            run.state = "over"
        then.today = self.today
        return then

    def settle(self) -> None:
        """What workers do when they have all the time they need."""
        for number, run in enumerate(self.runs):
            self._step(number, run)

    def _step(self, number: int, run: ARun) -> None:
        if run.state == "approved":
            for one, grounds in run.grounds.items():
                case = self.cases[one]
                is_free = case.hidden_by is None and not case.gone
                if is_free and self.is_due(case) and self.grounds(case) == grounds:
                    case.hidden_by = number
                else:
                    run.left.add(one)
            run.state = "waiting"
        if run.state == "waiting" and run.destroy_on and self.today >= run.destroy_on:
            self._destroy(number, run)
        for one in [one for one, case in self.cases.items() if case.hidden_by == number]:
            case = self.cases[one]
            if run.state == "cancelled" or one in run.asked or (one in run.left and not case.holds):
                case.hidden_by = None

    def _destroy(self, number: int, run: ARun) -> None:
        run.state = "over"
        for one in [one for one, case in self.cases.items() if case.hidden_by == number]:
            case = self.cases[one]
            if one in run.asked:
                continue
            if self.is_due(case) and self.grounds(case) == run.grounds[one]:
                case.gone, case.hidden_by = True, None
            elif case.holds:
                run.left.add(one)
            else:
                case.hidden_by = None


@dataclass
class ABackup:
    """Where it lies, and what the reference was when it was taken."""

    folder: Path
    model: Reference
    requests: frozenset[int]


class Lives(RuleBasedStateMachine):
    """One agency, lived at random."""

    folder: ClassVar[Path]
    fresh: ClassVar[Callable[[], World]]
    superuser: ClassVar[psycopg.Connection]
    seen: ClassVar[Counter[str]] = Counter()
    monkeypatch: ClassVar[pytest.MonkeyPatch]

    @initialize()
    def begin(self) -> None:
        self.world = type(self).fresh()
        self.agency = self.world.first
        self.model = Reference()
        self.holds: dict[int, UUID] = {}
        self.requests: dict[int, tuple[UUID, UUID]] = {}
        self.held_by: dict[int, UUID] = {}
        self.backup: ABackup | None = None
        self.run_ids: list[UUID] = []
        self.number = self.is_fatal = 0
        shutil.rmtree(journal.folder(), ignore_errors=True)
        move_to(self.monkeypatch, BEGIN)
        put_in_force(self.agency)
        self.model.versions.append((BEGIN, 7))
        for ago in (2900, 2700, 2300):
            self.close(self.open(), ago)
        self.other = everything_of(self.superuser, self.world.second)

    # --- what people do -------------------------------------------------------------------------------------------

    def open(self) -> UUID:
        with self.agency.acting("practitioner") as session:
            case = factories.a_case(session, days_ago=3000)
            factories.a_note(session, case)
            self.model.cases[case.id] = ACase(case.client_id)
            return case.id

    @rule(ago=st.integers(2000, 2900))
    def open_and_close(self, ago: int) -> None:
        self.close(self.open(), ago)

    def close(self, case_id: UUID, ago: int) -> None:
        known, day = self.model.cases[case_id], self.model.today - timedelta(days=ago)
        with self.agency.acting("practitioner") as session:
            case = get_case(session, known.client, case_id)
            close_case(session, case, closed_on=max(day, case.opened_on), exit_reason="employed")
            known.closed_on = case.closed_on
        known.changes += 1

    @precondition(lambda self: self.in_sight())
    @rule(data=st.data())
    def close_or_reopen(self, data: st.DataObject) -> None:
        case_id = data.draw(st.sampled_from(self.in_sight()))
        known = self.model.cases[case_id]
        if known.closed_on is None:
            self.close(case_id, data.draw(st.integers(0, 2000)))
        else:
            with self.agency.acting("practitioner") as session:
                reopen_case(session, get_case(session, known.client, case_id), reason="came back")
            known.closed_on, known.changes = None, known.changes + 1
        self.settle()

    @precondition(lambda self: self.closed())
    @rule(data=st.data(), ago=st.integers(0, 2900))
    def correct(self, data: st.DataObject, ago: int) -> None:
        """Somebody finds that it closed on another day."""
        case_id = data.draw(st.sampled_from(self.closed()))
        known, day = self.model.cases[case_id], self.model.today - timedelta(days=ago)
        with self.agency.acting("practitioner") as session:
            case, client = get_case(session, known.client, case_id), get_client(session, known.client)
            day = max(day, case.opened_on)
            if day == known.closed_on:
                return
            told = {"kind": Event.CASE_CLOSED, "on": day, "reason": "the paper says so"}
            record_date(session, case, client, **told, version=case.version)
        known.closed_on, known.changes = day, known.changes + 1
        self.settle()

    @precondition(lambda self: self.in_sight())
    @rule(data=st.data())
    def request(self, data: st.DataObject) -> None:
        """A person asks for their file: everything of it is held until that is over."""
        case_id = data.draw(st.sampled_from(self.in_sight()))
        known = self.model.cases[case_id]
        with self.agency.acting() as session:
            request = factories.a_request(session, get_client(session, known.client))
            self.number += 1
            self.requests[self.number] = request.id, known.client
            assert request.hold_id is not None
            self.held_by[self.number] = request.hold_id
        known.holds.add(self.number)
        self.settle()

    @precondition(lambda self: self.requests)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.requests)))
        request_id, client_id = self.requests.pop(number)
        with self.agency.acting() as session:
            request = get_request(session, client_id, request_id)
            take_step(session, request, "withdraw", version=request.version, words="no more")
        for case in self.model.cases.values():
            case.holds.discard(number)
        self.settle()

    @rule(data=st.data())
    def hold(self, data: st.DataObject) -> None:
        case_id = data.draw(st.sampled_from(self.hidden() or sorted(self.model.cases)))
        known = self.model.cases[case_id]
        with self.agency.acting() as session:
            placed = place_hold(session, [case_id], kind=HoldKind.LITIGATION, basis="m", reason="r")
            if known.gone:
                assert placed.answers == {case_id: Answer.ALREADY_DESTROYED}
                return
            is_hidden = known.hidden_by is not None
            wanted = Answer.PROTECTED_WAS_QUARANTINED if is_hidden else Answer.PROTECTED
            assert placed.answers == {case_id: wanted}
            assert placed.hold is not None
            self.number += 1
            self.holds[self.number] = placed.hold.id
        known.holds.add(self.number)
        self.settle()

    @precondition(lambda self: self.holds)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.holds)))
        hold_id = self.holds.pop(number)
        with self.agency.acting() as session:
            ask_release(session, get_hold(session, hold_id), reason="over")
        with self.agency.acting("supervisor") as session:
            release_hold(session, get_hold(session, hold_id))
        for case in self.model.cases.values():
            case.holds.discard(number)
        self.settle()

    @rule(years=st.integers(6, 9))
    def publish(self, years: int) -> None:
        announced, before = self.model.versions[-1]
        on = self.model.today + (NOTICE if years < before else timedelta(0))
        assert change_keep(self.agency, years) == max(on, announced)
        self.model.versions.append((max(on, announced), years))
        self.settle()

    @rule()
    def plan(self) -> None:
        run = plan(self.agency)
        wanted = self.model.list_for_run()
        with self.agency.acting(read_only=True) as session:
            listed = {one.item.record_id for one in items_of(session, run.id)}
        assert listed & set(self.model.cases) == set(wanted)
        self.run_ids.append(run.id)
        self.model.runs.append(ARun(self.model.today, wanted))

    @precondition(lambda self: self.runs("planned"))
    @rule(data=st.data())
    def approve(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.runs("planned")))
        run = self.model.runs[number]
        with self.agency.acting(read_only=True) as session:
            row = get_run(session, self.run_ids[number])
        if row.planned == 0 or self.model.today > run.planned_on + PLAN_LASTS:
            return
        approve(self.agency, row)
        run.state, run.destroy_on = "approved", self.model.today + GRACE
        self.settle()

    @rule(
        fatal=st.integers(0, 60),
        between=st.sampled_from(["", "hold", "request", "correct", "ask_back", "publish", "back_up"]),
        data=st.data(),
    )
    def run(self, fatal: int, between: str, data: st.DataObject) -> None:
        """A run as it is meant to be, but for somebody who comes between, and a worker who dies."""
        self.plan()
        self.approve(data)
        if between == "publish":
            self.publish(data.draw(st.integers(6, 9)))
        elif between == "back_up" and self.backup is None:
            self.back_up()
        elif between == "correct" and self.closed():
            self.correct(data, data.draw(st.integers(0, 2900)))
        elif between == "request" and self.in_sight():
            self.request(data)
        elif between in ("hold", "ask_back") and self.hidden():
            getattr(self, between)(data)
        self.is_fatal = fatal
        self.wait(31)

    @precondition(lambda self: self.runs("planned", "waiting"))
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(self.runs("planned", "waiting")))
        with self.agency.acting("supervisor") as session:
            cancel_run(session, get_run(session, self.run_ids[number]))
        self.model.runs[number].state = "cancelled"
        self.settle()

    @precondition(lambda self: self.hidden())
    @rule(data=st.data())
    def ask_back(self, data: st.DataObject) -> None:
        case_id = data.draw(st.sampled_from(self.hidden()))
        number = self.model.cases[case_id].hidden_by
        assert number is not None
        with self.agency.acting("supervisor") as session:
            (item,) = (
                one.item for one in items_of(session, self.run_ids[number]) if one.item.record_id == case_id
            )
            ask_restore(session, get_item(session, self.run_ids[number], item.id), reason="asked for")
        self.model.runs[number].asked.add(case_id)
        self.settle()

    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        """The next worker dies in the middle; whoever comes after ends where no crash would have ended (I6)."""
        self.is_fatal = data.draw(st.integers(1, 60))

    @rule(days=st.sampled_from([1, 13, 29, 31, 60, 200]))
    def wait(self, days: int) -> None:
        self.model.today += timedelta(days=days)
        move_to(self.monkeypatch, self.model.today)
        self.settle()

    @precondition(lambda self: self.backup is None)
    @rule()
    def back_up(self) -> None:
        folder = self.folder / str(len(list(self.folder.iterdir())))
        take_backup(folder, folder / "keys", str)
        # Elsewhere the next night takes another; here one that is a week old would stop every run.
        self.superuser.execute("DELETE FROM gate.backups")
        self.backup = ABackup(folder, deepcopy(self.model), frozenset(self.requests))

    @precondition(lambda self: self.backup is not None)
    @rule()
    def restore(self) -> None:
        """The agency alone comes back as it was, and its journal is replayed: no hold is lost, nothing lives again, and
        nothing goes any more on the word of an approval from before (I1, I2, I4, I10)."""
        backup, self.backup = self.backup, None
        assert backup is not None
        ledger = "SELECT reference FROM erasure_ledger ORDER BY 1"
        gone = self.superuser.execute(ledger).fetchall()
        words = ["restore", str(backup.folder), "--agency", self.agency.slug]
        result = CliRunner().invoke(main, words)
        assert result.exit_code == 0, result.output
        assert self.superuser.execute(ledger).fetchall() == gone
        self.model = self.model.brought_back(backup.model)
        self.seen["restored"] += 1
        self.seen["destroyed again"] += bool(gone)
        del self.run_ids[len(self.model.runs) :]
        # What was asked for since is forgotten, and its hold is not: two people release it.
        for number in set(self.requests) - backup.requests:
            self.holds[number] = self.held_by[number]
            del self.requests[number]
        self.settle()

    # --- what must hold -------------------------------------------------------------------------------------------

    def settle(self) -> None:
        fatal, self.is_fatal = self.is_fatal, 0
        if fatal and (job := next_job(self.superuser, self.agency, self.model.today)):
            self.seen["killed"] += work_until_killed(job[0], fatal)
            next_job(self.superuser, self.agency, self.model.today)
            self.superuser.execute("UPDATE jobs SET state = 'waiting' WHERE state = 'running'")
        work(self.superuser, self.agency)
        self.model.settle()

    def in_sight(self) -> list[UUID]:
        return sorted(k for k, v in self.model.cases.items() if not v.gone and v.hidden_by is None)

    def closed(self) -> list[UUID]:
        return [one for one in self.in_sight() if self.model.cases[one].closed_on is not None]

    def hidden(self) -> list[UUID]:
        return sorted(k for k, v in self.model.cases.items() if v.hidden_by is not None)

    def runs(self, *states: str) -> list[int]:
        return [number for number, run in enumerate(self.model.runs) if run.state in states]

    @invariant()
    def the_same_is_hidden_and_the_same_is_gone(self) -> None:
        rows = self.superuser.execute(
            "SELECT id, quarantined_at IS NOT NULL, (SELECT count(*) FROM notes n WHERE n.case_id = c.id) FROM cases c"
            " WHERE organisation_id = %s", [self.agency.organisation_id]
        ).fetchall()  # fmt: skip
        there = {row[0]: (row[1], row[2]) for row in rows}
        for case_id, known in self.model.cases.items():
            # Whole, or gone: never something in between (I3).
            wanted = None if known.gone else (known.hidden_by is not None, 1)
            self.seen["gone" if known.gone else "hidden" if known.hidden_by is not None else "kept"] += 1
            self.seen["held while hidden"] += bool(known.holds and known.hidden_by is not None)
            assert there.get(case_id) == wanted, (case_id, known)

    def teardown(self) -> None:
        if not hasattr(self, "other"):
            return
        with self.agency.acting(read_only=True) as session:
            answers = [checked(session, row) for row in certificates(session)]
            assert audit.first_broken(session) is None
        assert all(isinstance(one, Verified) for one in answers)
        leaves = sum(one.certificate.leaf_count for one in answers if isinstance(one, Verified))
        # What a restoration destroyed again has its certificate with whoever received it, and not here.
        count = "SELECT count(*) FILTER (WHERE run_id IS NOT NULL), count(*) - (SELECT count(*) FROM erasure_ledger) FROM stubs"
        assert self.superuser.execute(count).fetchone() == (leaves, 0)
        assert everything_of(self.superuser, self.world.second) == self.other


def test_p4_any_life_of_an_agency_ends_as_the_reference_says(
    request: pytest.FixtureRequest,
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    database = request.getfixturevalue("database")
    kept = request.getfixturevalue("made_world")

    def fresh() -> World:
        monkeypatch.delenv("NORTHFILE_TODAY", raising=False)
        database.clean()
        return kept.put_back()

    monkeypatch.setattr(working, "issue", lambda _values, _key: factories.DrawnElsewhere())
    Lives.fresh, Lives.superuser, Lives.monkeypatch = staticmethod(fresh), superuser, monkeypatch
    Lives.folder = tmp_path
    lives = int(os.environ.get("LIVES", "8"))
    try:
        run_state_machine_as_test(
            Lives,
            settings=hypothesis_settings(
                max_examples=lives,
                stateful_step_count=22,
                # What fails is shown as it came; shrinking it would take longer than all other tests.
                phases=[Phase.explicit, Phase.reuse, Phase.generate],
            ),
        )
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert Lives.seen["gone"] and Lives.seen["killed"], "nothing happened"
    assert lives < 5 or Lives.seen["restored"], "nothing came back"
