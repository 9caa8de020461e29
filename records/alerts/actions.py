"""Setting, changing and ending alerts."""

from dataclasses import asdict
from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from records.alerts.models import Alert
from records.alerts.rules import AUDIENCES, Content, check_days
from records.clients.models import Client
from records.entries.actions import enter
from records.entries.models import Entry, Kind, Sensitivity
from records.history.actions import keep
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused
from tenants.permissions import P
from tenants.second_person import second_person


def set_alert(session: Session, client: Client, content: Content, *, starts_on: date | None = None) -> Alert:
    """Shows the words at the top of the client's file to their audience, until their last day."""
    today = _today()
    start = starts_on or today
    check_days(content, starts_on=start, today=today)
    reach = Sensitivity(AUDIENCES[content.audience])
    entry = enter(session, Kind.ALERT, client_id=client.id, occurred_on=start, sensitivity=reach)
    assert entry.author_id is not None
    alert = Alert(
        id=entry.id, client_id=client.id, starts_on=start, set_by=entry.author_id, **asdict(content)
    )
    session.add(alert)
    codes = {"kind": alert.kind, "audience": alert.audience}
    audit.record(session, audit.Verb.ALERT_SET, alert.id, client_id=client.id, **codes)
    return alert


def change_alert(session: Session, alert: Alert, content: Content, *, version: int, reason: str) -> None:
    """Says it better or keeps it longer; what it said stays in its history. A nearer last day would end it by the
    back door, so that takes a second person."""
    today = _today()
    hold(session, alert)
    alert.expect(version)
    alert.expect_running(today)
    if content.expires_on < alert.expires_on:
        raise Refused("To end the alert sooner, ask a second person to end it.", field="expires_on")
    check_days(content, starts_on=alert.starts_on, today=today)
    keep(session, alert, reason=reason)
    for name, value in asdict(content).items():
        setattr(alert, name, value)
    reach = AUDIENCES[content.audience]
    session.execute(update(Entry).where(Entry.id == alert.id).values(sensitivity=reach))
    codes = {"kind": alert.kind, "audience": alert.audience}
    audit.record(session, audit.Verb.ALERT_CHANGED, alert.id, client_id=alert.client_id, **codes)


def ask_end(session: Session, alert: Alert, *, reason: str) -> None:
    """The first of two people says why the alert is no longer needed; it stays shown."""
    hold(session, alert)
    alert.expect_running(_today())
    alert.end_asked_by, alert.end_asked_at = context.current().member_id, clock.now()
    alert.end_reason = reason
    audit.record(session, audit.Verb.ALERT_END_ASKED, alert.id, client_id=alert.client_id)


def end_alert(session: Session, alert: Alert) -> None:
    """The second person ends it; where nobody else may, the first does after seven days."""
    hold(session, alert)
    alert.expect_running(_today())
    if alert.end_asked_at is None:
        raise Refused("First somebody has to say why the alert is no longer needed.")
    member, alert.alone = second_person(
        session, P.END_ALERTS, not_these={alert.end_asked_by}, since=alert.end_asked_at
    )
    alert.ended_by, alert.ended_at = member, clock.now()
    audit.record(session, audit.Verb.ALERT_ENDED, alert.id, client_id=alert.client_id, alone=alert.alone)


def _today() -> date:
    return clock.today(context.current().timezone)
