"""The desk at a browser: a request received, read record by record by two people, handed over, corrected, refused."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import psycopg
import pytest

from records.requests import queries
from tenants import clock
from tests import factories
from tests.isolation.furnished import a_request_read_twice
from tests.visitor import Visitor
from tests.web.conftest import Person, id_in
from tests.world import World

HERE = "/people/{client_id}/requests"
ONE = HERE + "/{request_id}"
DETAIL = "/people/{client_id}/details/{particular_id}"
TODAY = clock.today("America/Toronto")


@pytest.fixture
def form(world: World) -> dict[str, str]:
    """A request as the practitioner fills it in."""
    return {
        "kind": "copy",
        "relation": "client",
        "requester": "Ozymandra <b>",
        "wants": "Everything you have <i>& more",
        "language": "en",
        "received_on": (TODAY - timedelta(days=26)).isoformat(),
        "handler_id": str(world.first.members["owner"]),
    }


@pytest.fixture
def one(world: World, worker: Person, form: dict[str, str]) -> UUID:
    """A request that was received."""
    world.first.ids["request_id"] = id_in(worker.send(HERE, form))
    return world.first.ids["request_id"]


def version(person: Person) -> str:
    return str(person.look(ONE).typed("version"))


def step(person: Person, act: str, status: int = 303, **told: str) -> object:
    return person.send(ONE + "/steps", {"act": act, "version": version(person), **told}, status)


def test_a_worker_receives_and_the_day_is_seen_everywhere(
    worker: Person, owner: Person, supervisor: Person, colleague: Person, one: UUID
) -> None:
    page = worker.look(ONE)
    assert "Day 26 of 30" in page.words and "Everything you have <i>& more" in page.words
    assert not page.forms("/steps") and not page.forms("/list")
    for person in (owner, supervisor):
        assert "Day 26 of 30" in person.look("/requests").words
    assert "Ozymandra" not in colleague.look("/requests").words
    colleague.look(ONE, 303)
    assert "Request" in worker.look("/people/{client_id}").words


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Choose what is asked for."),
        ({"wants": ""}, "Write what they ask for"),
        ({"received_on": (TODAY + timedelta(days=1)).isoformat()}, "cannot be in the future"),
        ({"handler_id": "x"}, "Choose from the list."),
        ({"requester": "a" * 201}, "200"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    worker: Person, form: dict[str, str], wrong: dict[str, str], words: str
) -> None:
    page = worker.send(HERE, form | wrong, 422)
    assert words in " ".join(page.wrong.values())
    assert page.typed("wants") == wrong.get("wants", form["wants"])


def test_the_time_is_extended_once_with_a_notice_to_print(owner: Person, one: UUID) -> None:
    more = {"days": "20", "why": "Two lawyers must look.", "version": version(owner)}
    assert "Enter" in owner.send(ONE + "/extension", more | {"days": "31"}, 422).wrong["days"]
    letter = owner.follow(owner.send(ONE + "/extension", more))
    assert "Two lawyers must look." in letter.words and "Office of the Privacy Commissioner" in letter.words
    assert "Day 26 of 50" in owner.look(ONE).words and not owner.look(ONE).forms("/extension")
    again = owner.send(ONE + "/extension", more | {"version": version(owner)}, 422)
    assert "extended already" in again.words


def test_reading_by_two_people_and_handing_over(
    world: World, owner: Person, supervisor: Person, worker: Person, one: UUID, superuser: psycopg.Connection
) -> None:
    assert "Choose how you know" in " ".join(step(owner, "confirm", 422).wrong.values())  # type: ignore[attr-defined]
    step(owner, "confirm", identity_how="photo_id")
    worker.look(ONE + "/items", 403)
    first = owner.follow(owner.send(ONE + "/list", {"version": version(owner)}))
    assert (
        "withheld: about another person" in first.words
        and "Words about others are hidden at first" in first.words
    )
    note = next(path for path in first.links("Read and decide: Note,"))
    path = note.removeprefix(f"/{world.first.slug}")
    page = owner.look(path)
    assert f"{world.first.secret} details" in page.words
    marks = [str(node.attributes["value"]) for node in page.tree.css("input[name=hidden]")]
    hidden = next(mark for mark in marks if mark.startswith("details:"))
    told = {"decision": "sever", "hidden": [hidden], "version": page.typed("version")}
    assert "Choose why it stays out." in owner.send(path, told, 422).wrong["reason"]
    owner.send(path, told | {"reason": "safety"})
    assert "by now" not in owner.look(path).words
    assert "withheld: somebody’s safety" in owner.look(ONE + "/items").words
    assert owner.send(path, told | {"reason": "safety"}, 409)
    forms = owner.look(ONE + "/items").tree.css("input[name=item]")
    owner.send(ONE + "/items", {"item": [str(node.attributes["value"]) for node in forms]})
    rows = superuser.execute("SELECT id, version FROM request_items WHERE decision IS NULL").fetchall()
    owner.send(ONE + "/items", {"item": [f"{row}:{seen}" for row, seen in rows]})
    owner.send(ONE + "/second-reading", {"version": version(owner)})
    assert "somebody else" in owner.send(ONE + "/agreement", {"version": version(owner)}, 422).words
    seen = supervisor.look(ONE).tree.css("form[action$=agreement] input[name=version]")[0].attributes["value"]
    supervisor.send(ONE + "/agreement", {"version": seen})
    assert "The package is being made" in owner.follow(owner.send(ONE + "/packages")).words


def test_the_package_is_opened_and_its_handing_over_stands_in_the_account(
    world: World, owner: Person
) -> None:
    a_request_read_twice(world.first)
    page = owner.look(ONE)
    file = owner.visitor.get(owner.address(ONE + "/packages/{package_id}/file"))
    assert file.mimetype == "application/zip" and "attachment" in file.headers["Content-Disposition"]
    with ZipFile(BytesIO(file.get_data())) as archive:
        assert archive.namelist()[0].endswith(".pdf")
    printed = owner.visitor.get(owner.address(ONE + "/packages/{package_id}/print"))
    assert (
        printed.get_data().startswith(b"%PDF")
        and world.first.name not in printed.headers["Content-Disposition"]
    )
    there = ONE + "/packages/{package_id}/delivery"
    assert "Choose how." in owner.send(there, {"version": version(owner)}, 422).wrong["how_sent"]
    told = {"how_sent": "in_person", "version": version(owner)}
    after = owner.follow(owner.send(there, told))
    assert "Given in part" in after.words and "May be complained about until" in after.words
    account = owner.look("/people/{client_id}/disclosures/account")
    assert "The client’s own request" in account.words and "SHA-256" in account.words
    assert "still complain" in step(owner, "close", 422).words  # type: ignore[attr-defined]
    assert page.forms("/delivery")


def test_a_refusal_needs_reasons_and_gives_a_letter_with_the_recourse(owner: Person, one: UUID) -> None:
    assert "Write down why." in " ".join(step(owner, "refuse", 422).wrong.values())  # type: ignore[attr-defined]
    step(owner, "refuse", words="There is nothing about this person <b>.")
    letter = owner.look(ONE + "/letter")
    assert "nothing about this person <b>." in letter.words and "complain" in letter.words


def test_of_two_people_one_moves_it_on(owner: Person, one: UUID) -> None:
    old = version(owner)
    step(owner, "check")
    page = owner.send(ONE + "/steps", {"act": "confirm", "identity_how": "known", "version": old}, 409)
    assert "while you were typing" in page.words


def test_a_note_is_corrected_with_the_number_of_the_request(
    world: World, owner: Person, worker: Person, form: dict[str, str]
) -> None:
    world.first.ids["request_id"] = id_in(worker.send(HERE, form | {"kind": "correction"}))
    step(owner, "confirm", identity_how="known")
    note = f"note:{world.first.ids['note_id']}"
    told = {"record": note, "agreed": "no", "statement": "It was never so.", "version": version(owner)}
    assert "Choose what" in owner.send(ONE + "/correction", told | {"record": ""}, 422).wrong["record"]
    owner.send(ONE + "/correction", told)
    page = worker.look("/people/{client_id}/cases/{case_id}/notes/{note_id}")
    assert "It was never so." in page.words and "The client disagrees" in page.words and "R-" in page.words
    assert "attached to the record" in owner.look(ONE + "/letter").words


def test_a_detail_is_corrected_by_its_own_form_and_stands_at_the_request(
    world: World, owner: Person, worker: Person, colleague: Person, form: dict[str, str]
) -> None:
    for kind, here in (("identity", "/people/{client_id}"), ("particular", DETAIL)):
        world.first.ids["request_id"] = id_in(worker.send(HERE, form | {"kind": "correction"}))
        step(owner, "confirm", identity_how="known")
        about = f"{kind}:{world.first.ids['particular_id'] if kind == 'particular' else ''}"
        told = {"record": about, "agreed": "yes", "statement": "It was misheard.", "version": version(owner)}
        assert "Change it on its own page" in owner.send(ONE + "/correction", told, 422).wrong["record"]
        page = worker.look(ONE)
        number = page.title.split()[1]
        part, changed = ("/edit?", "pronouns") if kind == "identity" else ("/details/", "lines")
        edit = worker.look("//" + next(url for url in page.links("") if part in url).lstrip("/"))
        field = "reason" if kind == "identity" else "reason_for_change"
        assert edit.typed(field) == number and worker.look(here + "/edit?for=R-1").typed(field) == ""
        names = {str(node.attributes["name"]) for node in edit.tree.css("main [name]")} - {"csrf_token"}
        typed = {name: edit.typed(name) or "" for name in names}
        worker.send(here, typed | {changed: "Newer <b>"})
        assert "Newer <b>" in owner.look(ONE).words and "Changed for this request" in owner.look(ONE).words
        owner.send(ONE + "/correction", told | {"version": version(owner)})
        assert "Corrected" in owner.look(ONE).words
    world.first.ids["request_id"] = id_in(worker.send(HERE, form | {"kind": "correction"}))
    step(owner, "confirm", identity_how="known")
    told |= {"agreed": "no", "statement": "It was never so <i>.", "version": version(owner)}
    owner.send(ONE + "/correction", told)
    assert "It was never so <i>." in worker.look(DETAIL).words
    assert "It was never so" not in worker.look("/people/{client_id}/history").words
    colleague.look(DETAIL, 303)


def test_its_hold_is_not_released_by_hand(world: World, owner: Person, one: UUID) -> None:
    with world.first.acting(read_only=True) as session:
        hold_id = queries.get_request(session, world.first.ids["client_id"], one).hold_id
    page = owner.send(f"/retention/holds/{hold_id}/release-request", {"reason": "over"}, 422)
    assert "ends by itself" in page.words


def test_only_who_answers_requests_here_is_given_one(world: World, owner: Person, one: UUID) -> None:
    told = {"handler_id": str(world.first.members["practitioner"])}
    assert owner.send(ONE + "/handler", told, 422).wrong["handler_id"] == "Choose from the list."
    owner.send(ONE + "/handler", {"handler_id": str(world.first.members["owner"])})
    assert "Given to somebody else" in owner.look(ONE).words


def test_the_second_agency_sees_nothing(world: World, one: UUID, client_of: Callable[..., Visitor]) -> None:
    other = Person(client_of(world.second, "owner"), world.first)
    assert other.visitor.get(other.address(ONE)).status_code == 404
    with world.second.acting() as session:
        client = factories.a_client(session)
        factories.a_request(session, client)
    theirs = Person(client_of(world.second, "owner"), world.second)
    assert "Ozymandra" not in theirs.look("/requests").words
