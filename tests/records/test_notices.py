"""What members are told: by whoever did it, once while it is unread, to nobody else, and gone with the file."""

from uuid import UUID

import psycopg

from records.cases.queries import get_case
from records.notes.queries import get_note
from records.notes.reviews import cosign, need_cosigning, send_back
from records.notices.actions import opened, read_all, settle, tell
from records.notices.queries import page_of_notices
from records.notices.rules import Kind
from records.retention.copies import counted, delete_all, places_of_cases
from records.tasks.actions import agree
from tenants.database import TenantSession, transaction
from tenants.members import get_member
from tests import factories
from tests.records.test_notes import at_once
from tests.world import Agency, World

# What the supervisor of the world asked its practitioner.
BEGAN_WITH = ("remarked",)


def told(agency: Agency, role: str) -> list[tuple[str, bool]]:
    """What somebody was told since the world began, oldest first, and whether it is new to them."""
    with agency.acting(role) as session:
        rows = [one for one in page_of_notices(session).rows if one.kind not in BEGAN_WITH]
    return [(one.kind, one.read_at is None) for one in reversed(rows)]


def about_the_note(
    session: TenantSession, agency: Agency, role: str, kind: Kind = Kind.NOTE_RETURNED
) -> None:
    where = {"client_id": agency.ids["client_id"], "case_id": agency.ids["case_id"]}
    tell(session, member_id=agency.members[role], kind=kind, about=agency.ids["note_id"], **where)


def note_of_a_student(agency: Agency) -> UUID:
    with agency.acting("supervisor") as session:
        need_cosigning(session, get_member(session, agency.members["practitioner"]), needed=True)
    with agency.acting("practitioner") as session:
        case = get_case(session, agency.ids["client_id"], agency.ids["case_id"])
        return factories.a_note(session, case).id


def test_a_note_that_waits_for_a_second_name_is_told_to_those_who_may_give_it_until_one_does(
    world: World,
) -> None:
    first = world.first
    note_id = note_of_a_student(first)
    assert told(first, "supervisor") == [("note_to_cosign", True)]
    assert told(first, "colleague") == told(world.second, "supervisor") == []
    with first.acting("supervisor") as session:
        note = get_note(session, first.ids["case_id"], note_id)
        send_back(session, note, words="Say what was agreed")
    assert told(first, "supervisor") == [("note_to_cosign", False)]
    assert told(first, "practitioner") == [("note_returned", True)]
    with first.acting("practitioner"):
        assert opened([first.ids["case_id"], note_id]) == 1
        assert opened([note_id]) == 0
    with first.acting("supervisor") as session:
        cosign(session, get_note(session, first.ids["case_id"], note_id))
    assert told(first, "practitioner") == [("note_returned", False)]


def test_a_task_is_told_to_whom_somebody_else_gave_it(world: World) -> None:
    first = world.first
    with first.acting("practitioner") as session:
        case = get_case(session, first.ids["client_id"], first.ids["case_id"])
        common = {"text": "Call", "owner": "worker", "due_on": None, "agreed": False, "source": "hand"}
        agree(session, case, **common)
        agree(session, case, **common, owner_member_id=first.members["colleague"])
    assert told(first, "colleague") == [("task_given", True)]
    assert told(first, "practitioner") == []


def test_nobody_is_told_twice_of_what_they_have_not_read_or_of_what_they_did(world: World) -> None:
    first = world.first

    def tell_the_supervisor(_number: int) -> None:
        with first.acting("practitioner") as session:
            about_the_note(session, first, "supervisor")

    at_once(4, tell_the_supervisor)
    tell_the_supervisor(4)
    with first.acting("supervisor") as session:
        about_the_note(session, first, "supervisor")
    assert told(first, "supervisor") == [("note_returned", True)]
    with first.acting("supervisor") as session:
        read_all(session)
    tell_the_supervisor(5)
    with world.second.acting("supervisor") as session:
        read_all(session)
        settle(session, Kind.NOTE_RETURNED, first.ids["note_id"])
    assert told(first, "supervisor") == [("note_returned", False), ("note_returned", True)]


def test_what_was_told_goes_with_the_case(world: World, superuser: psycopg.Connection) -> None:
    first = world.first
    with first.acting("practitioner") as session:
        about_the_note(session, first, "supervisor")
    with first.acting(), transaction(login="retention") as session:
        places = [place for place in places_of_cases() if place.table.name == "notices"]
        rows = counted(session, places, [first.ids["case_id"]])
        delete_all(session, places, [first.ids["case_id"]], rows)
    left = superuser.execute("SELECT DISTINCT organisation_id FROM notices").fetchall()
    assert left == [(world.second.organisation_id,)]
