"""Files whose rule asks a person, holds over what they describe, and the red state: seen from behind the wall."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.actions import close_case, reopen_case
from records.cases.models import Case
from records.cases.queries import get_case
from records.clients.queries import get_client
from records.desk.queries import waiting
from records.incidents.queries import get_incident
from records.notices.actions import read_all
from records.notices.queries import page_of_notices
from records.retention.alarms import Alarm
from records.retention.dates import Period
from records.retention.hold_queries import kept_by
from records.retention.hold_reviews import review_hold
from records.retention.holding import (
    Description,
    ask_release,
    hold_described,
    hold_person,
    place_hold,
    release_hold,
)
from records.retention.in_force import holds_on
from records.retention.planning import approve_run, ask_restore
from records.retention.purge import destroy_batch, start_destroying
from records.retention.queries import explained, get_hold, holds
from records.retention.referring import Answer
from records.retention.reviewing import decide, decide_about_person, get_standing, to_review
from records.retention.run_queries import find_gone_by_number, get_run, items_of, outcomes_of
from records.retention.sentences import in_english
from records.retention.standing import Person
from records.retention.terms import Action, HoldKind, RecordClass
from records.retention.verdict import State
from records.retention.watching import alarms_of, overview, watch
from tenants import clock
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import Conflict, Refused
from tenants.settings import settings
from tests import factories
from tests.records.test_retention_races import at_once, purge, rows_below, there
from tests.retention import approve, everything_of, move_to, plan, put_in_force, run_now, work
from tests.world import Agency, World
from workers.retention import evaluate_everywhere

LATER = date(2040, 6, 1)


@pytest.fixture
def files(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[UUID, UUID]]]:
    """Two files of one program, closed long ago, in each agency; those of the first are given."""
    made = []
    for agency in world.both:
        with agency.acting("practitioner") as session:
            for _ in range(2):
                case = factories.a_case(session, program="Bridges")
                factories.a_note(session, case)
                close_case(session, case, closed_on=factories.today(), exit_reason="employed")
                made.append((case.client_id, case.id))
    move_to(monkeypatch, LATER)
    yield made[:2]
    monkeypatch.undo()
    settings.cache_clear()


def decided(agency: Agency, file: tuple[UUID, UUID], by: str = "owner", **told: object) -> None:
    """Somebody decides on the grounds as they are."""
    with agency.acting(by) as session:
        case = get_case(session, *file)
        basis = get_standing(session, case.id).verdict.basis_hash
        decide(session, case, **{"reason": "Looked through", "basis_hash": basis} | told)  # type: ignore[arg-type]


def queue(agency: Agency) -> set[UUID]:
    with agency.acting(read_only=True) as session:
        return {one.case.case_id for one in to_review(session).waiting}


def told_about(agency: Agency, about: UUID) -> int:
    """How often the supervisor was told of something."""
    with agency.acting("supervisor", read_only=True) as session:
        return sum(one.about == about for one in page_of_notices(session).rows)


def night(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    move_to(monkeypatch, day)
    evaluate_everywhere()


def planned(agency: Agency, run_id: UUID) -> set[UUID]:
    with agency.acting(read_only=True) as session:
        return {one.item.record_id for one in items_of(session, run_id) if one.item.record_id}


def test_2_8_nothing_goes_by_silence_and_a_decision_counts_until_anything_changes(
    world: World, files: list[tuple[UUID, UUID]], monkeypatch: pytest.MonkeyPatch
) -> None:
    agency, (first, second) = world.first, files
    put_in_force(agency, {"action": Action.REVIEW, "keep": Period(14)})
    asked = {first[1], second[1]}
    with agency.acting(read_only=True) as session:
        due_on = get_standing(session, first[1]).verdict.due_on
        assert due_on is not None
    # Told after fourteen days, and after thirty once that is read; a look in any other night tells nobody.
    for days, number in ((13, 0), (14, 1), (15, 1), (30, 2), (31, 2)):
        night(monkeypatch, due_on + timedelta(days=days))
        assert told_about(agency, first[1]) == number, days
        with agency.acting("supervisor") as session:
            read_all(session)
    assert queue(agency) >= asked and not planned(agency, plan(agency).id) & asked
    assert told_about(world.second, first[1]) == 0
    with pytest.raises(Conflict, match="changed while you were deciding"):
        decided(agency, first, kind="destroy", basis_hash="of another day")
    decided(agency, first, kind="de_identify")
    assert first[1] not in queue(agency) and second[1] in queue(agency)
    run = plan(agency)
    assert planned(agency, run.id) & asked == {first[1]}
    with agency.acting(read_only=True) as session:
        (line,) = [one for one in items_of(session, run.id) if one.item.record_id == first[1]]
        assert line.item.action == "de_identify"
    # Whoever decided about a file does not approve its list.
    decided(agency, second, by="supervisor", kind="destroy")
    theirs = plan(agency)
    with agency.acting("supervisor") as session, pytest.raises(Refused, match="else here may decide"):
        approve_run(session, get_run(session, theirs.id), list_hash=theirs.list_hash, count=theirs.planned)
    # Opened and closed again, both are new questions.
    with agency.acting("practitioner") as session:
        reopen_case(session, get_case(session, *first), reason="came back")
    assert planned(agency, plan(agency).id) & asked == {second[1]}


def test_2_8_an_extension_keeps_to_its_day_and_can_be_repeated_and_a_transfer_needs_the_receipt(
    world: World, files: list[tuple[UUID, UUID]], monkeypatch: pytest.MonkeyPatch
) -> None:
    agency, (first, second) = world.first, files
    put_in_force(agency, {"action": Action.TRANSFER})
    other = everything_of_decisions(world)
    with pytest.raises(Refused, match="within two years"):
        decided(agency, first, kind="extend", keep_through=LATER + timedelta(days=800))
    through = LATER + timedelta(days=700)
    decided(agency, first, kind="extend", keep_through=through)
    with agency.acting(read_only=True) as session:
        told = explained(session, first[1])
        assert told.verdict.state is State.RETAINED and told.verdict.keep_through == through
        assert "as a person decided, beyond 7 years" in in_english(told.words.sentence)
    move_to(monkeypatch, through)
    assert first[1] not in queue(agency)
    move_to(monkeypatch, through + timedelta(days=1))
    assert first[1] in queue(agency)
    decided(agency, first, kind="extend", keep_through=through + timedelta(days=300))
    assert first[1] not in queue(agency)
    for missing in ({"recipient": "City archive"}, {"receipt": "RC-1"}):
        with pytest.raises(Refused):
            decided(agency, second, kind="transfer", **missing)
    assert second[1] in queue(agency) and not planned(agency, plan(agency).id) & {second[1]}
    decided(agency, second, kind="transfer", recipient="City archive", receipt="RC-77")
    assert second[1] in planned(agency, plan(agency).id)
    assert everything_of_decisions(world) == other


def test_2_8_an_identity_without_a_case_waits_for_a_person_when_its_rule_says_so(
    world: World,
    files: list[tuple[UUID, UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency, (first, second) = world.first, files
    put_in_force(agency, {}, {"record_class": RecordClass.CLIENT_IDENTITY, "action": Action.REVIEW})
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    destroy_now(agency, run.id, monkeypatch)
    with agency.acting(read_only=True) as session:
        (basis, other) = (one.verdict.basis_hash for one in sorted(alone(session), key=by_file(files)))
    assert run_now(agency, run.id).identities == 0 and plan(agency).planned == 0
    night(monkeypatch, LATER + timedelta(days=31))
    assert told_about(agency, first[0]) == 1 and told_about(world.second, first[0]) == 0

    def decided_about(file: tuple[UUID, UUID], by: str = "owner", **told: object) -> None:
        with agency.acting(by) as session:
            client = get_client(session, file[0])
            decide_about_person(session, client, **{"reason": "Looked through", **told})  # type: ignore[arg-type]

    with pytest.raises(Conflict, match="changed while you were deciding"):
        decided_about(first, kind="destroy", basis_hash=other)
    decided_about(second, kind="extend", basis_hash=other, keep_through=LATER + timedelta(days=400))
    decided_about(first, by="supervisor", kind="destroy", basis_hash=basis)
    with agency.acting(read_only=True) as session:
        assert not alone(session)
    theirs = plan(agency)
    assert planned(agency, theirs.id) == {first[0]}
    # Whoever decided about a person does not approve the list.
    with agency.acting("supervisor") as session, pytest.raises(Refused, match="else here may decide"):
        approve_run(session, get_run(session, theirs.id), list_hash=theirs.list_hash, count=theirs.planned)


def alone(session: Session) -> list[Person]:
    return to_review(session).people


def by_file(files: list[tuple[UUID, UUID]]) -> Callable[[Person], int]:
    return lambda one: [client_id for client_id, _ in files].index(one.client_id)


def everything_of_decisions(world: World) -> int:
    with world.second.acting(read_only=True) as session:
        return len(to_review(session).waiting)


def test_2_7_a_hold_over_a_program_covers_cases_closed_later_and_nothing_goes_in_the_night_of_its_release(
    world: World,
    files: list[tuple[UUID, UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency, ids = world.first, {case_id for _, case_id in files}
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    about = {"kind": HoldKind.FUNDER_AUDIT, "basis": "Audit 9", "reason": "All of Bridges"}
    with agency.acting() as session:
        with pytest.raises(Refused, match="Say which files"):
            hold_described(session, Description(), **about)  # type: ignore[arg-type]
        hold = hold_described(session, Description(program="Bridges"), **about)  # type: ignore[arg-type]
        later = factories.a_closed_case(session)
        inside = factories.a_case(session, program="Bridges", days_ago=30)
        close_case(session, inside, closed_on=factories.today(), exit_reason="employed")
        session.flush()
        held = holds_on(session, [later.id, inside.id])
        assert not held[later.id] and [one.kind for one in held[inside.id]] == [HoldKind.FUNDER_AUDIT]
        kept = kept_by(session, hold)
        assert (kept.number, kept.hidden) == (1, 2)
        hold_id = hold.id
    with world.second.acting(read_only=True) as session:
        assert not holds(session)
    # Released before any worker came by: what was approved is not what stands there now.
    with agency.acting() as session:
        ask_release(session, get_hold(session, hold_id), reason="settled")
    with agency.acting("supervisor") as session:
        release_hold(session, get_hold(session, hold_id))
    destroy_now(agency, run.id, monkeypatch)
    assert ids <= there(superuser)
    with agency.acting(read_only=True) as session:
        assert [get_case(session, *file).quarantined_at for file in files] == [None, None]
        assert outcomes_of(session, run.id)["changed"] == 2
    assert planned(agency, plan(agency).id) >= ids


def destroy_now(agency: Agency, run_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the waiting time were over, everything were told and nothing in the way."""
    move_to(monkeypatch, LATER + timedelta(days=31))
    with acting_for(agency.tenancy()), transaction(login="retention") as session:
        start_destroying(session, run_id)
    with acting_for(agency.tenancy()), transaction(login="retention") as session:
        destroy_batch(session, run_id)


def test_2_7_a_second_hold_still_keeps_and_stays_out_of_sight(
    world: World,
    files: list[tuple[UUID, UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency, (early, late) = world.first, files
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    told = {"basis": "m", "reason": "r"}
    with agency.acting() as session:
        both = place_hold(session, [early[1], late[1]], kind=HoldKind.LITIGATION, **told)  # type: ignore[arg-type]
        person = hold_person(session, late[0], kind=HoldKind.COMPLAINT, **told)
        assert set(person.answers.values()) == {Answer.PROTECTED_WAS_QUARANTINED}
        assert both.hold is not None and person.hold is not None and person.hold.scope == "people"
        hold_id = both.hold.id
    destroy_now(agency, run.id, monkeypatch)
    with agency.acting() as session:
        assert outcomes_of(session, run.id)["held"] == 2
        ask_release(session, get_hold(session, hold_id), reason="settled")
    with agency.acting("supervisor") as session:
        release_hold(session, get_hold(session, hold_id))
    work(superuser, agency)
    with agency.acting() as session:
        assert get_case(session, *early)
        assert outcomes_of(session, run.id)["held"] == 1
        (line,) = [one for one in items_of(session, run.id) if one.item.record_id == late[1]]
        with pytest.raises(Refused, match="why the file comes back"):
            ask_restore(session, line.item, reason=" ")
        ask_restore(session, line.item, reason="The lawyer reads it")
    work(superuser, agency)
    with agency.acting(read_only=True) as session:
        assert get_case(session, *late)
        assert [one.kind for one in holds_on(session, [late[1]])[late[1]]] == [HoldKind.COMPLAINT]


def test_2_7_an_open_incident_keeps_its_people_by_itself_and_a_hold_is_looked_at_again(
    world: World,
    files: list[tuple[UUID, UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency, (first, second) = world.first, files
    put_in_force(agency)
    with agency.acting("practitioner") as session:
        incident = factories.an_incident(session, get_client(session, first[0]))
    with agency.acting() as session:
        ((matter,), none) = (holds_on(session, [one])[one] for one in (first[1], second[1]))
        assert (matter.kind, matter.is_placed, none) == (HoldKind.OPEN_INCIDENT, False, ())
        assert "an incident is open" in in_english(explained(session, first[1]).words.remarks[0])
        factories.a_breach(session, get_incident(session, incident.id))
        session.flush()
        assert holds_on(session, [first[1]])[first[1]][0].kind is HoldKind.BREACH_INVESTIGATION
    assert not planned(agency, plan(agency).id) & {first[1]}
    superuser.execute(
        "UPDATE incidents SET state = 'closed', severity = 'minor', close_asked_by = author_id, close_asked_at = now(),"
        " closed_by = author_id, closed_at = now(), alone = true WHERE id = %s",
        [incident.id],
    )
    assert first[1] in planned(agency, plan(agency).id)
    with agency.acting() as session:
        told = {"kind": HoldKind.AGENCY_DECISION, "basis": "Ours", "reason": "why"}
        held = place_hold(session, [second[1]], review_on=LATER + timedelta(days=9), **told)  # type: ignore[arg-type]
        assert held.hold is not None
        hold_id = held.hold.id
    night(monkeypatch, LATER + timedelta(days=10))
    night(monkeypatch, LATER + timedelta(days=11))
    assert told_about(agency, hold_id) == 1
    with agency.acting("supervisor") as session:
        assert waiting(session, ["holds_due"]) == {"holds_due": 1}
        with pytest.raises(Refused, match="within a year"):
            review_hold(session, get_hold(session, hold_id), review_on=LATER, reason="x")
        review_hold(
            session, get_hold(session, hold_id), review_on=LATER + timedelta(days=99), reason="Open still"
        )
        session.flush()
        assert waiting(session, ["holds_due"]) == {}


def test_3_7_nothing_destroyed_while_something_is_due_and_nobody_looking_are_red(
    world: World,
    files: list[tuple[UUID, UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency = world.first
    put_in_force(agency)
    night(monkeypatch, LATER)
    assert red(agency) == [] and waiting_of(agency) == {}
    move_to(monkeypatch, LATER + timedelta(days=2))
    assert red(agency) == [Alarm.NOT_EVALUATED] and waiting_of(agency) == {"retention_red": 1}
    assert red(world.second) == [] and watch() == {"unevaluated": 1, "unerased": 0}
    night(monkeypatch, LATER + timedelta(days=2))
    run = plan(agency)
    superuser.execute(
        "UPDATE retention_runs SET state = 'complete', finished_at = %s WHERE id = %s", [clock.now(), run.id]
    )
    superuser.execute(
        "INSERT INTO erasures (organisation_id, id, created_at, run_id, kind, target, attempts)"
        " VALUES (%s, gen_random_uuid(), %s, %s, 'file', gen_random_uuid(), 1)",
        [agency.organisation_id, clock.now() - timedelta(hours=25), run.id],
    )
    assert set(red(agency)) == {Alarm.NOTHING_DESTROYED, Alarm.NOT_ERASED}
    assert watch() == {"unevaluated": 0, "unerased": 1}
    with agency.acting(read_only=True) as session:
        seen = overview(session)
        assert seen.by_state[State.DUE] >= 2 and seen.is_whole and len(seen.alarms) == 2
    assert red(world.second) == []


def red(agency: Agency) -> list[Alarm]:
    with agency.acting(read_only=True) as session:
        return [one.alarm for one in alarms_of(session)]


def waiting_of(agency: Agency) -> dict[str, int]:
    with agency.acting("supervisor", read_only=True) as session:
        return waiting(session, ["retention_red"])


def test_2_10_whoever_holds_the_number_learns_when_the_file_went(
    world: World,
    files: list[tuple[UUID, UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency = world.first
    put_in_force(agency)
    with agency.acting(read_only=True) as session:
        number = get_case(session, *files[0]).number
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    destroy_now(agency, run.id, monkeypatch)
    with agency.acting(read_only=True) as session:
        gone = find_gone_by_number(session, f" {number.lower()} ")
        assert gone is not None and gone.destroyed_on == LATER + timedelta(days=31)
    with world.second.acting(read_only=True) as session:
        assert find_gone_by_number(session, number) is None
    assert number not in str(everything_of(superuser, agency)["stubs"])


def test_3_6_p6_no_file_goes_after_a_hold_that_describes_it_was_acknowledged(
    world: World,
    files: list[tuple[UUID, UUID]],
    superuser: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    agency, ids = world.first, []
    with agency.acting("practitioner") as session:
        for number in range(24):
            case = factories.a_closed_case(session, closed_on=LATER - timedelta(days=4000))
            case.program = f"p{number % 3}"
            ids.append(case.id)
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    move_to(monkeypatch, LATER + timedelta(days=31))
    with acting_for(agency.tenancy()), transaction(login="retention") as session:
        assert start_destroying(session, run.id)
    seen: list[set[UUID]] = []
    begun = threading.Event()

    def place(program: str) -> None:
        begun.wait(60)
        with agency.acting() as session:
            told = {"kind": HoldKind.LITIGATION, "basis": "m", "reason": "r"}
            hold_described(session, Description(program=program), **told)  # type: ignore[arg-type]
        # What is there once the hold is acknowledged, out of the product's sight as it is.
        with acting_for(agency.tenancy()), transaction(login="retention") as session:
            there_now = select(Case.id).where(Case.program == program)
            seen.append(set(session.execute(there_now).scalars()))

    before = rows_below(superuser, ids)
    at_once(
        lambda: purge(agency, run.id, 2, begun),
        lambda: purge(agency, run.id, 3),
        lambda: place("p0"),
        lambda: place("p1"),
    )
    left = there(superuser)
    kept = set.union(*seen)
    assert len(seen) == 2 and kept <= left
    after = rows_below(superuser, sorted(kept))
    assert after == {one: before[one] for one in kept}
    assert {ids[number] for number in range(24) if number % 3 == 2}.isdisjoint(left)
