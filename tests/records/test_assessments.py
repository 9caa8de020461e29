"""Assessments in the database: sealed, once for each first use, never without consent or a reason, and gone in time."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import psycopg
import pytest

from records.assessments.actions import change_run, retire_instrument, write_version
from records.assessments.queries import get_run, instruments, runs_of, series_of, versions_of
from records.assessments.values import Scale
from records.cases.actions import close_case
from records.cases.queries import get_case
from records.consents.actions import withdraw_consent
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from tenants.errors import Conflict, Refused
from tenants.settings import settings
from tests import factories
from tests.retention import approve, move_to, plan, put_in_force, work
from tests.world import World


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Moves the calendar to so many days after everything is due."""
    yield lambda days: move_to(monkeypatch, date(2040, 6, 1) + timedelta(days=days))
    monkeypatch.undo()
    settings.cache_clear()


def test_of_two_first_uses_of_one_of_ours_both_find_the_same_instrument(
    world: World, superuser: psycopg.Connection
) -> None:
    both = Barrier(2)

    def one(_number: int) -> None:
        with world.first.acting("practitioner") as session:
            ours = next(one for one in instruments(session) if one.name_en == "Self-agency")
            case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
            both.wait(60)
            factories.a_run(session, case, ours)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    with world.first.acting("practitioner") as session:
        runs = runs_of(session, world.first.ids["client_id"])
        assert len({instrument.id for _run, instrument in runs}) == 2 and len(runs) == 3
    with world.second.acting("practitioner") as session:
        assert {one.name_en for one in instruments(session)} >= {"Self-agency", "Session check"}
    assert superuser.execute("SELECT count(*) FROM instruments WHERE author_id IS NULL").fetchone() == (1,)


def test_nothing_is_collected_without_consent_or_a_reason(
    world: World, superuser: psycopg.Connection
) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        case, instrument = factories.a_case(session, client), factories.an_instrument(session)
        with pytest.raises(Refused):
            factories.a_run(session, case, instrument)
        consent = factories.a_consent(session, client)
        run = factories.a_run(session, case, instrument, without_consent="not needed now")
        assert run.consent_id == consent.id and run.without_consent is None
        withdraw_consent(session, consent, effect_explained=True)
        with pytest.raises(Refused):
            factories.a_run(session, case, instrument)
    with pytest.raises(psycopg.errors.CheckViolation):
        superuser.execute("UPDATE assessment_runs SET consent_id = NULL WHERE id = %s", [run.id])


def test_runs_keep_the_scales_they_were_measured_by(world: World, superuser: psycopg.Connection) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        factories.a_consent(session, client)
        case = factories.a_case(session, client)
        first = factories.an_instrument(session, alliance=False)
        factories.a_run(session, case, first, scores={"scale_trust": 4})
        about = {"name_en": "Quick", "name_fr": "Vite", "owner": "Ours", "alliance": False}
        usual = {"languages": ["en"], "repeats": False, "weeks": 9}
        places = {1: Scale("", "Trust us", "Confiance"), 3: Scale("", "Trust", "Autre", 1, 5)}
        second = write_version(session, first, places=places, **about, **usual)
        assert [one.code for one in second.measures] == [
            "scale_trust",
            "scale_trust_2",
        ] and second.weeks is None
        with pytest.raises(Conflict):
            factories.a_run(session, case, first)
        with pytest.raises(Refused):
            factories.a_run(session, case, second, scores={"scale_trust": 6, "scale_trust_2": 5})
        session.rollback()
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        first = factories.an_instrument(session, alliance=False)
        factories.a_run(session, case, first, scores={"scale_trust": 4})
        about |= {"languages": ["en", "fr"], "repeats": True, "weeks": None}
        second = write_version(session, first, places=places, **about)
        factories.a_run(session, case, second, scores={"scale_trust": 6, "scale_trust_2": 5})
        (series, *_older) = series_of(runs_of(session, case.client_id))
        assert [(line.scores, line.differs) for line in series.lines] == [((4, 6), False), ((None, 5), True)]
        assert series.lines[0].since_first and series.lines[0].since_first.way == "better"
        retire_instrument(session, second)
        with pytest.raises(Conflict):
            factories.a_run(session, case, second)
        assert len(versions_of(session, second)) == 2
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        superuser.execute("SET ROLE northfile_app")
        superuser.execute("UPDATE instruments SET scales = '[]'")
    superuser.execute("RESET ROLE")


def test_what_an_instrument_is_asked_only_once_is_refused_the_second_time(world: World) -> None:
    with world.first.acting("practitioner") as session:
        case = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        instrument = factories.an_instrument(session, repeats=False)
        factories.a_run(session, case, instrument)
        with pytest.raises(Refused):
            factories.a_run(session, case, instrument)


def test_what_was_written_is_sealed_and_a_correction_keeps_the_past(
    world: World, superuser: psycopg.Connection
) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        run, instrument = get_run(session, ids["client_id"], ids["assessment_id"])
        told = {name: getattr(run, name) for name in ("giver", "answered_by", "mode", "language", "paper_id")}
        told |= {"done_on": run.done_on, "meaning": "quince", "scores": {"scale_trust": 8}}
        change_run(session, run, instrument, version=1, reason="medlar", **told)
        assert not run.is_low
        with pytest.raises(Conflict):
            change_run(session, run, instrument, version=1, reason="again", **told)
    for table in ("assessment_runs", "versions"):
        for row in superuser.execute(f"SELECT t::text FROM {table} t"):
            assert not any(word in row[0] for word in ("quince", "medlar", world.first.secret))


def test_a_purge_leaves_nothing_of_a_run(
    world: World, superuser: psycopg.Connection, later: Callable[[int], None]
) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        factories.a_consent(session, client)
        case, instrument = factories.a_case(session, client), factories.an_instrument(session)
        paper = factories.a_paper(session, client, case_id=case.id)
        factories.a_run(session, case, instrument, meaning="gone", paper_id=paper.id)
        close_case(session, case, closed_on=factories.today(), exit_reason="employed")
    later(0)
    put_in_force(world.first)
    approve(world.first, plan(world.first))
    work(superuser, world.first)
    later(40)
    work(superuser, world.first)
    for table in ("assessment_runs", "entries", "papers"):
        left = superuser.execute(f"SELECT count(*) FROM {table} WHERE client_id = %s", [client.id])
        assert left.fetchone() == (0,), table


def test_the_earlier_form_takes_nothing_new(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        with pytest.raises(Refused):
            add_particular(session, client, KINDS["assessment"], values={})
