"""Figures: what was done is counted, for all and for a program; nobody is told of a few people; the file says the same."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from itertools import product
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


def test_punctuality_is_told_of_a_team_and_never_of_a_few(
    supervisor: Person, world: World, superuser: psycopg.Connection, days: str
) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        for _ in range(12):
            factories.an_appointment(session, factories.a_client(session), beside=True, in_hours=2)
    superuser.execute(
        "UPDATE appointments SET starts_at = now() - interval '5 days', ends_at = now() - interval '119 hours',"
        " started_at = now() - interval '5 days' + interval '10 minutes' WHERE organisation_id = %s",
        (agency.organisation_id,),
    )
    late = "UPDATE appointments SET started_at = started_at + interval '1 minute' WHERE id IN (SELECT id FROM"
    superuser.execute(f"{late} appointments WHERE organisation_id = %s LIMIT 6)", (agency.organisation_id,))
    page = supervisor.look(f"/figures?{days}")
    told = lines(page.body)
    assert told["punctual: On time"] == ["hidden", "hidden"], "one worker alone is never told of"
    assert told["punctual: All together"] == ["hidden", ""]
    mine = "SELECT id FROM appointments WHERE organisation_id = %s"
    for place, (one,) in enumerate(superuser.execute(mine, (agency.organisation_id,)).fetchall()):
        worker_id = list(agency.members.values())[place % 5]
        superuser.execute("UPDATE appointments SET worker_id = %s WHERE id = %s", (worker_id, one))
    told = lines(supervisor.look(f"/figures?{days}").body)
    assert told["punctual: Begun later"] == ["6", "46"] and told["punctual: All together"] == ["13", ""]


def test_the_file_says_what_the_page_says_and_holds_no_formula(
    supervisor: Person, year: None, days: str, superuser: psycopg.Connection
) -> None:
    address = f"?{days}&program={quote(PROGRAM)}"
    told = lines(supervisor.look(f"/figures{address}").body)
    file = supervisor.look(f"/figures/file{address}").body
    rows = list(csv.reader(StringIO(file.removeprefix("\ufeff"))))
    assert rows[2][1] == f"'{PROGRAM}"
    assert [[cell for cell in row[2:6] if cell] for row in rows[3:]] == [
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


def test_what_destroyed_files_add_is_told_for_whole_quarters_and_for_no_other_days(
    supervisor: Person, world: World, superuser: psycopg.Connection
) -> None:
    for period, program in product(("2018-Q2", "2018", "all"), ("Youth", None)):
        number = 14 if period.endswith("Q2") and program else 0
        superuser.execute(
            "INSERT INTO stat_cells (organisation_id, id, created_at, program, period, number, measure, code, minutes,"
            " people, workers) VALUES (%s, gen_random_uuid(), now(), %s, %s, %s, 'opened', 'all', 0, 12, '{}')",
            (world.first.organisation_id, program, period, number),
        )
    quarter = "since=2018-07-01&until=2018-09-30"
    page = supervisor.look(f"/figures?{quarter}&program=Youth")
    assert lines(page.body)["opened: All together"] == ["14"]
    assert "Includes files destroyed under the schedule" in page.words and "fewer than ten" in page.words
    file = supervisor.look(f"/figures/file?{quarter}&program=Youth").body
    assert "Includes files destroyed" in file and ',"14",' in file
    for address in ("/figures", "/figures/file"):
        page = supervisor.look(f"{address}?since=2018-07-01&until=2018-09-29")
        assert lines(page.body) == {} and "Files of that time were destroyed" in page.words
    assert "since=2018-07-01&amp;until=2018-09-30" in page.body
    before = supervisor.look("/figures?since=2017-07-01&until=2017-09-29")
    assert lines(before.body)["opened: All together"] == ["0"]
    assert lines(supervisor.look("/figures?since=1900-01-01&until=2090-01-01").body)["opened: All together"]
