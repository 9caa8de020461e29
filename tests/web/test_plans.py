"""The plan of a case: goals, what leads to them, the version a person agrees to, and the one after it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import psycopg

from records.clients.queries import get_client
from tenants import clock
from tests import factories
from tests.web.conftest import Person, id_in

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
CASE = "/people/{client_id}/cases/{case_id}"
PLAN, VERSION, GOAL = f"{CASE}/plan", f"{CASE}/plan/versions/{{plan_id}}", f"{CASE}/goals/{{goal_id}}"
GOOD: dict[str, Any] = {
    "wording": "Weld at the shipyard by <b>June</b> {{7*7}}",
    "own_words": "Sparks, but paid",
    "type": "employment",
    "decides": "together",
    "priority": "1",
    "measure": "Pay slips",
    "baseline": "No ticket",
    "target": "30 hours",
    "target_on": (TODAY + timedelta(days=200)).isoformat(),
    "occupation": "Welder",
    "occupation_code": "72106",
    "scale_much_less": "Nothing",
    "scale_expected": "A contract",
}
PAPER = {"agreed_how": "signed_paper", "agreed_on": TODAY.isoformat()}


def test_a_goal_is_set_lit_changed_with_its_past_and_kept_from_two_writers(
    worker: Person, supervisor: Person
) -> None:
    page = worker.follow(worker.send(f"{CASE}/goals", GOOD))
    assert "Weld at the shipyard by <b>June</b> {{7*7}}" in page.title and "A contract" in page.words
    path = page.response.request.path.partition("/people/")
    path = f"/people/{path[2]}"
    edit = worker.look(f"{path}/edit")
    assert edit.typed("scale_expected") == "A contract" and edit.typed("occupation_code") == "72106"
    changed = GOOD | {"wording": "Weld anywhere near home", "reason": "The yard closed", "version": "1"}
    worker.send(path, changed)
    told = supervisor.send(path, changed | {"wording": "My own words"}, 409)
    assert (
        told.typed("wording") == "My own words" and "In the file now: Weld anywhere near home" in told.words
    )
    shown = worker.look(path)
    assert "The yard closed" in shown.words and "Weld at the shipyard" in shown.words
    plan = worker.look(PLAN)
    assert "4 of 5" in plan.words and "heliotrope aim" in plan.words


def test_what_is_wrong_comes_back_on_its_field(worker: Person, count: Count) -> None:
    before = count("goals"), count("entries"), count("audit_events")
    wrong = {"wording": " ", "type": "fame", "priority": "0", "decides": "", "target_on": "soon"}
    page = worker.send(f"{CASE}/goals", GOOD | wrong, 422)
    assert set(wrong) <= set(page.wrong) and page.typed("own_words") == "Sparks, but paid"
    page = worker.send(f"{CASE}/goals", GOOD | {"occupation_code": "7210x"}, 422)
    assert "five digits" in page.wrong["occupation_code"]
    late = {"type": "workshop", "ended_on": TODAY.isoformat()}
    page = worker.send(f"{GOAL}/interventions", late, 422)
    assert "needs its result" in page.wrong["result"]
    assert (count("goals"), count("entries"), count("audit_events")) == before


def test_steps_interventions_and_ratings_stand_under_their_goal(worker: Person) -> None:
    worker.send(f"{GOAL}/objectives", {"step": "Call the union", "due_on": TODAY.isoformat()})
    step = worker.look(f"{CASE}/objectives/{{objective_id}}")
    assert step.typed("step") == "heliotrope rung"
    done = {"step": "Two calls", "state": "done", "version": "1", "reason": "He called twice"}
    worker.send(f"{CASE}/objectives/{{objective_id}}", done)
    worker.send(f"{CASE}/objectives/{{objective_id}}", done, 409)
    form = worker.look(f"{CASE}/interventions/{{intervention_id}}")
    assert form.typed("provider") == "heliotrope bakery"
    helped = {"type": "workshop", "version": "1", "started_on": TODAY.isoformat(), "result": "helped"}
    helped |= {"ended_on": TODAY.isoformat(), "result_on": TODAY.isoformat(), "result_words": "Two offers"}
    worker.send(f"{CASE}/interventions/{{intervention_id}}", helped)
    worker.send(
        f"{GOAL}/ratings", {"score": "much_more", "rated_on": TODAY.isoformat(), "words": "A second offer"}
    )
    page = worker.look(PLAN)
    for words in ("Call the union", "Two calls", "Done", "It helped", "Two offers", "A second offer", "(+2)"):
        assert words in page.words, words


def test_a_plan_is_agreed_and_agreed_anew_when_a_goal_changed(worker: Person) -> None:
    page = worker.look(VERSION)
    assert "heliotrope aim" in page.words and "What would be agreed now" in page.words
    seen = page.tree.css_first("input[name=seen]").attributes["value"]
    worker.send(f"{GOAL}/objectives", {"step": "One more"})
    told = worker.send(f"{VERSION}/agreement", PAPER | {"seen": seen}, 409)
    assert "Read them again" in told.summary and "One more" in told.words
    seen = told.tree.css_first("input[name=seen]").attributes["value"]
    assert worker.send(f"{VERSION}/agreement", {"agreed_how": "verbal", "agreed_on": TODAY.isoformat(),
                       "seen": seen}, 422).wrong["witness"]  # fmt: skip
    agreed = worker.follow(worker.send(f"{VERSION}/agreement", PAPER | {"seen": seen}))
    assert "What was agreed" in agreed.words and "heliotrope rung" in agreed.words
    worker.send(f"{VERSION}/agreement", PAPER | {"seen": seen}, 409)
    begun = worker.send(f"{VERSION}/state", {"event": "start", "version": "1"})
    assert "Under way" in worker.follow(begun).words
    told = GOOD | {"reason": "The yard refused him", "version": "2"}
    worker.follow(worker.send(f"{GOAL}/replacement", told))
    plan = worker.look(PLAN)
    assert (
        "The goals changed after the plan was agreed" in plan.words and "Changed into another" in plan.words
    )
    assert "The goals changed" in worker.look("/").words
    again = {"language": "fr", "review_on": (TODAY + timedelta(days=60)).isoformat()}
    assert worker.send(f"{PLAN}/versions", again, 422).wrong["reason"]
    draft = worker.follow(worker.send(f"{PLAN}/versions", again | {"reason": "Another yard"}))
    assert "No longer in the plan: Goal “heliotrope aim”" in draft.words
    assert "New: Goal “Weld at the shipyard" in draft.words


def test_the_person_signs_on_the_screen_in_their_language(
    worker: Person, superuser: psycopg.Connection, count: Count
) -> None:
    superuser.execute("UPDATE plans SET language = 'fr' WHERE id = %s", (worker.agency.ids["plan_id"],))
    page = worker.look(f"{VERSION}/signature")
    assert 'lang="fr-CA"' in page.body and "heliotrope aim" in page.words
    seen = page.tree.css_first("input[name=seen]").attributes["value"]
    assert worker.send(f"{VERSION}/signature", {"seen": seen}, 422).wrong["name"]
    worker.send(f"{VERSION}/signature", {"seen": seen, "name": "Ozymandra", "drawing": "[[[1,2],[3,4]]]"})
    assert count("plans", "agreed_how = 'signed_screen' AND state = 'agreed'") == 1
    assert "Ozymandra" in worker.look(VERSION).tree.css_first("#signature").text()
    worker.look(f"{VERSION}/signature", 303)


def test_who_may_see_the_plan_but_not_the_results_sees_no_results(
    worker: Person, supervisor: Person, superuser: psycopg.Connection
) -> None:
    superuser.execute(
        "UPDATE members SET roles = '{job_developer}' WHERE id = %s",
        (supervisor.agency.members["supervisor"],),
    )
    for path in (PLAN, GOAL, VERSION):
        page = supervisor.look(path)
        assert "heliotrope rung" in page.words and "heliotrope bakery" not in page.words, path
        assert "heliotrope rating" not in page.words and "heliotrope bakery" in worker.look(path).words
    supervisor.send(f"{CASE}/goals", GOOD, 403)


def test_a_goal_that_is_not_pursued_says_why(worker: Person) -> None:
    made = worker.send(f"{CASE}/goals", GOOD)
    path = f"/people/{{client_id}}/cases/{{case_id}}/goals/{id_in(made)}"
    page = worker.send(f"{path}/ending", {"outcome": "not_pursued", "version": "1"}, 422)
    assert "Say why" in page.wrong["reason"]
    worker.send(f"{path}/ending", {"outcome": "achieved", "version": "1"}, 409)
    worker.send(f"{path}/ending", {"outcome": "not_pursued", "reason": "His knees", "version": "1"})
    assert "Not pursued" in worker.look(PLAN).words and "His knees" in worker.look(path).words
    worker.send(f"{path}/beginning", {"version": "2"}, 409)


def test_a_note_begins_with_the_goals_and_is_about_one_or_says_why_not(
    worker: Person, superuser: psycopg.Connection
) -> None:
    superuser.execute("UPDATE goals SET state = 'agreed' WHERE id = %s", (worker.agency.ids["goal_id"],))
    made = worker.send(f"{CASE}/notes")
    path = f"{CASE}/notes/{id_in(made)}"
    page = worker.look(path)
    assert "heliotrope aim" in page.words
    note = {"kind": "meeting", "occurred_on": TODAY.isoformat(), "minutes": "30", "place": "office"}
    note |= {"reason": "He came", "details": "We spoke", "action_taken": "Called", "next_steps": "Not today"}
    back = worker.send(f"{path}/signature", note | {"version": page.typed("version")}, 422)
    assert "which goal" in back.wrong["goals"]
    ticked = note | {"goal_ids": str(worker.agency.ids["goal_id"]), "version": back.typed("version")}
    worker.send(f"{path}/draft", ticked)
    again = worker.look(path)
    assert again.typed("goal_ids") == ticked["goal_ids"]
    assert "heliotrope aim" in worker.look(f"{path}/signature").words
    stranger = ticked | {"goal_ids": str(worker.agency.ids["plan_id"]), "version": again.typed("version")}
    worker.send(f"{path}/signature", stranger, 422)
    worker.send(f"{path}/signature", ticked | {"version": again.typed("version")})
    assert "heliotrope aim" in worker.look(path).words
    assert worker.look(GOAL).links("Meeting")


def test_a_goal_answers_barriers_and_what_may_help_is_offered_not_chosen(
    worker: Person, superuser: psycopg.Connection, count: Count
) -> None:
    barrier = {"source": "client", "severity": "4", "changeability": "weeks", "impact": ""}
    told = {"category": "conditions", "words": "Court on Mondays"} | barrier
    page = worker.follow(worker.send(f"{CASE}/barriers", told))
    assert "No goal answers this yet: add one, or say why not now." in page.words
    here = f"/people/{page.response.request.path.partition('/people/')[2]}"
    page = worker.send(f"{here}/no-goal", {"no_goal_reason": " ", "version": "1"}, 422)
    assert "Say why not now." in page.wrong["no_goal_reason"]
    kept = {"no_goal_reason": "After the hearing in May", "version": "1"}
    page = worker.follow(worker.send(f"{here}/no-goal", kept))
    assert "No goal for now: After the hearing in May" in page.words
    worker.send(f"{here}/no-goal", kept, 409)
    ids = superuser.execute("SELECT id FROM barriers WHERE case_id = %s", (worker.agency.ids["case_id"],))
    other = next(row[0] for row in ids if row[0] != worker.agency.ids["barrier_id"])
    goal = worker.follow(worker.send(f"{CASE}/goals", GOOD | {"answers": str(other)}))
    assert "Court on Mondays" in goal.words and "Speaks up with the person" in goal.words
    assert count("interventions") == 2, "one in each agency, as before"
    assert "Answered by: Weld at the shipyard" in worker.look(here).words
    worker.send(f"{CASE}/goals", GOOD | {"answers": str(worker.agency.ids["goal_id"])}, 422)
    assert "Answers: Transport" in worker.look(PLAN).words and "heliotrope bus" in worker.look(VERSION).words
    superuser.execute(
        "UPDATE members SET roles = '{job_developer}' WHERE id = %s",
        (worker.agency.members["practitioner"],),
    )
    for path in (PLAN, VERSION, GOAL):
        told = worker.look(path).words
        assert "heliotrope aim" in told and "Transport" not in told and "heliotrope bus" not in told, path


def test_a_service_belongs_to_its_intervention_and_to_none_of_another_case(
    worker: Person, superuser: psycopg.Connection
) -> None:
    new = "/people/{client_id}/details/new/service"
    told = {"type": "workshop", "minutes": "90", "mode": "group", "since": TODAY.isoformat()}
    told |= {"intervention": str(worker.agency.ids["intervention_id"])}
    form = worker.look(new)
    assert "Group workshop" in form.words and "Part of which intervention" in form.words
    with worker.agency.acting("practitioner") as session:
        other = factories.a_case(session, get_client(session, worker.agency.ids["client_id"]))
    wrong = worker.send(new, told | {"case_id": str(other.id)}, 422)
    assert "same case" in wrong.wrong["intervention"] and wrong.typed("minutes") == "90"
    worker.send(new, told | {"case_id": str(worker.agency.ids["case_id"])})
    worker.send(new, told | {"case_id": str(worker.agency.ids["case_id"]), "minutes": "30"})
    page = worker.look(f"{CASE}/interventions/{{intervention_id}}")
    assert "120" in page.words.partition("All together")[2][:10], page.words
    own = superuser.execute(
        "SELECT id FROM particulars WHERE kind = 'service' ORDER BY id LIMIT 1"
    ).fetchone()
    assert own is not None
    here = f"/people/{{client_id}}/details/{own[0]}"
    assert "Part of which intervention Group workshop" in worker.look(here).words
    assert worker.look(f"{here}/edit").typed("intervention") == told["intervention"]
    worker.send(here, told | {"version": "1", "intervention": "", "reason_for_change": "Wrong one"})
    assert "120" not in worker.look(f"{CASE}/interventions/{{intervention_id}}").words
