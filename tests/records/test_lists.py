"""What a page of a list tells, and what it must not."""

import base64
from dataclasses import replace

from records.clients.queries import page_of_clients
from tenants.context import acting_for
from tenants.database import transaction
from tenants.paging import PAGE_SIZE
from tests import factories
from tests.world import World


def test_the_link_to_the_next_page_holds_no_name(world: World) -> None:
    with world.first.acting("practitioner") as session:
        for number in range(PAGE_SIZE + 5):
            factories.a_client(session, legal_family=f"Quincunx{number:02}")
        first = page_of_clients(session, words="quincunx")
        assert first.after is not None
        inside = base64.urlsafe_b64decode(first.after + "=" * (-len(first.after) % 4)).decode()
        assert "quincunx" not in inside.casefold()
        second = page_of_clients(session, words="quincunx", after=first.after)
    assert len(second.rows) == 5
    assert not {row.id for row in first.rows} & {row.id for row in second.rows}


def test_the_other_agencys_place_in_a_list_opens_nothing_of_theirs(world: World) -> None:
    with world.second.acting("practitioner") as session:
        for number in range(PAGE_SIZE + 1):
            factories.a_client(session, legal_family=f"Quincunx{number:02}")
        theirs = page_of_clients(session, words="quincunx").after
    with world.first.acting("practitioner") as session:
        shown = page_of_clients(session, after=theirs)
        assert all("Quincunx" not in row.legal_family for row in shown.rows)


def test_newer_notes_do_not_hide_what_a_reader_without_notes_may_see(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        case = factories.a_case(session, client)
        for _ in range(PAGE_SIZE + 2):
            factories.a_note(session, case)
    developer = replace(world.first.tenancy("practitioner"), roles=frozenset({"job_developer"}))
    with acting_for(developer), transaction(read_only=True) as session:
        page = factories.timeline_of(session, client.id)
        assert [line.kind for line in page.rows] == ["case_opened"]
        assert page.after is None
        assert factories.timeline_of(session, ids["client_id"]).rows
