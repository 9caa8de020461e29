"""Employers and the work that people find: who may see it, what becomes of it, and what is kept."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
from psycopg import errors

from records.access.rules import Category, Level
from records.cases.actions import close_case
from records.cases.queries import get_case
from records.clients.queries import get_client, page_of_clients, standing_of
from records.employers import actions as employers
from records.employers.queries import (
    contacts_of,
    get_contact,
    get_employer,
    open_orders,
    page_of_employers,
    standings_of,
)
from records.employment import actions
from records.employment.queries import get_spell, losses_of, placed, spells_of, working_at
from records.employment.rules import Content, Ending
from records.history.queries import steps_of
from records.tasks.queries import tasks_of_case
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import World


def content(**facts: object) -> Content:
    told = {"employer_name": "Corner Bakery", "title": "Baker", "noc_code": "63202", "kind": "permanent"}
    day = {"starts_on": factories.today(), "hours_week": Decimal(12), "source": "agency"}
    return Content(**told | day | facts)


def test_an_outsider_is_forgotten_when_taken_off_and_a_warning_says_why(
    world: World, superuser: psycopg.Connection
) -> None:
    ids = world.first.ids
    with world.first.acting("supervisor") as session:
        employer = get_employer(session, ids["employer_id"])
        assert [one.name for one in page_of_employers(session, words="HELIO pott").rows] == [employer.name]
        assert page_of_employers(session, words="nothing like it").rows == []
        with pytest.raises(Refused):
            employers.set_standing(session, employer, standing="do_not_use", reason="")
        employers.set_standing(session, employer, standing="do_not_use", reason="Wages not paid")
        with pytest.raises(Conflict):
            factories.a_job_order(session, employer)
        employers.end_contact(session, get_contact(session, employer.id, ids["contact_id"]))
    with world.first.acting("practitioner") as session:
        assert contacts_of(session, [ids["employer_id"]]) == {} and open_orders(session) == []
        said = standings_of(session, ids["employer_id"])
        assert [one.reason for one in said] == ["Wages not paid", "heliotrope late pay"]
    kept = superuser.execute(
        "SELECT name_sealed, phone_sealed FROM employer_contacts WHERE ended_on IS NOT NULL"
    )
    assert kept.fetchall() == [(None, None)]
    with world.second.acting("supervisor") as session:
        with pytest.raises(NotFound):
            get_employer(session, ids["employer_id"])


def test_a_case_has_one_main_job_and_every_correction_is_kept(
    world: World, superuser: psycopg.Connection
) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        client, case = (
            get_client(session, ids["client_id"]),
            get_case(session, ids["client_id"], ids["case_id"]),
        )
        with pytest.raises(Refused):
            actions.record_spell(session, client, case, content(noc_code="99999"))
        second = actions.record_spell(session, client, case, content(is_primary=True))
        session.flush()
        first = get_spell(session, case.id, ids["spell_id"])
        assert [spell.is_primary for spell in (first, second)] == [False, True]
        actions.change_spell(
            session, case, second, content(is_primary=True, hours_week=Decimal("37.5")), version=1
        )
        with pytest.raises(Conflict):
            actions.change_spell(session, case, second, content(), version=1)
        (step,) = steps_of(session, second)
        assert [(one.field, one.before, one.after) for one in step.changes] == [
            ("hours_week", "12.0", "37.5")
        ]
        order = get_employer(session, ids["employer_id"])
        by_order = actions.record_spell(session, client, case, content(job_order_id=ids["job_order_id"]))
        assert (by_order.employer_id, by_order.employer_name) == (order.id, order.name)
        session.flush()
        assert [spell.id for spell, _client in working_at(session, order.id)] == [by_order.id]
    with pytest.raises(errors.UniqueViolation):
        superuser.execute(
            "UPDATE employment_spells SET is_primary = true WHERE case_id = %s", (ids["case_id"],)
        )


def test_a_job_that_is_lost_leaves_somebody_with_something_to_do_and_opens_a_closed_case(
    world: World,
) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        today, case = factories.today(), get_case(session, ids["client_id"], ids["case_id"])
        spell = get_spell(session, case.id, ids["spell_id"])
        close_case(session, case, closed_on=today, exit_reason="employed")
        lost = Ending(ends_on=today, end_reason="laid_off", words="The kiln went cold", now="Call on Monday")
        with pytest.raises(Refused):
            actions.end_spell(session, case, spell, lost, version=spell.version)
        actions.end_spell(session, case, spell, replace(lost, reopen=True), version=spell.version)
        with pytest.raises(Conflict):
            actions.end_spell(session, case, spell, lost, version=spell.version)
    with world.first.acting("practitioner") as session:
        case = get_case(session, ids["client_id"], ids["case_id"])
        spell = get_spell(session, case.id, ids["spell_id"])
        (loss,) = losses_of(session, spell)
        assert case.is_open and (spell.end_reason, loss.words) == ("laid_off", "The kiln went cold")
        assert "Call on Monday" in [task.what for task in tasks_of_case(session, case.id)]
        actions.mark_in_error(session, spell, reason="Another person", version=spell.version)
        assert spell.id not in {one.id for one in spells_of(session, case.id)}
        lines = factories.timeline_of(session, ids["client_id"], group="work").rows
        stand = {line.kind: line.state for line in lines if line.id in (spell.id, loss.id)}
        assert stand == {"work_found": "in_error", "job_lost": "in_error"}
        with pytest.raises(NotFound):
            get_spell(session, case.id, spell.id)


def test_job_development_sees_who_is_placed_and_their_work_until_it_is_closed(world: World) -> None:
    ids = world.first.ids
    developer = replace(world.first.tenancy("colleague"), roles=frozenset({"job_developer"}))
    with acting_for(developer), transaction(read_only=True) as session:
        assert [one.case_id for one in placed(session).rows] == [ids["case_id"]]
        file = standing_of(session, ids["client_id"])
        assert [file.level(part) for part in (Category.IDENTITY, Category.EMPLOYMENT)] == [Level.READ] * 2
        assert {file.level(part) for part in (Category.CASE, Category.NOTES, Category.CONSENT)} == {
            Level.NONE
        }
        assert [one.id for one in page_of_clients(session).rows] == [ids["client_id"]]
    with world.first.acting("practitioner") as session:
        actions.set_placing(session, get_client(session, ids["client_id"]), is_open=False)
    with acting_for(developer), transaction(read_only=True) as session:
        assert placed(session).rows == [] and page_of_clients(session).rows == []
        with pytest.raises(NotFound):
            get_client(session, ids["client_id"])


def test_a_job_cannot_end_before_it_began_nor_in_the_future(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        case = get_case(session, ids["client_id"], ids["case_id"])
        spell = get_spell(session, case.id, ids["spell_id"])
        for days in (-8, 1):
            ends_on = factories.today() + timedelta(days=days)
            with pytest.raises(Refused) as refused:
                told = Ending(ends_on=ends_on, end_reason="other_job")
                actions.end_spell(session, case, spell, told, version=spell.version)
            assert refused.value.field == "ends_on"
