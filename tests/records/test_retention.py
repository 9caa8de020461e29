"""The story of a purge, from the first rule to the certificate, seen from behind the wall."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest

from records.cases.models import Case
from records.cases.queries import cases_of, get_case
from records.clients.queries import page_of_clients
from records.notes.actions import add_addendum
from records.outcomes.actions import decide, file_evidence, try_to_reach
from records.retention import dates
from records.retention.forecast import Beyond
from records.retention.holding import ask_release, place_hold, release_hold
from records.retention.looking_ahead import files_at, in_force, outlooks
from records.retention.planning import approve_run, ask_restore, cancel_run
from records.retention.proof import Verified
from records.retention.queries import explained, get_hold
from records.retention.referring import Answer
from records.retention.run_queries import (
    certificates,
    checked,
    find_gone,
    get_run,
    items_of,
    outcomes_of,
)
from records.retention.sentences import in_english
from records.retention.terms import Action, HoldKind
from records.retention.verdict import State
from records.supervision.actions import write_to
from tenants import audit
from tenants.errors import NotFound, Refused
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
# Ids stay where they say what happened and nothing else; the words never do.
IDS_MAY_STAY = {"audit_events"}


@dataclass
class Story:
    """Two people of one agency, each with one closed case that is due."""

    agency: Agency
    clients: list[UUID] = field(default_factory=list)
    cases: list[UUID] = field(default_factory=list)
    ids: list[set[str]] = field(default_factory=list)


@pytest.fixture
def story(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Story]:
    """Told before, then moved years ahead."""
    told = Story(world.first)
    for number in range(2):
        with world.first.acting("practitioner") as session:
            _someone(session, told, f"Canary{number}")
    with world.first.acting("supervisor") as session:
        for client_id, case_id, ids in zip(told.clients, told.cases, told.ids, strict=True):
            case = get_case(session, client_id, case_id)
            ids.add(str(write_to(session, kind="thanks", remark="Well closed", case=case).id))
    move_to(monkeypatch, YEARS_LATER)
    yield told
    monkeypatch.undo()
    settings.cache_clear()


def _someone(session: object, told: Story, word: str) -> None:
    client = factories.a_client(session, legal_given=word, legal_family="Doe", phone="705 555-0199")  # type: ignore[arg-type]
    case = factories.a_case(session, client)  # type: ignore[arg-type]
    note = factories.a_note(session, case, details=f"{word} said")  # type: ignore[arg-type]
    addendum = add_addendum(session, note, reason="add_information", words=f"{word} added")  # type: ignore[arg-type]
    consent = factories.a_consent(session, client)  # type: ignore[arg-type]
    document = factories.a_filed_document(session, case, pdf=f"%PDF {word}".encode())  # type: ignore[arg-type]
    followed = _followed_up(session, case, client, word)
    _close(session, case)
    told.clients.append(client.id)
    told.cases.append(case.id)
    rows = (
        client.id,
        case.id,
        note.id,
        addendum.id,
        consent.id,
        document.id,
        document.file_id,
        document.job_id,
    )
    told.ids.append({str(one) for one in (*rows, *followed)} | {word})


def _followed_up(session: object, case: Case, client: object, word: str) -> list[UUID]:
    spell = factories.a_spell(session, case, client, is_primary=True)  # type: ignore[arg-type]
    start, later, last = factories.a_follow_up(session, case, spell)  # type: ignore[arg-type]
    try_to_reach(session, start, channel="phone", outcome="reached")  # type: ignore[arg-type]
    decided = decide(session, start, outcome="refused", words=f"{word} refused", version=1)  # type: ignore[arg-type]
    days = {"covers_on": factories.today(), "came_on": factories.today()}
    shown = file_evidence(session, later, kind="pay_stub", checks=["hours"], **days)  # type: ignore[arg-type]
    return [spell.id, start.enrolment.id, last.checkpoint.id, decided.id, shown.id]


def _close(session: object, case: Case) -> None:
    """Closed, taken back, and closed again: the ledger of triggers refers to itself."""
    from records.cases.actions import close_case, reopen_case

    close_case(session, case, closed_on=factories.today(), exit_reason="employed")  # type: ignore[arg-type]
    reopen_case(session, case, reason="came back")  # type: ignore[arg-type]
    close_case(session, case, closed_on=factories.today(), exit_reason="employed")  # type: ignore[arg-type]


def hold(agency: Agency, case_id: UUID) -> Answer:
    with agency.acting() as session:
        placed = place_hold(
            session, [case_id], kind=HoldKind.LITIGATION, basis="File 22-104", reason="A claim is open"
        )
        return placed.answers[case_id]


def test_nothing_is_ever_due_before_a_rule_is_in_force(story: Story) -> None:
    with story.agency.acting() as session:
        [seen] = outlooks(session, [in_force(session)])
        assert seen.by_state.keys() == {State.UNSCHEDULED}
        assert in_english(explained(session, story.cases[0]).words.sentence).startswith("No rule says")
    assert plan(story.agency).planned == 0


def test_the_whole_story(
    story: Story, world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = story.agency
    other_before, other_files = everything_of(superuser, world.second), files_of(world.second)
    files_before = files_of(agency)
    put_in_force(agency)
    with agency.acting() as session:
        seen = files_at(session, in_force(session), Beyond.NOW, after=None)
        assert {row.explained.standing.case.case_id for row in seen.rows} >= set(story.cases)
        assert "7 years after the closing of the case" in in_english(
            explained(session, story.cases[0]).words.sentence
        )
    kept, gone = story.cases
    assert hold(agency, kept) is Answer.PROTECTED
    run = plan(agency)
    approve(agency, run)
    assert work(superuser, agency) == 1
    assert run_now(agency, run.id).state == "waiting"
    with agency.acting("practitioner") as session:
        assert cases_of(session, story.clients[1]) == []
        with pytest.raises(NotFound):
            get_case(session, story.clients[1], gone)
    move_to(monkeypatch, YEARS_LATER + timedelta(days=29))
    evaluate_everywhere()
    work(superuser, agency)
    assert run_now(agency, run.id).state == "waiting"
    move_to(monkeypatch, YEARS_LATER + timedelta(days=30))
    evaluate_everywhere()
    work(superuser, agency)
    assert run_now(agency, run.id).state == "complete"

    rows = everything_of(superuser, agency)
    for word in story.ids[1]:
        assert places_with(rows, word) <= IDS_MAY_STAY, word
    assert places_with(rows, "Canary1") == set()
    for word in story.ids[0]:
        assert places_with(rows, word) - IDS_MAY_STAY, word
    assert len(set(files_before) - set(files_of(agency))) == 1  # the purged one's
    assert len(set(files_of(agency)) - set(files_before)) == 1  # the certificate
    with agency.acting("practitioner") as session:
        assert len(factories.timeline_of(session, story.clients[0]).rows) == 10
        assert [
            row.preferred_name or row.legal_given for row in page_of_clients(session, words="canary").rows
        ] == ["Canary0"]
        assert audit.first_broken(session) is None
        found = find_gone(session, gone)
        assert found is not None and found.destroyed_on == YEARS_LATER + timedelta(days=30)
        _certificate_is_good(session, story)
        assert hold_again(session, gone) is Answer.ALREADY_DESTROYED
    assert everything_of(superuser, world.second)["cases"] == other_before["cases"]
    changed = {
        name for name, lines in everything_of(superuser, world.second).items() if lines != other_before[name]
    }
    assert changed <= {"retention_states"}  # its own night was evaluated
    assert files_of(world.second) == other_files


def hold_again(session: object, case_id: UUID) -> Answer:
    placed = place_hold(session, [case_id], kind=HoldKind.COMPLAINT, basis="x", reason="y")  # type: ignore[arg-type]
    assert placed.hold is None
    return placed.answers[case_id]


def _certificate_is_good(session: object, story: Story) -> None:
    (row,) = certificates(session)  # type: ignore[arg-type]
    answer = checked(session, row)  # type: ignore[arg-type]
    assert isinstance(answer, Verified)
    by_class = {str(one.record_class): one for one in answer.certificate.classes}
    # The closed file of the world's own client stays: an incident about them is open.
    assert by_class["case_file"].destroyed == 1 and by_class["client_identity"].destroyed == 1
    assert answer.certificate.number == 1 and row.file_id is not None
    text = json.dumps(json.loads(row.body))
    for words in story.ids:
        assert not any(word in text for word in words)


def test_a_hold_in_quarantine_stops_the_destruction_and_its_release_brings_the_case_back(
    story: Story, world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = story.agency
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    with agency.acting() as session:
        held = place_hold(session, [story.cases[0]], kind=HoldKind.FUNDER_AUDIT, basis="A-1", reason="Audit")
        assert held.answers[story.cases[0]] is Answer.PROTECTED_WAS_QUARANTINED
        assert held.hold is not None
        hold_id = held.hold.id
    move_to(monkeypatch, YEARS_LATER + timedelta(days=31))
    evaluate_everywhere()
    work(superuser, agency)
    with agency.acting() as session:
        assert outcomes_of(session, run.id)["held"] == 1
        ask_release(session, get_hold(session, hold_id), reason="The audit is settled")
    with agency.acting() as session, pytest.raises(Refused, match="somebody else"):
        release_hold(session, get_hold(session, hold_id))
    with agency.acting("supervisor") as session:
        release_hold(session, get_hold(session, hold_id))
    work(superuser, agency)
    with agency.acting("practitioner") as session:
        case = get_case(session, story.clients[0], story.cases[0])
        assert case.goal == "a better job"
    second = plan(agency)
    assert second.planned == 1
    approve(agency, second)
    work(superuser, agency)
    move_to(monkeypatch, YEARS_LATER + timedelta(days=70))
    evaluate_everywhere()
    work(superuser, agency)
    with agency.acting() as session:
        numbers = [one.number for one in certificates(session)]
    assert numbers == [2, 1]
    assert places_with(everything_of(superuser, agency), str(story.cases[0])) <= IDS_MAY_STAY


def test_what_changed_after_the_approval_leaves_the_run_alone(
    story: Story, world: World, superuser: psycopg.Connection
) -> None:
    agency = story.agency
    put_in_force(agency)
    run = plan(agency)
    with agency.acting("practitioner") as session:
        from records.cases.actions import reopen_case

        reopen_case(session, get_case(session, story.clients[0], story.cases[0]), reason="came back")
    approve(agency, run)
    work(superuser, agency)
    with agency.acting() as session:
        states = {one.item.record_id: one.item.state for one in items_of(session, run.id)}
        assert states[story.cases[0]] == "changed" and states[story.cases[1]] == "quarantined"
        assert get_case(session, story.clients[0], story.cases[0]).is_open


def test_a_longer_rule_takes_everything_out_of_quarantine(
    story: Story, world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = story.agency
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    put_in_force(agency, {"keep": dates.Period(30), "action": Action.DESTROY})
    move_to(monkeypatch, YEARS_LATER + timedelta(days=31))
    evaluate_everywhere()
    work(superuser, agency)
    with agency.acting() as session:
        assert outcomes_of(session, run.id) == {"changed": run.planned}
        assert certificates(session) == []
        assert get_case(session, story.clients[1], story.cases[1]).closed_on is not None
    assert run_now(agency, run.id).state == "complete"


def test_the_wrong_person_the_wrong_count_and_the_wrong_list_are_refused(story: Story, world: World) -> None:
    agency = story.agency
    put_in_force(agency)
    run = plan(agency)
    for by, wanted in (
        ("owner", {"list_hash": run.list_hash, "count": run.planned}),
        ("supervisor", {"list_hash": run.list_hash, "count": run.planned + 1}),
        ("supervisor", {"list_hash": "0" * 64, "count": run.planned}),
    ):
        with agency.acting(by) as session, pytest.raises(Refused):
            approve_run(session, get_run(session, run.id), **wanted)  # type: ignore[arg-type]
    assert run_now(agency, run.id).state == "planned"
    with world.second.acting("supervisor") as session, pytest.raises(NotFound):
        get_run(session, run.id)


def test_a_run_taken_back_shows_everything_again(
    story: Story, world: World, superuser: psycopg.Connection
) -> None:
    agency = story.agency
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    with agency.acting() as session:
        one = next(line.item for line in items_of(session, run.id) if line.item.record_id == story.cases[0])
        ask_restore(session, one, reason="Needed again")
    work(superuser, agency)
    with agency.acting() as session:
        assert get_case(session, story.clients[0], story.cases[0])
        with pytest.raises(NotFound):
            get_case(session, story.clients[1], story.cases[1])
        cancel_run(session, get_run(session, run.id))
    work(superuser, agency)
    with agency.acting() as session:
        assert get_case(session, story.clients[1], story.cases[1])


def test_a_table_nobody_registered_stops_its_case_and_no_other(
    story: Story, world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = story.agency
    superuser.execute(
        "CREATE TABLE stowaways (organisation_id uuid, case_id uuid, FOREIGN KEY (organisation_id, case_id)"
        " REFERENCES cases (organisation_id, id) ON DELETE RESTRICT)"
    )
    try:
        superuser.execute("INSERT INTO stowaways VALUES (%s, %s)", [agency.organisation_id, story.cases[0]])
        put_in_force(agency)
        run = plan(agency)
        approve(agency, run)
        work(superuser, agency)
        move_to(monkeypatch, YEARS_LATER + timedelta(days=30))
        evaluate_everywhere()
        work(superuser, agency)
        with agency.acting() as session:
            assert outcomes_of(session, run.id) == {"destroyed": run.planned - 1, "failed": 1}
            assert certificates(session)[0].completeness == "partial"
        rows = everything_of(superuser, agency)
        assert {"cases", "notes", "entries", "files"} <= places_with(rows, str(story.cases[0]))
    finally:
        superuser.execute("DROP TABLE stowaways")


def test_two_runs_that_list_the_same_case_do_not_both_take_it(
    story: Story, world: World, superuser: psycopg.Connection
) -> None:
    agency = story.agency
    put_in_force(agency)
    first, second = plan(agency), plan(agency)
    for run in (first, second):
        approve(agency, run)
    work(superuser, agency)
    with agency.acting() as session:
        assert outcomes_of(session, first.id) == {"quarantined": first.planned}
        assert outcomes_of(session, second.id) == {"changed": second.planned}
