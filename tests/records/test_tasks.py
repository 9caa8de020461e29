"""Tasks: agreed, moved, done or dropped; check-ins and attempts; and what waits for whom."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from records.cases.queries import get_case
from records.desk.queries import waiting
from records.documents.queries import facts_for
from records.history.queries import steps_of
from records.needs.actions import set_needs
from records.notes.chain import first_broken
from records.notes.queries import get_note
from records.notes.reviews import ask_in_error, decide_error
from records.tasks import actions, contacts
from records.tasks.queries import check_ins_of, get_task, reach_of, tasks_of_case, worklist
from records.tasks.rules import QUIET_AFTER_DAYS, VIEWS, is_quiet
from tenants.database import TenantSession
from tenants.errors import Conflict, NotFound, Refused
from tenants.sealing import binding, keyring, open_sealed
from tests import factories
from tests.world import World

WEEK = timedelta(days=7)


def lines(session: TenantSession, view: str) -> set[UUID]:
    found = worklist(session, view).rows
    assert waiting(session, [view]).get(view, 0) == len(found)
    return {due.row.id for due in found}


def test_a_day_is_moved_with_a_reason_and_the_signed_note_still_holds(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        today = factories.today()
        task = get_task(session, ids["case_id"], ids["task_id"])
        with pytest.raises(Refused):
            actions.move(session, task, due_on=task.due_on, reason="No", version=1)
        actions.move(session, task, due_on=today + 3 * WEEK, reason="Exams first", version=1)
    with world.first.acting("practitioner") as session:
        task = get_task(session, ids["case_id"], ids["task_id"])
        with pytest.raises(Conflict):
            actions.move(session, task, due_on=None, reason="Twice", version=1)
        (step,) = steps_of(session, task)
        assert step.reason == "Exams first"
        assert [change.before for change in step.changes] == [(today + WEEK).isoformat()]
        assert first_broken(session) is None


def test_what_was_agreed_is_not_rewritten(world: World, superuser: psycopg.Connection) -> None:
    for change in ("owner = 'client'", "first_due_on = NULL", "what_sealed = ''"):
        with superuser.transaction(force_rollback=True):
            superuser.execute("SET LOCAL ROLE northfile_app")
            with pytest.raises(errors.InsufficientPrivilege):
                superuser.execute(f"UPDATE tasks SET {change}")


def test_what_was_sealed_as_a_next_step_still_opens(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        task = get_task(session, ids["case_id"], ids["task_id"])
        bound_to = binding(task.organisation_id, "next_steps", "what_sealed", task.id)
        plain = open_sealed(keyring(session).client(task.client_id), task.what_sealed, bound_to)
        assert task.what in plain.decode()


def test_a_task_is_done_or_dropped_once(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        done, dropped = factories.a_task(session, case), factories.a_task(session, case, text="Move house")
        actions.finish(session, done, evidence="Saw the letter")
        actions.drop(session, dropped, reason="Staying after all")
        for act in (actions.finish, lambda s, task: actions.drop(s, task, reason="x")):
            for task in (done, dropped):
                with pytest.raises(Conflict):
                    act(session, task)
        assert (done.done_on, done.evidence) == (factories.today(), "Saw the letter")
        assert [step.reason for step in steps_of(session, dropped)] == ["Staying after all"]
        document = factories.a_document(session, case)
        session.flush()
        assert [step.text for step in facts_for(session, document).steps] == ["Call the school"]


def test_nothing_new_is_agreed_in_a_closed_case_and_tasks_stay_in_theirs(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        closed = get_case(session, ids["client_id"], ids["closed_case_id"])
        with pytest.raises(Conflict):
            factories.a_task(session, closed)
        with pytest.raises(Conflict):
            factories.a_check_in(session, closed)
        for case_id in (closed.id, world.second.ids["case_id"]):
            with pytest.raises(NotFound):
                get_task(session, case_id, ids["task_id"])


def test_steps_of_a_note_entered_in_error_are_on_no_list(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        ask_in_error(session, get_note(session, ids["case_id"], ids["note_id"]), reason="Wrong file")
    with world.first.acting("supervisor") as session:
        decide_error(session, get_note(session, ids["case_id"], ids["note_id"]), confirmed=True)
    with world.first.acting("practitioner") as session:
        assert ids["task_id"] not in {one.id for one in tasks_of_case(session, ids["case_id"])}
        assert ids["task_id"] not in lines(session, "steps")
        with pytest.raises(NotFound):
            get_task(session, ids["case_id"], ids["task_id"])


def test_each_list_shows_what_waits_for_the_one_who_looks(world: World) -> None:
    with world.first.acting("practitioner") as session:
        today = factories.today()
        case = factories.a_case(session, days_ago=0)
        mine = factories.a_task(session, case, owner="worker", due_on=today - WEEK)
        soon = factories.a_task(session, case, due_on=today + WEEK)
        late = factories.a_task(session, case, owner="provider", due_on=today - WEEK)
        later = factories.a_task(session, case, due_on=today + 2 * WEEK)
        factories.a_check_in(session, case, due_on=today + 2 * WEEK)
        call = factories.a_check_in(session, case)
        assert mine.owner_member_id == world.first.members["practitioner"]
        assert lines(session, "promises") == {mine.id}
        assert {soon.id, late.id} <= lines(session, "steps")
        assert not {later.id, mine.id} & lines(session, "steps")
        assert lines(session, "overdue") == {mine.id, late.id}
        assert lines(session, "check_ins") == {call.id, world.first.ids["check_in_id"]}
    with world.first.acting("colleague") as session:
        assert [lines(session, view) for view in VIEWS] == [set()] * len(VIEWS)


def test_who_was_not_heard_of_for_thirty_days_is_quiet(world: World) -> None:
    with world.first.acting("practitioner") as session:
        today = factories.today()
        quiet, new = factories.a_case(session, days_ago=60), factories.a_case(session, days_ago=29)
        noted, tried = factories.a_case(session, days_ago=60), factories.a_case(session, days_ago=60)
        factories.a_note(session, noted, occurred_on=today - timedelta(days=29))
        contacts.attempt(session, tried, channel="email", outcome="no_answer")
        factories.a_draft(session, quiet)
        session.flush()
        assert lines(session, "quiet") & {quiet.id, new.id, noted.id, tried.id} == {quiet.id}


def test_how_long_is_too_long_is_agreed_case_by_case(world: World) -> None:
    with world.first.acting("practitioner") as session:
        today, found = factories.today(), {}
        for contact, after in QUIET_AFTER_DAYS.items():
            for days in (after - 1, after):
                case = factories.a_case(session, days_ago=days)
                set_needs(session, case, support="light", contact=contact, way="here")
                found[case.id] = is_quiet(today - timedelta(days=days), contact, today)
        session.flush()
        shown = lines(session, "quiet")
        assert {case_id: case_id in shown for case_id in found} == found


def test_only_who_was_reached_was_checked_in_on(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session)
        call = factories.a_check_in(session, case)
        contacts.attempt(session, case, channel="phone", outcome="message_left", check_in=call)
        assert (call.state, check_ins_of(session, case.id)) == ("planned", [call])
        contacts.attempt(session, case, channel="phone", outcome="reached", check_in=call)
        assert (call.state, check_ins_of(session, case.id)) == ("done", [])
        for late in ("reached", "no_answer"):
            with pytest.raises(Conflict):
                contacts.attempt(session, case, channel="phone", outcome=late, check_in=call)
        with pytest.raises(Conflict):
            contacts.call_off(session, call)
        with pytest.raises(Refused):
            tomorrow = factories.today() + timedelta(days=1)
            contacts.attempt(session, case, channel="phone", outcome="reached", made_on=tomorrow)
        told = [line.kind for line in factories.timeline_of(session, case.client_id).rows]
        assert told.count("contact_attempt") == 2
        assert [point.value for point in reach_of(session, [case.client_id])[case.client_id]] == []
