"""Outcomes: followed up from the first day of a job, shown by verified evidence, decided once and for good."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from records.cases.models import Case
from records.history.queries import steps_of
from records.outcomes import actions, asking
from records.outcomes.models import Evidence
from records.outcomes.queries import (
    Looked,
    decisions_for,
    evidence_for,
    followed,
    get_checkpoint,
    requests_for,
    worklist,
)
from records.outcomes.rules import STATES
from records.outcomes.scheme_queries import get_scheme, schemes, versions_of
from records.outcomes.schemes import retire_scheme, write_version
from tenants.database import TenantSession
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import World

DAY = timedelta(days=1)
STUB: dict[str, Any] = {"kind": "pay_stub"} | {
    "checks": ["employer", "client", "payment_date", "pay_period", "hours"]
}


def again(session: TenantSession, looked: Looked) -> Looked:
    session.flush()
    return get_checkpoint(session, looked.checkpoint.case_id, looked.checkpoint.id)


def a_story(session: TenantSession, days_ago: int, **job: Any) -> tuple[Case, list[Looked]]:
    """Somebody who found work so many days ago, and is followed up after one and three months."""
    client = factories.a_client(session)
    case = factories.a_case(session, client, days_ago=days_ago + 30)
    started = factories.today() - days_ago * DAY
    spell = factories.a_spell(session, case, client, starts_on=started, is_primary=True, **job)
    return case, factories.a_follow_up(session, case, spell)


def shown(session: TenantSession, looked: Looked, on: date, **other: Any) -> Evidence:
    told = STUB | {"covers_on": on, "came_on": on} | other
    return actions.file_evidence(session, looked, **told)


def test_the_days_are_set_at_once_and_each_is_read_as_the_calendar_and_the_work_say(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case, (start, month, quarter) = a_story(session, 35, hours_week=Decimal("12.5"))
        assert [one.checkpoint.place for one in (start, month, quarter)] == [0, 1, 2]
        assert [one.state for one in (start, month, quarter)] == ["over", "window_open", "scheduled"]
        assert (start.found.answer, month.found.reason) == ("counts", "hours")
        assert month.found.hours == Decimal("12.5") and month.found.needed == 20
        actions.try_to_reach(session, month, channel="phone", outcome="no_answer")
        assert again(session, month).state == "contacting"
        actions.try_to_reach(session, month, channel="phone", outcome="reached")
        assert again(session, month).state == "evidence_needed"
        kinds = [line.kind for line in factories.timeline_of(session, case.client_id).rows]
        assert kinds.count("contact_attempt") == 2
        shown(session, month, factories.today())
        assert again(session, month).state == "evidence_in"
        with pytest.raises(Conflict):
            actions.follow_up(session, case, start.scheme, start.work[0])
        actions.end_follow_up(session, start.enrolment, reason="Moved away")
        for act in (
            lambda: shown(session, quarter, factories.today()),
            lambda: actions.end_follow_up(session, start.enrolment, reason="Twice"),
        ):
            with pytest.raises(Conflict):
                act()


def test_the_worklist_says_the_same_as_the_page_of_the_case(world: World) -> None:
    with world.first.acting("practitioner") as session:
        stories = [a_story(session, days)[1] for days in (0, 10, 25, 35, 70, 100, 200)]
        actions.try_to_reach(session, stories[3][1], channel="email", outcome="reached")
        actions.try_to_reach(session, stories[2][1], channel="email", outcome="message_left")
        shown(session, stories[4][1], stories[4][1].checkpoint.due_on)
        session.flush()
        said = {
            one.checkpoint.id: one.state
            for story in stories
            for one in followed(session, story[0].case.id)[0]
        }
        listed: dict[UUID, str] = {}
        for state in STATES:
            page = worklist(session, state)
            listed |= {one.checkpoint.id: state for one in page.rows}
            assert [one.checkpoint.closes_on for one in page.rows] == sorted(
                one.checkpoint.closes_on for one in page.rows
            )
        assert {id_: state for id_, state in listed.items() if id_ in said} == said
        due = {one.checkpoint.id for one in worklist(session, "").rows}
        assert due & set(said) == {id_ for id_, state in said.items() if state != "scheduled"}
    with world.first.acting("colleague") as session:
        assert worklist(session, "").rows == []


def test_nothing_counts_until_a_member_verified_it_and_then_it_stays(
    world: World, superuser: psycopg.Connection
) -> None:
    today = None
    with world.first.acting("practitioner") as session:
        today = factories.today()
        _case, (_start, month, _quarter) = a_story(session, 35)
        half = shown(session, month, today, checks=["employer"])
        whole = shown(session, month, today)
        assert (half.is_whole, whole.is_whole) == (False, True)
        with pytest.raises(Refused, match="verify a piece"):
            actions.decide(session, month, outcome="counts", version=1)
        for evidence in (half, whole):
            with pytest.raises(Refused):
                actions.verify_evidence(session, month, evidence)
        session.flush()
    with world.first.acting("supervisor") as session:
        month = get_checkpoint(session, month.case.id, month.checkpoint.id)
        evidence = next(
            one for one in evidence_for(session, month.case.id, month.checkpoint.id) if one.is_whole
        )
        actions.verify_evidence(session, month, evidence)
        with pytest.raises(Refused, match="came in time"):
            actions.decide(session, month, outcome="late", words="Why not", version=1)
        actions.decide(session, month, outcome="counts", version=1)
    with world.first.acting("practitioner") as session:
        month = get_checkpoint(session, month.case.id, month.checkpoint.id)
        assert month.state == "counts"
        lines = factories.timeline_of(session, month.case.client_id).rows
        assert [line.kind for line in lines].count("checkpoint") == 1
        for act in (
            lambda: actions.decide(session, month, outcome="missed", words="x", version=2),
            lambda: actions.move_checkpoint(session, month, due_on=today, reason="x", version=2),
            lambda: shown(session, month, today),
        ):
            with pytest.raises(Conflict):
                act()
        actions.take_back(session, month, reason="Wrong stub", version=2)
        assert again(session, month).state == "evidence_in"
        (decision, entry), *_ = decisions_for(session, month.case.id, month.checkpoint.id)
        assert decision.found["reason"] == "counts" and entry.state == "in_error"
        actions.mark_evidence_in_error(
            session,
            month,
            evidence_for(session, month.case.id, month.checkpoint.id)[0],
            reason="Somebody else's",
        )
    with superuser.transaction(force_rollback=True):
        superuser.execute("SET LOCAL ROLE northfile_app")
        with pytest.raises(errors.InsufficientPrivilege):
            superuser.execute("UPDATE checkpoint_decisions SET outcome = 'counts'")


def test_a_subsidy_makes_it_wait_a_lost_job_is_not_reached_and_a_day_moves_with_a_reason(
    world: World,
) -> None:
    with world.first.acting("practitioner") as session:
        today = factories.today()
        until = today + 40 * DAY
        _case, (start, month, _) = a_story(session, 35, subsidised_from=today - 35 * DAY, subsidised_to=until)
        assert start.found.answer == "counts", "there is work at the start"
        assert (month.found.answer, month.found.reason, month.found.day) == ("not_yet", "subsidised", until)
        with pytest.raises(Refused, match="Correct the work"):
            actions.decide(session, month, outcome="counts", version=1)
        actions.move_checkpoint(session, month, due_on=until + DAY, reason="After the subsidy", version=1)
        moved = again(session, month)
        assert (moved.found.answer, moved.state) == ("counts", "scheduled")
        assert moved.checkpoint.first_due_on < moved.checkpoint.due_on
        assert [step.reason for step in steps_of(session, moved.checkpoint)] == ["After the subsidy"]
        with pytest.raises(Refused, match="not open yet"):
            actions.decide(session, moved, outcome="not_counts", words="x", version=2)
        with pytest.raises(Refused):
            actions.move_checkpoint(
                session, moved, due_on=start.enrolment.starts_on - DAY, reason="x", version=2
            )
        for far in (moved.checkpoint.first_due_on + 367 * DAY, date.max):
            with pytest.raises(Refused, match="a year at most"):
                actions.move_checkpoint(session, moved, due_on=far, reason="x", version=2)
        with pytest.raises(Conflict):
            actions.move_checkpoint(session, moved, due_on=today, reason="x", version=1)
        _case, (_, _, quarter) = a_story(session, 95, ends_on=today - 20 * DAY, end_reason="laid_off")
        assert (quarter.found.reason, quarter.found.day) == ("lost", today - 20 * DAY)
        actions.decide(session, quarter, outcome="not_reached", version=1)
        assert again(session, quarter).state == "not_reached"


def test_who_is_followed_up_goes_on_by_the_version_they_began_with(world: World) -> None:
    with world.first.acting("supervisor") as session:
        ours = [one for one in schemes(session) if one.author_id is None]
        assert {len(one.places) for one in ours} == {4, 5}
        _case, (start, *_rest) = a_story(session, 5)
        told = {name: getattr(start.scheme, name) for name in ("name_en", "name_fr", "unit", "combined")}
        told |= {"subsidised": True, "new_employer": False, "wage_cents": 2000, "hours": 30}
        told |= {"start_evidence": ["pay_stub"], "evidence": ["pay_stub"]}
        newer = write_version(session, start.scheme, points=start.scheme.places[:2], **told)
        session.flush()
        assert again(session, start).scheme.number == 1 and newer.number == 2
        with pytest.raises(Conflict):
            write_version(session, start.scheme, points=start.scheme.places, **told)
        retire_scheme(session, newer)
        retire_scheme(session, ours[0])
        session.flush()
        assert [one.number for one in versions_of(session, start.scheme)] == [2, 1]
        with pytest.raises(Conflict):
            actions.follow_up(session, start.case, get_scheme(session, newer.id), start.work[0])
    with world.second.acting() as session, pytest.raises(NotFound):
        get_scheme(session, newer.id)


def test_an_employer_is_asked_only_under_a_permission_that_covers_it(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        later = get_checkpoint(session, ids["case_id"], ids["checkpoint_id"])
        told = {"email": "boss@example.com", "language": "en", "what": "That we ask"}
        with pytest.raises(Refused):
            asking.ask_employer(session, later, later.work[0], consent_id=ids["release_id"], **told)
        session.rollback()
    with world.first.acting("practitioner") as session:
        asked = requests_for(session, ids["case_id"], ids["checkpoint_id"])[0]
        answer = {"still_works": True, "hours_week": Decimal(30), "answered_by": "A. Foreman"}
        with pytest.raises(Refused):
            asking.take_answer(session, asked, since=None, **answer)
        asking.take_answer(session, asked, since=factories.today() - 7 * DAY, **answer)
        session.flush()
        with pytest.raises(Conflict):
            asking.take_answer(session, asked, since=None, **answer)
        told_by = evidence_for(session, ids["case_id"], ids["checkpoint_id"])[0]
        assert told_by.kind == "employer_answer" and told_by.request_id == asked.id
        assert not told_by.is_whole, "the scheme of the world accepts it only at the start"
