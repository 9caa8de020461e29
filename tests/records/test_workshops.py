"""Group sessions: no more people than places, first come first served, and one note for each who came."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from records.access.actions import block_access
from records.clients.actions import change_client
from records.clients.queries import get_client
from records.history.queries import steps_of
from records.notes.actions import discard_draft
from records.notes.queries import get_note, group_of
from records.workshops import actions, queries
from records.workshops.models import Registration, Workshop
from records.workshops.rules import Seats
from tenants import clock
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import Agency, World

Later = Callable[[float], None]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """So many hours go by."""
    now = clock.now

    def go_by(hours: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: now() + timedelta(hours=hours))

    return go_by


def a_session(agency: Agency, people: int, *, role: str = "practitioner", **facts) -> tuple[UUID, list[UUID]]:
    """A session beside everything else, and so many people with a case each who have registered for it in turn."""
    with agency.acting(role) as session:
        workshop = factories.a_workshop(session, **{"beside": True} | facts)
        clients = [factories.a_client(session, legal_given=f"Number{n}") for n in range(people)]
        for client in clients:
            actions.register(session, workshop, client, case=factories.a_case(session, client))
        return workshop.id, [client.id for client in clients]


def states(session, workshop_id: UUID) -> list[str]:
    """The states of the list, by who asked first."""
    found = [one.registration for one in queries.people_of(session, workshop_id)]
    return [one.state for one in sorted(found, key=lambda one: one.asked_at)]


def one_of(session, workshop_id: UUID, client_id: UUID) -> tuple[Workshop, Registration]:
    found = queries.find_registration(session, workshop_id, client_id)
    return queries.get_workshop(session, workshop_id), found


def test_a_place_that_comes_free_goes_to_who_waits_first(world: World, superuser: psycopg.Connection) -> None:
    first = world.first
    workshop_id, clients = a_session(first, 4, capacity=2)
    with first.acting("practitioner") as session:
        assert states(session, workshop_id) == ["registered", "registered", "waiting", "waiting"]
        workshop, leaving = one_of(session, workshop_id, clients[0])
        with pytest.raises(Conflict, match="on the list already"):
            actions.register(session, workshop, get_client(session, clients[0]))
        assert actions.take_off(session, workshop, leaving, reason="Works that day") == 1
        _workshop, lucky = one_of(session, workshop_id, clients[2])
        assert (lucky.state, lucky.moved_up_at is not None) == ("registered", True)
        assert [step.changes[0].after for step in steps_of(session, lucky)] == ["registered"]
    with first.acting("practitioner") as session:
        workshop = queries.get_workshop(session, workshop_id)
        again = actions.register(session, workshop, get_client(session, clients[0]))
        assert again.state == "waiting", "at the end of the line"
        plan = {name: getattr(workshop, name) for name in actions.Plan.__dataclass_fields__}
        with pytest.raises(Refused, match="have a place already"):
            actions.change_workshop(session, workshop, actions.Plan(**plan | {"capacity": 1}), version=1)
        actions.change_workshop(session, workshop, actions.Plan(**plan | {"capacity": 3}), version=1)
        with pytest.raises(Conflict):
            actions.change_workshop(session, workshop, actions.Plan(**plan), version=1)
        assert queries.seats_of(session, [workshop_id])[workshop_id] == Seats(taken=3, waiting=1)
        assert one_of(session, workshop_id, clients[3])[1].state == "registered", "before who came back"
    with pytest.raises(psycopg.errors.CheckViolation, match="more people are registered"):
        superuser.execute("UPDATE workshops SET capacity = 2 WHERE id = %s", (workshop_id,))


def test_two_who_register_at_once_never_share_a_chair(world: World) -> None:
    first = world.first
    workshop_id, _nobody = a_session(first, 0, capacity=1)
    with first.acting("practitioner") as session:
        clients = [factories.a_client(session, legal_given=f"Both{n}").id for n in range(4)]

    def register(client_id: UUID) -> str:
        with first.acting("practitioner") as session:
            workshop = queries.get_workshop(session, workshop_id)
            return actions.register(session, workshop, get_client(session, client_id)).state

    def sit_down(client_id: UUID) -> bool:
        """Past the actions: the database itself counts the chairs."""
        try:
            with first.acting("practitioner") as session:
                sits = (
                    "UPDATE registrations SET state = 'registered' WHERE workshop_id = :w AND client_id = :c"
                )
                session.execute(text(sits), {"w": workshop_id, "c": client_id})
                session.execute(text("SELECT pg_sleep(0.2)"))
        except IntegrityError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(register, clients)) == ["registered", "waiting", "waiting", "waiting"]
        with first.acting("practitioner") as session:
            waiting = [one.client_id for one in queries.in_line(session, workshop_id, 9)]
            session.execute(text("UPDATE workshops SET capacity = 2 WHERE id = :w"), {"w": workshop_id})
        assert sorted(pool.map(sit_down, waiting)) == [False, False, True]


def test_attendance_is_one_act_then_exceptions_then_a_note_for_each(world: World, later: Later) -> None:
    first = world.first
    workshop_id, clients = a_session(first, 4, capacity=3, title_en="Say it in two minutes", minutes=90)
    with first.acting("practitioner") as session:
        workshop, registration = one_of(session, workshop_id, clients[0])
        with pytest.raises(Refused, match="has not come yet"):
            actions.mark(session, workshop, registration, "attended")
    later(73)
    with first.acting("practitioner") as session:
        workshop, waits = one_of(session, workshop_id, clients[3])
        people = [one.registration for one in queries.people_of(session, workshop_id)]
        assert actions.mark_everybody(session, workshop, people) == 3
        with pytest.raises(Conflict, match="Every place is taken"):
            actions.mark(session, workshop, waits, "attended")
        late, absent = (one_of(session, workshop_id, client)[1] for client in clients[1:3])
        actions.mark(session, workshop, absent, "absent")
        actions.mark(session, workshop, waits, "attended")
        actions.mark(session, workshop, late, "late")
        actions.describe(session, workshop, late, minutes=60, remark="Bus", version=late.version)
        actions.count_visitors(session, workshop, visitors=2)
        with pytest.raises(Conflict):
            actions.take_off(session, workshop, late, reason="Nothing happened")
        assert (workshop.state, workshop.visitors) == ("held", 2)
        seats = Seats(taken=3, waiting=0, came=3, absent=1, unwritten=3)
        assert queries.seats_of(session, [workshop_id])[workshop_id] == seats
        started = actions.begin_notes(session, workshop, title="Two minutes", own={late.id: "60 min. Bus"})
        group_id = started.group_id
    with first.acting("practitioner") as session:
        drafts = group_of(session, group_id)
        assert {client.id for _note, client in drafts} == {clients[0], clients[1], clients[3]}
        mine = {client.id: note.draft for note, client in drafts}
        assert {draft["training"] for draft in mine.values()} == {"Two minutes"}
        assert mine[clients[1]]["own_part"] == "60 min. Bus" and mine[clients[0]]["own_part"] == ""
        assert {(one["kind"], one["minutes"]) for one in mine.values()} == {("group", "90")}
        workshop = queries.get_workshop(session, workshop_id)
        with pytest.raises(Refused, match="begun already"):
            actions.begin_notes(session, workshop, title="", own={})
        discard_draft(session, drafts[0][0])
        left = actions.begin_notes(session, workshop, title="Alone", own={})
        assert left.group_id is None and get_note(session, left.case_id, left.id).draft["training"] == "Alone"


def test_only_the_reader_s_people_are_named_and_the_wall_stands(
    world: World, superuser: psycopg.Connection
) -> None:
    first, colleague = world.first, world.first.members["colleague"]
    workshop_id, clients = a_session(first, 2)

    def named(role: str) -> int:
        with first.acting(role, read_only=True) as session:
            assert queries.seats_of(session, [workshop_id])[workshop_id].taken == 2
            return len(queries.people_of(session, workshop_id))

    assert [named(role) for role in ("practitioner", "supervisor", "colleague")] == [2, 2, 0]
    superuser.execute("UPDATE workshops SET second_id = %s WHERE id = %s", (colleague, workshop_id))
    assert named("colleague") == 2, "who leads it knows who comes"
    with first.acting() as session:
        told = {"member_id": colleague, "kind": "relative", "reason": "Sister"}
        block_access(session, clients[0], **told)
    assert named("colleague") == 1, "but nobody they must not know of"
    with first.acting("practitioner", read_only=True) as session:
        hidden = queries.find_registration(session, workshop_id, clients[0])
    with first.acting("colleague") as session, pytest.raises(NotFound):
        queries.get_registration(session, workshop_id, hidden.id)
    with world.second.acting("practitioner", read_only=True) as session, pytest.raises(NotFound):
        queries.get_workshop(session, workshop_id)


def test_what_an_anonymous_file_holds_stays_when_it_gets_a_name(world: World, later: Later) -> None:
    with world.first.acting("practitioner") as session:
        workshop = factories.a_workshop(session, beside=True)
        visitor = factories.a_client(session, legal_given="", legal_family="", anonymity="anonymous")
        registration = actions.register(session, workshop, visitor)
    later(73)
    with world.first.acting("practitioner") as session:
        workshop, registration = one_of(session, workshop.id, visitor.id)
        actions.mark(session, workshop, registration, "attended")
        visitor = get_client(session, visitor.id)
        named = {"legal_given": "Ingrid", "anonymity": "named"}
        change_client(session, visitor, version=visitor.version, reason="Told us", **named)
        factories.a_case(session, visitor)
        (one,) = queries.people_of(session, workshop.id)
        assert (one.client.name, one.registration.state) == ("Ingrid", "attended")


def test_a_room_and_a_leader_are_in_one_place(world: World) -> None:
    first, colleague = world.first, world.first.members["colleague"]
    with first.acting("practitioner") as session:
        client = get_client(session, first.ids["client_id"])
        factories.a_workshop(session, in_hours=200, second_id=colleague, room="Hall")
        with pytest.raises(Refused, match="something else then"):
            factories.a_workshop(session, in_hours=201, leader_id=colleague)
        with pytest.raises(Refused, match="room is taken"):
            factories.a_workshop(session, in_hours=201, beside=True, room="HALL")
        with pytest.raises(Refused, match="another appointment"):
            factories.an_appointment(session, client, in_hours=201, worker_id=colleague)
        with pytest.raises(Refused, match="room is taken"):
            factories.an_appointment(session, client, in_hours=201, beside=True, room="hall")
        factories.an_appointment(session, client, in_hours=300, room="Hall")
        with pytest.raises(Refused, match="room is taken"):
            factories.a_workshop(session, in_hours=299, room="hall", leader_id=colleague)
        with pytest.raises(Refused, match="something else then"):
            factories.a_workshop(session, in_hours=299)
        off = factories.a_workshop(session, in_hours=299, beside=True)
        actions.call_off(session, off, reason="Snow")
        with pytest.raises(Conflict, match="called off"):
            actions.register(session, off, client)
        with pytest.raises(Conflict, match="moved on"):
            actions.call_off(session, off, reason="Ice")
