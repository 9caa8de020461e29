"""Reviews of files on their pages: drawn, looked over, answered, closed, printed without names."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from records.reviews.rules import POINTS
from tenants import clock
from tests.web.conftest import Person, id_in

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
FILE = "/people/{client_id}/reviews/{reviewed_file_id}"
ASKED = {
    "size": "2",
    "scope": "open",
    "since": (TODAY - timedelta(days=90)).isoformat(),
    "until": TODAY.isoformat(),
}


def test_from_a_drawing_to_a_closed_review(supervisor: Person, worker: Person, count: Count) -> None:
    assert "V-" in supervisor.look("/reviews").words
    assert supervisor.look("/reviews/new").typed("size") == "5"
    review = id_in(supervisor.send("/reviews", ASKED))
    page = supervisor.look(f"/reviews/{review}")
    assert "Ozymandra" in page.words and "0 of 2 files" in page.words
    sheets = [
        sheet for sheet in page.tree.css("#files") if sheet.parent.attributes.get("class") == "not-printed"
    ]
    assert sheets and "Ozymandra" not in "".join(sheet.text() for sheet in page.tree.css("#found"))

    address = page.tree.css_first("#files tbody a").attributes["href"].split(supervisor.agency.slug, 1)[1]
    checklist = supervisor.look(address)
    chosen = [node.attributes["name"] for node in checklist.tree.css("input[type=radio][checked]")]
    assert set(chosen) == set(POINTS), "what the file shows is chosen already"
    told = dict.fromkeys(POINTS, "met") | {"goals": "partly", "version": checklist.typed("version")}
    wrong = supervisor.send(address, told, 422)
    assert "Say what is missing" in wrong.wrong["goals_words"]
    assert wrong.tree.css("input[name=goals][value=partly][checked]")
    supervisor.send(address, told | {"goals_words": "No <i>objective</i>"})
    late = supervisor.send(address, told | {"goals_words": "Mine"}, 409)
    assert late.typed("goals_words") == "Mine" and "In the file now: Partly met" in late.words

    assert supervisor.send(f"/reviews/{review}/closing", {"conclusion": ""}, 422).wrong["conclusion"]
    closed = supervisor.follow(
        supervisor.send(f"/reviews/{review}/closing", {"conclusion": "Write <b>goals</b>"})
    )
    assert "Write <b>goals</b>" in closed.words and "1 of 2 files" in closed.words
    supervisor.send(address, told | {"goals_words": "Late", "version": "2"}, 409)
    assert count("audit_events", "verb IN ('review_drawn', 'file_reviewed', 'review_closed')") >= 4

    answered = worker.look(f"{address}/findings")
    assert "No <i>objective</i>" in answered.words


def test_the_worker_finds_it_on_today_and_answers(
    worker: Person, supervisor: Person, colleague: Person
) -> None:
    assert "A review of files found something" in worker.look("/").words
    assert "found something" not in colleague.look("/").words
    assert "heliotrope finding" in worker.look(f"{FILE}/findings").words
    supervisor.look(f"{FILE}/findings", 404)
    assert worker.send(f"{FILE}/answer", {"words": " "}, 422).wrong["words"]
    worker.send(f"{FILE}/answer", {"words": "Asked <b>her</b>"})
    assert "found something" not in worker.look("/").words
    worker.send(f"{FILE}/answer", {"words": "Twice"}, 409)
    shown = supervisor.look(FILE)
    assert "Asked <b>her</b>" in shown.words and shown.forms("/reviews/") == []


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"size": "51"}, "size", "from 1 to 50"),
        ({"scope": ""}, "scope", "Choose from which files"),
        ({"until": (TODAY - timedelta(days=99)).isoformat()}, "until", "on or after the first"),
        ({"seed": "12"}, "seed", "whole number"),
        ({"worker_id": "nobody"}, "worker_id", "Choose from the list."),
    ],
)
def test_what_is_wrong_with_a_drawing_comes_back(
    supervisor: Person, wrong: dict[str, str], field: str, words: str
) -> None:
    page = supervisor.send("/reviews", ASKED | wrong, 422)
    assert words in page.wrong[field] and page.typed("since") == ASKED["since"]


def test_reviews_are_for_those_who_review(worker: Person, owner: Person, supervisor: Person) -> None:
    for person in (worker, owner):
        person.look("/reviews", 403)
        person.look(FILE, 403)
    nothing = ASKED | {"scope": "closed", "since": "2001-01-01", "until": "2001-12-31"}
    assert "No file fits this" in supervisor.send("/reviews", nothing, 422).words
