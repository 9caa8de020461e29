"""Finding people, and who is not even counted."""

from datetime import timedelta

import psycopg
import pytest

from records.cases.queries import caseload_of, get_case
from records.clients.actions import add_client, add_former_name, change_client, end_former_name
from records.clients.contacts import add_contact_point, change_contact_point, end_contact_point
from records.clients.finding import find_people
from records.clients.queries import contact_points, former_names, get_client, page_of_clients
from records.documents.queries import recent_documents
from records.history.queries import steps_of
from records.notes.queries import drafts_of
from tenants.database import TenantSession
from tenants.errors import Conflict, NotFound, Refused
from tenants.paging import PAGE_SIZE, place
from tests import factories
from tests.world import Agency, World


def found(session: TenantSession, words: str) -> list[str]:
    """Those who fit; guesses are looked at elsewhere."""
    people = find_people(session, words)
    return [] if people.is_guess else [line.legal_given for line in people.people]


@pytest.mark.parametrize(
    "words",
    [
        "trembl",
        "TREMBLAY",
        "Trémb",
        "ozym trem",
        "trem ozym",
        "N-1001",
        "705 555 0142",
        "555-0142",
        "emblay",
        "zymandraw",
        "+1 (705) 555-0142",
        "heliotrope@example.com",
        " Heliotrope@Example.COM ",
    ],
)
def test_a_person_is_found_by_what_one_remembers(world: World, words: str) -> None:
    with world.first.acting("practitioner") as session:
        assert found(session, words) == [world.first.name]


@pytest.mark.parametrize(
    "words",
    [
        "quillebard",
        "trembley",
        "ay",
        "705 555",
        "0142",
        "heliotrope@",
        "verdigris@example.com",
        "%",
        "_",
        "trem nobody",
        "N-100 x",
        "🙂",
        "555-0142-9999-1234",
    ],
)
def test_nobody_is_found_by_what_fits_nobody_here(world: World, words: str) -> None:
    with world.first.acting("practitioner") as session:
        assert found(session, words) == []


def test_an_apostrophe_a_hyphen_and_another_script_are_no_obstacle(world: World) -> None:
    with world.first.acting("practitioner") as session:
        factories.a_client(session, legal_given="Siobhán", legal_family="O’Brien-Żółć")
        factories.a_client(session, legal_given="ᐊᓄᕌᖅ", legal_family="")
        for words in ("obrien", "o'brien", "brien", "zolc", "siobhan"):
            assert found(session, words) == ["Siobhán"], words
        assert found(session, "ᐊᓄ") == ["ᐊᓄᕌᖅ"]


def test_a_person_is_found_by_the_new_name_and_no_longer_by_the_old(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        change_client(session, client, version=client.version, legal_family="Nadeau")
        assert found(session, "nadeau") == [world.first.name]
        assert found(session, "trembl") == []


def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    with world.first.acting("practitioner") as session:
        for number in range(PAGE_SIZE * 2):
            factories.a_client(
                session, legal_given=f"G{number}", legal_family="Same" if number % 2 else f"F{number}"
            )
        after, seen = None, []
        while True:
            page = page_of_clients(session, after=after)
            seen += [line.id for line in page.rows]
            if page.after is None:
                break
            after = page.after
    assert len(seen) == len(set(seen)) == PAGE_SIZE * 2 + 1


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "",
        "%%%",
        "W10",
        place("a"),
        place("a", "b"),
        place("a", "b", "c"),
        "AAAA",
        "é",
        place("\0", "\0"),
    ],
)
def test_a_damaged_link_to_a_page_shows_the_beginning(world: World, after: str) -> None:
    with world.first.acting("practitioner") as session:
        assert [line.legal_given for line in page_of_clients(session, after=after).rows] == [world.first.name]


@pytest.fixture
def hidden(world: World, superuser: psycopg.Connection) -> Agency:
    """The client of the first agency is restricted to its own worker, the practitioner."""
    superuser.execute("UPDATE clients SET restricted = true WHERE id = %s", (world.first.ids["client_id"],))
    return world.first


def test_a_restricted_client_is_nowhere_for_a_colleague(
    hidden: Agency, superuser: psycopg.Connection
) -> None:
    superuser.execute("UPDATE access_grants SET ended_at = now()")
    with hidden.acting("supervisor", read_only=True) as session:
        for words in ("", "trembl", "705 555-0142", "N-1001"):
            page = page_of_clients(session, words=words)
            assert (page.rows, page.after) == ([], None)
        with pytest.raises(NotFound):
            get_client(session, hidden.ids["client_id"])
        with pytest.raises(NotFound):
            get_case(session, hidden.ids["client_id"], hidden.ids["case_id"])
        assert caseload_of(session, hidden.members["practitioner"]) == []
        assert recent_documents(session) == []
        assert drafts_of(session, hidden.members["practitioner"]) == []


@pytest.mark.parametrize("role", ["practitioner", "supervisor"])
def test_a_restricted_client_is_there_for_its_worker_and_whom_a_grant_was_given(
    hidden: Agency, role: str
) -> None:
    with hidden.acting(role, read_only=True) as session:
        assert found(session, "trembl") == [hidden.name]
        assert get_client(session, hidden.ids["client_id"]).restricted


def test_the_second_of_two_who_change_a_file_is_told(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        seen = client.version
        change_client(session, client, version=seen, pronouns="she")
        with pytest.raises(Conflict):
            change_client(session, client, version=seen, pronouns="they")
        assert client.pronouns == "she"


def test_numbers_have_no_gaps_and_each_agency_counts_for_itself(world: World) -> None:
    for agency in world.both:
        with pytest.raises(ZeroDivisionError), agency.acting("practitioner") as session:
            factories.a_client(session)
            raise ZeroDivisionError
        with agency.acting("practitioner") as session:
            assert factories.a_client(session).file_number == "N-1002"


def test_a_birth_date_must_be_one(world: World) -> None:
    with world.first.acting("practitioner") as session:
        for birth_on in (
            factories.today() + timedelta(days=1),
            factories.today() - timedelta(days=365 * 122),
        ):
            with pytest.raises(Refused) as refusal:
                add_client(session, legal_given="X", birth_on=birth_on)
            assert refusal.value.field == "birth_on"


def test_ways_to_reach_somebody_are_read_back_as_they_were_given(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        add_contact_point(session, client, kind="phone", value="514 555 0100 ext. 9")
    with world.first.acting("practitioner", read_only=True) as session:
        values = {point.value for point in contact_points(session, world.first.ids["client_id"])}
    assert values == {"705 555-0142", "heliotrope@example.com", "514 555 0100 ext. 9"}


@pytest.mark.parametrize(
    "words", ["trembley", "tremlbay", "trembaly", "trmblay", "ozimandra", "tremblais", "tramblay"]
)
def test_a_slip_is_forgiven_when_nobody_fits_better(world: World, words: str) -> None:
    with world.first.acting("practitioner") as session:
        people = find_people(session, words)
        assert people.is_guess and [line.legal_given for line in people.people] == [world.first.name]
        factories.a_client(session, legal_given=words)
        people = find_people(session, words)
        assert not people.is_guess and [line.legal_given for line in people.people] == [words]


def test_who_is_called_so_comes_before_who_only_begins_so_and_who_holds_it_inside(world: World) -> None:
    with world.first.acting("practitioner") as session:
        for given in ("Anselin", "Lindsay", "Lin"):
            factories.a_client(session, legal_given=given, legal_family="Aa")
        assert found(session, "lin") == ["Lin", "Lindsay", "Anselin"]
        assert found(session, "in") == []  # inside a word, two letters would fit nearly everybody


def test_a_former_name_finds_the_person_until_it_is_ended(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session, legal_given="Nadia", legal_family="Roy")
        former = add_former_name(session, client, given="Nadia", family="Beauséjour")
        people = find_people(session, "beausej")
        assert people.formerly == {client.id: "Nadia Beauséjour"}
        assert find_people(session, "nadia").formerly == {}
        end_former_name(session, client, former)
        assert find_people(session, "beausej").people == []
        assert list(former_names(session, client.id)) == []


def test_what_somebody_was_called_is_told_with_who_changed_it_and_why(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        change_client(session, client, version=client.version, reason="married", legal_family="Nadeau")
    with world.first.acting("practitioner", read_only=True) as session:
        (step,) = steps_of(session, get_client(session, world.first.ids["client_id"]))
        assert (step.reason, step.member_id) == ("married", world.first.members["practitioner"])
        assert [(change.before, change.after) for change in step.changes] == [("Trémblay", "Nadeau")]


def test_an_anonymous_file_is_called_by_its_number_and_holds_no_name(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = add_client(session, anonymity="anonymous")
        assert client.name == client.file_number and found(session, client.file_number) == [""]
        with pytest.raises(Refused):
            add_client(session, legal_given="Sam", anonymity="anonymous")
        with pytest.raises(Refused):
            add_client(session, pronouns="they")
        change_client(session, client, version=client.version, anonymity="named", legal_given="Sam")
        assert client.name == "Sam"


def test_a_way_to_reach_somebody_is_changed_with_its_past_and_ended(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        first = contact_points(session, client.id)[0]
        point = add_contact_point(
            session,
            client,
            kind="other",
            value="shelter desk",
            label="Shelter",
            hours="mornings",
            preferred=True,
        )
        facts = {"kind": "phone", "value": "705 555-0177", "label": "Shelter", "hours": "", "preferred": True}
        facts |= {"safe_for_messages": True, "may_text": False, "began_on": factories.today()}
        change_contact_point(session, point, version=1, reason="moved", **facts)
        assert contact_points(session, client.id)[0].id == point.id and not first.preferred
        (step,) = steps_of(session, point)
        assert step.reason == "moved" and ("value", "shelter desk", "705 555-0177") in step.changes
        assert found(session, "555 0177") == [world.first.name]
        with pytest.raises(Conflict):
            change_contact_point(session, point, version=1, **facts)
        end_contact_point(session, point, version=2)
        assert point.id not in {one.id for one in contact_points(session, client.id)}
        assert [one.id for one in contact_points(session, client.id, ended=True)] == [point.id]
        with pytest.raises(Conflict):
            end_contact_point(session, point, version=3)


def test_a_guess_names_nobody_the_reader_may_not_know_of(
    hidden: Agency, superuser: psycopg.Connection
) -> None:
    superuser.execute("UPDATE access_grants SET ended_at = now()")
    with hidden.acting("supervisor", read_only=True) as session:
        for words in ("trembley", "ozimandra", "wicz"):
            assert find_people(session, words).people == []
