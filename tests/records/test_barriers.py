"""Screening, barriers in an agreed order, what is tried, and risks that are watched."""

from datetime import timedelta

import psycopg
import pytest

from records.barriers import actions, queries, risks
from records.barriers.rules import RULES, Content, RiskContent
from records.cases.queries import get_case
from records.clients.queries import standing_of
from records.history.queries import steps_of
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import World


def test_a_screening_follows_from_its_answers_or_says_why_not(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        day = factories.today()
        for met, unmet, decision, field in (
            (RULES[1:], RULES[:1], "eligible", "decision"),
            (RULES[1:], (), "eligible", "decision"),
            (RULES, (), "not_eligible", "decision"),
            (RULES[1:], RULES[:1], "override", "reason"),
        ):
            with pytest.raises(Refused) as refusal:
                actions.screen(session, case, screened_on=day, met=met, unmet=unmet, decision=decision)
            assert refusal.value.field == field
        first = actions.screen(
            session, case, screened_on=day, met=RULES[1:], unmet=RULES[:1], decision="not_eligible"
        )
        then = actions.screen(session, case, screened_on=day, met=RULES, unmet=(), decision="eligible")
        assert queries.screenings_of(session, case.id) == [then, first]


def test_the_order_is_changed_agreed_on_and_open_again(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        file = standing_of(session, case.client_id)
        bus, debt, hope = (
            factories.a_barrier(session, case, category=one) for one in ("transport", "debt", "hope")
        )
        assert queries.barriers_of(session, case.id, file) == [bus, debt, hope]
        actions.reorder(session, hope, step=-1)
        actions.agree_order(session, case)
        assert [one.rank for one in (bus, hope, debt)] == [1, 2, 3]
        assert {one.rank_agreed_on for one in (bus, hope, debt)} == {factories.today()}
        actions.reorder(session, bus, step=1)
        assert queries.barriers_of(session, case.id, file) == [hope, bus, debt]
        assert {one.rank_agreed_on for one in (bus, hope, debt)} == {None}
        actions.move_on(session, hope, event="accept", reason="She says so")
        with pytest.raises(Conflict):
            actions.reorder(session, hope, step=1)
        actions.reorder(session, debt, step=-1)
        assert (debt.rank, bus.rank) == (1, 2)
        assert [change.field for step in steps_of(session, hope) for change in step.changes][0] == "state"


def test_work_begins_with_a_strategy_and_ends_with_a_reason(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        barrier = factories.a_barrier(session, case)
        with pytest.raises(Conflict):
            actions.move_on(session, barrier, event="ease", reason="Too soon")
        tried = actions.add_strategy(session, barrier, what="Carpool", owner="client", due_on=None)
        assert barrier.state == "working"
        day = factories.today()
        actions.say_result(session, tried, tried_on=day, result="partly", words="Not on Fridays", version=1)
        with pytest.raises(Conflict):
            actions.say_result(session, tried, tried_on=day, result="no", words="", version=1)
        with pytest.raises(Refused):
            tomorrow = day + timedelta(days=1)
            actions.say_result(session, tried, tried_on=tomorrow, result="no", words="", version=2)
        with pytest.raises(Refused):
            actions.move_on(session, barrier, event="ease", reason=" ")
        actions.move_on(session, barrier, event="ease", reason="A bus at six now")
        with pytest.raises(Conflict):
            actions.add_strategy(session, barrier, what="Bicycle", owner="client", due_on=None)
        actions.move_on(session, barrier, event="return", reason="The bus stopped")
        assert [step.reason for step in steps_of(session, barrier)] == [
            "The bus stopped",
            "A bus at six now",
            "",
        ]


def test_a_change_keeps_what_was_said_and_moves_with_its_kind(
    world: World, superuser: psycopg.Connection
) -> None:
    ids = world.first.ids
    told = Content("pain_fatigue", "Standing hurts", "client", 2, "months")
    with world.first.acting("practitioner") as session:
        file = standing_of(session, ids["client_id"])
        barrier = queries.get_barrier(session, ids["case_id"], ids["barrier_id"], file)
        version = barrier.version
        actions.change_barrier(session, barrier, told, version=version, reason="He said more")
        with pytest.raises(Conflict):
            actions.change_barrier(session, barrier, told, version=version, reason="Twice")
        assert steps_of(session, barrier)[0].reason == "He said more"
        with pytest.raises(NotFound):
            queries.get_barrier(session, ids["closed_case_id"], ids["barrier_id"], file)
    marked = superuser.execute(
        "SELECT sensitivity FROM entries WHERE id = %s", (ids["barrier_id"],)
    ).fetchone()
    assert marked == ("sensitive",)


def test_a_risk_is_looked_at_again_on_its_day_and_closed_with_a_reason(
    world: World, superuser: psycopg.Connection
) -> None:
    with world.first.acting("practitioner") as session:
        today = factories.today()
        case = factories.a_case(session)
        with pytest.raises(Refused):
            factories.a_risk(session, case, review_on=today)
        risk = factories.a_risk(session, case)
        assert queries.risks_to_review(session) == []
        risk_id, case_id = risk.id, case.id
    superuser.execute("UPDATE risks SET review_on = %s WHERE id = %s", (today, risk_id))
    with world.first.acting("colleague") as session:
        assert queries.risks_to_review(session) == []
    with world.first.acting("practitioner") as session:
        ((risk, client),) = queries.risks_to_review(session)
        assert risk.id == risk_id
        assert session.execute(queries.risks_overdue([case_id])).scalars().all() == [case_id]
        told = RiskContent("housing", "low", "New lease signed", today + timedelta(days=30))
        risks.review_risk(session, risk, told, version=1, reason="Saw the lease")
        assert queries.risks_to_review(session) == []
        risks.close_risk(session, risk, reason="Moved in")
        for act in (
            lambda: risks.close_risk(session, risk, reason="x"),
            lambda: risks.review_risk(session, risk, told, version=3, reason="x"),
        ):
            with pytest.raises(Conflict):
                act()
        file = standing_of(session, client.id)
        assert [one.state for one in queries.risks_of(session, case_id, file)] == ["closed"]


def test_nothing_new_is_written_in_a_closed_case(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        closed = get_case(session, ids["client_id"], ids["closed_case_id"])
        for make in (factories.a_barrier, factories.a_risk):
            with pytest.raises(Conflict):
                make(session, closed)


def test_the_words_are_in_no_clear_column(world: World, superuser: psycopg.Connection) -> None:
    for table in ("screenings", "barriers", "strategies", "risks", "tasks", "check_ins", "contact_attempts"):
        rows = superuser.execute(f"SELECT to_jsonb(t)::text FROM {table} t").fetchall()
        assert rows and not any("heliotrope" in row for (row,) in rows), table
