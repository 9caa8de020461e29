"""Every way to read alerts; each only by its audience."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.alerts.models import Alert
from records.alerts.rules import AUDIENCES, standing
from records.clients.queries import Standing, files_of, standing_of
from tenants import clock, context
from tenants.errors import NotFound


def all_alerts(session: Session, client_id: UUID) -> Sequence[Alert]:
    """Every alert of a client that is meant for the reader, over or not, newest first; those of files merged into this
    one as well."""
    return _in_files(session, [standing_of(session, client_id), *files_of(session, client_id)])


def alerts_for(session: Session, files: Collection[Standing]) -> Sequence[Alert]:
    """What the reader must know today before anything else about a client, whose `files` are the one and those merged
    into it; the newest first."""
    return [alert for alert in _in_files(session, files) if state_of(alert) == "shown"]


def _in_files(session: Session, files: Collection[Standing]) -> Sequence[Alert]:
    of = {file.client.id: file for file in files}
    wanted = select(Alert).where(Alert.client_id.in_(of)).order_by(Alert.id.desc())
    return [alert for alert in session.execute(wanted).scalars() if _is_for(of[alert.client_id], alert)]


def get_alert(session: Session, client_id: UUID, alert_id: UUID) -> Alert:
    """One of the client's alerts that is meant for the reader. Raises NotFound."""
    found = session.execute(
        select(Alert).where(Alert.id == alert_id, Alert.client_id == client_id)
    ).scalar_one_or_none()
    if found is None or not _is_for(standing_of(session, client_id), found):
        raise NotFound()
    return found


def state_of(alert: Alert) -> str:
    """Where an alert stands today, in the agency's zone."""
    return standing(
        starts_on=alert.starts_on,
        expires_on=alert.expires_on,
        ended_on=_ended_on(alert),
        on=clock.today(context.current().timezone),
    )


def _ended_on(alert: Alert) -> date | None:
    zone = ZoneInfo(context.current().timezone)
    return alert.ended_at.astimezone(zone).date() if alert.ended_at else None


def _is_for(file: Standing, alert: Alert) -> bool:
    mine = alert.set_by == context.current().member_id
    found = file.level(Category.IDENTITY, sensitivity=AUDIENCES[alert.audience], own_entry=mine)
    return found >= Level.READ
