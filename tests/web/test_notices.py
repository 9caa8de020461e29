"""The bell, the list behind it, and what a member prefers."""

from collections.abc import Callable

from records.access.actions import block_access
from records.notices.actions import tell
from records.notices.rules import Kind
from tests.records.test_notices import about_the_note
from tests.web.conftest import HTMX, Person, mailed, statements
from tests.world import World

Count = Callable[..., int]
NOTE = "/people/{client_id}/cases/{case_id}/notes/{note_id}"


def test_the_bell_counts_and_opening_what_it_leads_to_reads_it(worker: Person, supervisor: Person) -> None:
    assert "you have not read" not in supervisor.look("/people").words
    worker_agency = worker.agency
    with worker_agency.acting("practitioner") as session:
        about_the_note(session, worker_agency, "supervisor")
        about_the_note(session, worker_agency, "supervisor", Kind.NOTE_TO_COSIGN)
    page = supervisor.look("/notices")
    assert "2 notices you have not read" in page.words and "Your note was sent back" in page.words
    assert "Ozymandra Trémblay" in page.words and worker.address(NOTE) in page.links(
        "Your note was sent back"
    )
    assert "not read" not in supervisor.look(NOTE).words, "the page that was opened says so already"
    assert "Mark as read" not in supervisor.look("/notices").words


def test_a_count_costs_no_page_a_statement(worker: Person, supervisor: Person) -> None:
    with statements() as before:
        supervisor.look("/people")
    with worker.agency.acting("practitioner") as session:
        about_the_note(session, worker.agency, "supervisor")
    with statements() as after:
        assert "1 notice you have not read" in supervisor.look("/notices").words
    with statements() as after:
        supervisor.look("/people")
    assert len(after) == len(before)


def test_one_or_all_are_marked_as_read_and_only_ones_own(owner: Person, worker: Person, count: Count) -> None:
    page = owner.look("/notices")
    assert "Your note was sent back" in page.words
    notice = next(path for path in page.forms("/reading") if path.count("/") == 4).split("/")[-2]
    worker.send(f"/notices/{notice}/reading", status=404)
    assert count("notices", "read_at IS NOT NULL") == 0
    owner.send(f"/notices/{notice}/reading")
    with owner.agency.acting("practitioner") as session:
        about_the_note(session, owner.agency, "owner")
    assert "marked as read" in owner.follow(owner.send("/notices/reading")).words
    mine = "member_id = %s AND read_at IS NULL"
    assert count("notices", mine, owner.agency.members["owner"]) == 0
    assert count("notices", "read_at IS NULL") > 0, "those of others"


def test_a_notice_about_somebody_one_must_not_know_of_names_nobody(
    worker: Person, supervisor: Person
) -> None:
    agency = worker.agency
    with agency.acting("practitioner") as session:
        about_the_note(session, agency, "supervisor")
        told = {"kind": "relative", "reason": "Cousins"}
        block_access(session, agency.ids["client_id"], member_id=agency.members["supervisor"], **told)
        tell(session, member_id=agency.members["supervisor"], kind=Kind.CASE_YOURS, client_id=None)
    page = supervisor.look("/notices")
    assert (
        "About somebody whose file is not open to you" in page.words and "A case became yours" in page.words
    )
    assert "Trémblay" not in page.body and str(agency.ids["client_id"]) not in page.body


def test_a_partners_answer_is_told_to_whoever_sent_the_referral(worker: Person, nobody: Person) -> None:
    worker.send("/people/{client_id}/cases/{case_id}/referrals/{referral_id}/link")
    token = mailed(worker.agency.tenancy("practitioner"), "partner@heliotrope.example.com")
    nobody.send(f"//answer/{token}", {"state": "waitlisted"}, 200)
    assert "A partner answered about a referral" in worker.look("/notices").words


def test_a_member_says_how_they_like_to_work(worker: Person, supervisor: Person, world: World) -> None:
    assert "data-keys" not in worker.look("/people").body
    wrong = worker.send("/preferences", {"digest": "hourly"}, 422)
    assert "Choose from the list." in wrong.wrong["digest"]
    page = worker.follow(worker.send("/preferences", {"digest": "working_days"}))
    assert 'data-keys="off"' in page.body and "Single keys are off for you." in page.words
    assert "data-keys" not in supervisor.look("/people").body
    worker.send("/preferences", {"digest": "off", "keys": "1"})
    assert "data-keys" not in worker.look("/people").body


def test_the_box_finds_people_places_and_acts(worker: Person, colleague: Person, supervisor: Person) -> None:
    worker.look("/people/{client_id}")
    case = worker.address("/people/{client_id}/cases/{case_id}")
    page = worker.look("/commands", headers={"Referer": f"http://localhost{case}"})
    assert "Opened last Ozymandra Trémblay" in page.words
    assert f"{case}/notes" in page.forms("/notes") and f"{case}/documents/new" in page.links(
        "Make a document"
    )
    there = HTMX | {"HX-Current-URL": f"http://localhost{case}"}
    found = worker.send("/commands", {"q": "ozymandro"}, 200, headers=there)
    assert "No match for “ozymandro”. Did you mean: Ozymandra Trémblay" in found.words and not found.is_whole
    assert worker.send("/commands", {"q": "calen"}, 200, headers=HTMX).links("Calendar")
    assert "Nothing fits" in worker.send("/commands", {"q": "zzzz"}, 200, headers=HTMX).words
    far = colleague.send("/commands", {"q": "add"}, 200, headers=there)
    assert "Add a person" in far.words and "Add a task" not in far.words, "only what one may do"
    agency = worker.agency
    with agency.acting("supervisor") as session:
        told = {"kind": "relative", "reason": "Cousins"}
        block_access(session, agency.ids["client_id"], member_id=agency.members["practitioner"], **told)
    assert "Trémblay" not in worker.look("/commands", headers=there).body
    assert "Trémblay" not in worker.send("/commands", {"q": "ozymandra"}, 200).body
