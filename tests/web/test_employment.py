"""Pages of employers, job orders and the work that people find, as whoever uses them sees them."""

from datetime import timedelta

import psycopg

from tenants import clock
from tests.web.conftest import HTMX, Person

TODAY = clock.today("America/Toronto")
CASE = "/people/{client_id}/cases/{case_id}/employment"
ONE = f"{CASE}/{{spell_id}}"


def job(**facts: str) -> dict[str, str]:
    told = {"employer_name": "Corner Bakery", "title": "Baker", "noc_code": "63202", "kind": "permanent"}
    day = {"starts_on": (TODAY - timedelta(days=30)).isoformat(), "hours_week": "22,5", "wage": "19,40 $"}
    return told | day | {"source": "own_search"} | facts


def test_an_occupation_is_found_by_what_people_say_with_scripts_and_without(worker: Person) -> None:
    page = worker.look("/occupations?noc_words=serveuse")
    assert (
        "Food and beverage servers" in page.words and "65200" in page.words and "NOC 2021 v1.0" in page.words
    )
    assert "Nothing fits" in worker.look("/occupations?noc_words=zzzz").words
    offered = worker.visitor.get(worker.address("/occupations?noc_words=truk driver"), headers=HTMX)
    assert offered.text.lstrip().startswith('<select id="noc_code"') and '"73300"' in offered.text
    assert len(worker.look(f"{CASE}/new").tree.css("#noc_code option")) == 517


def test_work_is_written_down_corrected_and_ends_with_something_to_do(worker: Person) -> None:
    wrong = worker.send(CASE, job(hours_week="many", employer_name=""), 422)
    assert "Enter a number from 0.5 to 100" in wrong.wrong["hours_week"] and wrong.typed("title") == "Baker"
    wrong = worker.send(CASE, job(employer_name=""), 422)
    assert "write what it is called" in wrong.wrong["employer_name"]
    made = worker.send(CASE, job())
    page = worker.follow(made)
    assert "Corner Bakery" in page.words and "22.5" in page.words and "$19.40" in page.words
    worker.agency.ids["spell_id"] = made.location.rsplit("/", 1)[1]
    editor = worker.look(f"{ONE}/edit")
    assert (editor.typed("wage"), editor.typed("hours_week")) == ("19.4", "22.5")
    changed = job(hours_week="30", version=editor.typed("version"))
    assert "What it said before" in worker.follow(worker.send(ONE, changed)).words
    late = worker.send(ONE, changed | {"title": "Night baker"}, 409)
    assert late.typed("title") == "Night baker"
    ending = {"ends_on": TODAY.isoformat(), "end_reason": "laid_off", "version": late.typed("version")}
    assert "Say what happens now" in worker.send(f"{ONE}/ending", ending, 422).wrong["now"]
    page = worker.follow(
        worker.send(f"{ONE}/ending", ending | {"now": "Call the mill", "words": "Oven broke"})
    )
    assert "Work lost" in page.words and "Oven broke" in page.words
    assert "Call the mill" in worker.look("/people/{client_id}/cases/{case_id}/tasks").words
    wrong = {"reason": "Her sister", "error_version": page.typed("error_version")}
    worker.send(f"{ONE}/error", wrong)
    worker.look(ONE, 404)


def test_an_employer_an_order_and_whom_to_ask(worker: Person, supervisor: Person) -> None:
    made = worker.send("/employers", {"legal_name": "Moulin du Lac inc.", "industry": "Flour"})
    page = worker.follow(made)
    worker.agency.ids["employer_id"] = made.location.rsplit("/", 1)[1]
    assert "Say how they stand with us" not in page.words and "Nobody is written down yet." in page.words
    page = worker.follow(
        worker.send("/employers/{employer_id}/contacts", {"name": "Ms. Roy", "phone": "705 555-0110"})
    )
    assert "Ms. Roy" in page.words
    order = {"title": "Miller", "noc_code": "94140", "wage": "21", "opened_on": TODAY.isoformat()}
    made = worker.send("/employers/{employer_id}/job-orders", order)
    assert "$21.00" in worker.follow(made).words and "Miller" in worker.look("/job-orders").words
    worker.agency.ids["job_order_id"] = made.location.rsplit("/", 1)[1]
    form = worker.look(f"{CASE}/new")
    assert "Miller – Moulin du Lac inc." in form.words
    worker.send("/job-orders/{job_order_id}/closing", {"close_reason": "filled_by_us"}, 403)
    supervisor.agency.ids |= worker.agency.ids
    supervisor.send("/employers/{employer_id}/standing", {"standing": "watch"}, 422)
    warned = {"standing": "do_not_use", "reason": "Unpaid trial weeks"}
    supervisor.send("/employers/{employer_id}/standing", warned)
    assert "Unpaid trial weeks" in worker.look("/employers/{employer_id}").words
    assert "Miller" not in worker.look("/job-orders").words
    wrong = worker.send("/employers/{employer_id}/job-orders", order, 409)
    assert "do not use" in wrong.words
    assert "Moulin" in worker.look("/employers?standing=do_not_use&words=FLOUR").words
    assert "No employer fits" in worker.look("/employers?words=steel").words


def test_job_development_reads_the_work_of_who_is_placed_and_nothing_else(
    worker: Person, colleague: Person, superuser: psycopg.Connection
) -> None:
    superuser.execute(
        "UPDATE members SET roles = '{job_developer}' WHERE id = %s", (colleague.agency.members["colleague"],)
    )
    assert "heliotrope potter" in colleague.look("/job-development").words
    page = colleague.look(ONE)
    assert "heliotrope stool" in page.words and "Correct the work" not in page.words
    colleague.look("/people/{client_id}")
    colleague.look("/people/{client_id}/cases/{case_id}", 303)
    colleague.send(CASE, job(), 403)
    worker.send(f"{CASE}/placing", {})
    colleague.look(ONE, 404)
    assert "Nobody is open to job development" in colleague.look("/job-development").words
    worker.send(f"{CASE}/placing", {"is_open": "yes"})
    colleague.look(ONE)
