"""Checkpoints in a page: tapped, shown, verified, decided; an employer's answer by link; and schemes of one's own."""

from collections.abc import Callable
from datetime import timedelta

from tenants import clock
from tests.web.conftest import Person, id_in, mailed
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
HERE = "/people/{client_id}/cases/{case_id}/outcomes"
ONE = f"{HERE}/checkpoints/{{checkpoint_id}}"
SCHEME = {
    "name_en": "Half a year",
    "name_fr": "Six mois",
    "unit": "months",
    "start_days": "30",
    "point_1_after": "6",
    "point_1_days_before": "7",
    "hours": "20",
    "combined": "1",
    "wage": "17,20",
    "start_evidence": "offer_letter",
    "evidence": ["pay_stub", "attestation"],
}


def test_a_case_is_followed_up_and_its_checkpoints_say_why_they_count(worker: Person, count: Count) -> None:
    page = worker.look(HERE)
    for words in ("After 1 month", "37.5 hours a week; 20 are needed.", "Evidence refused", "Scheduled"):
        assert words in page.words, words
    told = {"scheme_id": str(worker.agency.ids["scheme_id"]), "spell_id": str(worker.agency.ids["spell_id"])}
    assert "End that follow-up first." in worker.send(HERE, told, 409).words
    wrong = worker.send(HERE, told | {"scheme_id": ""}, 422)
    assert "Choose the scheme." in wrong.wrong["scheme_id"] and wrong.typed("spell_id") == told["spell_id"]
    ending = f"{HERE}/{{enrolment_id}}/end"
    assert "Say why it ends." in worker.send(ending, {"reason": " "}, 422).words
    assert "ended on" in worker.follow(worker.send(ending, {"reason": "Another job"})).words
    assert "Set the checkpoints" in worker.follow(worker.send(HERE, told)).body
    assert count("checkpoints", "case_id = %s", worker.agency.ids["case_id"]) == 6


def test_a_tap_a_stub_a_second_look_and_a_decision(worker: Person, supervisor: Person, count: Count) -> None:
    tap = {"channel": "phone", "outcome": "reached"}
    assert "Reached" in worker.follow(worker.send(f"{ONE}/attempts", tap)).words
    worker.send(f"{ONE}/attempts", tap | {"outcome": "telepathy"}, 422)
    evidence = f"{ONE}/evidence/{{evidence_id}}"
    assert "It does not show" not in worker.look(evidence).words
    assert "say why nobody else looks" in worker.send(f"{evidence}/verification", {"alone": ""}, 422).words
    page = supervisor.follow(supervisor.send(f"{evidence}/verification", {"alone": ""}))
    assert "Verified" in page.words and not page.forms("/decision"), "the window is not open yet"
    early = {"outcome": "counts", "words": "", "version": "1"}
    assert "not open yet" in worker.send(f"{ONE}/decision", early, 422).words
    moved = {"due_on": TODAY.isoformat(), "moved_why": "Letter came early", "move_version": "1"}
    page = worker.follow(worker.send(f"{ONE}/day", moved))
    assert "Letter came early" in page.words and page.forms("/decision")
    worker.send(f"{ONE}/day", moved, 409)
    late = worker.send(f"{ONE}/decision", early | {"outcome": "missed", "version": "2"}, 422)
    assert "Write why." in late.wrong["words"]
    page = worker.follow(worker.send(f"{ONE}/decision", early | {"version": "2"}))
    assert "Verified: counts" in page.words and not page.forms("/attempts")
    assert count("checkpoint_decisions", "outcome = 'counts'") == 1
    back = {"reason": "Wrong month", "back_version": "3"}
    page = worker.follow(worker.send(f"{ONE}/decision/withdrawal", back))
    assert "taken back" in page.words and "Evidence in" in page.words
    worker.send(f"{evidence}/error", {"error_reason": ""}, 422)
    assert (
        "No evidence yet."
        in worker.follow(worker.send(f"{evidence}/error", {"error_reason": "Not hers"})).words
    )
    half = {"kind": "pay_stub", "checks": ["employer"], "covers_on": "", "came_on": TODAY.isoformat()}
    assert "covers_on" in worker.send(f"{ONE}/evidence", half, 422).wrong
    page = worker.follow(worker.send(f"{ONE}/evidence", half | {"covers_on": TODAY.isoformat()}))
    assert "Not enough" in page.words


def test_the_worklist_shows_what_is_due_and_only_to_who_may_see_it(
    worker: Person, colleague: Person, nobody: Person
) -> None:
    assert "Ozymandra" not in worker.look("/outcomes").body, "its window is not open yet"
    assert "Ozymandra" in worker.look("/outcomes?state=scheduled").words
    moved = {"due_on": TODAY.isoformat(), "moved_why": "Letter came early", "move_version": "1"}
    worker.send(f"{ONE}/day", moved)
    page = worker.look("/outcomes")
    assert "Ozymandra" in page.words and "Verify the evidence and decide." in page.words
    assert "Ozymandra" in worker.look("/outcomes?state=evidence_in").words
    assert "Ozymandra" not in colleague.look("/outcomes?state=nonsense").body
    colleague.send(HERE, {}, 403)


def test_an_employer_answers_by_the_link_once_and_sees_only_what_they_confirm(
    worker: Person, nobody: Person, world: World, count: Count
) -> None:
    token = mailed(world.first.tenancy(), "")
    page = nobody.look(f"//answer/work/{token}")
    assert "Ozymandra" in page.words and "heliotrope kiln" in page.words
    assert "705 555-0142" not in page.body and "heliotrope potter" not in page.body
    told = {"still_works": "yes", "since": "", "hours": "30,5", "answered_by": "A. Foreman"}
    assert "Enter since when" in nobody.send(f"//answer/work/{token}", told, 422).wrong["since"]
    since = (TODAY - timedelta(days=7)).isoformat()
    assert "used up" in nobody.send(f"//answer/work/{token}", told | {"since": since}, 200).words
    nobody.look(f"//answer/work/{token}", 404)
    page = worker.look(ONE)
    assert "They work there" in page.words and "A. Foreman" in page.words and "30.5" in page.words
    assert "Employer’s answer by our link" in page.words
    assert count("disclosures", "recipient_category IS NOT NULL") >= 2


def test_a_scheme_is_written_and_its_next_version_keeps_the_first(supervisor: Person, worker: Person) -> None:
    assert "After 4, 24 and 52 weeks" in worker.look("/outcomes/schemes").words
    worker.send("/outcomes/schemes", SCHEME, 403)
    late = {"point_2_after": "3"}
    wrong = supervisor.send("/outcomes/schemes", SCHEME | late, 422)
    assert (
        "later than the one before" in wrong.wrong["point_1_after"] and wrong.typed("name_fr") == "Six mois"
    )
    made = supervisor.send("/outcomes/schemes", SCHEME)
    page = supervisor.follow(made)
    assert "After 6 months" in page.words and "$17.20" in page.words
    here = f"/outcomes/schemes/{id_in(made)}"
    assert supervisor.look(f"{here}/versions/new").typed("point_1_after") == "6"
    newer = supervisor.follow(supervisor.send(f"{here}/versions", SCHEME | {"hours": "25"}))
    assert "Version 2" in newer.words and "25" in newer.words
    assert "A newer version counts by now." in supervisor.look(here).words
    supervisor.send(f"{here}/versions", SCHEME, 409)
    supervisor.send(f"{here}/retirement")
    assert "Out of use" in supervisor.look("/outcomes/schemes").words
