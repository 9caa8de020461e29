"""A private link as the worker sends it and as the client opens it, without an account."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask

from records.cases.queries import get_case
from records.clients.queries import get_client
from records.documents.drafting import draft_document
from records.documents.queries import get_document
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from records.signatures.actions import sign_from_account
from records.signatures.queries import file_to_sign
from tenants import clock
from tests import factories
from tests.visitor import Visitor
from tests.web.conftest import Person
from tests.world import World

LINKS = "/people/{client_id}/cases/{case_id}/documents/{document_id}/links"


def a_link(worker: Person, at: str = LINKS, **told: str) -> str:
    """The path of a new link that is handed over; the answer is 1987."""
    assert worker.agency
    with worker.agency.acting() as session:
        get_client(session, worker.agency.ids["client_id"]).birth_on = date(1987, 4, 2)
    page = worker.send(at, {"way": "hand", "fact": "birth_year", "days": "14"} | told, 200)
    (path,) = set(re.findall(r"/d/[\w-]{43}", page.body))
    return path


def test_a_worker_sends_a_link_sees_it_opened_and_closes_it(worker: Person, nobody: Person) -> None:
    page = worker.look(LINKS)
    assert "By e-mail" not in page.words and "year of birth" not in page.words
    wrong = worker.send(LINKS, {"way": "email", "fact": "code", "days": "400"}, 422)
    assert "1 to 90" in wrong.wrong["days"] and "from the list" in wrong.wrong["way"]
    path = a_link(worker)
    page = worker.look(LINKS)
    assert path not in page.body and "Their year of birth" in page.words and "Not yet" in page.words
    nobody.follow(nobody.send("/" + path, {}))
    nobody.send(f"/{path}/answer", {"said": "1987"})
    assert nobody.visitor.get(f"{path}/file").status_code == 200
    page = worker.look(LINKS)
    assert page.words.count("Once, on") == 3
    ends = page.forms("/end")
    worker.send("/" + ends[0], {})
    assert "Closed by us" in worker.look(LINKS).words
    assert nobody.visitor.get(f"{path}/document").status_code == 404
    worker.send("/" + ends[0], {}, 422)


def test_a_program_that_follows_links_opens_nothing_and_nothing_names_the_person(
    worker: Person, nobody: Person, world: World
) -> None:
    path, secrets = a_link(worker), (world.first.name, world.first.secret, "Trémblay", "Progress report")
    for address in (path, f"{path}/question", f"{path}/document", f"{path}/file", f"{path}/leave"):
        seen = nobody.visitor.get(address, follow_redirects=True)
        assert seen.status_code == 200 and not any(word in seen.text for word in secrets), address
    assert worker.look(LINKS).words.count("Once, on") == 1  # the world's own
    door = nobody.look("/" + path)
    assert door.title == "Amik Career Centre" and door.response.headers["X-Robots-Tag"].startswith("noindex")
    assert "In which year were you born?" in nobody.follow(nobody.send("/" + path, {})).words
    again = nobody.follow(nobody.send(f"/{path}/answer", {"said": "1986"}))
    assert "Enter your answer." in nobody.send(f"/{path}/answer", {"said": ""}, 422).wrong["said"]
    assert "4 more times" in again.wrong["said"] and nobody.visitor.get(f"{path}/document").status_code == 303


def test_who_answers_reads_the_page_and_may_take_the_file_for_a_quarter_of_an_hour(
    worker: Person, nobody: Person, app: Flask, world: World
) -> None:
    path = a_link(worker)
    opened = nobody.send(f"/{path}/answer", {"said": "1987"})
    cookie = next(one for one in opened.response.headers.getlist("Set-Cookie") if one.startswith("opened="))
    assert (
        f"Path={path}" in cookie
        and "HttpOnly" in cookie
        and "SameSite=Strict" in cookie
        and "Max-Age=900" in cookie
    )
    page = nobody.visitor.get(f"{path}/document")
    assert f"{world.first.name} Trémblay" in page.text and "How far you have come" in page.text
    assert "<title>Your document · Northfile</title>" in page.text and page.text.count("<h1") == 1
    assert page.headers["Cache-Control"] == "no-store" and page.headers["Referrer-Policy"] == "no-referrer"
    file = nobody.visitor.get(f"{path}/file")
    assert file.data == f"%PDF-1.7 {world.first.secret}".encode()
    assert re.fullmatch(r'attachment; filename="D-\d+\.pdf"', file.headers["Content-Disposition"])
    other: Visitor = app.test_client()
    other.set_cookie("opened", cookie.split(";")[0].removeprefix("opened=")[:-2], path=path)
    assert other.get(f"{path}/document").status_code == 303
    elsewhere = a_link(worker)
    other.set_cookie("opened", cookie.split(";")[0].removeprefix("opened="), path=elsewhere)
    assert other.get(f"{elsewhere}/document").status_code == 303
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert nobody.visitor.get(f"{path}/document").status_code == 303
    assert nobody.visitor.get(f"{path}/document").status_code == 200
    assert nobody.visitor.get(f"{path}/leave").location == "/d"
    assert nobody.visitor.get(f"{path}/document").status_code == 303


def test_who_signed_stands_on_the_page_and_how_their_hand_moved_does_not(
    worker: Person, nobody: Person, world: World
) -> None:
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        document = factories.a_filed_document(session, case, kind="participation_certificate")
    with world.first.acting("supervisor") as session:
        held = get_document(session, case.id, document.id)[0]
        sign_from_account(session, held, role="director", seen=file_to_sign(session, held)[1])
    path = a_link(worker, at=LINKS.replace("{document_id}", str(document.id)))
    nobody.send(f"/{path}/answer", {"said": "1987"})
    page = nobody.visitor.get(f"{path}/document").text
    assert "Who signed it" in page and f"Supervisor of {world.first.secret} (The director), on" in page
    plain = a_link(worker)
    nobody.send(f"/{plain}/answer", {"said": "1987"})
    assert "Who signed it" not in nobody.visitor.get(f"{plain}/document").text


def test_every_link_that_opens_nothing_says_the_same(worker: Person, nobody: Person) -> None:
    paths = [a_link(worker), a_link(worker), a_link(worker, days="1")]
    for _ in range(5):
        last = nobody.send(f"/{paths[0]}/answer", {"said": "1900"}, _status(_))
    ends = worker.look(LINKS).forms("/end")
    worker.send("/" + ends[1], {})
    with clock.at(clock.now() + timedelta(days=2)):
        over = nobody.look("/" + paths[2], 404)
    said = {
        page.words for page in (last, over, nobody.look("//d/nothing", 404), nobody.look("/" + paths[1], 404))
    }
    assert len(said) == 1 and "This link opens nothing" in said.pop()
    nobody.send(f"/{paths[0]}/answer", {"said": "1987"}, 404)
    page = worker.look(LINKS)
    assert "Closed after too many wrong answers" in page.words and "Closed by us" in page.words


def test_the_pages_of_links_are_for_who_may_see_the_document(
    worker: Person, colleague: Person, world: World, client_of: Callable[..., Visitor]
) -> None:
    assert "what=see_documents" in colleague.look(LINKS, 303).location
    other = client_of(world.second, "practitioner")
    assert other.get(worker.address(LINKS)).status_code == 404
    a_link(worker, fact="code")
    code = re.search(r"The code to tell (\d{6})", worker.look(LINKS).words)
    assert code


def test_a_draft_is_placed_for_the_window_of_an_envelope(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        home = {"type": "home", "lines": "12 Elm Street", "town": "Northbridge", "region": "Ontario"}
        add_particular(
            session, client, KINDS["address"], values=home | {"postal_code": "p3c1a1", "letters": True}
        )
        case = get_case(session, client.id, world.first.ids["case_id"])
        draft = draft_document(session, case, kind="next_steps", language="en", size="regular")
        draft_id = draft.id
    one = f"/people/{{client_id}}/cases/{{case_id}}/documents/{draft_id}"
    assert "12 Elm Street" in worker.look(f"{one}/draft").words
    worker.look(f"{one}/links")
    page = worker.follow(worker.send(f"{one}/window", {}))
    assert "Leave the address out" in page.words
    worker.send(f"{one}/issue", {"version": page.typed("version") or "", "language": "en", "size": "regular"})
    with world.first.acting("practitioner", read_only=True) as session:
        issued = get_document(session, world.first.ids["case_id"], draft_id)[0]
        assert issued.state == "issued" and issued.values["recipient"][1:] == [
            "12 Elm Street",
            "Northbridge ON  P3C 1A1",
        ]
    worker.send(f"{one}/window", {}, 422)


def _status(number: int) -> int:
    return 404 if number == 4 else 303
