"""Instruments and assessments in pages: asked, compared, drawn, corrected, answered when low, and kept from those
whose business they are not."""

from datetime import timedelta
from typing import Any

import psycopg

from records.assessments.queries import instruments
from tenants import clock
from tests import factories
from tests.web.conftest import Person, id_in
from tests.world import World

TODAY = clock.today("America/Toronto")
FILE = "/people/{client_id}"
ASSESSMENTS = FILE + "/assessments"
RUN = ASSESSMENTS + "/{assessment_id}"
CHECK = {
    "name_en": "Ready?",
    "name_fr": "Prêt?",
    "owner": "<b>Ours</b>",
    "languages": ["en", "fr"],
    "repeats": "y",
}


def ours(world: World, name: str) -> Any:
    """One of the instruments every agency begins with."""
    with world.first.acting("practitioner") as session:
        return next(one for one in instruments(session) if one.name_en == name)


def answered(person: Person, **more: Any) -> dict[str, Any]:
    """A form of self-agency, filled in."""
    assert person.agency is not None
    scores = {"score_hope": "4", "score_control": "", "score_confidence": "6", "score_motivation": "10"}
    how = {"answered_by": "client", "mode": "phone", "language": "en", "done_on": TODAY.isoformat()}
    who = {
        "giver_id": str(person.agency.members["practitioner"]),
        "case_id": str(person.agency.ids["case_id"]),
    }
    return scores | how | who | more


def test_what_is_asked_twice_is_compared_in_words_and_drawn(worker: Person, world: World) -> None:
    path = f"{ASSESSMENTS}/new/{ours(world, 'Self-agency').id}"
    before = (TODAY - timedelta(days=60)).isoformat()
    form = worker.look(path)
    assert "How hopeful are you" in form.words and form.typed("next_due")
    # The world's consent is of today, so an earlier day needs a reason.
    refused = worker.send(path, answered(worker, done_on=before), 422)
    assert (
        "No consent to the service" in refused.wrong["without_consent"] and refused.typed("score_hope") == "4"
    )
    why = {"done_on": before, "without_consent": "Came by <i>phone", "next_due": "", "score_control": "3"}
    page = worker.follow(worker.send(path, answered(worker, **why, client_view="{{7*7}} better soon")))
    assert "Came by <i>phone" in page.words and "{{7*7}} better soon" in page.words
    page = worker.follow(worker.send(path, answered(worker, score_hope="7", score_confidence="5")))
    assert "Not answered" in page.words and "With consent to the service" in page.words
    listed = worker.look(ASSESSMENTS)
    assert "from 4 to 7" in listed.words and "Better" in listed.words and "Worse" in listed.words
    drawn = [node.text() for node in listed.tree.css("svg[role=img] title")]
    assert any(label.startswith("Hope: 4 on ") and ", 7 on " in label for label in drawn)
    assert "Assessment" in worker.look(FILE).words


def test_what_cannot_be_an_answer_comes_back(worker: Person, world: World, count: Any) -> None:
    path, before = f"{ASSESSMENTS}/new/{ours(world, 'Self-agency').id}", count("assessment_runs")
    tomorrow, yesterday = (TODAY + timedelta(days=days) for days in (1, -1))
    for wrong, field in (
        ({"score_hope": "11"}, "score_hope"),
        ({"score_hope": "<script>"}, "score_hope"),
        ({"done_on": tomorrow.isoformat()}, "done_on"),
        ({"giver_id": "", "giver": ""}, "giver_id"),
        ({"language": "other"}, "language"),
        ({"next_due": yesterday.isoformat()}, "next_due"),
        ({"case_id": str(world.first.ids["closed_case_id"])}, "case_id"),
    ):
        page = worker.send(path, answered(worker, meaning="Kept words") | wrong, 422)
        assert field in page.wrong and page.typed("meaning") == "Kept words", wrong
    nothing = {f"score_{code}": "" for code in ("hope", "control", "confidence", "motivation")}
    assert "at least one score" in worker.send(path, answered(worker) | nothing, 422).summary
    assert count("assessment_runs") == before


def test_a_correction_needs_a_reason_and_what_was_said_stays(
    worker: Person, superuser: psycopg.Connection
) -> None:
    form = worker.look(RUN + "/edit")
    told = {
        name: form.typed(name) or ""
        for name in ("score_scale_trust", "giver", "meaning", "done_on", "version")
    }
    told |= {"answered_by": "client", "mode": "phone", "language": "en"}
    assert "Write why it changes." in worker.send(RUN, told, 422).wrong["reason"]
    changed = told | {"score_scale_trust": "9", "meaning": "Misread", "reason": "A seven looked like a two"}
    page = worker.follow(worker.send(RUN, changed))
    assert "A seven looked like a two" in page.words and f"{worker.agency.secret} meaning" in page.words
    assert "9 of 10" in page.words and "waits for an answer" not in page.words
    again = worker.send(RUN, changed | {"meaning": "Mine"}, 409)
    assert "Somebody changed this" in again.summary and again.typed("meaning") == "Mine"
    page = worker.follow(worker.send(RUN + "/error", {"reason": "Another person's", "version": "2"}))
    assert "It does not count" in page.words and "Another person's" in page.words
    assert "Entered in error" in worker.look(ASSESSMENTS).words
    worker.send(RUN, changed | {"version": "3"}, 409)


def test_a_low_rating_stays_open_until_somebody_says_what_was_done(worker: Person, superuser: Any) -> None:
    low = "A low rating waits for an answer"
    assert all(low in worker.look(page).words for page in ("/", FILE, ASSESSMENTS, RUN))
    assert "Write what was done." in worker.send(RUN + "/repair", {"repair": ""}, 422).wrong["repair"]
    page = worker.follow(worker.send(RUN + "/repair", {"repair": "Said <sorry>"}))
    assert "Said <sorry>" in page.words and "Practitioner of" in page.words
    assert not any(low in worker.look(page).words for page in ("/", FILE, ASSESSMENTS, RUN))
    again = worker.send(RUN + "/repair", {"repair": "Twice"}, 409)
    assert "no low rating" in again.summary and again.typed("repair") == "Twice"
    (sealed,) = superuser.execute("SELECT repair_sealed FROM assessment_runs WHERE repaired_at IS NOT NULL")
    assert b"sorry" not in bytes(sealed[0])


def test_what_is_due_is_said_until_it_is_asked_again(worker: Person, world: World) -> None:
    due = TODAY - timedelta(days=2)
    with world.first.acting("practitioner") as session:
        case = factories.a_case(session, factories.a_client(session, legal_given="Wren"))
        told = {"done_on": due - timedelta(days=30), "next_due": due, "without_consent": "By phone"}
        instrument = factories.an_instrument(session, alliance=False)
        factories.a_run(session, case, instrument, **told)
    today = worker.look("/").words
    assert "Assessments due" in today and "Wren Doe" in today and "2 days ago" in today
    page = f"/people/{case.client_id}"
    assert "due to be asked again" in worker.look(page).words
    with world.first.acting("practitioner") as session:
        factories.a_run(session, case, instrument, without_consent="By phone")
    assert "Assessments due" not in worker.look("/").words
    assert "due to be asked again" not in worker.look(page).words


def test_an_instrument_is_written_used_and_given_new_scales(
    owner: Person, worker: Person, count: Any
) -> None:
    scale = {"scale_1_en": "Reading", "scale_1_fr": "Lecture", "scale_1_low": "1", "scale_1_high": "8"}
    for wrong, field in (
        ({"scale_1_high": "1"}, "scale_1_high"),
        ({"scale_1_step": "3"}, "scale_1_step"),
        ({"scale_1_bands": "x | y"}, "scale_1_bands"),
        ({"scale_1_mark": "9", "alliance": "y"}, "scale_1_mark"),
        ({"scale_1_fr": ""}, "scale_1_en"),
        ({"languages": []}, "languages"),
    ):
        assert field in owner.send("/instruments", CHECK | scale | wrong, 422).wrong, wrong
    page = owner.follow(owner.send("/instruments", CHECK | scale | {"scale_1_bands": "1 | Begins | Débute"}))
    assert "<b>Ours</b>" in page.words and "1 to 8" in page.words and "Begins" in page.words
    path = f"/instruments/{id_in(page, -1) if page.location else page.response.request.path.split('/')[-1]}"
    form = owner.look(path + "/versions/new")
    assert form.typed("scale_1_high") == "8" and form.typed("scale_1_bands") == "1 | Begins | Débute"
    newer = owner.follow(owner.send(path + "/versions", CHECK | scale | {"scale_1_high": "12"}))
    assert "1 to 12" in newer.words and "Version 2" in newer.words
    owner.send(path + "/versions", CHECK | scale, 409)
    assert "A newer version counts by now." in owner.look(path).words
    worker.send("/instruments", CHECK | scale, 403)
    worker.look("/instruments")
    owner.send(path + "/retirement")
    assert "Out of use" in owner.look("/instruments").words
    assert count("instruments", "retired_on IS NOT NULL") == 1


def test_answers_are_for_those_who_work_with_the_person(
    worker: Person, colleague: Person, supervisor: Person, world: World
) -> None:
    secret = f"{world.first.secret} meaning"
    assert secret in supervisor.look(RUN).words
    assert secret not in colleague.visitor.get(colleague.address(RUN)).get_data(as_text=True)
    assert colleague.visitor.get(colleague.address(RUN)).status_code in (303, 404)
