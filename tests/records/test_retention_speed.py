"""What is read in bulk says what the resolver says of each, and what is skipped is kept by the database."""

from datetime import date

import pytest
from sqlalchemy import select

from records.cases.models import Case
from records.retention.briefs import briefs
from records.retention.copies import Place, places_of_cases, places_of_clients
from records.retention.dates import Period
from records.retention.holding import place_hold
from records.retention.schedule import Schedule, schedule_on
from records.retention.standing import standings_of
from records.retention.terms import Event, HoldKind, Selector, Strength, latest_of, on
from records.retention.traces import Decision
from records.retention.verdict import Brief
from tests import factories
from tests.retention import move_to, put_in_force
from tests.world import Agency, World

LATER = date(2033, 6, 1)
RULES = (
    {"trigger": latest_of(Event.CASE_CLOSED, Event.CREATED_ON)},
    {"selector": Selector(minor_at_closure=True), "trigger": on(Event.CLIENT_MAJORITY)},
    {"trigger": on(Event.LAST_SERVICE_ON), "keep": Period(6), "strength": Strength.MANDATORY},
)


def _files(agency: Agency) -> None:
    """Cases of four kinds: held, of somebody without a birth date, kept longer by a person, and open."""
    from records.cases.actions import close_case

    with agency.acting("supervisor") as session:
        cases = []
        for number in range(4):
            client = factories.a_client(session, legal_given=f"Ada{number}")
            client.birth_on = date(2010 + number, 2, 28) if number != 1 else None
            case = factories.a_case(session, client)
            factories.a_note(session, case)
            if number < 3:
                close_case(session, case, closed_on=factories.today(), exit_reason="employed")
            cases.append(case)
        place_hold(session, [cases[0].id], kind=HoldKind.COMPLAINT, basis="File 1", reason="Open")
        session.add(
            Decision(
                client_id=cases[2].client_id, case_id=cases[2].id, member_id=cases[2].worker_id, kind="extend",
                basis_hash="-", keep_through=date(2036, 1, 1), reason="Asked for",
            )
        )  # fmt: skip


def test_what_is_told_in_short_of_every_case_is_what_is_told_of_each(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    _files(agency)
    put_in_force(agency, *RULES)
    move_to(monkeypatch, LATER)
    with agency.acting() as session:
        schedules = [schedule_on(session, LATER), Schedule(), schedule_on(session, date(2020, 1, 1))]
        found = list(briefs(session, schedules, as_of=LATER))
        ids = session.execute(select(Case.id).order_by(Case.id)).scalars().all()
        assert [one.case_id for one in found] == list(ids)
        for place, schedule in enumerate(schedules):
            standings = standings_of(session, ids, schedule=schedule, as_of=LATER)
            for short, whole in zip(found, standings, strict=True):
                verdict, known = whole.verdict, whole.case
                rule = verdict.governing_rule
                told = Brief(
                    verdict.state, verdict.due_on, verdict.must_by, rule and rule.id, verdict.action,
                    bool(whole.holds),
                )  # fmt: skip
                assert short[:3] == (known.case_id, known.client_id, known.number)
                assert short.verdicts[place] == told
        assert len({one.verdicts[0] for one in found}) >= 4


@pytest.mark.parametrize("places", [places_of_cases, places_of_clients])
def test_3_3_every_row_that_goes_refers_to_what_it_goes_with(places: object) -> None:
    for place in places():  # type: ignore[operator]
        assert _owner(place) is not None, place.table.name


def _owner(place: Place) -> object:
    if place.table.name in ("cases", "clients"):
        return place.table
    keys = place.table.foreign_key_constraints
    return next((key for key in keys if place.column in key.column_keys and key.ondelete == "RESTRICT"), None)
