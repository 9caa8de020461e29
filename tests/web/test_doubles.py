"""Possible doubles on the screen: told apart, compared, merged, parted."""

from collections.abc import Callable
from uuid import UUID

import pytest

from records.access.actions import block_access
from records.clients.queries import get_client
from records.doubles.actions import merge_files
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from tests import factories
from tests.web.conftest import HTMX, Person
from tests.world import World

Count = Callable[..., int]


@pytest.fixture
def pair(world: World) -> tuple[str, str]:
    """Two files of one person, in the first agency."""
    facts = {"legal_family": "Tremblay", "phone": "819 555-0133"}
    with world.first.acting("practitioner") as session:
        one = factories.a_client(session, legal_given="Jonathan", **facts)
        other = factories.a_client(session, legal_given="Jon", pronouns="he", **facts)
    return str(one.id), str(other.id)


def test_the_file_asks_for_its_doubles_and_they_can_be_told_apart(
    worker: Person, pair: tuple[str, str]
) -> None:
    one, other = pair
    there = f"/people/{one}/doubles"
    assert there in worker.look(f"/people/{one}").body
    page, part = worker.look(there), worker.look(there, headers=HTMX)
    for seen in (page, part):
        assert (
            "Jon Tremblay" in seen.words
            and "Same phone" in seen.words
            and "Not the same person" in seen.words
        )
        assert "819" not in seen.words and "Compare" not in seen.words  # a practitioner may not merge
    assert page.is_whole and not part.is_whole
    assert "Jon Tremblay" in worker.look("/people/doubles").words
    worker.send(f"{there}/{other}/difference", {})
    assert "No possible double" in worker.look(f"/people/{other}/doubles").words
    assert "Jon Tremblay" not in worker.look("/people/doubles").words


def test_a_supervisor_merges_two_files_and_parts_them_again(
    supervisor: Person, worker: Person, pair: tuple[str, str]
) -> None:
    one, other = pair
    page = supervisor.look(f"/people/{one}/doubles/{other}")
    assert "Nothing is moved or lost" in page.words and page.typed("version") == "1"
    chosen = {"version": "1", "merged_version": "1", "pronouns": "theirs", "reason": "opened twice"}
    assert (
        "Choose from the list"
        in supervisor.send(f"/people/{one}/doubles/{other}/merge", chosen | {"pronouns": "x"}, 422).summary
    )
    file = supervisor.follow(supervisor.send(f"/people/{one}/doubles/{other}/merge", chosen))
    assert (
        file.title == "Jonathan Tremblay"
        and "Pronouns he" in file.words
        and "Also in this file" in file.words
    )
    assert "merged into another" in supervisor.look(f"/people/{other}").words
    assert "One person fits." in worker.send("/people/search", {"q": "jon tremblay"}, 200).words
    supervisor.send(f"/people/{one}/doubles/{other}/merge", chosen, 409)

    told = supervisor.look(f"/people/{one}/merges")
    assert "opened twice" in told.words
    (undo,) = told.links("Undo this merge")
    path = undo.removeprefix(f"/{supervisor.agency.slug}")
    assert "separate files again" in supervisor.look(path).words
    worker.look(path, 403)
    back = supervisor.follow(supervisor.send(f"{path}/undo", {"reason": "brothers"}))
    assert back.title == "Jon Tremblay" and "he" in back.words
    assert "brothers" in supervisor.look(f"/people/{one}/merges").words
    supervisor.send(f"{path}/undo", {}, 409)


def test_merging_needs_both_files(
    supervisor: Person, worker: Person, pair: tuple[str, str], superuser: object, count: Count
) -> None:
    one, other = pair
    worker.look(f"/people/{one}/doubles/{other}", 403)
    superuser.execute("UPDATE clients SET restricted = true WHERE id = %s", (other,))  # type: ignore[attr-defined]
    before = count("merges")
    for path in (f"/people/{one}/doubles/{other}", f"/people/{other}/doubles/{one}"):
        supervisor.look(path, 404)
        supervisor.send(f"{path}/merge", {"version": "1", "merged_version": "1"}, 404)
    assert "Jon Tremblay" not in supervisor.look(f"/people/{one}/doubles").words
    assert count("merges") == before


def test_the_parts_of_a_linked_file_stand_beside_those_of_the_file_for_who_may_know_of_both(
    worker: Person, world: World, pair: tuple[str, str]
) -> None:
    one, other = (UUID(said) for said in pair)
    with world.first.acting("practitioner") as session:
        client, merged = get_client(session, one), get_client(session, other)
        factories.a_consent(session, merged, given_how="verbal", witness="Unwin")
        factories.a_paper(session, merged, title="Grey sheet")
        home = {"type": "home", "lines": "12 Side street"}
        add_particular(session, merged, KINDS["address"], values=home)
        versions = {"version": client.version, "merged_version": merged.version}
        merge_files(session, client, merged, theirs={}, **versions)
        number = merged.file_number
    parts = {"consents": "Unwin", "papers": "Grey sheet", "details": "12 Side street"}
    for part, words in parts.items():
        page = worker.look(f"/people/{one}/{part}")
        assert words in page.words and f"From the linked file {number}" in page.words, part
    with world.first.acting("supervisor") as session:
        block_access(
            session, other, member_id=world.first.members["practitioner"], kind="relative", reason="Kin"
        )
    for part, words in parts.items():
        page = worker.look(f"/people/{one}/{part}")
        assert words not in page.words and number not in page.words, part
