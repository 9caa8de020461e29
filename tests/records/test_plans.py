"""Goals live on; what was agreed stays as it was agreed; one version of a plan is in force, whoever asks at once."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from records.cases.actions import close_case
from records.cases.models import Case
from records.cases.queries import get_case
from records.documents.kinds import document_from_plain
from records.documents.queries import facts_for
from records.documents.rules import compose
from records.documents.values import ActionPlan
from records.history.queries import steps_of
from records.plans import actions, queries
from records.plans.agreeing import agree_plan, move_plan, open_plan
from records.plans.models import Goal, Plan
from records.plans.rules import AGREED, differences
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import Agency, World

TOLD = {
    "wording": "Bake for a living by spring",
    "type": "self_employment",
    "decides": "client",
    "priority": 1,
}


def a_case(agency: Agency) -> Case:
    with agency.acting("practitioner") as session:
        return factories.a_case(session)


def again(session: Session, case: Case) -> Case:
    """The case, as another transaction sees it."""
    return get_case(session, case.client_id, case.id)


def agreed_plan(agency: Agency, case: Case) -> Plan:
    with agency.acting("practitioner") as session:
        case = again(session, case)
        factories.a_goal(session, case, **TOLD, own_words="My name on the window")
        return factories.agreed(session, factories.a_plan(session, case))


def test_barriers_are_frozen_with_the_goal_that_answers_them(world: World) -> None:
    case, elsewhere = a_case(world.first), a_case(world.first)
    with world.first.acting("practitioner") as session:
        mine, case = factories.a_barrier(session, again(session, case)), again(session, case)
        other = factories.a_barrier(session, again(session, elsewhere), category="wellbeing")
        with pytest.raises(Refused):
            factories.a_goal(session, case, barrier_ids=[other.id])
        goal = factories.a_goal(session, case, barrier_ids=[mine.id])
        plan = factories.agreed(session, factories.a_plan(session, case))
    with world.first.acting("practitioner") as session:
        goal = queries.get_goal(session, case.id, goal.id)
        told = {name: getattr(goal, name) for name in AGREED["goal"]}
        actions.change_goal(session, goal, version=goal.version, **told, barrier_ids=[], reason="A bus")
        assert queries.get_plan(session, case.id, plan.id).changed_on is not None
        (step,) = [one for one in steps_of(session, goal) if one.reason == "A bus"]
        assert [change[:2] for change in step.changes] == [("barrier_ids", [str(mine.id)])]
    with world.first.acting("supervisor") as session:
        held = queries.get_plan(session, case.id, plan.id)
        assert held.content["goals"][0]["barriers"][0]["words"] == "No bus before eight"
        assert queries.is_as_agreed(session, held)
        now = queries.content_now(queries.courses_of(session, case.id))
        (gone,) = differences(held.content, now)
        assert (gone.field, gone.after) == ("barriers", [])


def test_what_was_agreed_stays_though_the_goal_lives_on(world: World) -> None:
    case = a_case(world.first)
    plan = agreed_plan(world.first, case)
    with world.first.acting("practitioner") as session:
        (course,) = queries.courses_of(session, case.id)
        assert course.goal.state == "agreed"
        actions.begin_goal(session, course.goal, version=course.goal.version)
        told = {**TOLD, "wording": "A stall at the market first"}
        actions.change_goal(session, course.goal, version=course.goal.version, reason="The loan", **told)
    with world.first.acting("supervisor") as session:
        held = queries.get_plan(session, case.id, plan.id)
        assert held.content["goals"][0]["wording"] == TOLD["wording"]
        assert held.changed_on == factories.today() and queries.is_as_agreed(session, held)
        (course,) = queries.courses_of(session, case.id)
        assert course.goal.wording == "A stall at the market first"
        changed = [change for step in steps_of(session, course.goal) for change in step.changes]
        assert ("own_words", "My name on the window") not in [(one.field, one.before) for one in changed]
        assert ("wording", TOLD["wording"]) in [(one.field, one.before) for one in changed]
    with world.second.acting() as session, pytest.raises(NotFound):
        queries.get_plan(session, case.id, plan.id)


def test_a_new_version_says_why_and_takes_the_place_of_the_one_before(world: World) -> None:
    case = a_case(world.first)
    first = agreed_plan(world.first, case)
    with world.first.acting("practitioner") as session:
        with pytest.raises(Refused, match="why there is a new version"):
            factories.a_plan(session, again(session, case))
        (goal,) = queries.active_goals(session, case.id)
        told = {**TOLD, "wording": "Assistant baker by fall"}
        following = actions.replace_goal(session, goal, version=goal.version, reason="No loan", **told)
        second = factories.agreed(session, factories.a_plan(session, again(session, case), reason="No loan"))
        assert (goal.state, goal.became_id) == ("changed", following.id)
        with pytest.raises(Conflict):
            actions.end_goal(session, goal, version=goal.version, outcome="achieved")
    with world.first.acting("practitioner") as session:
        before, now = (queries.get_plan(session, case.id, plan.id) for plan in (first, second))
        assert (before.state, now.state, now.changed_on) == ("superseded", "agreed", None)
        assert [one["wording"] for one in before.content["goals"]] == [TOLD["wording"]]
        assert [one["wording"] for one in now.content["goals"]] == ["Assistant baker by fall"]


def test_nobody_agrees_to_what_they_did_not_read(world: World) -> None:
    case = a_case(world.first)
    with world.first.acting("practitioner") as session:
        plan = factories.a_plan(session, again(session, case))
        how = {"agreed_how": "signed_paper", "agreed_on": factories.today()}
        with pytest.raises(Refused, match="at least one goal"):
            agree_plan(session, plan, seen="", **how)
        goal = factories.a_goal(session, again(session, case), **TOLD)
        seen = queries.seen_of(
            session, plan.client_id, queries.content_now([queries.course_of(session, goal)])
        )
        actions.add_objective(session, goal, step="Count the ovens")
        with pytest.raises(Conflict, match="Read them again"):
            agree_plan(session, plan, seen=seen, **how)
        with pytest.raises(Refused, match="needs a witness"):
            factories.agreed(session, plan, agreed_how="verbal")
        with pytest.raises(Refused, match="between the opening"):
            factories.agreed(session, plan, agreed_on=factories.today() + timedelta(days=1))
        assert plan.is_draft and goal.state == "proposed"


def test_the_database_itself_keeps_the_agreement_and_one_version_in_force(
    world: World, superuser: psycopg.Connection
) -> None:
    case = a_case(world.first)
    plan = agreed_plan(world.first, case)
    with world.first.acting("practitioner") as session, pytest.raises(DBAPIError, match="does not change"):
        session.execute(text("UPDATE plans SET agreed_on = agreed_on - 1 WHERE id = :id"), {"id": plan.id})
    with world.first.acting("practitioner") as session:
        draft = open_plan(
            session,
            again(session, case),
            language="fr",
            review_on=factories.today() + timedelta(days=9),
            reason="Moved",
        )
        with pytest.raises(Conflict, match="being prepared already"):
            factories.a_plan(session, again(session, case), reason="Again")
    with pytest.raises(psycopg.errors.UniqueViolation):
        superuser.execute(
            "UPDATE plans SET state = 'agreed', agreed_on = now(), agreed_how = 'signed_paper', agreed_by ="
            " (SELECT agreed_by FROM plans WHERE id = %s), content_sealed = 'x', hash = 'x' WHERE id = %s",
            (plan.id, draft.id),
        )
    (sealed,) = superuser.execute("SELECT content_sealed FROM plans WHERE id = %s", (plan.id,)).fetchone()
    assert b"Bake" not in sealed


def test_an_intervention_that_has_ended_says_what_came_of_it(world: World) -> None:
    case = a_case(world.first)
    with world.first.acting("practitioner") as session:
        today = factories.today()
        goal, other = (
            factories.a_goal(session, again(session, case)),
            factories.a_goal(session, again(session, case)),
        )
        step = actions.add_objective(session, goal, step="Call the school")
        session.flush()
        with pytest.raises(Refused, match="same goal"):
            actions.add_intervention(session, other, type="workshop", objective_id=step.id)
        help_ = actions.add_intervention(session, goal, type="workshop", objective_id=step.id)
        session.flush()
        for missing in ({"ended_on": today}, {"ended_on": today, "result": "helped"}):
            with pytest.raises(Refused, match="needs its result"):
                actions.change_intervention(session, help_, version=1, type="workshop", **missing)
        done = {"ended_on": today, "result": "helped", "result_on": today, "result_words": "She went back"}
        actions.change_intervention(session, help_, version=1, type="workshop", **done)
        with pytest.raises(Conflict):
            actions.change_intervention(session, help_, version=1, type="interview")
        actions.rate_goal(session, goal, score=1, rated_on=today, words="Twice this week")
        with pytest.raises(Refused, match="not in the future"):
            actions.rate_goal(session, goal, score=1, rated_on=today + timedelta(days=1))
    with world.first.acting("practitioner") as session:
        kinds = [line.kind for line in factories.timeline_of(session, case.client_id, case_id=case.id).rows]
        assert {"goal", "objective", "intervention", "outcome"} <= set(kinds)


def test_a_plan_comes_up_when_it_is_due_or_when_its_goals_changed(world: World) -> None:
    case = a_case(world.first)
    plan = agreed_plan(world.first, case)
    with world.first.acting("practitioner") as session:
        assert queries.plans_due(session) == []
        move_plan(session, queries.get_plan(session, case.id, plan.id), version=1, event="start")
        factories.a_goal(session, again(session, case), wording="A second one")
    with world.first.acting("practitioner") as session:
        assert [found.id for found, _client in queries.plans_due(session)] == [plan.id]
        held = queries.get_plan(session, case.id, plan.id)
        move_plan(session, held, version=held.version, event="complete", words="Done")
    with world.first.acting("practitioner") as session:
        assert queries.plans_due(session) == [] and queries.plan_in_force(session, case.id) is None


def test_nothing_is_planned_in_a_closed_case(world: World) -> None:
    case = a_case(world.first)
    with world.first.acting("practitioner") as session:
        goal = factories.a_goal(session, again(session, case))
        close_case(session, again(session, case), closed_on=factories.today(),
                   exit_reason="employed")  # fmt: skip
    with world.first.acting("practitioner") as session:
        held = session.get(Goal, (goal.organisation_id, goal.id))
        for act in (
            lambda: actions.add_objective(session, held, step="Later"),
            lambda: actions.change_goal(session, held, version=1, **TOLD),
            lambda: factories.a_plan(session, again(session, case)),
        ):
            with pytest.raises(Conflict, match="closed"):
                act()


def test_the_document_says_what_was_agreed_and_the_report_in_their_own_words(world: World) -> None:
    case = a_case(world.first)
    with world.first.acting("practitioner") as session, pytest.raises(Refused, match="No plan is in force"):
        factories.a_document(session, again(session, case), kind="action_plan")
    agreed_plan(world.first, case)
    with world.first.acting("practitioner") as session:
        plan = factories.a_document(session, again(session, case), kind="action_plan", size="large")
        report = factories.a_document(session, again(session, case))
        (goal,) = queries.active_goals(session, case.id)
        actions.change_goal(session, goal, version=goal.version, **TOLD | {"wording": "Said better today"})
        session.flush()
        drawn = compose(facts_for(session, plan))
        assert isinstance(drawn, ActionPlan) and drawn.goals[0].wording == TOLD["wording"]
        assert document_from_plain(drawn.to_plain()) == drawn
        assert compose(facts_for(session, report)).goal == "My name on the window"
