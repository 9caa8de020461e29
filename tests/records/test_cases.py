"""A case opens, closes, opens again; its retention clock with it."""

from datetime import timedelta

import pytest

from records.cases.actions import change_goal, close_case, reopen_case
from records.cases.queries import cases_of, current_trigger, get_case
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
