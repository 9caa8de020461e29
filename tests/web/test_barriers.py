"""Screening, barriers and risks on their pages."""

from collections.abc import Callable
from datetime import timedelta

import psycopg

from tenants import clock
from tests.web.conftest import Person

Count = Callable[..., int]
TODAY = clock.today("America/Toronto")
CASE = "/people/{client_id}/cases/{case_id}"
BARRIERS, RISKS, SCREENING = f"{CASE}/barriers", f"{CASE}/risks", f"{CASE}/screening"
BARRIER, RISK, STRATEGY = (
    f"{BARRIERS}/{{barrier_id}}",
    f"{RISKS}/{{risk_id}}",
    f"{CASE}/strategies/{{strategy_id}}",
)
GOOD = {
    "category": "interviews", "words": "I blank <b>when</b>\r\nthey ask {{7*7}}", "source": "client",
    "severity": "3", "changeability": "weeks", "impact": "",
}  # fmt: skip
DANGER = {
    "kind": "financial", "level": "high", "grounds": "A <i>letter</i> from the bank", "mitigation": "",
    "told_to": "", "review_on": (TODAY + timedelta(days=14)).isoformat(),
}  # fmt: skip


def test_a_barrier_is_written_down_put_in_order_and_worked_on(worker: Person) -> None:
    page = worker.follow(worker.send(BARRIERS, GOOD))
    assert "I blank <b>when</b> they ask {{7*7}}" in page.words and "Interviews" in page.words
    listed = worker.look(BARRIERS)
    assert listed.words.index("Transport") < listed.words.index("I blank")
    (up,) = [path for path in listed.forms("/place") if worker.agency.ids["barrier_id"].hex not in path][-1:]
    listed = worker.follow(worker.send(up.removeprefix(f"/{worker.agency.slug}"), {"step": "-1"}))
    assert listed.words.index("I blank") < listed.words.index("heliotrope bus")
    assert "We agree on this order" in listed.words
    listed = worker.follow(worker.send(f"{BARRIERS}/order"))
    assert "Agreed with the person on" in listed.words and listed.forms("/order") == []
    worker.send(f"{BARRIER}/place", {"step": "2"}, 422)


def test_what_is_missing_comes_back_and_nothing_is_lost(worker: Person) -> None:
    page = worker.send(BARRIERS, GOOD | {"category": "laziness", "severity": "5", "words": ""}, 422)
    assert set(page.wrong) == {"category", "severity", "words"}
    page = worker.send(f"{BARRIER}/state", {"event": "accept", "why": ""}, 422)
    assert "Say why." in page.wrong["why"]
    again = {"reason": "Kept words", "version": "0"} | GOOD
    page = worker.send(BARRIER, again, 409)
    assert page.typed("reason") == "Kept words"
    page = worker.send(f"{BARRIER}/strategies", {"what": "", "owner": ""}, 422)
    assert {"what", "owner"} <= set(page.wrong)
    assert "grounds" in worker.send(RISKS, DANGER | {"grounds": " "}, 422).wrong
    assert "review_on" in worker.send(RISKS, DANGER | {"review_on": TODAY.isoformat()}, 422).wrong


def test_a_strategy_says_whether_it_helped(worker: Person) -> None:
    page = worker.follow(worker.send(f"{BARRIER}/strategies", {"what": "Ask the union", "owner": "worker"}))
    assert "Ask the union" in page.words and "heliotrope carpool" in page.words
    told = {"tried_on": TODAY.isoformat(), "result": "partly", "words": "Not on <i>Fridays", "version": "1"}
    page = worker.follow(worker.send(STRATEGY, told))
    assert "It helped in part" in page.words and "Not on <i>Fridays" in page.words
    worker.send(STRATEGY, told, 409)
    page = worker.follow(worker.send(f"{BARRIER}/state", {"event": "ease", "why": "A new bus"}))
    assert "Eased" in page.words and "A new bus" in page.words
    assert "No longer in the way" in worker.look(BARRIERS).words


def test_a_word_that_judges_is_a_hint_and_no_wall(worker: Person) -> None:
    page = worker.follow(worker.send(BARRIERS, GOOD | {"words": "He is lazy and resistant"}))
    assert "Words to look at once more" in page.words and "lazy, resistant" in page.words
    assert "Words to look at" not in worker.look(BARRIER).words


def test_a_risk_shows_on_today_when_its_day_has_come(worker: Person, superuser: psycopg.Connection) -> None:
    assert "A <i>letter</i> from the bank" not in worker.look(RISKS).words
    page = worker.follow(worker.send(RISKS, DANGER))
    assert "Loss of money" in page.words and "High" in page.words
    assert "Risks to look at again" not in worker.look("/").words
    superuser.execute("UPDATE risks SET review_on = %s WHERE kind = 'financial'", (TODAY,))
    assert "Loss of money" in worker.look("/").words
    assert "A risk to look at again" in worker.look("/people/{client_id}").words
    page = worker.follow(worker.send(f"{RISK}/closing", {"over_why": "Moved in"}))
    assert "Closed" in page.words and "Moved in" in worker.look(RISK).words


def test_somebody_is_screened_by_the_rules_or_openly_past_them(worker: Person, count: Count) -> None:
    rules = ("age", "status", "area", "seeking", "not_served_elsewhere")
    told = {f"rule_{rule}": "met" for rule in rules} | {
        "screened_on": TODAY.isoformat(),
        "decision": "eligible",
    }
    page = worker.follow(worker.send(SCREENING, told))
    assert "Eligible" in page.words and "A later one counts instead." in page.words
    past = told | {"rule_area": "unmet", "reason": "", "words": "Kept words"}
    page = worker.send(SCREENING, past, 422)
    assert "decision" in page.wrong and page.typed("words") == "Kept words"
    assert "reason" in worker.send(SCREENING, past | {"decision": "override"}, 422).wrong
    worker.send(SCREENING, past | {"decision": "override", "reason": "Moves here in May"})
    assert count("screenings", "decision = 'override'") == 3


def test_the_print_of_a_file_tells_all_of_it(worker: Person) -> None:
    page = worker.send("/people/{client_id}/print", {"purpose": "legal", "words": "Hearing"}, 200)
    for words in ("bus", "carpool", "lease", "birthday", "dial tone"):
        assert f"heliotrope {words}" in page.words
    assert "Call the employer" in page.words


def test_who_does_not_work_with_them_comes_to_a_closed_door(colleague: Person, supervisor: Person) -> None:
    for path in (BARRIERS, BARRIER, RISKS, RISK, SCREENING, STRATEGY):
        assert (
            "/opening" in colleague.look(path, 303).location or "/gate" in colleague.look(path, 303).location
        )
        assert "heliotrope" in supervisor.look(path).words
    colleague.send(BARRIERS, GOOD, 403)
