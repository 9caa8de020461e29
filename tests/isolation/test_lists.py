"""Every list, count, search and suggestion, for somebody who must not know of a client: as if there were none."""

import re
from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from flask import Flask

from records.access.actions import open_with_reason
from records.cases.queries import get_case
from records.clients.queries import get_client
from records.notes.queries import get_note
from records.notes.reviews import ask_in_error
from records.retention.holding import place_hold
from records.retention.terms import HoldKind
from tenants.permissions import GIVEN_BY_AGENCIES, Role
from tests import factories
from tests.isolation.addresses import Page, ids_of, of_agencies, pages
from tests.isolation.test_access import give, text_of
from tests.isolation.wall import Wall
from tests.visitor import Visitor
from tests.world import Agency, World, another_file

ClientOf = Callable[..., Visitor]
_TOKEN = re.compile(r'(?<=")[\w-]{20,}\.[\w-]+\.[\w-]+(?=")')
NAME, SECRET = "Zanzibarre", "marzipan"
# What counts files without naming one, and must count them all.
COUNTS_EVERYONE = {
    "retention.index": "whoever decides on destruction is shown how many files a rule reaches",
    "forecasts.show": "the same, by month",
    "forecasts.files": "the same; a file that may not be opened is a number of a case, without a name",
    "forecasts.moved": "the same, for a rule that is being written",
    "retention_state.show": "the same, for what stands in the way",
    "departures.show": "an agency that leaves answers for every hold; one that is not open is counted, not shown",
    "schedules.draft": "the same",
    "schedule_rules.new": "the same",
    "schedule_rules.edit": "the same",
    "workshops.index": "a chair is taken for everybody, whoever sits on it (decision 29)",
    "workshops.show": "the same; who sits there unseen is one of so many others",
    "workshop_people.attendance": "the same",
    "workshops.printed": "the same",
    "figures.show": "a funder is told of the whole; small numbers are hidden (decision 22)",
    "figures.download": "the same as a file",
    "audit_trail.index": "one chain of everything; of a file that is not open it says only that something was done",
}
# What is sent to find people, by address.
ASKED: dict[str, tuple[dict[str, str], ...]] = {
    "/people/search": (
        {"q": NAME},
        {"q": f"{NAME}wicz"},
        {"q": "705 555-0142"},
        {"q": "555-0142"},
        {"q": f"{SECRET}@example.com"},
    ),
    "/people/new": ({"legal_given": NAME, "legal_family": "Trémblay", "language": "en"},),
}


def beside_files(page: Page) -> bool:
    """True for what an agency shows outside of the file of one client."""
    return of_agencies(page) and page.method == "GET" and "client_id" not in page.rule.arguments


def seen_by(app: Flask, wall: Wall, visitor: Visitor, agency: Agency) -> dict[str, str]:
    """All that a visitor is shown beside the files, by address, and the answers to what they ask for."""
    shown = {
        page.rule.endpoint: page.ask(visitor, slug=agency.slug, **ids_of(agency, wall, page))
        for page in pages(app, beside_files)
    }
    for path, questions in ASKED.items():
        for question in questions:
            shown[f"{path} {question}"] = visitor.send(f"/{agency.slug}{path}", question)
    return {
        where: _TOKEN.sub("", answer.get_data().decode(errors="replace")) for where, answer in shown.items()
    }


def tells_of(body: str, hidden: Agency, question: str = "") -> list[str]:
    """The words of the client that stand in a page and were not in the question."""
    for word in re.findall(r"'([^']*)'", question):
        body = body.replace(word, "")
    return [word for word in (hidden.name, hidden.secret, *map(str, hidden.ids.values())) if word in body]


def a_full_file(world: World, superuser: psycopg.Connection) -> Agency:
    """A client whom every list of the agency has a reason to show."""
    hidden = another_file(world.first, name=NAME, secret=SECRET)
    with world.first.acting("practitioner") as session:
        client = get_client(session, hidden.ids["client_id"])
        factories.a_closed_case(session, client, closed_on=factories.today() - timedelta(days=20 * 366))
        factories.a_release(session, client, expires_on=factories.today() + timedelta(days=5))
        factories.a_disclosure(session, client, recipient=f"{SECRET} ward")
        note = get_note(session, hidden.ids["case_id"], hidden.ids["note_id"])
        ask_in_error(session, note, reason=f"{SECRET} wrong file")
        draft = factories.a_draft(session, get_case(session, client.id, hidden.ids["case_id"]))
        hidden.ids |= {"old_draft_id": draft.id, "number": client.file_number}  # type: ignore[dict-item]
    with world.first.acting() as session:
        open_with_reason(session, hidden.ids["client_id"], reason=f"{SECRET} peek")
        case_ids = [hidden.ids["case_id"]]
        told = {"basis": f"{SECRET} basis", "reason": f"{SECRET} hold"}
        hold = place_hold(session, case_ids, kind=HoldKind.COMPLAINT, **told).hold
        assert hold is not None
        hidden.ids["hold_id"] = hold.id
    superuser.execute(
        "UPDATE entries SET created_at = created_at - interval '40 days' WHERE client_id = %s",
        (hidden.ids["client_id"],),
    )
    return hidden


@pytest.fixture
def somebody(world: World, wall: Wall, superuser: psycopg.Connection, client_of: ClientOf) -> Visitor:
    """A member of the first agency with every role. There is one whom they may know of who is much like the other."""
    give(superuser, world.first, set(GIVEN_BY_AGENCIES))
    with world.first.acting("practitioner") as session:
        factories.a_client(session, legal_given="Zanzibar", legal_family="Trémblay", phone="705 555-0142")
    with superuser.transaction():  # one that is made of nothing but its column types cannot be drawn
        superuser.execute("SET LOCAL session_replication_role = replica")
        superuser.execute("DELETE FROM certificates")
    assert wall.tables
    return client_of(world.first, "reporter")


def hide(superuser: psycopg.Connection, world: World, client_id: object, why: str) -> None:
    """Closes the file to the somebody."""
    if why == "restricted":
        give(superuser, world.first, set(GIVEN_BY_AGENCIES) - {Role.PRIVACY_LEAD})
        superuser.execute("UPDATE clients SET restricted = true WHERE id = %s", (client_id,))
    else:
        superuser.execute(
            "INSERT INTO access_blocks (organisation_id, id, created_at, client_id, member_id, kind, reason_sealed)"
            " SELECT organisation_id, gen_random_uuid(), now(), %s, member_id, kind, reason_sealed FROM access_blocks"
            " WHERE member_id = %s",
            (client_id, world.first.members["reporter"]),
        )


@pytest.mark.parametrize("why", ["blocked", "restricted"])
def test_no_list_no_count_and_no_search_tells_of_a_client_who_must_not_be_known(
    app: Flask, world: World, wall: Wall, superuser: psycopg.Connection, somebody: Visitor, why: str
) -> None:
    if why == "restricted":
        give(superuser, world.first, set(GIVEN_BY_AGENCIES) - {Role.PRIVACY_LEAD})
    before = seen_by(app, wall, somebody, world.first)
    hidden = a_full_file(world, superuser)
    hide(superuser, world, hidden.ids["client_id"], why)
    after = seen_by(app, wall, somebody, world.first)
    told = {where: words for where, body in after.items() if (words := tells_of(body, hidden, where))}
    assert told == {}
    changed = {where for where in before if before[where] != after[where]}
    assert changed - set(COUNTS_EVERYONE) == set()


def test_the_same_lists_tell_whoever_may_know(
    app: Flask, world: World, wall: Wall, superuser: psycopg.Connection, somebody: Visitor
) -> None:
    """Else the test above would prove nothing."""
    hidden = a_full_file(world, superuser)
    shown = seen_by(app, wall, somebody, world.first)
    telling = {where for where, body in shown.items() if tells_of(body, hidden, where)}
    assert {"clients.index", "today.show", "documents.index", "holds.index", "incidents.index"} <= telling


@pytest.mark.parametrize("why", ["blocked", "restricted"])
def test_what_is_about_a_client_has_no_address_beside_the_file(
    app: Flask, world: World, wall: Wall, superuser: psycopg.Connection, somebody: Visitor, why: str
) -> None:
    hidden = a_full_file(world, superuser)
    hide(superuser, world, hidden.ids["client_id"], why)
    faults = []
    for page in pages(app, lambda page: beside_files(page) and bool(page.ids)):
        if set(page.ids) <= set(hidden.ids):
            body = text_of(page.ask(somebody, slug=world.first.slug, **ids_of(hidden, wall, page)))
            faults += [(str(page), words)] if (words := tells_of(body, hidden)) else []
    assert faults == []
