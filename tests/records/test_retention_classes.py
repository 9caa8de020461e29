"""Records that go neither as a case file nor as an identity: each by a rule of its own, whole, and with proof."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest

from records.cases.actions import close_case
from records.cases.queries import get_case
from records.clients.queries import get_client
from records.handbook.actions import declare
from records.handbook.queries import declarations_of
from records.incidents import handling
from records.incidents.queries import closed_incidents, get_action, get_incident
from records.incidents.register import find_breach
from records.outcomes.actions import decide, file_evidence
from records.outcomes.queries import decisions_for
from records.retention.dates import Period, Unit
from records.retention.hold_queries import kept_by
from records.retention.holding import Description, ask_release, hold_described, place_hold, release_hold
from records.retention.in_force import holds_on
from records.retention.planning import ask_restore
from records.retention.proof import Verified
from records.retention.queries import get_hold
from records.retention.run_queries import certificates, checked, find_gone, items_of, parts_gone
from records.retention.schedule import schedule_on
from records.retention.standing import people_of
from records.retention.terms import Event, HoldKind, RecordClass, Strength, on
from records.retention.traces import RetentionRun
from records.supervision.actions import write_to
from tenants.errors import Conflict, NotFound
from tenants.settings import settings
from tests import factories
from tests.retention import (
    approve,
    everything_of,
    files_of,
    move_to,
    places_with,
    plan,
    put_in_force,
    run_now,
    work,
)
from tests.world import Agency, World
from workers.retention import evaluate_everywhere

YEARS_LATER = date(2040, 6, 1)
IDS_MAY_STAY = {"audit_events"}
INCIDENTS = {
    "record_class": RecordClass.INCIDENT,
    "trigger": on(Event.INCIDENT_CLOSED_ON),
    "keep": Period(10),
}
BREACHES = {
    "record_class": RecordClass.BREACH_RECORD,
    "trigger": on(Event.BREACH_DETERMINED_ON),
    "keep": Period(24, Unit.MONTHS),
}


@pytest.fixture(autouse=True)
def calendar(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put back where it was, however a test ends."""
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def agency(world: World) -> Agency:
    """The first agency, with its incident closed and the breach in it decided; nothing has happened since."""
    return with_incident_closed(world)


def with_incident_closed(world: World) -> Agency:
    with world.first.acting("supervisor") as session:
        incident = get_incident(session, world.first.ids["incident_id"])
        handling.take_step(session, incident, "find", words="A loose cable", causes=["premises"])
        action = get_action(session, incident.id, world.first.ids["incident_action_id"])
        handling.finish_action(session, action)
        handling.take_step(session, incident, "finish", words="The cable is fixed")
        decided = {"decision": "no_real_risk", "sensitivity": "low", "likelihood": "low", "reasons": "None"}
        factories.a_breach(session, incident, version=1, **decided)
        handling.ask_closing(session, incident, lessons="Look down")
    with world.first.acting("owner") as session:
        handling.close_incident(session, get_incident(session, world.first.ids["incident_id"]))
    return world.first


def carry_out(
    agency: Agency, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, day: date
) -> RetentionRun:
    """Plans, approves, waits, destroys, certifies."""
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    move_to(monkeypatch, day + timedelta(days=31))
    evaluate_everywhere()
    work(superuser, agency)
    return run_now(agency, run.id)


def listed(agency: Agency, run: RetentionRun) -> set[tuple[str, UUID | None]]:
    with agency.acting() as session:
        return {(line.item.record_class, line.item.record_id) for line in items_of(session, run.id)}


def test_2_1_an_incident_goes_whole_by_its_own_rule_after_the_breach_in_it_and_with_proof(
    agency: Agency, world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident_id, before = agency.ids["incident_id"], everything_of(superuser, world.second)
    put_in_force(agency, INCIDENTS, BREACHES)
    assert plan(agency).planned == 0
    move_to(monkeypatch, YEARS_LATER)
    first = plan(agency)
    # The incident waits for what belongs to it.
    assert listed(agency, first) == {("breach_record", incident_id)}
    approve(agency, first)
    work(superuser, agency)
    with agency.acting("supervisor") as session:
        incident = get_incident(session, incident_id)
        assert find_breach(session, incident_id) is None
        with pytest.raises(Conflict, match="about to be destroyed"):
            factories.a_breach(session, incident)
    move_to(monkeypatch, YEARS_LATER + timedelta(days=31))
    evaluate_everywhere()
    work(superuser, agency)
    assert run_now(agency, first.id).state == "complete"
    second = carry_out(agency, superuser, monkeypatch, YEARS_LATER + timedelta(days=31))
    assert second.state == "complete"
    rows = everything_of(superuser, agency)
    for table in ("incidents", "breaches", "incident_persons", "incident_steps", "incident_actions"):
        assert rows[table] == [], table
    for name in ("incident_id", "incident_action_id", "incident_notice_id"):
        assert places_with(rows, str(agency.ids[name])) <= IDS_MAY_STAY
    with agency.acting("supervisor") as session:
        with pytest.raises(NotFound):
            get_incident(session, incident_id)
        gone = find_gone(session, incident_id, RecordClass.INCIDENT)
        assert gone is not None and gone.destroyed_on == YEARS_LATER + timedelta(days=62)
        answers = [checked(session, row) for row in certificates(session)]
        counts = [
            {str(one.record_class): one.destroyed for one in answer.certificate.classes}
            for answer in answers
            if isinstance(answer, Verified)
        ]
        assert counts == [{"incident": 1}, {"breach_record": 1}]
    after = everything_of(superuser, world.second)
    assert {name for name in after if after[name] != before[name]} <= {"retention_states", "audit_events"}


def test_2_7_a_hold_on_somebody_in_an_incident_keeps_it_and_it_comes_back_when_asked_for(
    agency: Agency, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident_id = agency.ids["incident_id"]
    put_in_force(agency, INCIDENTS, {**BREACHES, "keep": Period(1)})
    move_to(monkeypatch, YEARS_LATER)
    carry_out(agency, superuser, monkeypatch, YEARS_LATER)
    run = plan(agency)
    assert listed(agency, run) == {("incident", incident_id)}
    approve(agency, run)
    work(superuser, agency)
    with agency.acting("supervisor") as session:
        assert closed_incidents(session).rows == []
        with pytest.raises(NotFound):
            get_incident(session, incident_id)
    with agency.acting() as session:
        people = [line.item.client_id for line in items_of(session, run.id) if line.item.client_id]
        place_hold(session, [], client_ids=people, kind=HoldKind.LITIGATION, basis="22-104", reason="A claim")
    move_to(monkeypatch, YEARS_LATER + timedelta(days=70))
    evaluate_everywhere()
    work(superuser, agency)
    with agency.acting() as session:
        (line,) = items_of(session, run.id)
        assert line.item.state == "held"
        ask_restore(session, line.item, reason="The lawyer must read it")
    work(superuser, agency)
    with agency.acting("supervisor") as session:
        assert get_incident(session, incident_id).seen is not None
    assert plan(agency).planned == 0


def test_2_7_a_hold_over_a_kind_of_record_keeps_each_and_one_that_came_and_went_is_a_change(
    agency: Agency, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    incident_id, told = agency.ids["incident_id"], {"basis": "Audit 9", "reason": "The register as it is"}
    put_in_force(agency, BREACHES)
    move_to(monkeypatch, YEARS_LATER)

    def held() -> UUID:
        with agency.acting() as session:
            described = Description(record_class=RecordClass.BREACH_RECORD)
            return hold_described(session, described, kind=HoldKind.FUNDER_AUDIT, **told).id

    def released(hold_id: UUID) -> None:
        with agency.acting() as session:
            ask_release(session, get_hold(session, hold_id), reason="over")
        with agency.acting("supervisor") as session:
            release_hold(session, get_hold(session, hold_id))

    first = plan(agency)
    approve(agency, first)
    released(held())
    work(superuser, agency)
    second = plan(agency)
    assert listed(agency, second) == {("breach_record", incident_id)}
    approve(agency, second)
    work(superuser, agency)
    hold_id = held()
    with agency.acting() as session:
        assert kept_by(session, get_hold(session, hold_id)).hidden == 1
        assert not holds_on(session, [agency.ids["case_id"]])[agency.ids["case_id"]]
        assert [one.item.state for one in items_of(session, first.id)] == ["changed"]
    assert plan(agency).planned == 0
    move_to(monkeypatch, YEARS_LATER + timedelta(days=31))
    work(superuser, agency)
    released(hold_id)
    work(superuser, agency)
    with agency.acting("supervisor") as session:
        assert find_breach(session, incident_id) is not None
    assert listed(agency, plan(agency)) == {("breach_record", incident_id)}


def test_2_4_what_was_declared_and_what_colleagues_wrote_ends_by_its_own_rule_when_its_matter_is_over(
    agency: Agency, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = agency.members["practitioner"]
    with agency.acting("colleague") as session:
        declared = declare(session, answer="none").id
        thanked = write_to(session, kind="thanks", remark="Good week", asked_to=to).id
        asked = write_to(session, kind="question", remark="Free?", asked_to=to).id
    lines = [
        {"record_class": one, "trigger": on(Event.LAST_EDITED_ON), "keep": Period(2)}
        for one in (RecordClass.CONFLICT_DECLARATION, RecordClass.SUPERVISION)
    ]
    put_in_force(agency, *lines)
    move_to(monkeypatch, YEARS_LATER)
    # Nobody reviewed the conflict of the world's member, nor answered the question: both matters are open.
    run = carry_out(agency, superuser, monkeypatch, YEARS_LATER)
    assert (run.state, run.planned) == ("complete", 2)
    rows = everything_of(superuser, agency)
    for gone in (declared, thanked):
        assert places_with(rows, str(gone)) <= IDS_MAY_STAY
    assert {"exchanges"} <= places_with(rows, str(asked))
    with agency.acting("colleague", read_only=True) as session:
        assert declarations_of(session, agency.members["colleague"]) == []


def test_2_8_the_evidence_of_a_closed_case_goes_before_the_case_and_what_it_explained_stays(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        client = factories.a_client(session, legal_given="Canary")
        case = factories.a_case(session, client)
        spell = factories.a_spell(session, case, client, is_primary=True)
        start = factories.a_follow_up(session, case, spell)[0]
        stub = factories.a_paper(session, client, title="Canary stub", case_id=case.id)
        signed = factories.a_paper(session, client, title="Canary letter", case_id=case.id)
        shown = {"kind": "pay_stub", "checks": ["hours"], "paper_id": stub.id}
        days = {"covers_on": factories.today(), "came_on": factories.today()}
        evidence = file_evidence(session, start, **shown, **days)  # type: ignore[arg-type]
        decide(session, start, outcome="refused", words="They refused", version=1)
        close_case(session, case, closed_on=factories.today(), exit_reason="employed")
        ids = {"case": case.id, "client": client.id, "checkpoint": start.checkpoint.id}
        gone, kept = (str(evidence.id), str(stub.id)), str(signed.id)
        day = factories.today() + timedelta(days=91)
    part = {"record_class": RecordClass.EMPLOYMENT_EVIDENCE, "keep": Period(90, Unit.DAYS)}
    put_in_force(agency, {"strength": Strength.AGENCY}, part)
    move_to(monkeypatch, day)
    run = plan(agency)
    assert listed(agency, run) == {("employment_evidence", ids["case"])}
    files = files_of(agency)
    approve(agency, run)
    work(superuser, agency)
    move_to(monkeypatch, day + timedelta(days=31))
    evaluate_everywhere()
    work(superuser, agency)
    assert run_now(agency, run.id).state == "complete"
    rows = everything_of(superuser, agency)
    for word in gone:
        assert places_with(rows, word) <= IDS_MAY_STAY, word
    assert {"papers", "paper_files"} <= places_with(rows, kept)
    assert len(set(files) - set(files_of(agency))) == 1
    with agency.acting("practitioner", read_only=True) as session:
        assert len(decisions_for(session, ids["case"], ids["checkpoint"])) == 1
        assert get_case(session, ids["client"], ids["case"]).closed_on is not None
        on = parts_gone(session, [ids["case"]], RecordClass.EMPLOYMENT_EVIDENCE)
        assert on == {ids["case"]: day + timedelta(days=31)}
    # The whole file goes on its own day, with no trouble about what went before; a part never outlives it.
    move_to(monkeypatch, YEARS_LATER)
    assert ("employment_evidence", ids["case"]) not in listed(agency, last := plan(agency))
    approve(agency, last)
    work(superuser, agency)
    move_to(monkeypatch, YEARS_LATER + timedelta(days=31))
    evaluate_everywhere()
    work(superuser, agency)
    assert run_now(agency, last.id).state == "complete"
    assert places_with(everything_of(superuser, agency), str(ids["case"])) <= IDS_MAY_STAY


def test_2_5_an_identity_stays_until_each_consent_and_account_of_it_may_go(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        people = [factories.a_client(session, legal_given=name) for name in ("Asked", "Plain")]
        for client in people:
            factories.a_closed_case(session, client)
        consent = factories.a_consent(session, people[0])
        asked, plain, named = people[0].id, people[1].id, f"consent:{consent.id}"
    line = {"record_class": RecordClass.CONSENT, "trigger": on(Event.CONSENT_ENDED), "keep": Period(30)}
    put_in_force(agency, {}, line)
    move_to(monkeypatch, YEARS_LATER)
    with agency.acting("practitioner", read_only=True) as session:
        schedule = schedule_on(session, YEARS_LATER)
        found = people_of(session, [asked, plain], schedule=schedule, as_of=YEARS_LATER)
        assert named in found[asked].facts.children_not_due
        assert found[plain].facts.children_not_due == frozenset(
            one for one in found[plain].facts.children_not_due if "consent" not in one
        )
    carry_out(agency, superuser, monkeypatch, YEARS_LATER)
    with agency.acting("practitioner", read_only=True) as session:
        assert get_client(session, asked).legal_given == "Asked"
        with pytest.raises(NotFound):
            get_client(session, plain)
    move_to(monkeypatch, later := date(2080, 1, 1))
    assert carry_out(agency, superuser, monkeypatch, later).state == "complete"
    with agency.acting("practitioner", read_only=True) as session, pytest.raises(NotFound):
        get_client(session, asked)
