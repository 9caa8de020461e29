"""Notes: written, kept while typing, signed, added to."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tenants import clock
from tests.web.conftest import HTMX, Person
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
CASE = "/people/{client_id}/cases/{case_id}"
DRAFT, SIGNED = f"{CASE}/notes/{{draft_id}}", f"{CASE}/notes/{{note_id}}"
JSON = {"Accept": "application/json"}
GOOD = {
    "kind": "meeting", "occurred_on": TODAY.isoformat(), "started_at": "14:30", "minutes": "45", "place": "office",
    "reason": "Plan <b>the</b> week", "details": "Line one\r\n\r\nLine {{7*7}} two %(x)s", "training": "",
    "action_taken": "Sent 🎉 the list", "step_1_what": "Call \u202eback", "step_1_who": "client",
    "step_1_due_on": (TODAY + timedelta(days=7)).isoformat(), "next_steps": "",
}  # fmt: skip


def version_of(person: Person, path: str = DRAFT) -> dict[str, str]:
    return {"version": str(person.look(path).typed("version"))}


def test_from_an_empty_draft_to_a_signed_note(worker: Person) -> None:
    started = worker.send(f"{CASE}/notes")
    editor = worker.follow(started)
    assert editor.typed("occurred_on") == TODAY.isoformat() and editor.typed("version") == "1"
    path = started.location.removeprefix(f"/{worker.agency.slug}")
    case = worker.follow(worker.send(f"{path}/signature", GOOD | {"version": "1"}))
    assert "signed and locked" in case.words and "Call \u202eback" in case.words
    note = worker.look(path)
    for words in (
        "Plan <b>the</b> week",
        "Line one Line {{7*7}} two %(x)s",
        "Sent 🎉 the list",
        "Practitioner of heliotrope",
    ):
        assert words in note.words, words
    assert note.tree.css("textarea[name=details]") == []


def test_a_draft_is_its_authors_alone(worker: Person, owner: Person, supervisor: Person) -> None:
    assert worker.look(DRAFT).typed("details") == "heliotrope draft"
    for other in (owner, supervisor):
        other.look(DRAFT, 404)
        other.look(f"{DRAFT}/signature", 404)
        for act in ("draft", "signature", "discarding", "format", "copying"):
            other.send(f"{DRAFT}/{act}", GOOD | {"version": "2"}, 404)
        assert "heliotrope draft" not in other.look(CASE).body


def test_the_page_saves_what_is_typed_whole_or_not(worker: Person) -> None:
    odd = {"occurred_on": "next tuesd", "minutes": "1e400", "details": "half a th", "kind": ""}
    told = worker.send(f"{DRAFT}/draft", odd | version_of(worker), 200, headers=JSON).response.json
    assert told is not None and told["version"] == 3 and told["saved_at"]
    editor = worker.look(DRAFT)
    assert {name: editor.typed(name) for name in odd} == odd
    again = worker.send(f"{DRAFT}/draft", odd | {"version": "3"}, 200, headers=JSON).response.json
    assert again is not None and again["version"] == 4


def test_by_a_button_too(worker: Person) -> None:
    page = worker.follow(worker.send(f"{DRAFT}/draft", GOOD | version_of(worker)))
    assert "Draft saved" in page.words
    assert worker.look(DRAFT).typed("action_taken") == "Sent 🎉 the list"


def test_of_two_windows_the_second_is_told_and_neither_text_is_lost(worker: Person) -> None:
    seen = version_of(worker)
    worker.send(f"{DRAFT}/draft", {"details": "From the first window"} | seen, 200, headers=JSON)
    told = worker.send(
        f"{DRAFT}/draft", {"details": "From the second"} | seen, 409, headers=JSON
    ).response.json
    assert told is not None and "Somebody changed this" in told["advice"]
    for act in ("draft", "signature"):
        page = worker.send(f"{DRAFT}/{act}", GOOD | {"details": "From the second"} | seen, 409)
        assert page.typed("details") == "From the second" and "From the first window" in page.words, act
        assert page.typed("version") == "3"
    assert worker.look(DRAFT).typed("details") == "From the first window"
    worker.send(f"{DRAFT}/signature", GOOD | {"version": "3"})


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Choose the kind of contact."),
        ({"occurred_on": ""}, "Enter the date of the meeting"),
        ({"occurred_on": (TODAY + timedelta(days=1)).isoformat()}, "cannot be in the future"),
        ({"occurred_on": "2025-02-29"}, "Enter a date"),
        ({"started_at": "25:00"}, "Enter a time"),
        ({"started_at": "14:30+02:00"}, "Enter a time"),
        ({"started_at": "14:30:15.5"}, "Enter a time"),
        ({"minutes": "1441"}, "Enter a whole number from 0 to 1440."),
        ({"minutes": "4.5"}, "Enter a whole number"),
        ({"place": "moon"}, "Choose from the list."),
        ({"reason": " "}, "Say why you were in contact."),
        ({"details": ""}, "Say what happened."),
        ({"details": "x" * 20_001}, "Shorten this to 20000 characters. It has 20001."),
        ({"action_taken": ""}, "Say what you did about it."),
        ({"step_1_what": "", "next_steps": ""}, "Agree on a next step"),
        ({"step_2_what": "x" * 301}, "Shorten this to 300"),
        ({"step_1_due_on": "9999-99-99"}, "Enter a date"),
        ({"step_1_who": "nobody"}, "Choose from the list."),
    ],
)
def test_a_note_with_something_missing_is_not_signed_and_not_lost(
    worker: Person, wrong: dict[str, str], words: str
) -> None:
    given = GOOD | wrong
    page = worker.send(f"{DRAFT}/signature", given | version_of(worker), 422)
    assert words in page.summary and any(words in sentence for sentence in page.wrong.values())
    typed = {name: page.typed(name) for name in given}
    assert {
        name: (text or "").replace("\r\n", "\n")
        for name, text in typed.items()
        if name not in ("kind", "place", "step_1_who")
    } == {
        name: text.replace("\r\n", "\n")
        for name, text in given.items()
        if name not in ("kind", "place", "step_1_who")
    }
    assert worker.look(DRAFT).typed("details") == "heliotrope draft"


def test_a_note_is_signed_once(worker: Person, count: Count) -> None:
    given = GOOD | version_of(worker)
    worker.send(f"{DRAFT}/signature", given)
    events = count("audit_events")
    for act in ("signature", "draft"):
        page = worker.send(f"{DRAFT}/{act}", given | {"details": "Other words"}, 409)
        assert "This note is signed. Add an addendum instead." in page.words, act
        assert page.typed("details") == "Other words", "what was typed is still there to be copied"
    worker.send(f"{DRAFT}/draft", given, 409, headers=JSON)
    worker.send(f"{DRAFT}/discarding", status=409)
    assert count("audit_events") == events
    assert "Other words" not in worker.look(DRAFT).words


def test_a_late_note_says_so(worker: Person) -> None:
    worker.send(
        f"{DRAFT}/signature",
        GOOD | {"occurred_on": (TODAY - timedelta(days=5)).isoformat()} | version_of(worker),
    )
    assert "Written 5 days later" in worker.look(DRAFT).words


def test_a_draft_is_thrown_away(worker: Person) -> None:
    assert "The draft is gone." in worker.follow(worker.send(f"{DRAFT}/discarding")).words
    worker.look(DRAFT, 404)
    worker.send(f"{DRAFT}/discarding", status=404)
    worker.send(f"{DRAFT}/signature", GOOD | {"version": "2"}, 404)


def test_words_are_added_to_a_signed_note(worker: Person, supervisor: Person) -> None:
    page = supervisor.follow(
        supervisor.send(f"{SIGNED}/addenda", {"reason": "correct_fact", "words": "It was <b>Tuesday"})
    )
    assert (
        "It was <b>Tuesday" in page.words
        and "Supervisor of heliotrope" in page.words
        and "heliotrope details" in page.words
    )
    for wrong, field in (
        ({"reason": ""}, "reason"),
        ({"words": ""}, "words"),
        ({"words": "x" * 20_001}, "words"),
    ):
        back = worker.send(f"{SIGNED}/addenda", {"reason": "correct_fact", "words": "Kept"} | wrong, 422)
        assert back.wrong[field] and back.typed("words") == ({"words": "Kept"} | wrong)["words"]
    worker.send(f"{SIGNED}/addenda", {"reason": "correct_fact", "words": "More"}, 204, headers=HTMX)


@pytest.mark.parametrize("given", [{"reason": "correct_fact", "words": "x"}, {}])
def test_nothing_is_added_to_a_draft(worker: Person, given: dict[str, str]) -> None:
    assert "Only a signed note can have an addendum." in worker.send(f"{DRAFT}/addenda", given, 409).words


def test_a_note_under_another_case_is_not_here(worker: Person, world: World) -> None:
    other = "/people/{client_id}/cases/{closed_case_id}"
    worker.look(f"{other}/notes/{{note_id}}", 404)
    worker.send(f"{other}/notes/{{note_id}}/addenda", {"reason": "correct_fact", "words": "x"}, 404)
    worker.send(f"{other}/notes", status=409)
