"""People: find before you add, the file, identifying facts."""

from collections.abc import Callable

import pytest

from records.clients.queries import get_client
from tests import factories
from tests.web.conftest import HTMX, Person, id_in
from tests.world import World

Count = Callable[..., int]
GOOD = {
    "legal_given": "Marie-Ève",
    "legal_family": "O'Neill",
    "preferred_name": "",
    "pronouns": "elle",
    "birth_on": "1990-02-28",
    "language": "fr",
    "phone": "819 555-0199",
    "email": "MEve@Example.COM",
}


def test_a_person_is_added_and_the_file_says_so(worker: Person) -> None:
    assert worker.look("/people/new").typed("language") == "en"
    sent = worker.send("/people", GOOD)
    file = worker.follow(sent)
    assert file.title == "Marie-Ève O'Neill"
    for words in ("elle", "819 555-0199", "MEve@example.com", "French", "No consent in force", "N-"):
        assert words in file.words, words
    assert "is open." in file.words


def test_by_htmx_the_browser_is_sent_on(worker: Person) -> None:
    sent = worker.send("/people", GOOD, 204, headers=HTMX)
    assert worker.look(sent.location.removeprefix(f"/{worker.agency.slug}")).title == "Marie-Ève O'Neill"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"legal_given": " "}, "Enter a name; one is enough."),
        ({"legal_given": "x" * 121}, "Shorten this to 120 characters. It has 121."),
        ({"birth_on": "2999-01-01"}, "cannot be in the future"),
        ({"birth_on": "1800-01-01"}, "more than 120 years ago"),
        ({"birth_on": "2025-02-29"}, "Enter a date"),
        ({"language": "tlh"}, "Choose from the list."),
        ({"phone": "12"}, "Enter a phone number with its area code"),
        ({"email": "meve@"}, "Enter an e-mail address"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    worker: Person, count: Count, wrong: dict[str, str], words: str
) -> None:
    before = count("clients"), count("audit_events"), count("counters")
    page = worker.send("/people", GOOD | wrong, 422)
    (field,) = wrong
    assert words in page.wrong[field] and words in page.summary
    assert {name: page.typed(name) for name in GOOD if name != "language"} == {
        name: value for name, value in (GOOD | wrong).items() if name != "language"
    }
    assert (count("clients"), count("audit_events"), count("counters")) == before


def test_a_refusal_after_the_first_rows_takes_them_back(worker: Person, count: Count) -> None:
    """The phone is looked at after the file has its number and key: none of them may stay."""
    before = [count(table) for table in ("clients", "client_keys", "client_tokens", "audit_events")]
    worker.send("/people", GOOD | {"phone": "1"}, 422)
    assert [count(table) for table in ("clients", "client_keys", "client_tokens", "audit_events")] == before
    first, second = (worker.follow(worker.send("/people", GOOD)).words for _ in range(2))
    numbers = [int(words.split("File N-")[1].split()[0]) for words in (first, second)]
    assert numbers[1] == numbers[0] + 1


def test_details_are_changed(worker: Person) -> None:
    form = worker.look("/people/{client_id}/edit")
    assert form.typed("legal_given") == worker.agency.name
    sent = worker.send(
        "/people/{client_id}", GOOD | {"preferred_name": "Mimi", "version": form.typed("version")}
    )
    file = worker.follow(sent)
    assert file.title == "Mimi O'Neill" and "Legal name Marie-Ève O'Neill" in file.words
    assert worker.send("/people/{client_id}", GOOD | {"legal_given": "", "version": "2"}, 422).wrong[
        "legal_given"
    ]


def test_of_two_who_change_at_once_the_second_loses_nothing(
    worker: Person, owner: Person, world: World
) -> None:
    version = worker.look("/people/{client_id}/edit").typed("version")
    owner.send("/people/{client_id}", GOOD | {"version": version})
    page = worker.send("/people/{client_id}", GOOD | {"pronouns": "they", "version": version}, 409)
    assert "Somebody changed" in page.summary and page.typed("pronouns") == "they"
    with world.first.acting() as session:
        assert get_client(session, world.first.ids["client_id"]).pronouns == "elle"


@pytest.mark.parametrize(
    "words",
    ["Ozymandra", "ozy", "tremblay", "TRÉMB ozym", "N-1001", "705-555-0142", "heliotrope@example.com"],
)
def test_a_person_is_found(worker: Person, words: str) -> None:
    page = worker.send("/people/search", {"q": words}, 200)
    assert "One person fits." in page.words and "Ozymandra Trémblay" in page.words


@pytest.mark.parametrize("words", ["Quillebard", "zzz", "%", "'; --", "verdigris@example.com", "\\"])
def test_nobody_is_found(worker: Person, words: str) -> None:
    page = worker.send("/people/search", {"q": words}, 200)
    assert "Nobody fits" in page.words and "Ozymandra" not in page.words


def test_a_search_that_cannot_be_read_is_told(worker: Person) -> None:
    for words in ("x" * 201, "a\0b"):
        page = worker.send("/people/search", {"q": words}, 422)
        assert "Ozymandra" not in page.words


def test_show_more_goes_on_with_everyone_and_never_leaves_a_search(worker: Person, world: World) -> None:
    with world.first.acting() as session:
        for n in range(30):
            factories.a_client(session, legal_given=f"Zed{n:02}", legal_family="Aaa")
    whole = worker.look("/people")
    assert len(whole.tree.css("#people-rows tr")) == 26
    (more,) = whole.links("Show more")
    path = more.removeprefix(f"/{world.first.slug}")
    rest, part = worker.look(path), worker.look(path, headers=HTMX)
    assert len(rest.tree.css("#people-rows tr")) == 6 and "Ozymandra" in rest.words
    assert not part.is_whole and part.body.count("<tr") == 6
    found = worker.send("/people/search", {"q": "Aaa"}, 200)
    assert found.links("Show more") == [] and "25" in found.words


def test_a_damaged_place_in_the_list_begins_at_the_beginning(worker: Person) -> None:
    for after in (
        "x",
        "é",
        "W10",
        "WyJcdWQ4MDAiLCAiMDE5MDAwMDAtMDAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAwIl0",
        "W" * 20_000,
    ):
        assert "Ozymandra" in worker.look(f"/people?after={after}").words
    deep = "W1tb" * 2000
    assert "Ozymandra" in worker.look(f"/people?after={deep}").words
    assert worker.look(f"/people/{{client_id}}?after={deep}").title


def test_a_restricted_file_is_nowhere_but_with_its_worker(
    worker: Person, owner: Person, supervisor: Person, superuser: object
) -> None:
    sent = worker.send("/people", GOOD | {"legal_given": "Hushhush"})
    path = f"/people/{id_in(sent)}"
    superuser.execute("UPDATE clients SET restricted = true WHERE id = %s", (id_in(sent),))  # type: ignore[attr-defined]
    assert "Hushhush" not in owner.look("/people").words
    assert (
        "Hushhush" not in owner.send("/people/search", {"q": "Hushhush"}, 200).tree.css_first("main").text()
    )
    owner.look(path, 404)
    assert worker.look(path).title == supervisor.look(path).title == "Hushhush O'Neill"


def test_looking_is_recorded_once_with_who_and_what(worker: Person, count: Count) -> None:
    wanted = ("verb = 'client_viewed' AND member_id = %s AND client_id = %s",
              worker.agency.members["practitioner"], worker.agency.ids["client_id"])  # fmt: skip
    before = count("audit_events", *wanted)
    worker.look("/people/{client_id}")
    assert count("audit_events", *wanted) == before + 1
