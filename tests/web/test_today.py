"""Today: what needs the person who looks."""

from collections.abc import Callable

from tests.web.conftest import Person


def test_drafts_and_caseload_are_ones_own(worker: Person, colleague: Person) -> None:
    page = worker.look("/")
    assert page.title == "Today"
    assert (
        "Drafts to sign" in page.words
        and "Your open cases" in page.words
        and "Ozymandra Trémblay" in page.words
    )
    others = colleague.look("/").words
    assert "Drafts to sign" not in others and "Your open cases" not in others and "Trémblay" not in others


def test_what_waits_for_those_who_decide_waits_for_them_alone(
    worker: Person, colleague: Person, supervisor: Person
) -> None:
    colleague.send("/people/{client_id}/opening/request", {"reason": "Cover in July"})
    page = supervisor.look("/")
    assert "Asked for access" in page.words and "Ozymandra" in page.words
    assert "Asked for access" not in worker.look("/").words


def test_what_is_done_is_gone_from_today(worker: Person) -> None:
    worker.send("/people/{client_id}/cases/{case_id}/notes/{draft_id}/discarding")
    page = worker.look("/")
    assert "Drafts to sign" not in page.words and "Your open cases" in page.words


def test_with_no_role_there_is_a_page_and_no_way_on(world: object, client_of: Callable[..., object]) -> None:
    reporter = Person(client_of(world.first, "reporter"), world.first)  # type: ignore[attr-defined, arg-type]
    page = reporter.look("/")
    assert page.links("People") == page.links("Retention") == page.links("Documents") == []
    assert "Trémblay" not in page.words
    assert reporter.look("/people", 403).title == "This is not open to you"
