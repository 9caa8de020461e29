"""Caseloads: what is counted, who is told, and cases given to others together, undone, and raced for."""

from datetime import timedelta
from threading import Barrier as Meeting
from threading import Thread

import psycopg
import pytest

from records.access.actions import block_access
from records.alerts.actions import set_alert
from records.alerts.rules import Content as AlertContent
from records.appointments.queries import get_appointment
from records.barriers.actions import move_on
from records.caseloads import reassigning
from records.caseloads.actions import answer_doubt, doubt_point, set_capacity, set_points
from records.caseloads.batches import get_reassignment, moves_of, shifts
from records.caseloads.models import Reassignment
from records.caseloads.queries import caseload_of, caseloads, doubts_of, fitting
from records.caseloads.rules import STARTING, UNDO_FOR
from records.caseloads.weighing import points_now, weighed, weighed_case
from records.cases.actions import close_case, put_on_waiting_list
from records.cases.models import Case
from records.cases.queries import get_case
from records.clients.keeping import restrict
from records.clients.queries import get_client
from records.history.queries import steps_of
from records.needs.actions import set_needs
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from records.tasks.queries import check_ins_of, tasks_of_case, worklist
from tenants import clock
from tenants.database import TenantSession
from tenants.errors import Conflict, Refused
from tenants.members import get_member
from tests import factories
from tests.web.conftest import statements
from tests.world import World


def codes(session: TenantSession, case: Case) -> dict[str, int]:
    found = weighed_case(session, case)
    assert found is not None
    return {line.code: line.quarters for line in found.lines}


def test_every_fact_of_the_record_counts_as_its_line_and_no_longer_than_it_holds(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        case = factories.a_case(session, client, days_ago=60)
        assert codes(session, case) == {"unsaid": 8}
        set_needs(session, case, support="intensive", contact="follow_up", way="remote")
        barriers = [factories.a_barrier(session, case, severity=severity) for severity in (4, 3, 3, 4, 2)]
        spoken = {"speaks": "Dari", "interpreter": True, "formats": []}
        add_particular(session, client, KINDS["communication"], values=spoken)
        risk_on = factories.a_risk(session, case, level="high")
        session.flush()
        expected = {"intensive": 12, "follow_up": -2, "remote": 1, "barriers": 6, "adapted": 2, "danger": 4}
        assert codes(session, case) == expected
        for barrier in barriers[:2]:
            move_on(session, barrier, event="dismiss", reason="No more")
        risk_on.state, risk_on.review_on, risk_on.close_reason = "closed", None, "Moved away"
        today = factories.today()
        told = {"review_on": today + timedelta(days=5), "expires_on": today + timedelta(days=9)}
        set_alert(session, client, AlertContent("safety", "Wait outside", "supervisors", **told))
        session.flush()
        del expected["danger"]
        assert codes(session, case) == expected | {"barriers": 4}
        assert "new" in codes(session, factories.a_case(session, days_ago=29))
        needs = set_needs(session, case, support="light", contact="weekly", way="here", version=1)
        assert [change.before for change in steps_of(session, needs)[0].changes] == [
            "intensive",
            "follow_up",
            "remote",
        ]
        with pytest.raises(Conflict):
            set_needs(session, case, support="light", contact="weekly", way="here", version=1)
        put_on_waiting_list(session, case, waits_for="worker", since=today, version=case.version)
        session.flush()
        assert codes(session, case) == {}
        later = factories.a_case(session, days_ago=60)
        spell = factories.a_spell(session, later, get_client(session, later.client_id))
        factories.a_follow_up(session, later, spell)
        close_case(session, later, closed_on=today, exit_reason="employed")
        session.flush()
        assert codes(session, later) == {"after": 1}
        assert later.id not in {one.id for one in fitting(caseloads(session))}
    with world.second.acting("supervisor") as session:
        assert case.id not in {one.id for one in weighed(session)}


def test_points_and_capacity_are_settled_with_a_reason_and_a_doubt_is_answered_by_somebody_else(
    world: World,
) -> None:
    ids, members = world.first.ids, world.first.members
    with world.first.acting("practitioner") as session:
        case = get_case(session, ids["client_id"], ids["case_id"])
        with pytest.raises(Conflict):
            doubt_point(session, case, code="danger", words="Nothing to fear")
    with world.first.acting("supervisor") as session:
        before = codes(session, case)
        with pytest.raises(Refused):
            set_points(session, points={**STARTING, "light": 99}, why="Too much")
        set_points(session, points={**STARTING, "travel": 3}, why="The roads are long here")
        after = codes(session, case)
        assert {code for code in before if before[code] != after[code]} == {"travel"} and after["travel"] == 3
        set_capacity(session, get_member(session, members["practitioner"]), points=20, percent=50)
        found = caseload_of(session, get_member(session, members["practitioner"]))
        assert (found.full_quarters, found.load) == (40, round(found.quarters / 40 * 100 + 1e-9))
        with pytest.raises(Refused):
            doubt_point(session, case, code="travel", words="Not mine")
        [doubt] = doubts_of(session, [case.id])
        answer_doubt(session, doubt, answer="We look at it in May")
        with pytest.raises(Conflict):
            answer_doubt(session, doubt, answer="Again")
    with world.second.acting("supervisor") as session:
        assert points_now(session) == STARTING | {"monthly": 1}


def test_all_caseloads_take_as_many_statements_for_many_as_for_few_and_name_nobody_unknown(
    world: World,
) -> None:
    with world.first.acting("supervisor") as session:
        with statements() as few:
            caseloads(session)
    with world.first.acting("practitioner") as session:
        for _ in range(6):
            factories.a_barrier(session, factories.a_case(session), severity=4)
        hidden = factories.a_client(session)
        restricted = factories.a_case(session, hidden)
        session.flush()
        restrict(session, hidden)
    with world.first.acting("supervisor") as session:
        with statements() as many:
            found = caseloads(session)
        assert len(many) == len(few) <= 5
        assert [one.name for one in found] == sorted(one.name for one in found)
        assert restricted.id not in {case.id for case in fitting(found)}


def prepared(session: TenantSession, world: World, *cases: Case, to: str = "colleague") -> Reassignment:
    told = {"case_ids": {case.id for case in cases}, "to_ids": {world.first.members[to]}}
    return reassigning.prepare(session, **told, with_appointments=True)


def outcomes(session: TenantSession, batch: Reassignment) -> dict[object, str | None]:
    return {move.case.id: move.item.undoing or move.item.outcome for move in moves_of(session, batch)}


def test_cases_go_with_what_was_promised_and_come_back_as_they_were_but_for_what_changed(
    world: World,
) -> None:
    me, you = world.first.members["practitioner"], world.first.members["colleague"]
    with world.first.acting("colleague") as session:
        factories.an_appointment(session, factories.a_client(session), in_hours=260)
    with world.first.acting("practitioner") as session:
        first, second, closed, apart, listed = (factories.a_case(session) for _ in range(5))
        promise = factories.a_task(session, first, owner="worker")
        call = factories.a_check_in(session, first)
        booked = factories.an_appointment(
            session, get_client(session, first.client_id), case=first, in_hours=200
        )
        stays = factories.an_appointment(
            session, get_client(session, second.client_id), case=second, in_hours=260
        )
        factories.a_draft(session, second)
        meetings = ((first.client_id, booked.id, you), (second.client_id, stays.id, me))
        block_access(session, apart.client_id, member_id=you, kind="friend", reason="Neighbours")
        restrict(session, get_client(session, listed.client_id))
        ids = [case.id for case in (first, second, closed, apart, listed)]
        batch = prepared(session, world, first, second, closed, apart, listed)
        close_case(session, closed, closed_on=factories.today(), exit_reason="employed")
        [(now, then), (theirs, more)] = sorted(
            shifts(caseloads(session), moves_of(session, batch)), key=lambda s: s[0].member_id != me
        )
        assert len(now.cases) - len(then.cases) == len(more.cases) - len(theirs.cases) == 2
        assert now.quarters - then.quarters == more.quarters - theirs.quarters
        session.flush()
        reassigning.complete(session, batch)
    with world.first.acting("colleague") as session:
        assert [worklist(session, view).rows[0].row.id for view in ("promises", "check_ins")] == [
            promise.id,
            call.id,
        ]
        assert get_client(session, first.client_id).worker_id == you
        batch = get_reassignment(session, batch.id)
        with pytest.raises(Conflict):
            reassigning.complete(session, batch)
        change = get_case(session, second.client_id, second.id)
        change.version += 1
    with world.first.acting("practitioner") as session:
        # Out of the file at once; with a draft in it, for two weeks to finish that.
        reach = {case.id for case in fitting(caseloads(session))}
        assert first.id not in reach and second.id in reach
        for client_id, meeting_id, whose in meetings:
            assert get_appointment(session, client_id, meeting_id).worker_id == whose
    with clock.at(clock.now() + timedelta(days=15)), world.first.acting("practitioner") as session:
        assert second.id not in {case.id for case in fitting(caseloads(session))}
    with world.first.acting("supervisor") as session:
        batch = get_reassignment(session, batch.id)
        assert outcomes(session, batch) == dict(
            zip(ids[:4], ("moved", "moved", "closed", "conflict"), strict=True)
        )
        reassigning.undo(session, batch)
        assert (
            outcomes(session, batch)[first.id] == "put_back"
            and outcomes(session, batch)[second.id] == "changed"
        )
        with pytest.raises(Conflict):
            reassigning.undo(session, batch)
        case = get_case(session, first.client_id, first.id)
        assert case.worker_id == me and get_client(session, first.client_id).worker_id == me
        assert [task.owner_member_id for task in tasks_of_case(session, first.id)] == [me]
        assert [one.worker_id for one in check_ins_of(session, first.id)] == [me]
        assert get_case(session, second.client_id, second.id).worker_id == you
    with world.first.acting("practitioner") as session:
        assert outcomes(session, batch)[listed.id] == "restricted"


def test_after_a_day_nothing_is_undone_and_somebody_who_left_has_cases_without_a_worker(
    world: World, superuser: psycopg.Connection
) -> None:
    me = world.first.members["practitioner"]
    with world.first.acting("supervisor") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        reassigning.complete(session, batch := prepared(session, world, case))
    with clock.at(clock.now() + UNDO_FOR), world.first.acting("supervisor") as session:
        with pytest.raises(Conflict):
            reassigning.undo(session, get_reassignment(session, batch.id))
    superuser.execute(
        "UPDATE members SET starts_on = NULL, last_day = current_date - 2 WHERE id = %s",
        (world.first.members["colleague"],),
    )
    with world.first.acting("supervisor") as session:
        nobody = caseloads(session)[0]
        assert nobody.member_id is None and case.id in {one.id for one in nobody.cases}
        assert case.id in {one.id for one in fitting(caseloads(session), whose="nobody")}
        with pytest.raises(Refused):
            prepared(session, world, case)  # to who left
        reassigning.complete(session, prepared(session, world, case, to="practitioner"))
        assert get_case(session, case.client_id, case.id).worker_id == me


def test_of_two_who_give_away_the_same_case_at_once_one_is_told(world: World) -> None:
    with world.first.acting("supervisor") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        batches = [prepared(session, world, case, to=role).id for role in ("colleague", "owner")]
    meeting = Meeting(2)

    def give(batch_id: object) -> None:
        with world.first.acting("supervisor") as session:
            batch = get_reassignment(session, batch_id)
            meeting.wait(10)
            reassigning.complete(session, batch)

    threads = [Thread(target=give, args=(batch_id,)) for batch_id in batches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with world.first.acting("supervisor") as session:
        found = [outcomes(session, get_reassignment(session, batch_id))[case.id] for batch_id in batches]
        assert sorted(map(str, found)) == ["changed", "moved"]
        winner = moves_of(session, get_reassignment(session, batches[found.index("moved")]))[0]
        assert winner.case.worker_id == winner.taker_id
