"""A case opens, closes, opens again; its retention clock with it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from records.cases.actions import change_goal, close_case, give_case, pause, reopen_case, start_work
from records.cases.models import Case
from records.cases.queries import (
    caseload_of,
    cases_of,
    current_trigger,
    get_case,
    set_aside,
    status_changes,
)
from records.clients.queries import get_client, standing_of
from records.tasks.queries import worklist
from tenants import clock
from tenants.database import TenantSession
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import World


def kinds(session: TenantSession, world: World) -> list[str]:
    client_id = world.first.ids["client_id"]
    return [line.kind for line in factories.timeline_of(session, client_id, group="cases").rows]


def test_closing_starts_the_retention_clock_on_that_day(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        case = get_case(session, ids["client_id"], ids["case_id"])
        closed_on = factories.today() - timedelta(days=3)
        close_case(session, case, closed_on=closed_on, exit_reason="employed")
    with world.first.acting("practitioner") as session:
        event = current_trigger(session, ids["case_id"], "case_closed")
        assert event is not None
        assert event.effective_on == closed_on


def test_reopening_stops_the_clock_and_closing_again_starts_a_new_one(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        case = get_case(session, ids["client_id"], ids["closed_case_id"])
        reopen_case(session, case, reason="came back")
    with world.first.acting("practitioner") as session:
        assert current_trigger(session, ids["closed_case_id"], "case_closed") is None
        case = get_case(session, ids["client_id"], ids["closed_case_id"])
        assert (case.status, case.closed_on, case.exit_reason) == ("active", None, None)
        close_case(session, case, closed_on=factories.today(), exit_reason="stable")
        session.flush()
        event = current_trigger(session, case.id, "case_closed")
        assert event is not None
        assert event.effective_on == factories.today()
        assert {"case_opened", "case_closed", "case_reopened"} <= set(kinds(session, world))


def test_a_closed_case_takes_no_new_work(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        case = get_case(session, ids["client_id"], ids["closed_case_id"])
        with pytest.raises(Conflict):
            factories.a_draft(session, case)
        with pytest.raises(Conflict):
            change_goal(session, case, goal="x", version=case.version)
        with pytest.raises(Conflict):
            close_case(session, case, closed_on=factories.today(), exit_reason="employed")


def test_a_case_closes_on_a_day_that_can_be(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session, days_ago=10)
        for days in (1, -11):
            with pytest.raises(Refused) as refusal:
                close_case(
                    session, case, closed_on=factories.today() + timedelta(days=days), exit_reason="employed"
                )
            assert refusal.value.field == "closed_on"
        assert case.is_open


def test_the_second_of_two_who_change_a_goal_is_told(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        seen = case.version
        change_goal(session, case, goal="mine", version=seen)
        with pytest.raises(Conflict):
            change_goal(session, case, goal="theirs", version=seen)
        assert case.goal == "mine"


def test_a_case_is_found_only_with_its_own_client(world: World) -> None:
    with world.first.acting("practitioner") as session:
        other = factories.a_client(session)
        assert cases_of(session, other.id) == []
        with pytest.raises(NotFound):
            get_case(session, other.id, world.first.ids["case_id"])


def test_somebody_waits_gets_a_place_rests_and_every_step_stays(world: World) -> None:
    today = factories.today
    with world.first.acting("practitioner") as session:
        case = factories.a_waiting_case(session, days=50, urgency="the lease ends in May")
        since = today() - timedelta(days=50)
        assert (case.status, case.waiting_since) == ("waiting", since)
        (line,) = set_aside(session, "waiting", is_long=True).rows
        assert (line.case, line.change.urgency) == (case, "the lease ends in May")
        assert set_aside(session, "waiting", reason="program").rows == []
        review = {"reason": "health", "review_on": today() + timedelta(days=7), "version": case.version}
        with pytest.raises(Conflict):
            pause(session, case, **review)
        start_work(session, case, words="a place with Robin")
        with pytest.raises(Conflict):
            start_work(session, case)
        pause(session, case, **review | {"version": case.version})
        with pytest.raises(Refused):
            pause(session, case, **review | {"version": case.version, "review_on": today()})
        with pytest.raises(Conflict):
            pause(session, case, **review)
        close_case(session, case, closed_on=today(), exit_reason="relocated")
        assert (case.status, case.waiting_since, case.review_on) == ("closed", None, None)
        reopen_case(session, case, reason="came back")
        steps = [(one.from_status, one.to_status) for one in reversed(status_changes(session, case.id))]
    assert steps == [
        ("active", "waiting"),
        ("waiting", "active"),
        ("active", "on_hold"),
        ("on_hold", "closed"),
        ("closed", "active"),
    ]


def due(session: TenantSession, *views: str) -> dict[str, int]:
    return {view: len(worklist(session, view).rows) for view in views}


def test_who_waits_or_rests_is_not_nagged_about_but_promises_stay(world: World) -> None:
    with world.first.acting("practitioner") as session:
        quiet = factories.a_case(session, days_ago=90)
        task = factories.a_task(session, quiet, owner="worker", due_on=factories.today() - timedelta(days=1))
        before = due(session, "quiet", "overdue", "paused")
        review_on = factories.today() + timedelta(days=1)
        pause(session, quiet, reason="caring", review_on=review_on, version=quiet.version)
        assert due(session, "quiet", "overdue", "paused") == before | {"quiet": before["quiet"] - 1}
        assert quiet.id in {one.id for one in caseload_of(session, quiet.worker_id)}
        waits = factories.a_waiting_case(session, days=90)
        assert waits.id not in {one.id for one in caseload_of(session, quiet.worker_id)}
        assert due(session, "quiet")["quiet"] == before["quiet"] - 1 and task.state == "open"
        with clock.at(clock.now() + timedelta(days=1)):
            assert due(session, "paused")["paused"] == before["paused"] + 1


def test_the_database_refuses_a_status_that_cannot_be(world: World) -> None:
    for values in (
        {"status": "dormant"},
        {"status": "waiting"},
        {"status": "waiting", "waiting_since": date(2026, 1, 5), "closed_on": date(2026, 1, 6)},
        {"status": "on_hold"},
        {"waiting_since": date(2026, 1, 5)},
    ):
        with world.first.acting("practitioner") as session, pytest.raises(IntegrityError):
            session.execute(update(Case).where(Case.id == world.first.ids["case_id"]).values(**values))


def test_who_gave_a_case_away_keeps_no_way_in_and_the_next_worker_has_one(world: World) -> None:
    here = world.first
    with here.acting("practitioner") as session:
        case = factories.a_case(session)
        both = factories.a_case(session, get_client(session, case.client_id))
        give_case(session, case, worker_id=here.members["colleague"])
        assert standing_of(session, case.client_id).relation.near, "another open case keeps the way"
        give_case(session, both, worker_id=here.members["colleague"])
    with here.acting("practitioner") as session:
        assert not standing_of(session, case.client_id).relation.near
    with here.acting("colleague") as session:
        assert {one.id for one in caseload_of(session, here.members["colleague"])} == {case.id, both.id}
        assert get_client(session, case.client_id).worker_id == here.members["colleague"]
