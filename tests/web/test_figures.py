"""Figures: what was done is counted, for all and for a program; nobody is told of a few people; the file says the same."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from urllib.parse import quote

import psycopg
import pytest
from selectolax.lexbor import LexborHTMLParser

from records.cases.actions import close_case
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from tenants import clock
from tests import factories
from tests.visitor import Visitor
from tests.web.conftest import Person
from tests.world import World

PROGRAM = "=Bridging <b>work</b>"


@pytest.fixture
def year(world: World) -> None:
    """Six people of a program with a service, five of them gone to a job; one case more than the other agency knows."""
    for agency, many in ((world.first, 6), (world.second, 40)):
        with agency.acting("practitioner") as session:
            for place in range(many):
                client = factories.a_client(session, legal_given=f"{agency.secret}{place}")
                case = factories.a_case(session, client, days_ago=20, program=PROGRAM)
                told = {"type": "job_search", "minutes": 30, "mode": "phone"}
                add_particular(session, client, KINDS["service"], values=told, case_id=case.id)
                if place < 5:
                    close_case(session, case, closed_on=factories.today(), exit_reason="employed")


def lines(page_of: str) -> dict[str, list[str]]:
    """Every row of every table by its figure and its words."""
    tree = LexborHTMLParser(page_of)
    return {
        f"{sheet.attributes['id']}: {row.css_first('th').text(strip=True)}": [
            cell.text(strip=True) for cell in row.css("td")
        ]
        for sheet in tree.css("section.sheet")
        for row in sheet.css("tbody tr")
    }


@pytest.fixture
def days() -> str:
    today = clock.today("America/Toronto")
    return f"since={(today - timedelta(days=300)).isoformat()}&until={today.isoformat()}"


def test_the_work_is_counted_and_few_people_are_not_told_of(
    supervisor: Person, year: None, days: str
) -> None:
    page = supervisor.look(f"/figures?{days}")
    told = lines(page.body)
    assert told["served: With a consent in force"] == ["hidden"]
    assert told["served: Without a consent in force"] == ["hidden"], (
        "else one could be worked out from the total"
    )
    assert told["served: All together"] == ["7"]
    assert told["closed: Goal met: employed"] == ["6", "6"]
    assert told["services: Job search help"] == ["6", "6", "180"]
    assert told["notes: In time"] == ["hidden"] and told["notes: All together"] == ["hidden"]
    assert told["requests: All together"] == ["0"]
    assert "also those opened in error" in page.words

    only = lines(supervisor.look(f"/figures?{days}&program={quote(PROGRAM)}").body)
    assert only["served: All together"] == ["6"] and only["closed: All together"] == ["", "5"]


def test_the_file_says_what_the_page_says_and_holds_no_formula(
    supervisor: Person, year: None, days: str, superuser: psycopg.Connection
) -> None:
    address = f"?{days}&program={quote(PROGRAM)}"
    told = lines(supervisor.look(f"/figures{address}").body)
    file = supervisor.look(f"/figures/file{address}").body
    rows = list(csv.reader(StringIO(file.removeprefix("\ufeff"))))
    assert rows[2][1] == f"'{PROGRAM}"
    assert [[cell for cell in row[2:5] if cell] for row in rows[3:]] == [
        [cell for cell in row if cell] for row in told.values()
    ]
    (codes,) = superuser.execute("SELECT codes FROM audit_events WHERE verb = 'figures_taken'").fetchone()
    assert codes["in_one_program"] is True and PROGRAM not in str(codes)


def test_who_may_see_figures_and_what_is_wrong_with_a_period(
    owner: Person, worker: Person, world: World, client_of: Callable[..., Visitor]
) -> None:
    reporter = Person(client_of(world.first, "reporter"), world.first)
    assert "Figures" in reporter.look("/figures").words
    worker.look("/figures", 403)
    worker.look("/figures/file", 403)
    page = owner.look("/figures?since=2026-05-01&until=2026-04-30", 422)
    assert page.typed("since") == "2026-05-01" and "on or after the first" in page.words
    owner.look("/figures/file?since=2026-05-01&until=2026-04-30", 422)
    assert owner.look("/figures?since=soon&until=", 422).typed("since") == "soon"
    owner.look("/figures?program=Nothing", 422)
