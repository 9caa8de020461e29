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
    "said_as": "mah-REE",
    "anonymity": "named",
}
CHOICES = ("language", "anonymity")


def test_a_person_is_added_and_the_file_says_so(worker: Person) -> None:
    looked = worker.send("/people/new", {"legal_given": "Marie-Ève", "birth_on": "1990-02-28"}, 200)
    assert (looked.typed("legal_given"), looked.typed("birth_on")) == ("Marie-Ève", "1990-02-28")
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
    assert {name: page.typed(name) for name in GOOD if name not in CHOICES} == {
        name: value for name, value in (GOOD | wrong).items() if name not in CHOICES
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
        "/people/{client_id}",
        GOOD
        | {
            "preferred_name": "Mimi",
            "version": form.typed("version"),
            "status": "inactive",
            "reason": "misheard",
        },
    )
    file = worker.follow(sent)
    assert file.title == "Mimi O'Neill" and "Legal name Marie-Ève O'Neill" in file.words
    assert "Say it mah-REE" in file.words and "Status Inactive" in file.words
    past = worker.look("/people/{client_id}/history")
    assert "Why: misheard" in past.words and "Ozymandra" in past.words and "Given name" in past.words
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
    worker: Person, colleague: Person, supervisor: Person, superuser: object
) -> None:
    sent = worker.send("/people", GOOD | {"legal_given": "Hushhush"})
    path = f"/people/{id_in(sent)}"
    superuser.execute("UPDATE clients SET restricted = true WHERE id = %s", (id_in(sent),))  # type: ignore[attr-defined]
    for other in (colleague, supervisor):
        assert "Hushhush" not in other.look("/people").words
        found = other.send("/people/search", {"q": "Hushhush"}, 200)
        assert "Hushhush" not in found.tree.css_first("main").text()
        other.look(path, 404)
    assert worker.look(path).title == "Hushhush O'Neill"


def test_looking_is_recorded_once_with_who_and_what(worker: Person, count: Count) -> None:
    wanted = ("verb = 'client_viewed' AND member_id = %s AND client_id = %s",
              worker.agency.members["practitioner"], worker.agency.ids["client_id"])  # fmt: skip
    before = count("audit_events", *wanted)
    worker.look("/people/{client_id}")
    assert count("audit_events", *wanted) == before + 1


ASK = "If you think a file may exist that you cannot see, ask your privacy lead."


def test_before_a_file_is_opened_those_who_may_be_the_one_are_shown(worker: Person, count: Count) -> None:
    assert ASK in worker.look("/people/new").words
    typed = {"legal_given": "Ozimandra", "legal_family": "Trembley", "phone": "(705) 555 0142"}
    page = worker.send("/people/new", typed, 200)
    assert page.title == "Is it one of these?" and "Ozymandra Trémblay" in page.words
    assert "Same phone" in page.words and "Similar name" in page.words and ASK in page.words
    form = worker.send("/people/new", typed | {"sure": "yes"}, 200)
    assert {name: form.typed(name) for name in typed} == typed and ASK in form.words
    assert worker.send("/people/new", {"birth_on": "soon"}, 422).wrong["birth_on"]


def test_a_file_one_may_not_know_of_is_no_match_and_leaves_no_trace(
    supervisor: Person, superuser: object
) -> None:
    typed = {"legal_given": "Ozymandra", "legal_family": "Trémblay", "phone": "705 555 0142"}
    assert "Ozymandra Trémblay" in supervisor.send("/people/new", typed, 200).words
    superuser.execute("UPDATE access_grants SET ended_at = now()")  # type: ignore[attr-defined]
    superuser.execute("UPDATE clients SET restricted = true")  # type: ignore[attr-defined]
    hidden = supervisor.send("/people/new", typed, 200)
    nobody = supervisor.send("/people/new", {"legal_given": "Zzyzx"}, 200)
    assert hidden.title == nobody.title == "Add a person" and ASK in hidden.words and ASK in nobody.words


def test_a_guess_is_called_one_and_a_former_name_is_told(worker: Person) -> None:
    page = worker.send("/people/search", {"q": "trembley"}, 200)
    assert "Did you mean one of these?" in page.words and "Ozymandra Trémblay" in page.words
    assert "formerly Ozymandrawicz" in worker.send("/people/search", {"q": "drawicz"}, 200).words
    assert "formerly" not in worker.send("/people/search", {"q": "trémblay"}, 200).words


def test_ways_to_reach_somebody_say_first_whether_a_message_is_safe(worker: Person) -> None:
    file = worker.look("/people/{client_id}")
    assert "705 555-0142" in file.words and "Do not leave a message" in file.words
    new = {"kind": "phone", "value": "705 555-0177", "label": "her sister", "hours": "evenings"}
    wrong = worker.send("/people/{client_id}/contacts", new | {"value": "12"}, 422)
    assert "area code" in wrong.wrong["value"] and wrong.typed("label") == "her sister"
    here = worker.follow(worker.send("/people/{client_id}/contacts", new | {"safe_for_messages": "yes"}))
    assert "705 555-0177" in here.words and "her sister" in here.words and "evenings" in here.words
    (path, *_) = (
        link
        for link in here.links("Change it")
        if worker.look(inside(worker, link)).typed("label") == "her sister"
    )
    form = worker.look(inside(worker, path))
    there = inside(worker, path).removesuffix("/edit")
    change = new | {"hours": "mornings", "reason": "new shift", "version": form.typed("version")}
    worker.send(there, change)
    again = worker.send(there, change, 409)
    assert "Somebody changed" in again.summary and "Why: new shift" in again.words
    assert "705 555-0177" in worker.follow(worker.send(f"{there}/end", {"version": "2"})).words
    assert "705 555-0177" not in worker.look("/people/{client_id}").words


def inside(person: Person, link: str) -> str:
    """An address as the person's agency writes it."""
    return link.removeprefix(f"/{person.agency.slug}")


def test_a_former_name_is_kept_shown_and_put_away(worker: Person) -> None:
    assert "one is enough" in worker.send("/people/{client_id}/names", {}, 422).wrong["given"]
    kept = worker.follow(worker.send("/people/{client_id}/names", {"given": "Abelarde"}))
    assert "Abelarde" in kept.words and "Formerly Abelarde" in worker.look("/people/{client_id}").words


def test_somebody_nameless_is_called_by_the_number(worker: Person) -> None:
    names = {"legal_given": "", "legal_family": "", "preferred_name": ""}
    sent = worker.send("/people", GOOD | names | {"anonymity": "anonymous"})
    file = worker.follow(sent)
    assert file.title.startswith("N-") and "Without a name" in file.words
    assert worker.send("/people", GOOD | {"anonymity": "anonymous"}, 422).wrong["anonymity"]
