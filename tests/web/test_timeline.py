"""The first page of a file: everything on it, chosen by kind and case; what to look at; all of it for paper."""

from collections.abc import Callable
from datetime import timedelta

from records.cases.queries import get_case
from records.clients.queries import get_client
from records.notes.queries import get_note
from records.notes.reviews import ask_in_error, decide_error
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from tests import factories
from tests.web.conftest import HTMX, Person
from tests.web.page import Page
from tests.world import World

Count = Callable[..., int]
NOTES = {"Note", "Attempt to reach the person"}
FILE = "/people/{client_id}"
HEARING = {"purpose": "legal", "words": "Hearing <i>of May 4"}


def _kinds(page: Page) -> set[str]:
    return {node.text().split(" · ")[0] for node in page.tree.css("li.entry .entry-head strong")}


def _whole(person: Person) -> list[Page]:
    """The page of the file, and what "Show more" brings until there is no more."""
    pages = [person.look(FILE)]
    while more := pages[-1].links("Show more"):
        pages.append(person.look("/" + more[0], headers=HTMX))
    return pages


def _check(page: Page) -> str:
    return " ".join(node.text() for node in page.tree.css("#file-check"))


def test_every_kind_of_record_stands_on_one_page_by_month(worker: Person) -> None:
    pages = _whole(worker)
    kinds = {"Consent", "Disclosure", "Case opened", "Case closed", "Note", "Document", "Paper", "Address"}
    assert kinds | {"Alert"} <= set().union(*map(_kinds, pages))
    assert "Note · Meeting" in " ".join(page.words for page in pages)
    months = [node.text() for page in pages for node in page.tree.css("li.month h3")]
    assert len(months) == len(set(months)) >= 2


def test_a_line_tells_why_and_in_which_state(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        factories.a_note(
            session, case, occurred_on=factories.today() - timedelta(days=12), late_reason="I was ill."
        )
    words = " ".join(page.words for page in _whole(worker))
    assert f"{world.first.secret} reason" in words and "45 min" in words
    assert "Draft" in words and "Written 12 days later" in words


def test_the_address_chooses_kind_and_case_with_and_without_a_script(worker: Person, world: World) -> None:
    closed = world.first.ids["closed_case_id"]
    assert _kinds(worker.look(f"{FILE}?kind=consent")) == {"Consent", "Disclosure"}
    part = worker.look(f"{FILE}?kind=notes", headers=HTMX)
    assert not part.is_whole and part.tree.css("section#file-timeline nav") and _kinds(part) == NOTES
    assert _kinds(worker.look(f"{FILE}?case={closed}")) == {
        "Case opened",
        "Case closed",
        "Waits for a place",
    }
    assert "Nothing of this kind" in worker.look(f"{FILE}?kind=notes&case={closed}").words
    for beside in ("?kind=spells", "?case=nobody", f"?case={world.second.ids['case_id']}"):
        assert _kinds(worker.look(FILE + beside)) == _kinds(worker.look(FILE))


def test_show_more_keeps_the_choice(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        for _ in range(28):
            factories.a_draft(session, case)
    first = worker.look(f"{FILE}?kind=notes")
    (more,) = first.links("Show more")
    rest = worker.look("/" + more, headers=HTMX)
    assert "kind=notes" in more and _kinds(rest) == NOTES
    assert not rest.tree.css("li.month") and not rest.tree.css("#file-check")


def test_what_to_look_at_leads_to_where_it_is_put_right(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session, days_ago=90, goal="")
        add_particular(
            session,
            get_client(session, case.client_id),
            KINDS["service"],
            values={"type": "workshop", "minutes": 60, "mode": "group"},
            since=factories.today(),
            case_id=case.id,
        )
    page = worker.look(f"/people/{case.client_id}")
    found = _check(page)
    for words in (
        "No way to reach the person is on file",
        "No consent to the service is in force",
        "No address is on file",
        "No goal is written",
        "No signed note for 60 days",
        "A service without a note of that day",
    ):
        assert words in found, words
    for link in page.tree.css("#file-check a"):
        worker.look(f"/{link.attributes['href']}")


def test_nobody_is_told_or_printed_what_they_may_not_read(supervisor: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session, days_ago=90, goal="")
        factories.a_note(session, case, details="About the bear", occurred_on=factories.today())
        factories.a_note(session, factories.a_case(session, days_ago=90), details="About the bear")
    here = f"/people/{case.client_id}"
    page = supervisor.look(f"{here}?kind=notes")
    assert "Note" not in _kinds(page) and "kind=notes" not in page.body
    found = _check(page)
    assert "No goal is written" in found and "note" not in found
    assert "About the bear" not in supervisor.send(f"{here}/print", HEARING, 200).words
    supervisor.send(f"{here}/opening", {"reason": "A complaint", "what": "see_notes"})
    assert "Note" in _kinds(supervisor.look(here))
    assert "About the bear" in supervisor.send(f"{here}/print", HEARING, 200).words


def test_the_file_is_printed_for_a_purpose_that_is_kept(worker: Person, world: World, count: Count) -> None:
    before = count("audit_events", "verb = 'file_printed'")
    page = worker.send(f"{FILE}/print", {"words": "x"}, 422)
    assert "purpose" in page.wrong and count("audit_events", "verb = 'file_printed'") == before
    page = worker.send(f"{FILE}/print", HEARING, 200)
    secret = world.first.secret
    for words in (
        *("street", "witness", "college", "goal", "reason", "details", "addendum", "paper"),
        *("what left", "wall"),
    ):
        assert f"{secret} {words}" in page.words, words
    assert "Hearing <i>of May 4" in page.words and world.first.members and "Printed" in page.words
    for words in ("draft", "fall", "hunch", "thanks", "boundary"):
        assert f"{secret} {words}" not in page.words, words
    kept = count("audit_events", "verb = 'file_printed' AND codes->>'purpose' = 'legal'")
    assert kept == 1 and world.second.secret not in page.words


def test_what_is_in_error_or_another_agencys_is_not_printed(worker: Person, world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        note = get_note(session, ids["case_id"], ids["note_id"])
        ask_in_error(session, note, reason="Another person was meant.")
    with world.first.acting("supervisor") as session:
        decide_error(session, get_note(session, ids["case_id"], ids["note_id"]), confirmed=True)
    page = worker.send(f"{FILE}/print", HEARING, 200)
    assert f"{world.first.secret} details" not in page.words
    assert "Entered in error" in " ".join(page.words for page in _whole(worker))
    worker.send(f"/people/{world.second.ids['client_id']}/print", HEARING, 404)
