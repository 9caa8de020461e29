"""Alerts: to their audience, for their time, ended by two."""

from datetime import timedelta

import psycopg
import pytest

from records.alerts.actions import ask_end, change_alert, end_alert
from records.alerts.models import Alert
from records.alerts.queries import alerts_for, all_alerts, get_alert
from records.alerts.rules import Content
from records.clients.queries import get_client, standing_of
from records.history.queries import steps_of
from tenants import clock
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import Agency, World


def alert_of(session, agency: Agency) -> Alert:
    return get_alert(session, agency.ids["client_id"], agency.ids["alert_id"])


def seen_by(agency: Agency, role: str) -> set[str]:
    with agency.acting(role, read_only=True) as session:
        return {alert.words for alert in alerts_for(session, [standing_of(session, agency.ids["client_id"])])}


def test_an_alert_is_shown_to_its_audience_only(world: World, superuser: psycopg.Connection) -> None:
    first = world.first
    with first.acting("supervisor") as session:
        client = get_client(session, first.ids["client_id"])
        for audience in ("everyone", "casework", "supervisors"):
            factories.an_alert(session, client, words=audience, audience=audience)
    superuser.execute("UPDATE members SET roles = '{front_desk}' WHERE id = %s", (first.members["owner"],))
    everyone = "heliotrope boundary"
    assert seen_by(first, "owner") == {"everyone", everyone}
    assert seen_by(first, "practitioner") == {"everyone", "casework", everyone}
    assert seen_by(first, "supervisor") == {"everyone", "casework", "supervisors", everyone}
    with world.second.acting("supervisor", read_only=True) as session, pytest.raises(NotFound):
        all_alerts(session, first.ids["client_id"])


def test_it_begins_and_fades_by_its_days(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        later = factories.today() + timedelta(days=10)
        factories.an_alert(session, client, words="later", starts_on=later)
    assert "later" not in seen_by(world.first, "practitioner")
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=20))
    assert seen_by(world.first, "practitioner") == {"later", "heliotrope boundary"}
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=31))
    assert seen_by(world.first, "practitioner") == set()
    with world.first.acting("practitioner", read_only=True) as session:
        assert len(all_alerts(session, world.first.ids["client_id"])) == 2


def change(session, alert: Alert, **other: object) -> None:
    now = {name: getattr(alert, name) for name in alert.KEPT}
    change_alert(session, alert, Content(**now | other), version=alert.version, reason="Clearer")


def test_a_change_keeps_what_it_said(world: World) -> None:
    with world.first.acting("practitioner") as session:
        change(session, alert_of(session, world.first), words="Three people.", audience="casework")
    with world.first.acting("supervisor", read_only=True) as session:
        (step,) = steps_of(session, alert_of(session, world.first))
        assert {change.before for change in step.changes} == {"heliotrope boundary", "everyone"}
        assert step.reason == "Clearer"


def test_a_nearer_last_day_is_no_way_around_the_second_person(world: World) -> None:
    with world.first.acting("practitioner") as session:
        alert = alert_of(session, world.first)
        with pytest.raises(Refused, match="ask a second person"):
            change(session, alert, expires_on=alert.expires_on - timedelta(days=1))
        with pytest.raises(Conflict):
            now = Content(**{name: getattr(alert, name) for name in alert.KEPT})
            change_alert(session, alert, now, version=7, reason="x")


def test_two_people_end_it(world: World, superuser: psycopg.Connection) -> None:
    with world.first.acting("supervisor") as session, pytest.raises(Refused, match="First somebody"):
        end_alert(session, alert_of(session, world.first))
    with world.first.acting("supervisor") as session:
        ask_end(session, alert_of(session, world.first), reason="It went well for a year")
    assert seen_by(world.first, "practitioner") == {"heliotrope boundary"}
    with world.first.acting("supervisor") as session, pytest.raises(Refused, match="somebody else"):
        end_alert(session, alert_of(session, world.first))
    with world.first.acting("owner") as session:
        end_alert(session, alert_of(session, world.first))
    assert seen_by(world.first, "practitioner") == set()
    with world.first.acting("practitioner") as session, pytest.raises(Conflict, match="is over"):
        ask_end(session, alert_of(session, world.first), reason="Again")
    told = superuser.execute("SELECT count(*) FROM alerts WHERE ended_by <> end_asked_by").fetchone()
    assert told == (1,)


def test_where_nobody_else_may_one_waits_seven_days(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    superuser.execute("UPDATE members SET ended_at = now() WHERE id = %s", (world.first.members["owner"],))
    with world.first.acting("supervisor") as session:
        ask_end(session, alert_of(session, world.first), reason="Over")
    with world.first.acting("supervisor") as session, pytest.raises(Refused, match="after seven days"):
        end_alert(session, alert_of(session, world.first))
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=7))
    with world.first.acting("supervisor") as session:
        end_alert(session, alert_of(session, world.first))
        assert alert_of(session, world.first).alone
