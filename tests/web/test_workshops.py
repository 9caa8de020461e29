"""Group sessions as people at a browser use them, from the plan to the notes."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from tenants import clock
from tests import factories
from tests.web.conftest import HTMX, Person, id_in, statements
from tests.world import World

TODAY = clock.today("America/Toronto")
ONE = "/workshops/{workshop_id}"
PERSON = f"{ONE}/registrations/{{registration_id}}"
NAME = "Ozymandra Trémblay"


def good(world: World, **other: str) -> dict[str, str]:
    told = {"title_en": "Interviews without fear", "kind": "interview", "language": "en", "place": "office"}
    when = {"on": (TODAY + timedelta(days=9)).isoformat(), "at": "13:30", "minutes": "90", "capacity": "1"}
    leads = {"leader_id": str(world.first.members["practitioner"]), "room": "Room 9"}
    return told | when | leads | other


def of_role(superuser: psycopg.Connection, world: World, who: str, role: str) -> None:
    superuser.execute("UPDATE members SET roles = %s WHERE id = %s", ([role], world.first.members[who]))


@pytest.fixture
def begun(superuser: psycopg.Connection, world: World) -> None:
    """The session of the world began half an hour ago."""
    superuser.execute(
        "UPDATE workshops SET starts_at = now() - interval '30 minutes', ends_at = now() + interval '90 minutes'"
        " WHERE id = %s",
        (world.first.ids["workshop_id"],),
    )


def test_it_is_planned_filled_changed_and_called_off(world: World, worker: Person) -> None:
    assert "Say in a few words" in worker.send("/workshops", good(world, kind="other"), 422).words
    sent = worker.send("/workshops", good(world))
    here = f"/workshops/{id_in(sent)}"
    page = worker.follow(sent)
    assert "Interviews without fear" in page.title and "Nobody is on the list yet" in page.words
    busy = worker.send("/workshops", good(world, room="Elsewhere"), 422)
    assert "something else then" in busy.words and "Interviews without fear" in busy.body
    found = worker.send(f"{here}/people", {"q": "Ozym"}, 200)
    assert "Give a place" in found.words
    register = f"/people/{{client_id}}{here}"
    page = worker.follow(worker.send(register))
    assert NAME in page.words and "1 of 1" in page.words
    worker.send(register, status=409)
    with world.first.acting("practitioner") as session:
        other = factories.a_client(session, legal_given="Second", legal_family="Waiting").id
    page = worker.follow(worker.send(f"/people/{other}{here}"))
    assert "Who waits for a place" in page.words and "Second Waiting" in page.words
    taken = next(link for link in page.links(NAME) if "/registrations/" in link)
    assert "Say why" in worker.send(f"/{taken}/removal", {"reason": ""}, 422).words
    page = worker.follow(worker.send(f"/{taken}/removal", {"reason": "Works that day"}))
    assert "Moved up" in page.words and "Taken off the list" in page.words
    changed = good(world, capacity="5", title_fr="Sans peur", version="1")
    worker.send(f"{here}/details", changed)
    assert "Your words are below" in worker.send(f"{here}/details", changed, 409).words
    assert "Second Waiting" in worker.look(f"{here}/list").words
    worker.send(f"{here}/cancellation", {"reason": ""}, 422)
    worker.send(f"{here}/cancellation", {"reason": "Snow"})
    assert (
        "Snow" in worker.look(here).words and "Interviews" in worker.look("/workshops?kind=interview").words
    )
    assert "No session is planned" in worker.look("/workshops?kind=rights").words


def test_attendance_is_one_tap_each_and_ends_in_a_note(world: World, worker: Person, begun: None) -> None:
    assert "Everybody came" in worker.look(f"{ONE}/attendance").words
    worker.send(f"{ONE}/attendance")
    assert "Attended" in worker.look(f"{ONE}/attendance").words
    piece = worker.send(f"{PERSON}/attendance", {"mark": "late"}, 200, headers=HTMX)
    assert "Came late" in piece.words and "<html" not in piece.body
    worker.send(f"{PERSON}/attendance", {"mark": "asleep"}, 422)
    version = worker.look(PERSON).tree.css_first("input[name=version]").attributes["value"]
    told = {"minutes": "45", "remark": "Left with two drafts", "version": str(version)}
    worker.send(f"{PERSON}/remark", told)
    conflict = worker.send(f"{PERSON}/remark", told | {"remark": "Mine"}, 409)
    assert "Mine" in conflict.body and "Left with two drafts" in conflict.words
    worker.send(f"{ONE}/visitors", {"visitors": "3"})
    page = worker.look(ONE)
    assert "Of one person who came" in page.words and "Left with two drafts" in page.words
    note = worker.follow(worker.send(f"{ONE}/notes"))
    assert (
        "Took part for 45 minutes. Left with two drafts" in note.body and "A résumé that is read" in note.body
    )
    assert "Of one person who came" not in worker.look(ONE).words
    assert "begun already" in worker.send(f"{ONE}/notes", status=422).words


def test_it_stands_in_the_file_on_the_phases_and_in_the_calendar(
    world: World, worker: Person, supervisor: Person, begun: None
) -> None:
    file = worker.look("/people/{client_id}")
    assert "Group session" in file.words and "A résumé that is read" in file.words
    link = next(one for one in file.links("Group session") if "/attendance/" in one)
    assert NAME in worker.follow(worker.look(f"/{link}", 303)).title
    worker.send(f"{ONE}/attendance")
    assert worker.look("/people/{client_id}/cases/{case_id}/phases").status == 200
    with statements() as asked:
        page = worker.look(f"/calendar?on={TODAY.isoformat()}")
    assert page.links("A résumé that is read") and sum("FROM workshops" in one for one in asked) == 1
    assert len(asked) <= 8
    assert not supervisor.look(f"/calendar?on={TODAY.isoformat()}").links("A résumé that is read"), (
        "who does not lead it"
    )
    assert supervisor.look(f"/calendar?on={TODAY.isoformat()}&worker=all").links("A résumé that is read")


def test_the_desk_registers_and_takes_attendance_and_others_see_a_number(
    world: World, worker: Person, colleague: Person, superuser: psycopg.Connection, begun: None
) -> None:
    page = colleague.look(ONE)
    assert "and one other" in page.words and NAME not in page.words
    colleague.look(PERSON, 404)
    colleague.send(f"{PERSON}/attendance", {"mark": "absent"}, 404)
    found = colleague.send(f"{ONE}/people", {"q": "Ozym"}, 200)
    assert "Their worker or the front desk" in found.words and "Give a place" not in found.words
    colleague.send("/people/{client_id}/workshops/{workshop_id}", status=403)
    of_role(superuser, world, "colleague", "front_desk")
    assert NAME in colleague.look(ONE).words
    colleague.send(f"{ONE}/attendance")
    colleague.send(f"{ONE}/notes", status=403)
    assert "Write the note" not in colleague.look(ONE).words and "Write the note" in worker.look(ONE).words
    of_role(superuser, world, "colleague", "reporter")
    colleague.look("/workshops", 403)


def test_a_list_costs_the_same_however_long_it_is(
    world: World, worker: Person, count: Callable[..., int]
) -> None:
    costs = []
    for more in (0, 12):
        with world.first.acting("practitioner") as session:
            for n in range(more):
                factories.a_workshop(session, beside=True, in_hours=100 + n)
        worker.look("/workshops")
        with statements() as asked:
            worker.look("/workshops")
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 6
    assert count("workshops") == 14
