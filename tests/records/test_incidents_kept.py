"""What an open incident holds back from destruction: everything about those it is about, and nobody else."""

from datetime import date, timedelta

import psycopg
import pytest

from records.alerts.queries import all_alerts
from records.clients.models import Client
from records.clients.queries import get_client
from records.incidents.queries import get_incident
from tenants.errors import NotFound
from tenants.settings import settings
from tests import factories
from tests.retention import approve, move_to, plan, put_in_force, run_now, work
from tests.world import World
from workers.retention import evaluate_everywhere

YEARS_LATER = date(2040, 6, 1)


def test_an_open_incident_keeps_the_whole_file_and_its_own_words(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        people = [factories.a_client(session, legal_given=name) for name in ("Held", "Gone")]
        for client in people:
            factories.an_alert(session, client)
            factories.a_closed_case(session, client)
        incident = factories.an_incident(session, people[0])
        held, gone, incident_id = people[0].id, people[1].id, incident.id
    move_to(monkeypatch, YEARS_LATER)
    put_in_force(agency)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    move_to(monkeypatch, YEARS_LATER + timedelta(days=31))
    evaluate_everywhere()
    work(superuser, agency)
    assert run_now(agency, run.id).state == "complete"
    left = superuser.execute(
        "SELECT client_id FROM cases WHERE client_id = ANY (%s)", ([held, gone],)
    ).fetchall()
    assert left == [(held,)]
    with agency.acting("supervisor", read_only=True) as session:
        assert isinstance(get_client(session, held), Client)
        assert len(all_alerts(session, held)) == 1
        assert get_incident(session, incident_id).seen == "She fell from the chair and shook for a minute."
        with pytest.raises(NotFound):
            get_client(session, gone)
    assert superuser.execute("SELECT 1 FROM alerts WHERE client_id = %s", (gone,)).fetchall() == []
    monkeypatch.undo()
    settings.cache_clear()
