"""Appointments: booked once, kept or not, never over without a next step, a check-in or a reason."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest

from records.appointments import actions
from records.appointments.models import Appointment
from records.appointments.queries import appointments_of, get_appointment, next_of, slots
from records.appointments.rules import Booking, WrapUp
from records.cases.queries import get_case
from records.clients.queries import get_client
from records.history.queries import steps_of
from records.notes.queries import get_note
from records.notes.rules import Step
from records.tasks.queries import check_ins_of, tasks_of_case
from tenants import clock
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import Agency, World


def of_world(session, agency: Agency) -> Appointment:
    return get_appointment(session, agency.ids["client_id"], agency.ids["appointment_id"])


def client_of(session, agency: Agency):
    return get_client(session, agency.ids["client_id"])


def ended(session, agency: Agency) -> Appointment:
    """The appointment of the world after the meeting."""
    appointment = of_world(session, agency)
    actions.arrive(session, appointment)
    actions.start(session, appointment)
    actions.end(session, appointment)
    return appointment


def test_a_meeting_is_wrapped_up_into_steps_a_check_in_and_a_note(world: World) -> None:
    first, today = world.first, clock.today("America/Toronto")
    by = today + timedelta(days=7)
    steps = (Step("Call the employer", "client", by), Step("Send the list", "worker", None))
    with first.acting("practitioner") as session:
        case = get_case(session, first.ids["client_id"], first.ids["case_id"])
        appointment = ended(session, first)
        agreed = WrapUp(steps, check_in_on=by, check_in_how="phone")
        actions.wrap_up(session, appointment, agreed, case=case, in_words="Call the employer")
    with first.acting("practitioner", read_only=True) as session:
        appointment = of_world(session, first)
        assert appointment.state == "completed"
        note = get_note(session, first.ids["case_id"], appointment.note_id)
        assert note.draft["kind"] == "meeting" and note.draft["next_steps"] == "Call the employer"
        assert note.draft["minutes"] == "1" and note.draft["occurred_on"] == today.isoformat()
        made = [
            task for task in tasks_of_case(session, first.ids["case_id"]) if task.source_id == appointment.id
        ]
        assert {(task.what, task.owner, task.due_on, task.agreed) for task in made} == {
            ("Call the employer", "client", by, True),
            ("Send the list", "worker", None, True),
        }
        assert [one.due_on for one in check_ins_of(session, first.ids["case_id"]) if one.due_on == by] == [by]
        states = [step.changes[0].after for step in steps_of(session, appointment)]
        assert states == ["completed", "wrap_up", "in_progress", "arrived"]


def test_nothing_is_over_without_a_step_a_check_in_or_a_reason(
    world: World, superuser: psycopg.Connection
) -> None:
    first = world.first
    with first.acting("practitioner") as session:
        appointment = ended(session, first)
        with pytest.raises(Refused, match="or say why there is none"):
            actions.wrap_up(session, appointment, WrapUp(), case=None)
        with pytest.raises(Refused, match="Open one first"):
            actions.wrap_up(session, appointment, WrapUp((Step("Call", "client"),)), case=None)
    with pytest.raises(psycopg.errors.CheckViolation, match="nothing was agreed"):
        superuser.execute("UPDATE appointments SET state = 'completed' WHERE id = %s", (appointment.id,))
    with first.acting("practitioner") as session:
        actions.wrap_up(session, of_world(session, first), WrapUp(none_reason="He left early"), case=None)
    with pytest.raises(psycopg.errors.CheckViolation, match="stays over"):
        superuser.execute("UPDATE appointments SET state = 'booked' WHERE id = %s", (appointment.id,))


def test_one_worker_and_one_room_are_booked_once(world: World) -> None:
    first = world.first
    colleague = first.members["colleague"]
    with first.acting("practitioner") as session:
        client, busy = client_of(session, first), of_world(session, first)
        at = {"starts_at": busy.starts_at + timedelta(minutes=30), "ends_at": busy.ends_at}
        with pytest.raises(Refused, match="has another appointment"):
            factories.an_appointment(session, client, **at)
        factories.an_appointment(session, client, beside=True, room="Room 2", **at)
        with pytest.raises(Refused, match="room is taken"):
            factories.an_appointment(session, client, worker_id=colleague, room="ROOM 2", **at)
        after = {"starts_at": busy.ends_at, "ends_at": busy.ends_at + timedelta(hours=1)}
        factories.an_appointment(session, client, worker_id=colleague, room="Room 2", **after)


def test_of_two_bookings_at_once_one_wins(world: World) -> None:
    start = clock.now() + timedelta(days=3)

    def book(_turn: int) -> str:
        try:
            with world.first.acting("practitioner") as session:
                booking = Booking("first", start, start + timedelta(hours=1))
                me = world.first.members["practitioner"]
                actions.book(session, client_of(session, world.first), booking, worker_id=me)
        except Refused as refusal:
            return refusal.message
        return "booked"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(book, range(4)))
    assert answers[-1] == "booked" and answers.count("booked") == 1 and "another appointment" in answers[0]


def test_it_is_moved_called_off_or_missed_and_says_so(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    first = world.first
    with first.acting("practitioner") as session:
        client, appointment = client_of(session, first), of_world(session, first)
        later = appointment.starts_at + timedelta(days=1)
        again = Booking("counselling", later, later + timedelta(hours=1))
        moved = actions.move(
            session, appointment, again, asked_by="client", reason="Bus strike", beside=False
        )
        assert (appointment.state, appointment.moved_to) == ("moved", moved.id)
        with pytest.raises(Conflict):
            actions.arrive(session, appointment)
        actions.call_off(session, moved, asked_by="client", reason="")
        assert moved.state == "moved" and moved.moved_to is None, "in good time: put off"
        soon = factories.an_appointment(session, client, in_hours=3)
        actions.call_off(session, soon, asked_by="client", reason="Sick")
        ours = factories.an_appointment(session, client, in_hours=3)
        actions.call_off(session, ours, asked_by="agency", reason="Sick")
        assert (soon.state, ours.state) == ("late_cancel", "cancelled")
        missed = factories.an_appointment(session, client, in_hours=5)
        with pytest.raises(Refused, match="has not come yet"):
            actions.miss(session, missed, tried="Called")
        now = clock.now()
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=6))
        actions.miss(session, missed, tried="Called twice")
        actions.start(session, missed)
        assert missed.state == "in_progress", "somebody given up on came after all"


def test_a_calendar_names_whom_the_reader_may_read(world: World, superuser: psycopg.Connection) -> None:
    first = world.first
    span = (clock.now() - timedelta(days=1), clock.now() + timedelta(days=7))

    def seen(role: str, agency: Agency = first) -> list[tuple[str, bool]]:
        with agency.acting(role, read_only=True) as session:
            return [(slot.name, slot.id is not None) for slot in slots(session, *span)]

    named = [(f"{first.name} Trémblay", True)]
    assert seen("practitioner") == seen("supervisor") == named
    assert seen("colleague") == [("", False)], "busy, and nobody's name"
    assert seen("practitioner", world.second) == [(f"{world.second.name} Trémblay", True)]
    superuser.execute(
        "UPDATE members SET roles = '{front_desk}' WHERE id = %s", (first.members["colleague"],)
    )
    assert seen("colleague") == named
    superuser.execute(
        "UPDATE members SET roles = '{practitioner}' WHERE id = %s", (first.members["reporter"],)
    )
    assert seen("reporter") == [], "who must not know of the client does not see an hour missing"


def test_the_next_one_is_found_and_the_wall_stands(world: World) -> None:
    first, ids = world.first, world.first.ids
    with first.acting("practitioner", read_only=True) as session:
        assert next_of(session, ids["client_id"], clock.now()).id == ids["appointment_id"]
        assert [one.id for one in appointments_of(session, ids["client_id"]).rows] == [ids["appointment_id"]]
    with world.second.acting("practitioner", read_only=True) as session, pytest.raises(NotFound):
        get_appointment(session, ids["client_id"], ids["appointment_id"])
