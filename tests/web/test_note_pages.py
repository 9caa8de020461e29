"""What a note asks before it is locked and what follows: formats, hints, phrases, second names, errors, groups."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from records.notes.prompts import TEMPLATES
from tests.web.conftest import Person
from tests.web.test_notes import CASE, DRAFT, GOOD, JSON, SIGNED, TODAY, version_of

Count = Callable[..., int]
SIN = {"details": "Her number is 046 454 286."}


def short(person: Person, location: str) -> str:
    return location.removeprefix(f"/{person.agency.slug}")


def test_another_format_keeps_the_words_and_its_parts_are_signed(worker: Person) -> None:
    typed = {"details": "Told me all", "action_taken": "Sent it", "wanted": "dap"} | version_of(worker)
    editor = worker.follow(worker.send(f"{DRAFT}/format", typed))
    assert (editor.typed("facts"), editor.typed("plan")) == ("Told me all", "Sent it")
    assert editor.typed("details") is None and "not a diagnosis" in editor.words
    given = GOOD | {
        "format": "dap",
        "facts": "Told",
        "assessment": "Nearer",
        "plan": "Go on",
        "mode": "video",
    }
    given |= {"client_words": "I can", "goals": "A post", "engagement": "good", "source": "dictated"}
    del given["details"], given["action_taken"]
    worker.send(
        f"{DRAFT}/signature",
        given | {"version": str(editor.tree.css("[name=version]")[0].attributes["value"])},
    )
    page = worker.look(DRAFT).words
    for words in (
        "Practitioner's view of progress Nearer",
        "In the person's own words I can",
        "By video",
        "DAP",
    ):
        assert words in page, words


@pytest.mark.parametrize("wanted", ["", "xyz", "5.3 "])
def test_a_format_there_is_not_changes_nothing(worker: Person, wanted: str) -> None:
    page = worker.send(
        f"{DRAFT}/format",
        {"details": "kept", "wanted": wanted} | version_of(worker),
        status=303 if wanted == "5.3 " else 422,
    )
    assert wanted == "5.3 " or page.typed("details") == "kept"


def test_a_format_chosen_in_two_windows_is_a_conflict_that_loses_nothing(worker: Person) -> None:
    seen = version_of(worker)
    worker.send(f"{DRAFT}/format", {"details": "First", "wanted": "soap"} | seen)
    page = worker.send(f"{DRAFT}/format", {"details": "Second", "wanted": "dap"} | seen, 409)
    assert page.typed("details") == "Second" and "First" in page.words


def test_what_signing_will_lock_is_shown_first(worker: Person) -> None:
    to_page = worker.send(f"{DRAFT}/draft", GOOD | {"looking_over": "yes"} | version_of(worker))
    page = worker.follow(to_page)
    assert page.title.startswith("What signing will lock")
    for words in (
        "Plan <b>the</b> week",
        "Sent 🎉 the list",
        "Practitioner of heliotrope",
        "45",
        "Standard 5.3",
    ):
        assert words in page.words, words
    carried = {
        str(node.attributes["name"]): node.attributes.get("value") or ""
        for node in page.tree.css("#signature input")
    }
    signed = worker.follow(worker.send(f"{DRAFT}/signature", carried))
    assert "signed and locked" in signed.words
    assert "Line one Line {{7*7}} two %(x)s" in worker.look(DRAFT).words
    worker.look(f"{DRAFT}/signature", 303)


def test_a_hint_comes_once_before_the_lock_and_is_no_wall(worker: Person, count: Count) -> None:
    given = GOOD | SIN | version_of(worker)
    page = worker.send(f"{DRAFT}/signature", given, 422)
    assert "looks like a social insurance number" in page.words and "046 454 286" in page.words
    assert count("notes", "state = 'signed'") == 2, "one of each agency"
    carried = {
        str(node.attributes["name"]): node.attributes.get("value") or ""
        for node in page.tree.css("#signature input")
    }
    worker.send(f"{DRAFT}/signature", carried)
    assert count("notes", "state = 'signed'") == 3


def test_a_hint_shown_in_the_editor_is_not_shown_again(worker: Person) -> None:
    worker.send(f"{DRAFT}/draft", GOOD | SIN | version_of(worker), 200, headers=JSON)
    editor = worker.look(DRAFT)
    assert "social insurance number" in editor.words
    seen = editor.tree.css("[name=seen]")[0].attributes["value"] or ""
    worker.send(f"{DRAFT}/signature", GOOD | SIN | {"version": "3", "seen": seen})


def test_a_name_of_somebody_else_and_a_finding_are_pointed_out(worker: Person) -> None:
    worker.send(
        "/people", {"legal_given": "Wilhelmina", "legal_family": "Ardent", "language": "en"}, status=303
    )
    said = {"details": "Came with wilhelmina ARDENT, who suffers from nerves; Ozymandra Trémblay knew."}
    page = worker.send(f"{DRAFT}/signature", GOOD | said | version_of(worker), 422)
    assert "somebody else who has a file here: Wilhelmina Ardent" in page.words
    assert "suffers from" in page.words


def test_an_attempt_to_reach_somebody_is_short(worker: Person) -> None:
    given = {"kind": "contact_attempt", "occurred_on": TODAY.isoformat(), "minutes": "1", "place": "phone"}
    worker.send(f"{DRAFT}/signature", given | {"details": "No answer, left a message"} | version_of(worker))
    assert "Contact attempt" in worker.look(DRAFT).words


def test_a_very_late_note_says_why(worker: Person) -> None:
    old = GOOD | {"occurred_on": (TODAY - timedelta(days=31)).isoformat()} | version_of(worker)
    page = worker.send(f"{DRAFT}/signature", old, 422)
    assert "more than 30 days" in page.wrong["late_reason"]
    worker.send(f"{DRAFT}/signature", old | {"late_reason": "On paper first"})
    page = worker.look(DRAFT)
    assert "Written 31 days later" in page.words and "On paper first" in page.words


def test_an_empty_draft_begins_with_the_last_note(worker: Person) -> None:
    path = short(worker, worker.send(f"{CASE}/notes").location)
    assert worker.look(path).forms("/copying")
    page = worker.follow(worker.send(f"{path}/copying"))
    assert page.typed("details") == "heliotrope details" and "copy of the last note" in page.words
    worker.send(f"{path}/copying", status=409)
    worker.send(
        f"{path}/signature", GOOD | {"version": str(page.tree.css("[name=version]")[0].attributes["value"])}
    )
    assert "Began as a copy" in worker.look(path).words


def test_a_template_for_a_skill_begins_a_phrase(worker: Person) -> None:
    page = worker.look("/phrases?template=advocacy&language=fr")
    assert page.typed("name") == "Défense des intérêts" and "{son prénom}" in page.typed("words")
    for skill in TEMPLATES:
        begun = worker.look(f"/phrases?template={skill}&language=en")
        worker.send("/phrases", {"name": begun.typed("name"), "words": begun.typed("words")})
    assert worker.look("/phrases?template=spells&language=xx").typed("name") == ""


def test_phrases_are_kept_filled_in_and_taken_out(worker: Person, supervisor: Person) -> None:
    page = worker.follow(
        worker.send("/phrases", {"name": "Hello <b>", "words": "{first name} met {my name} {x}"})
    )
    assert "Hello <b>" in page.words
    editor = worker.look(DRAFT)
    assert "Ozymandra met Practitioner of heliotrope {x}" in editor.words
    for wrong, field in (({"name": ""}, "name"), ({"words": ""}, "words"), ({"words": "x" * 2001}, "words")):
        assert worker.send("/phrases", {"name": "n", "words": "w"} | wrong, 422).wrong[field]
    assert (
        "kept by a supervisor"
        in worker.send("/phrases", {"name": "n", "words": "w", "for_team": "yes"}, 422).summary
    )
    supervisor.send("/phrases", {"name": "Ours", "words": "team words", "for_team": "yes"})
    supervisor.send("/phrases/{phrase_id}/ending", status=404)
    assert "team words" in worker.look("/phrases").words
    assert "heliotrope phrase" not in worker.follow(worker.send("/phrases/{phrase_id}/ending")).words


def test_a_students_note_is_sent_back_answered_and_co_signed(worker: Person, supervisor: Person) -> None:
    assert "Needs a co-signature" in supervisor.follow(supervisor.send("/team/{member_id}/co-signing")).words
    worker.send("/team/{member_id}/co-signing", status=403)
    worker.send(f"{DRAFT}/signature", GOOD | version_of(worker))
    assert "Waits for a co-signature" in worker.look(DRAFT).words
    assert "Waiting for a co-signature" in supervisor.look("/").words
    note = supervisor.look(DRAFT)
    assert "not part of the client's record" in note.words
    assert supervisor.send(f"{DRAFT}/reviews", {"comment": ""}, 422).wrong["comment"]
    supervisor.send(f"{DRAFT}/reviews", {"comment": "Which employer?"})
    assert "Waiting for a co-signature" not in supervisor.look("/").words
    assert "A reviewer waits for your answer" in worker.look("/").words
    assert "Which employer?" in worker.look(DRAFT).words
    worker.send(f"{DRAFT}/addenda", {"reason": "add_information", "words": "The bakery"})
    worker.send(f"{DRAFT}/co-signature", status=403)
    page = supervisor.follow(supervisor.send(f"{DRAFT}/co-signature"))
    assert "Co-signed" in page.words and page.forms("/co-signature") == []
    supervisor.send(f"{DRAFT}/co-signature", status=409)
    assert "A reviewer waits" not in worker.look("/").words


def test_a_note_in_error_hides_its_text_when_a_second_person_agrees(
    worker: Person, supervisor: Person
) -> None:
    assert worker.send(f"{SIGNED}/error", {"why": ""}, 422).wrong["why"]
    worker.send(f"{SIGNED}/error", {"why": "Wrong <i>file"})
    assert "waits for a second person" in worker.look(SIGNED).words
    worker.send(f"{SIGNED}/error/decision", {"decision": "confirmed"}, 403)
    assert "a second person is asked" in supervisor.look("/").words
    assert supervisor.send(f"{SIGNED}/error/decision", {}, 422).wrong["decision"]
    page = supervisor.follow(supervisor.send(f"{SIGNED}/error/decision", {"decision": "confirmed"}))
    for person in (worker, supervisor):
        page = person.look(SIGNED)
        assert "Entered in error" in page.words and "Wrong <i>file" in page.words
        assert "heliotrope details" not in page.body and "heliotrope addendum" not in page.body
    worker.look(f"{SIGNED}/as-signed", 403)
    assert "heliotrope details" in supervisor.look(f"{SIGNED}/as-signed").words
    worker.send(f"{SIGNED}/addenda", {"reason": "correct_fact", "words": "x"}, 409)


def a_group(worker: Person) -> str:
    page = worker.look("/group-notes/new")
    cases = [node.attributes["value"] for node in page.tree.css("input[name=cases]")]
    return short(worker, worker.send("/group-notes", {"cases": cases}).location)


@pytest.fixture
def second_case(worker: Person) -> None:
    """Somebody else on the worker's caseload."""
    sent = worker.send("/people", {"legal_given": "Wilhelmina", "legal_family": "Ardent", "language": "en"})
    person = short(worker, sent.location)
    worker.send(f"{person}/cases", {"opened_on": TODAY.isoformat()})


@pytest.mark.usefixtures("second_case")
def test_a_group_is_written_once_and_each_file_holds_its_own(worker: Person, count: Count) -> None:
    path = a_group(worker)
    page = worker.look(path)
    own = [str(node.attributes["name"]) for node in page.tree.css("textarea[name^=own_for_]")]
    assert len(own) == 2 and page.typed("kind") == "group"
    typed = GOOD | {
        "kind": "group",
        "details": "We all practised",
        own[0]: "only the first",
        own[1]: "only the second",
    }
    told = worker.send(f"{path}/draft", typed | {"version": "1"}, 200, headers=JSON).response.json
    assert told is not None and told["version"] == 2
    assert worker.look(path).typed(own[0]) == "only the first"
    assert worker.send(f"{path}/draft", typed | {"version": "1"}, 409).typed(own[1]) == "only the second"
    back = worker.send(f"{path}/signature", typed | {"version": "2", "reason": ""}, 422)
    assert back.wrong["reason"] and back.typed(own[1]) == "only the second"
    worker.send(f"{path}/signature", typed | {"version": "2"})
    assert count("notes", "group_id IS NOT NULL AND state = 'signed'") == 2
    worker.look(path, 404)
    (link,) = [
        one for one in worker.look(CASE).tree.css("a[href*='/notes/']") if "Group" in one.text() or True
    ][:1]
    page = worker.look(short(worker, str(link.attributes["href"])))
    assert "We all practised" in page.words
    assert ("only the first" in page.words) != ("only the second" in page.words)


@pytest.mark.usefixtures("second_case")
def test_nobody_is_named_in_what_a_group_shares(worker: Person) -> None:
    path = a_group(worker)
    said = GOOD | {"kind": "group", "details": "Wilhelmina Ardent led", "version": "1"}
    assert (
        "Wilhelmina Ardent"
        in worker.send(f"{path}/signature", said, 422).tree.css_first("#note-hints").text()
    )


def test_a_group_needs_two(worker: Person) -> None:
    page = worker.send("/group-notes", {}, 422)
    assert page.wrong["cases"]
    only = [
        node.attributes["value"] for node in worker.look("/group-notes/new").tree.css("input[name=cases]")
    ]
    assert "from 2 to" in worker.send("/group-notes", {"cases": only[:1]}, 422).wrong["cases"]
    worker.send("/group-notes", {"cases": ["made up", *only]}, 422)
