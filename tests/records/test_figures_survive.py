"""Figures of a time that is past say the same before and after its files were destroyed, to the cell, at every grain."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import UUID

import psycopg
import pytest

from records.cases.actions import close_case
from records.cases.models import Case
from records.cases.queries import get_case
from records.clients.models import Client
from records.clients.queries import get_client
from records.doubles.actions import merge_files
from records.figures.counting import counted_at, with_gone
from records.figures.queries import MEASURES, figures
from records.figures.rules import EVER, FEW_DESTROYED, Table, days_of, quarters_of
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from records.retention.figures import figures_hash
from records.retention.holding import ask_release, place_hold, release_hold
from records.retention.planning import ask_restore
from records.retention.queries import get_hold
from records.retention.run_queries import items_of, outcomes_of
from records.retention.terms import HoldKind
from records.retention.traces import RunItem
from tenants.settings import settings
from tests import factories
from tests.retention import approve, move_to, plan, put_in_force, run_now, work
from tests.world import Agency, World

DAYS = [date(2027, 4, 20), date(2027, 8, 15), date(2028, 1, 10), date(2028, 5, 5), date(2029, 2, 2)]
PROGRAMS = ("Bridging", "Youth", "")
YEARS = ("2027", "2028")
REASONS = ("employed", "training", "deceased")
# The first ones are due here, the others there.
EARLY, LATE = date(2035, 6, 1), date(2037, 1, 15)


@pytest.fixture
def years(world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two years of work of an agency: people in one program or several, who come back, whose files were two, who asked
    to see them. The other agency has a little of everything."""
    _work_done(world.first, random.Random(7), superuser, monkeypatch)
    yield
    monkeypatch.undo()
    settings.cache_clear()


def _work_done(
    agency: Agency, dice: random.Random, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_cases: list[tuple[UUID, UUID]] = []
    people: list[UUID] = []
    for day in DAYS:
        move_to(monkeypatch, day)
        with agency.acting("practitioner") as session:
            for place in range(9):
                is_new = place < 5 or not people
                client = factories.a_client(session) if is_new else get_client(session, dice.choice(people))
                if is_new and dice.random() < 0.5:
                    factories.a_consent(session, client)
                case = factories.a_case(session, client, days_ago=0, program=dice.choice(PROGRAMS))
                session.flush()
                people.append(client.id)
                open_cases.append((client.id, case.id))
            for client_id, case_id in dice.sample(open_cases, min(len(open_cases), 10)):
                _met(session, get_client(session, client_id), get_case(session, client_id, case_id), dice)
            dice.shuffle(open_cases)
            for client_id, case_id in open_cases[4:]:
                case = get_case(session, client_id, case_id)
                close_case(session, case, closed_on=day, exit_reason=dice.choice(REASONS))
            del open_cases[4:]
    with agency.acting("practitioner") as session:
        for client_id, case_id in open_cases:
            case = get_case(session, client_id, case_id)
            close_case(session, case, closed_on=DAYS[-1], exit_reason="training")
    _beside_cases(agency, sorted(set(people)), dice, superuser)


def _met(session: Any, client: Client, case: Case, dice: random.Random) -> None:
    """A note, a service, both or neither."""
    if dice.random() < 0.6:
        factories.a_note(session, case)
    if dice.random() < 0.7:
        told = {
            "type": dice.choice(("job_search", "counselling")),
            "minutes": dice.choice((15, 40)),
            "mode": "phone",
        }
        add_particular(session, client, KINDS["service"], values=told, case_id=case.id)


def _beside_cases(
    agency: Agency, people: list[UUID], dice: random.Random, superuser: psycopg.Connection
) -> None:
    """Two files that are one person's, meetings of six workers, and requests that are over."""
    with agency.acting("practitioner") as session:
        first, second, *others = dice.sample(people, 16)
        kept, merged = get_client(session, first), get_client(session, second)
        merge_files(session, kept, merged, version=kept.version, merged_version=merged.version, theirs={})
        for client_id in others[:14]:
            factories.an_appointment(session, get_client(session, client_id), beside=True)
        for client_id in others[:5]:
            factories.a_request(session, get_client(session, client_id))
    mine = (agency.organisation_id,)
    superuser.execute(
        "UPDATE access_requests SET state = 'closed', outcome = 'done', received_on = '2028-05-01', closed_on = '2028-06-05',"
        " answered_on = '2028-05-30'::date + (get_byte(uuid_send(id), 15) %% 5), recourse_until = '2028-06-05'"
        " WHERE organisation_id = %s AND received_on >= '2029-01-01'", mine
    )  # fmt: skip
    superuser.execute(
        "UPDATE holds SET released_at = now(), released_by = placed_by, release_asked_by = placed_by,"
        " release_asked_at = now(), alone = true WHERE organisation_id = %s AND kind = 'access_request'", mine
    )  # fmt: skip
    workers = list(agency.members.values())
    rows = superuser.execute(
        "SELECT id FROM appointments WHERE organisation_id = %s AND started_at IS NULL AND case_id IS NULL",
        mine,
    ).fetchall()
    for place, (row,) in enumerate(rows):
        superuser.execute(
            "UPDATE appointments SET starts_at = %s, ends_at = %s::timestamptz + interval '1 hour', worker_id = %s,"
            " started_at = %s::timestamptz + make_interval(mins => %s) WHERE id = %s",
            [f"2028-0{1 + place % 8}-15T15:00Z"] * 2
            + [workers[place % len(workers)], f"2028-0{1 + place % 8}-15T15:00Z", place % 3 * 9, row],
        )


def every_cell(agency: Agency) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """What is counted at every grain before anything is hidden: people, number and minutes."""
    found = {}
    with agency.acting("supervisor", read_only=True) as session:
        for whole in (*YEARS, EVER):
            quarters = () if whole == EVER else quarters_of(whole)
            rows = with_gone(days_of(whole, LATE + timedelta(days=99)), quarters)
            for measure, tables in counted_at(session, rows, whole).items():
                for place, cells in tables.items():
                    for cell in cells:
                        found[measure, *place, cell.code] = (cell.people, cell.number, cell.minutes)
    return found


def every_page(agency: Agency) -> dict[tuple[str, str, str], Table]:
    """What is shown at every grain."""
    grains = (EVER, *YEARS, *(quarter for year in YEARS for quarter in quarters_of(year)))
    pages = {}
    with agency.acting("supervisor", read_only=True) as session:
        for grain, program in product(grains, PROGRAMS):
            period = replace(days_of(grain, factories.today()), program=program)
            for name, table in figures(session, period).tables.items():
                pages[grain, program, name] = table
    return pages


def one_that(agency: Agency, run_id: UUID, state: str) -> RunItem:
    with agency.acting(read_only=True) as session:
        listed = (one.item for one in items_of(session, run_id))
        return next(one for one in listed if one.state == state and one.record_class == "case_file")


def test_2_9_figures_are_the_same_after_every_purge_to_the_cell(
    years: None, world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = world.both
    move_to(monkeypatch, EARLY)
    before, untouched, pages = every_cell(mine), every_cell(other), every_page(mine)
    assert {measure for measure, *_ in before} == set(MEASURES)
    put_in_force(mine)
    run = plan(mine)
    held_id = _some_id(one_that(mine, run.id, "planned"))
    with mine.acting() as session:
        hold = place_hold(session, [held_id], kind=HoldKind.COMPLAINT, basis="C-1", reason="Open").hold
    assert hold is not None
    approve(mine, run)
    work(superuser, mine)
    assert every_cell(mine) == before, "nothing sinks while files wait for their destruction"
    with mine.acting() as session:
        back = session.merge(one_that(mine, run.id, "quarantined"))
        ask_restore(session, back, reason="Looked at again")
    _finish(mine, run.id, EARLY, superuser, monkeypatch)
    with mine.acting(read_only=True) as session:
        done = outcomes_of(session, run.id)
        first_hash = figures_hash(session)
    assert done["destroyed"] > 20 and done["restored"] == 1
    assert every_cell(mine) == before
    _no_more_is_told(pages, every_page(mine))
    assert superuser.execute("SELECT count(*) > 0 FROM stat_marks").fetchone() == (True,)

    move_to(monkeypatch, LATE)
    with mine.acting() as session:
        ask_release(session, get_hold(session, hold.id), reason="Settled")
    with mine.acting("supervisor") as session:
        release_hold(session, get_hold(session, hold.id))
    run = plan(mine)
    approve(mine, run)
    work(superuser, mine)
    _finish(mine, run.id, LATE, superuser, monkeypatch)
    assert every_cell(mine) == before
    _no_more_is_told(pages, every_page(mine))
    with mine.acting(read_only=True) as session:
        assert figures_hash(session) != first_hash
    left = "SELECT count(*) FROM clients WHERE organisation_id = %s AND created_at > '2027-01-01'"
    assert superuser.execute(left, (mine.organisation_id,)).fetchone() == (0,)
    assert every_cell(other) == untouched
    cells = "SELECT count(*) FROM stat_cells WHERE organisation_id = %s"
    assert superuser.execute(cells, (other.organisation_id,)).fetchone() == (0,)


def _finish(
    agency: Agency, run_id: UUID, day: date, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    move_to(monkeypatch, day + timedelta(days=31))
    work(superuser, agency)
    assert run_now(agency, run_id).state == "complete"


def _no_more_is_told(
    before: dict[tuple[str, str, str], Table], after: dict[tuple[str, str, str], Table]
) -> None:
    """Each number is what it was or hidden, and none is about few."""
    assert after.keys() == before.keys()
    for place, table in after.items():
        told = {line.code: line.cell for line in before[place].lines}
        for line in table.lines:
            assert line.cell is None or (
                line.cell == told[line.code] and line.cell.people >= FEW_DESTROYED
            ), place
        assert table.total in (None, before[place].total), place


def _some_id(item: RunItem) -> UUID:
    assert item.record_id is not None
    return item.record_id
