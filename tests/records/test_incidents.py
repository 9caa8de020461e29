"""Incidents: told once and locked, read by few, worked on in order, closed by two."""

from datetime import timedelta

import psycopg
import pytest
from psycopg import errors

from records.access.actions import block_access
from records.clients.queries import get_client, standing_of
from records.entries.queries import timeline
from records.incidents import handling
from records.incidents.actions import discard_report, save_draft, start_report, submit_report
from records.incidents.models import Incident
from records.incidents.queries import (
    closed_incidents,
    get_action,
    get_incident,
    open_incidents,
    persons_of,
    steps_of,
)
from records.incidents.register import find_breach
from records.incidents.rules import Report
from tenants import audit, clock
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import Agency, World


def incident_of(session, agency: Agency) -> Incident:
    return get_incident(session, agency.ids["incident_id"])


def test_a_report_is_its_authors_until_it_is_handed_in(world: World) -> None:
    with world.first.acting("practitioner") as session:
        draft = start_report(session)
        save_draft(session, draft, values={"seen": ["half a th"]}, version=draft.version)
        with pytest.raises(Conflict):
            save_draft(session, draft, values={}, version=1)
    for role in ("supervisor", "owner"):
        with world.first.acting(role, read_only=True) as session, pytest.raises(NotFound):
            get_incident(session, draft.id)
    with world.first.acting("practitioner") as session:
        again = get_incident(session, draft.id)
        assert again.draft == {"seen": ["half a th"]}
        discard_report(session, again)
    with world.first.acting("practitioner", read_only=True) as session, pytest.raises(NotFound):
        get_incident(session, draft.id)


def test_who_reads_a_report(world: World, superuser: psycopg.Connection) -> None:
    def readers() -> set[str]:
        found = set()
        for role in ("owner", "practitioner", "supervisor", "reporter"):
            with world.first.acting(role, read_only=True) as session:
                if world.first.ids["incident_id"] in {line.id for line in open_incidents(session)}:
                    found.add(role)
        return found

    assert readers() == {"owner", "practitioner", "supervisor"}
    # A worker who did not report it does not read it, even one who works with the client.
    superuser.execute(
        "UPDATE members SET roles = '{practitioner}' WHERE id = %s", (world.first.members["owner"],)
    )
    assert readers() == {"practitioner", "supervisor"}
    with world.first.acting("practitioner") as session:
        block_access(
            session,
            world.first.ids["client_id"],
            member_id=world.first.members["supervisor"],
            kind="relative",
            reason="x",
        )
    assert readers() == {"practitioner"}
    with world.second.acting("supervisor", read_only=True) as session, pytest.raises(NotFound):
        get_incident(session, world.first.ids["incident_id"])


def test_the_file_says_only_that_there_is_an_incident(world: World) -> None:
    shown = {}
    for role in ("practitioner", "supervisor"):
        with world.first.acting(role, read_only=True) as session:
            relation = standing_of(session, world.first.ids["client_id"]).relation
            lines = timeline(session, world.first.ids["client_id"], relation).rows
            shown[role] = [line for line in lines if line.kind == "incident"]
    assert len(shown["supervisor"]) == 1
    assert world.first.ids["incident_id"] not in {line.id for line in shown["supervisor"]}


def test_one_clients_key_or_the_agencys(world: World) -> None:
    with world.first.acting("practitioner") as session:
        one = factories.a_client(session)
        two = factories.a_client(session)
        session.flush()
        about_one = factories.an_incident(session, one, outsiders=("Ms Third",))
        about_two = factories.an_incident(session, one, two)
        about_none = factories.an_incident(session, kind="property")
        assert (about_one.client_id, about_two.client_id, about_none.client_id) == (one.id, None, None)
        ids = [about_one.id, about_two.id, about_none.id]
    with world.first.acting("practitioner", read_only=True) as session:
        told = [get_incident(session, incident_id) for incident_id in ids]
        assert {incident.seen for incident in told} == {"She fell from the chair and shook for a minute."}
        assert [len(persons_of(session, incident_id)) for incident_id in ids] == [2, 2, 0]
        third = [person.name for person, _client in persons_of(session, ids[0]) if person.name]
        assert third == ["Ms Third"]


def test_what_was_handed_in_does_not_change_whoever_tries(
    world: World, superuser: psycopg.Connection
) -> None:
    where = "WHERE id = %s"
    mine = (world.first.ids["incident_id"],)
    for change in (
        "kind = 'injury'",
        "seen_sealed = 'x'",
        "occurred_on = occurred_on - 1",
        "client_id = NULL",
        "author_id = close_asked_by",
        "state = 'draft'",
    ):
        with pytest.raises((errors.CheckViolation, errors.NotNullViolation)), superuser.transaction():
            superuser.execute(f"UPDATE incidents SET {change} {where}", mine)
    with pytest.raises(errors.CheckViolation), superuser.transaction():
        superuser.execute(f"DELETE FROM incidents {where}", mine)
    with pytest.raises(errors.CheckViolation), superuser.transaction():
        superuser.execute(
            "INSERT INTO incident_persons SELECT organisation_id, gen_random_uuid(), created_at, incident_id,"
            " client_id, member_id, entry_id, kind, name_sealed FROM incident_persons WHERE incident_id = %s",
            mine,
        )
    with world.first.acting("practitioner") as session:
        with pytest.raises(Conflict, match="handed in"):
            save_draft(session, incident_of(session, world.first), values={}, version=1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"seen": " "}, "seen"),
        ({"place": ""}, "place"),
        ({"immediate_action": ""}, "immediate_action"),
        ({"clients": ("N-999999",)}, "clients"),
    ],
)
def test_a_report_with_something_missing_is_not_handed_in(world: World, wrong: dict, field: str) -> None:
    with world.first.acting("practitioner") as session:
        with pytest.raises(Refused) as refusal:
            factories.an_incident(session, **wrong)
        assert refusal.value.field == field
        session.rollback()


def test_another_agencys_file_number_is_unknown_here(world: World) -> None:
    with world.second.acting(read_only=True) as session:
        theirs = get_client(session, world.second.ids["client_id"]).file_number
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        report = Report("injury", factories.today(), "x", "x", "x", clients=(theirs, client.file_number))
        draft = start_report(session)
        submit_report(session, draft, report, version=draft.version)
        mine = {one.id for _person, one in persons_of(session, draft.id) if one}
        assert world.second.ids["client_id"] not in mine


def test_an_incident_goes_its_way_and_two_people_close_it(world: World) -> None:
    with world.first.acting("supervisor") as session:
        incident = incident_of(session, world.first)
        with pytest.raises(Conflict):
            handling.take_step(session, incident, "finish", words="too early")
        for act in ("close", "submit", "discard", "nonsense"):
            with pytest.raises(Conflict):
                handling.take_step(session, incident, act, words="by the back door")
        handling.take_step(session, incident, "find", words="A loose cable", causes=["premises"])
        with pytest.raises(Refused, match="not done yet"):
            handling.take_step(session, incident, "finish", words="x")
        action = get_action(session, incident.id, world.first.ids["incident_action_id"])
        handling.finish_action(session, action)
        with pytest.raises(Conflict):
            handling.finish_action(session, action)
        handling.take_step(session, incident, "finish", words="The cable is fixed")
        with pytest.raises(Refused, match="real risk"):
            handling.ask_closing(session, incident, lessons="Look down")
    decided = {"decision": "no_real_risk", "sensitivity": "low", "likelihood": "low", "reasons": "Unopened"}
    with world.first.acting("supervisor") as session:
        factories.a_breach(session, incident_of(session, world.first), version=1, **decided)
        handling.ask_closing(session, incident_of(session, world.first), lessons="Look down")
    with world.first.acting("supervisor") as session, pytest.raises(Refused, match="somebody else"):
        handling.close_incident(session, incident_of(session, world.first))
    with world.first.acting("owner") as session:
        handling.close_incident(session, incident_of(session, world.first))
        assert [line.id for line in closed_incidents(session).rows] == [world.first.ids["incident_id"]]
        assert open_incidents(session) == []
        with pytest.raises(Conflict):
            handling.add_action(
                session,
                incident_of(session, world.first),
                what="x",
                owner_id=world.first.members["owner"],
                due_on=factories.today(),
            )
    with world.first.acting("supervisor") as session:
        handling.take_step(session, incident_of(session, world.first), "reopen", words="She called")
        assert incident_of(session, world.first).closed_at is None
        acts = [step.act for step in steps_of(session, world.first.ids["incident_id"])]
        assert acts[-4:] == ["finish", "ask_close", "close", "reopen"]
        assert audit.first_broken(session) is None


def test_where_nobody_else_may_one_waits_seven_days(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    superuser.execute("UPDATE members SET ended_at = now() WHERE id = %s", (world.first.members["owner"],))
    with world.first.acting("supervisor") as session:
        incident = factories.an_incident(session)
        for act in ("triage", "review", "find", "finish"):
            handling.take_step(
                session, incident, act, words=act, severity="minor" if act == "triage" else None
            )
        handling.ask_closing(session, incident, lessons="None")
        with pytest.raises(Refused, match="after seven days"):
            handling.close_incident(session, incident)
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=7))
    with world.first.acting("supervisor") as session:
        handling.close_incident(session, get_incident(session, incident.id))
        assert get_incident(session, incident.id).alone


def test_more_to_do_takes_it_back_to_the_work(world: World) -> None:
    with world.first.acting("supervisor") as session:
        incident = factories.an_incident(session)
        for act in ("triage", "review", "find", "finish"):
            handling.take_step(
                session, incident, act, words=act, severity="minor" if act == "triage" else None
            )
        handling.ask_closing(session, incident, lessons="None")
        handling.add_action(
            session, incident, what="x", owner_id=world.first.members["owner"], due_on=factories.today()
        )
        assert (incident.state, incident.close_asked_by) == ("actions_open", None)


def test_the_register_remembers_what_it_said(world: World, superuser: psycopg.Connection) -> None:
    with world.first.acting("supervisor") as session:
        incident = incident_of(session, world.first)
        with pytest.raises(Conflict):
            factories.a_breach(session, incident, version=0)
        factories.a_breach(session, incident, version=1, persons=3)
        found = find_breach(session, incident.id)
        assert found is not None and (found.number, found.persons) == (2, 3)
    with pytest.raises(errors.InsufficientPrivilege), superuser.transaction():
        superuser.execute("SET LOCAL ROLE northfile_app")
        superuser.execute("UPDATE breaches SET persons = 0")


def test_the_words_are_in_no_clear_column(world: World, superuser: psycopg.Connection) -> None:
    for table in ("alerts", "incidents", "incident_persons", "incident_steps", "incident_actions",
                  "incident_notices", "breaches"):  # fmt: skip
        rows = superuser.execute(f"SELECT to_jsonb(t)::text FROM {table} t").fetchall()
        assert rows and not any("heliotrope" in row for (row,) in rows), table
