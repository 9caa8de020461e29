"""Appointments, the calendar and the wrap-up card, as people at a browser use them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
from icalendar import Calendar

from records.clients.queries import get_client
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from tenants import clock
from tests.visitor import Visitor
from tests.web.conftest import Person, id_in, statements
from tests.world import World

Count = Callable[..., int]
ZONE = "America/Toronto"
TODAY = clock.today(ZONE)
FILE = "/people/{client_id}/appointments"
ONE = f"{FILE}/{{appointment_id}}"
NAME = "Ozymandra Trémblay"


def good(world: World, **other: str) -> dict[str, str]:
    day = (TODAY + timedelta(days=5)).isoformat()
    told = {
        "on": day,
        "at": "14:30",
        "minutes": "45",
        "kind": "planning",
        "mode": "in_person",
        "place": "office",
    }
    return told | {"worker_id": str(world.first.members["practitioner"]), "room": "Room 4"} | other


def of_role(superuser: psycopg.Connection, world: World, who: str, role: str) -> None:
    superuser.execute("UPDATE members SET roles = %s WHERE id = %s", ([role], world.first.members[who]))


def test_the_front_desk_books_and_receives_and_reads_nothing_else(
    world: World, colleague: Person, superuser: psycopg.Connection
) -> None:
    of_role(superuser, world, "colleague", "front_desk")
    form = colleague.look(f"{FILE}/new")
    assert "K-10" not in form.words, "the number of a case is no business of the desk"
    page = colleague.follow(colleague.send(FILE, good(world)))
    assert NAME in page.title and "Room 4" in page.words and "2:30" in page.title
    assert "Still open" not in page.words and "From the last note" not in page.words
    assert "To wrap up" not in page.words
    colleague.send(f"{ONE}/arrival")
    page = colleague.look(ONE)
    assert "Here since" in page.words and page.forms("/end") == []
    colleague.send(f"{ONE}/end", status=403)
    colleague.look(f"{ONE}/wrap-up", 403)


def test_a_colleague_sees_that_somebody_is_busy(world: World, colleague: Person, worker: Person) -> None:
    start = datetime.now(ZoneInfo(ZONE)) + timedelta(hours=30)
    week = f"/calendar?worker=all&on={start.date().isoformat()}"
    seen = colleague.look(week)
    assert "Busy" in seen.words and "Ozymandra" not in seen.body
    assert str(world.first.ids["appointment_id"]) not in seen.body
    own = worker.look(week)
    assert NAME in own.words and "Busy" not in own.words
    assert NAME in worker.look(f"/calendar?view=day&on={start.date().isoformat()}").words
    colleague.send(f"{ONE}/arrival", status=403)
    assert NAME in worker.look("/").words


def test_what_is_wrong_comes_back(world: World, worker: Person, count: Count) -> None:
    before = count("appointments"), count("entries"), count("audit_events")
    for wrong, words in (
        ({"on": ""}, "Enter the day"),
        ({"on": (TODAY - timedelta(days=1)).isoformat()}, "not over yet"),
        ({"at": "25:00"}, "Enter a time"),
        ({"minutes": "0"}, "from 5 to 720"),
        ({"kind": "chat"}, "Choose from the list."),
        ({"worker_id": str(world.second.members["practitioner"])}, "Choose from the list."),
        ({"on": "2028-03-12", "at": "02:30"}, "skip this hour"),
    ):
        page = worker.send(FILE, good(world, **wrong), 422)
        (*_rest, field) = wrong
        assert words in page.wrong[field] and page.typed("room") == "Room 4"
    assert (count("appointments"), count("entries"), count("audit_events")) == before


def test_the_same_hour_is_booked_twice_only_when_that_is_meant(world: World, worker: Person) -> None:
    worker.send(FILE, good(world))
    asked = good(world, room="")
    page = worker.send(FILE, asked, 422)
    assert "another appointment then" in page.wrong["beside"]
    assert "room is taken" in worker.send(FILE, good(world, beside="yes"), 422).wrong["room"]
    worker.send(FILE, asked | {"beside": "yes"})


def test_a_meeting_from_the_door_to_the_note(world: World, worker: Person, count: Count) -> None:
    worker.send(f"{ONE}/arrival")
    worker.send(f"{ONE}/start")
    page = worker.follow(worker.send(f"{ONE}/end"))
    assert page.title == "Before Ozymandra leaves"
    assert (
        "say why there is none" in worker.send(f"{ONE}/wrap-up", {"sheet": "yes"}, 422).wrong["none_reason"]
    )
    day = (TODAY + timedelta(days=8)).isoformat()
    worker.send(FILE, good(world, on=day, at="09:30", room=""))
    agreed = {"step_1_what": "Call <b>Kim</b> {{7*7}}", "step_1_who": "client", "step_1_due_on": day}
    agreed |= {"on": day, "at": "09:00", "sheet": "yes", "size": "large"}
    refused = worker.send(f"{ONE}/wrap-up", agreed, 422)
    assert "another appointment then" in refused.wrong["beside"] and refused.typed("step_1_who") == "client"
    assert count("tasks", "source = 'wrap_up'") == 0, "all of it, or nothing"
    page = worker.follow(worker.send(f"{ONE}/wrap-up", agreed | {"beside": "yes"}))
    assert "The document is being made" in page.words and "In touch again on" in page.words
    (note,) = page.links("Open the note of this meeting")
    editor = Person(worker.visitor).look(note)
    assert "Call <b>Kim</b> {{7*7}} (Client, by" in (editor.typed("next_steps") or "")
    assert editor.typed("kind") == "meeting" and editor.typed("minutes") == "1"
    assert count("appointments", "state = 'booked' AND client_id = %s", world.first.ids["client_id"]) == 2
    assert count("documents", "kind = 'next_steps' AND size = 'large'") == 1
    assert "Call <b>Kim</b>" in worker.look("/people/{client_id}/cases/{case_id}").words
    worker.send(f"{ONE}/end", status=409)
    worker.look(f"{ONE}/wrap-up", 303)


def test_it_is_moved_called_off_and_changed(world: World, worker: Person) -> None:
    editor = worker.look(f"{ONE}/details")
    told = {
        "room": "Blue room",
        "needs": "quiet_room",
        "interpreter": "booked",
        "version": editor.typed("version"),
    }
    worker.send(f"{ONE}/details", told)
    assert "Blue room" in worker.look(ONE).words and "A quiet room" in worker.look(ONE).words
    assert "Blue room" in worker.send(f"{ONE}/details", told | {"room": "Mine"}, 409).words
    when = {"on": (TODAY + timedelta(days=9)).isoformat(), "at": "11:00", "minutes": "60"}
    assert worker.send(f"{ONE}/move", when, 422).wrong["asked_by"]
    moved = worker.send(f"{ONE}/move", when | {"asked_by": "client", "reason": "Bus strike"})
    assert "Bus strike" in worker.look(ONE).words and worker.look(ONE).links("The new appointment")
    there = f"{FILE}/{id_in(moved)}"
    assert worker.send(f"{there}/absence", {"tried": "Called"}, 422).wrong["tried"]
    worker.send(f"{there}/cancellation", {"asked_by": "agency", "reason": "Fire drill"})
    page = worker.look(there)
    assert "Cancelled by us" in page.words and page.forms("/arrival") == []


def test_who_needs_longer_is_booked_for_longer(world: World, worker: Person) -> None:
    assert worker.look(f"{FILE}/new").typed("minutes") == "60"
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        told = {"speaks": "Cree", "longer": True, "formats": ["large_print"], "interpreter": True}
        add_particular(session, client, KINDS["communication"], values=told)
    form = worker.look(f"{FILE}/new")
    assert form.typed("minutes") == "90" and form.typed("interpreter") == "needed"
    assert form.typed("needs") == "large_print"
    assert "Cree" in worker.look(ONE).words


def test_whom_to_book_is_found(worker: Person, colleague: Person) -> None:
    page = worker.look(f"/calendar/booking?on={TODAY.isoformat()}")
    assert page.links(NAME) and f"on={TODAY.isoformat()}" in page.links(NAME)[0]
    found = worker.send("/calendar/booking", {"q": "Ozym"}, 200)
    assert found.links(NAME)
    assert "Nobody is found" in worker.send("/calendar/booking", {"q": "Zzyzx"}, 200).words


def test_a_secret_link_shows_times_and_initials_until_it_ends(
    world: World, worker: Person, visitor: Visitor
) -> None:
    address = worker.send("/calendar/link", status=200).tree.css_first("code").text()
    path = "/" + address.split("/", 3)[3]
    held = Calendar.from_ical(visitor.get(path).get_data())
    (event,) = held.walk("VEVENT")
    assert event["summary"] == "OT" and "Ozymandra" not in visitor.get(path).get_data(as_text=True)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
    wrong = visitor.get("/calendar-feed/nothing-of-the-kind.ics")
    assert wrong.status_code == 404
    newer = worker.send("/calendar/link", status=200).tree.css_first("code").text()
    assert newer != address and visitor.get(path).status_code == 404
    assert visitor.get(path).get_data() == wrong.get_data()
    worker.send("/calendar/link/end")
    assert visitor.get("/" + newer.split("/", 3)[3]).status_code == 404


def test_a_week_costs_one_statement_for_its_rows(worker: Person) -> None:
    with statements() as asked:
        worker.look("/calendar?worker=all")
    assert sum("FROM appointments" in one for one in asked) == 1 and len(asked) <= 8
