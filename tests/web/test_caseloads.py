"""The pages of caseloads: what a case needs and weighs, everybody's and one's own, and the four steps of reassigning."""

from collections.abc import Callable

from records.cases.queries import get_case
from tests import factories
from tests.web.conftest import Person
from tests.world import World

Count = Callable[..., int]
NEEDS, DOUBTS = (
    "/people/{client_id}/cases/{case_id}/needs",
    "/people/{client_id}/cases/{case_id}/point-doubts",
)
GOOD = {"support": "intensive", "contact": "fortnightly", "way": "here", "version": "1"}


def test_a_worker_says_what_a_case_needs_and_can_add_its_points_up(worker: Person, count: Count) -> None:
    page = worker.look(NEEDS)
    assert page.typed("support") == "medium" and "Medium support 2" in page.words
    again = worker.follow(worker.send(NEEDS, GOOD))
    assert "Intensive support 3" in again.words and "In touch every two weeks 0.5" in again.words
    stale = worker.send(NEEDS, GOOD | {"support": "light"}, 409)
    assert stale.typed("support") == "light" and stale.typed("version") == "2"
    assert "Choose how much." in worker.send(NEEDS, GOOD | {"support": ""}, 422).wrong["support"]
    worker.send("/people/{client_id}/cases/{closed_case_id}/needs", GOOD, 409)
    assert count("case_needs", "support = 'intensive'") == 1
    mine = worker.follow(worker.look("/caseloads", 303))
    assert mine.title == "My caseload" and "Ozymandra" in mine.words and "Intensive support 3" in mine.words
    worker.look(f"/caseloads/{worker.agency.members['colleague']}", 404)
    worker.look("/caseloads/reassignments/new", 403)


def test_a_point_is_doubted_in_sealed_words_and_answered_beside_it(
    worker: Person, supervisor: Person, colleague: Person, count: Count
) -> None:
    told = {"code": "weekly", "words": "She <b>calls</b> me {{7*7}}"}
    page = worker.follow(worker.send(DOUBTS, told))
    assert "She <b>calls</b> me {{7*7}}" in page.words and "Not answered yet." in page.words
    assert worker.send(DOUBTS, told | {"words": ""}, 422).typed("code") == "weekly"
    worker.send(DOUBTS, told | {"code": "partners"}, 422)
    colleague.send(DOUBTS, told, 403)
    assert "In touch every week" in supervisor.look("/caseloads").words
    answer = f"{DOUBTS}/{{point_doubt_id}}/answer"
    worker.send(answer, {"answer": "Myself"}, 403)
    assert "Write your answer." in supervisor.send(answer, {"answer": " "}, 422).wrong["answer"]
    assert (
        "We count it in May"
        in supervisor.follow(supervisor.send(answer, {"answer": "We count it in May"})).words
    )
    assert "answered already" in supervisor.send(answer, {"answer": "Again"}, 409).words
    assert count("point_doubts", "answered_at IS NULL") == 2  # one here, one of the other agency


def test_everybody_sees_how_points_are_worked_out_and_whoever_answers_for_it_settles_them(
    worker: Person, supervisor: Person, count: Count
) -> None:
    page = worker.look("/caseloads/points")
    assert "never used for pay, discipline" in page.words and not page.forms("/caseloads/points")
    page = supervisor.look("/caseloads/points")
    told = {
        str(node.attributes["name"]): str(node.attributes["value"])
        for node in page.tree.css("form .field-row input")
    }
    assert told["new"] == "0.5" and told["follow_up"] == "-0.5"
    worker.send("/caseloads/points", told | {"why": "Mine"}, 403)
    wrong = supervisor.send("/caseloads/points", told | {"new": "0.3", "why": ""}, 422)
    assert "steps of a quarter" in wrong.wrong["new"] and wrong.typed("new") == "0.3" and "why" in wrong.wrong
    supervisor.send("/caseloads/points", told | {"why": "Nothing new"}, 422)
    page = supervisor.follow(
        supervisor.send("/caseloads/points", told | {"new": "0,75", "why": "New cases take long"})
    )
    assert "New cases take long" in page.words and "First 30 days of the case 0.75" in page.words
    one = f"/caseloads/{supervisor.agency.members['practitioner']}"
    supervisor.send(f"{one}/capacity", {"points": "30", "percent": "101"}, 422)
    assert (
        "30 points for a full week, of which 50%"
        in supervisor.follow(supervisor.send(f"{one}/capacity", {"points": "30", "percent": "50"})).words
    )
    assert count("caseload_points") == 3 and "15" in supervisor.look("/caseloads").words


def test_cases_are_reassigned_in_four_steps_and_put_back(
    worker: Person, colleague: Person, supervisor: Person, world: World, count: Count
) -> None:
    me, you = (str(world.first.members[role]) for role in ("practitioner", "colleague"))
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        factories.a_draft(session, case)
    page = supervisor.look("/caseloads/reassignments/new")
    assert "Nothing moves before you have seen" in page.words
    page = supervisor.look(
        f"/caseloads/reassignments/selection?whose={me}&program=&status=active&support=medium"
    )
    assert "Ozymandra" in page.words and "Robin" not in page.words
    assert "No case fits" in supervisor.look(f"/caseloads/reassignments/selection?whose={you}").words
    (path,) = page.forms("/caseloads/reassignments")
    path = path.removeprefix(f"/{world.first.slug}")
    chosen = {"case_ids": str(case.id), "to_ids": you, "with_appointments": "yes"}
    wrong = supervisor.send(path, chosen | {"to_ids": ""}, 422)
    assert wrong.typed("case_ids") == str(case.id) and wrong.wrong
    to_giver = supervisor.send(path, chosen | {"to_ids": me}, 422)
    assert "Choose from the list." in to_giver.wrong["to_ids"], "whoever gives is not offered as a taker"
    sent = supervisor.send(path, chosen)
    look = supervisor.follow(sent)
    assert "Draft of" in look.words and "practitioner of heliotrope → colleague" in look.words.replace(
        "P", "p"
    ).replace("C", "c")
    (go,) = look.forms("/completion")
    go = go.removeprefix(f"/{world.first.slug}")
    worker.send(go, status=403)
    done = supervisor.follow(supervisor.send(go))
    assert "Reassigned" in done.words
    supervisor.send(go, status=409)
    assert "Ozymandra" in colleague.follow(colleague.look("/caseloads", 303)).words
    assert count("audit_events", "verb = 'worker_changed' AND subject_id = %s", case.id) == 1
    (back,) = done.forms("/undoing")
    assert "Put back" in supervisor.follow(supervisor.send(back.removeprefix(f"/{world.first.slug}"))).words
    colleague.look(NEEDS, 303)  # to the gate
    assert count("cases", "id = %s AND worker_id = %s", case.id, me) == 1


def test_a_supervisor_is_led_to_whoever_went_quiet_with_somebody(
    worker: Person, supervisor: Person, world: World
) -> None:
    with world.first.acting("practitioner") as session:
        factories.a_case(session, days_ago=40)
    (quiet, *_rest) = [
        one
        for one in supervisor.look("/caseloads").tree.css("a")
        if "practitioner" in str(one.attributes.get("aria-label")).lower()
    ]
    page = supervisor.look("//" + str(quiet.attributes["href"]).lstrip("/"))
    assert page.title.startswith("Gone quiet, with") and "Robin Doe" in page.words
    you = world.first.members["supervisor"]
    assert worker.look(f"/tasks?view=quiet&whose={you}").title == "To do"
