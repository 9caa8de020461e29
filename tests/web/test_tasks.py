"""The worklist of whoever looks, the tasks of a case, and keeping in touch."""

from collections.abc import Callable
from datetime import timedelta

from records.cases.queries import get_case
from tenants import clock
from tests import factories
from tests.web.conftest import HTMX, Person
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
CASE = "/people/{client_id}/cases/{case_id}"
HERE, TASK, CHECK_IN = f"{CASE}/tasks", f"{CASE}/tasks/{{task_id}}", f"{CASE}/check-ins/{{check_in_id}}"
GOOD = {
    "what": "Call <b>the</b>\r\nbank {{7*7}}",
    "owner": "worker",
    "due_on": TODAY.isoformat(),
    "agreed": "yes",
}


def test_a_promise_is_made_in_the_file_and_ticked_off_in_the_list(worker: Person) -> None:
    page = worker.follow(worker.send(HERE, GOOD))
    assert "Call <b>the</b> bank {{7*7}}" in page.words and "Agreed with the person" in page.words
    mine = worker.look("/tasks")
    assert "bank {{7*7}}" in mine.words and "Mark as done" in mine.words
    (path,) = mine.forms("/completion")
    short = path.removeprefix(f"/{worker.agency.slug}")
    line = worker.send(short, {"view": "promises"}, 200, headers=HTMX)
    assert line.tree.css("li#line-" + short.split("/")[-2]) and "Done" in line.words
    assert "Mark as done" not in line.words
    assert "This task is done already." in worker.send(short, {"view": "promises"}, 409).words
    assert "Nothing here" in worker.look("/tasks?view=promises").words


def test_a_step_is_moved_dropped_and_what_was_typed_comes_back(worker: Person, count: Count) -> None:
    late = {"due_on": (TODAY + timedelta(days=30)).isoformat(), "moved_why": "Exams", "version": "1"}
    assert "Say why the day changes." in worker.send(f"{TASK}/day", late | {"moved_why": ""}, 422).words
    worker.send(f"{TASK}/day", late)
    assert "Exams" in worker.look(TASK).words
    again = worker.send(f"{TASK}/day", late | {"moved_why": "Kept words"}, 409)
    assert again.typed("moved_why") == "Kept words" and again.typed("version") == "2"
    assert "Say why it will not be done." in worker.send(f"{TASK}/dropping", {"reason": " "}, 422).words
    page = worker.follow(worker.send(f"{TASK}/dropping", {"reason": "Found another way"}))
    assert "Dropped" in page.words and "Found another way" in worker.look(TASK).words
    assert count("tasks", "state = 'dropped'") == 1
    bad = worker.send(HERE, GOOD | {"owner": "nobody", "what": ""}, 422)
    assert "Say what is to be done." in bad.wrong["what"] and "Choose from the list." in bad.wrong["owner"]
    worker.send("/people/{client_id}/cases/{closed_case_id}/tasks", GOOD, 409)


def test_a_check_in_is_answered_in_one_tap_and_shows_whether_a_message_may_be_left(
    worker: Person, count: Count
) -> None:
    page = worker.look("/tasks?view=check_ins")
    assert "705 555-0142" in page.words and "Do not leave a message" in page.words
    tap = {"outcome": "message_left", "channel": "phone", "view": "check_ins"}
    line = worker.send(f"{CHECK_IN}/attempts", tap, 200, headers=HTMX)
    assert "Message left" in line.words and line.forms("/attempts")
    back = worker.send(f"{CHECK_IN}/attempts", tap | {"outcome": "reached"})
    assert back.location.endswith("/tasks?view=check_ins")
    assert "Nothing here" in worker.follow(back).words
    assert "over already" in worker.send(f"{CHECK_IN}/attempts", tap, 409).words
    worker.send(f"{CHECK_IN}/attempts", tap | {"outcome": "telepathy"}, 422)
    assert count("contact_attempts", "check_in_id IS NOT NULL") == 2


def test_an_attempt_is_written_down_in_the_file_and_stands_in_its_timeline(worker: Person) -> None:
    told = {"channel": "email", "outcome": "unsafe", "made_on": "", "words": "Somebody else <i>answered"}
    page = worker.follow(worker.send(f"{CASE}/contact-attempts", told))
    assert "Somebody else <i>answered" in page.words and "Not safe to contact" in page.words
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    wrong = worker.send(f"{CASE}/contact-attempts", told | {"made_on": tomorrow}, 422)
    assert wrong.typed("words") == "Somebody else <i>answered" and "made_on" in wrong.wrong
    assert "Attempt to reach the person" in worker.look("/people/{client_id}?group=notes").words
    planned = {"way": "phone", "check_on": tomorrow}
    page = worker.follow(worker.send(f"{CASE}/check-ins", planned))
    assert len(page.forms("/calling-off")) == 2
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert "check_on" in worker.send(f"{CASE}/check-ins", planned | {"check_on": yesterday}, 422).wrong
    page = worker.follow(worker.send(f"{CHECK_IN}/calling-off"))
    assert len(page.forms("/calling-off")) == 1


def test_today_leads_to_what_waits_and_only_to_that(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        factories.a_task(session, case, owner="worker", due_on=TODAY - timedelta(days=1))
        factories.a_case(session, days_ago=40)
    page = worker.look("/")
    for words in ("1 check-in due this week", "1 promise or next step overdue", "1 person gone quiet"):
        assert words in page.words
    assert "Call the school" in worker.look("/tasks?view=overdue").words
    assert "Robin Doe" in worker.look("/tasks?view=quiet").words
    assert "Call the employer" in worker.look("/tasks?view=steps").words


def test_a_colleague_sees_nothing_and_a_closed_door(colleague: Person) -> None:
    for view in ("promises", "steps", "overdue", "check_ins", "quiet", "nonsense"):
        assert "Ozymandra" not in colleague.look(f"/tasks?view={view}").body
    colleague.send(HERE, GOOD, 403)
    colleague.send(f"{TASK}/completion", status=403)


def test_a_long_list_comes_in_pages(worker: Person, world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        for number in range(27):
            factories.a_task(
                session,
                case,
                owner="worker",
                text=f"Promise {number:02}",
                due_on=None if number % 2 else TODAY,
            )
    page = worker.look("/tasks")
    (more,) = [a.attributes["href"] for a in page.tree.css("#lines-more a")]
    rest = worker.look(f"//{more}", headers=HTMX)
    shown = page.body + rest.body
    assert all(f"Promise {number:02}" in shown for number in range(27))
    assert len(page.tree.css("li[id^=line-]")) == 25 and len(rest.tree.css("li[id^=line-]")) == 2
