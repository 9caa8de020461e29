"""Who waits, whose work rests, and what becomes of them."""

from collections.abc import Callable
from datetime import timedelta

import psycopg

from tenants import clock
from tests import factories
from tests.web.conftest import Person, statements
from tests.world import World

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
CASE = "/people/{client_id}/cases/{case_id}"
STATUS = f"{CASE}/status"
REVIEW = {"reason": "health", "review_on": (TODAY + timedelta(days=7)).isoformat(), "version": "1"}


def test_somebody_waits_from_the_first_day_and_starts_from_the_list(worker: Person, count: Count) -> None:
    new = {"opened_on": (TODAY - timedelta(days=50)).isoformat(), "waits_for": "program"}
    page = worker.follow(worker.send("/people/{client_id}/cases", new))
    assert "Waiting" in page.words
    line = worker.look("/waiting")
    assert "A place in a program" in line.words and "50 days" in line.words and "Waits too long" in line.words
    for narrow in ("long=yes", "reason=program", "mine=yes"):
        assert "50 days" in worker.look(f"/waiting?{narrow}").words
    assert "Nobody fits" in worker.look("/waiting?reason=funding").words
    assert "50 days" in worker.look("/waiting?reason=%3Cb%3E&after=broken").words
    (start,) = line.forms("/status/work")
    worker.send(start.removeprefix(f"/{worker.agency.slug}"))  # type: ignore[union-attr]
    assert "Nobody waits" in worker.look("/waiting").words
    assert count("cases", "status = 'waiting'") == 0


def test_work_rests_with_a_reason_and_a_day_and_goes_on(worker: Person, count: Count) -> None:
    wrong = worker.send(
        f"{STATUS}/pause", REVIEW | {"review_on": TODAY.isoformat(), "why": "Kept <b>words"}, 422
    )
    assert "within a year" in wrong.wrong["review_on"] and wrong.typed("why") == "Kept <b>words"
    worker.send(f"{STATUS}/pause", REVIEW | {"reason": "boredom"}, 422)
    page = worker.follow(worker.send(f"{STATUS}/pause", REVIEW | {"why": "A knee <i>operation"}))
    assert "Paused" in page.words and "A knee <i>operation" in page.words
    again = worker.send(f"{STATUS}/pause", REVIEW | {"why": "Mine"}, 409)
    assert again.typed("why") == "Mine" and again.typed("version") == "2"
    assert "A knee" not in worker.look("/waiting").words
    assert "Health" in worker.look("/waiting?status=on_hold").words
    assert "Paused" in worker.look("/").words and "Work paused" in worker.look(CASE).words
    with clock.at(clock.now() + timedelta(days=8)):
        assert "1 paused case to look at again" in worker.look("/").words
        assert "To be looked at again" in worker.look("/tasks?view=paused").words
    worker.send(f"{STATUS}/waiting", {"waits_for": "worker", "since": TODAY.isoformat(), "version": "2"}, 409)
    worker.follow(worker.send(f"{STATUS}/work", {"changed": "Walking again"}))
    assert "Walking again" in worker.look(STATUS).words
    assert count("case_status_changes", "to_status = 'active'") == 1


def test_a_screening_that_says_yes_leads_to_the_waiting_list(worker: Person) -> None:
    assert worker.look(f"{CASE}/screening").links("Put on the waiting list")
    told = {"waits_for": "language", "since": TODAY.isoformat(), "urgency": "A permit ends", "version": "1"}
    assert "opened" in worker.send(f"{STATUS}/waiting", told | {"since": "2001-01-01"}, 422).wrong["since"]
    worker.send(f"{STATUS}/waiting", told)
    shown = worker.look("/waiting")
    assert "A permit ends" in shown.words
    worker.send("/people/{client_id}/cases/{closed_case_id}/status/work", {}, 409)


def test_practitioners_see_who_waits_for_them_and_supervisors_everyone(
    worker: Person, colleague: Person, supervisor: Person, world: World, superuser: psycopg.Connection
) -> None:
    with world.first.acting("practitioner") as session:
        for number in range(27):
            client = factories.a_client(session, legal_given=f"Waits{number}")
            factories.a_waiting_case(session, client, days=number)
    first = worker.look("/waiting")
    assert first.words.count("Waits") == 25 and first.links("Show more")
    assert "Nobody waits" in colleague.look("/waiting").words
    superuser.execute("UPDATE access_grants SET ended_at = now() WHERE kind = 'granted'")
    assert "Waits26" in supervisor.look("/waiting").words
    with statements() as asked:
        worker.look("/waiting")
    assert len(asked) <= 12, asked
