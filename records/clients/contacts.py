"""Every way to change how a client is reached."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from records.clients.models import Client, ContactPoint
from records.clients.rules import SHORT_PHONE, contact_key, digits, short_key
from records.history.actions import keep
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused
from tenants.sealing import keyring


def add_contact_point(
    session: Session, client: Client, *, kind: str, value: str, preferred: bool = False, **facts: Any
) -> ContactPoint:
    """Adds a way to reach the client. The one to try first takes that place from the others."""
    if preferred:
        _step_back(session, client.id)
    point = new_point(session, client.id, kind=kind, value=value, preferred=preferred, **facts)
    session.add(point)
    audit.record(session, audit.Verb.CONTACT_ADDED, point.id, client_id=client.id, kind=kind)
    return point


def change_contact_point(
    session: Session, point: ContactPoint, *, version: int, reason: str = "", **values: Any
) -> None:
    """Changes a way to reach the client, unless somebody else did meanwhile (Conflict). What it said before is kept,
    with the reason."""
    hold(session, point)
    point.expect(version)
    if values["preferred"] and not point.preferred:
        _step_back(session, point.client_id)
    keep(session, point, reason=reason)
    for name, value in (values | _hashes(session, values["kind"], values["value"])).items():
        setattr(point, name, value)
    audit.record(session, audit.Verb.CONTACT_CHANGED, point.id, client_id=point.client_id)


def end_contact_point(session: Session, point: ContactPoint, *, version: int) -> None:
    """From today nobody is reached this way; it stays on file."""
    hold(session, point)
    point.expect(version)
    keep(session, point)
    point.ended_on, point.preferred = clock.today(context.current().timezone), False
    audit.record(session, audit.Verb.CONTACT_ENDED, point.id, client_id=point.client_id)


def new_point(
    session: Session, client_id: UUID, *, kind: str, value: str, field: str = "value", **facts: Any
) -> ContactPoint:
    """A row for a way to reach the client; the value is sealed, and found again only by its keyed hashes. `field` is
    where a refusal of the value belongs."""
    began_on: date | None = facts.get("began_on")
    if began_on is not None and began_on > clock.today(context.current().timezone):
        raise Refused("Enter a day that has come already.", field="began_on")
    return ContactPoint(
        client_id=client_id, kind=kind, value=value, **_hashes(session, kind, value, field), **facts
    )


def _hashes(session: Session, kind: str, value: str, field: str = "value") -> dict[str, Any]:
    if kind == "phone" and len(digits(value)) < SHORT_PHONE:
        raise Refused("Enter a phone number with its area code, for example 705 555-0142.", field=field)
    ring, short = keyring(session), short_key(kind, value)
    return {
        "lookup": ring.lookup(kind, contact_key(kind, value)),
        "lookup_short": ring.lookup("phone", short) if short else None,
    }


def _step_back(session: Session, client_id: UUID) -> None:
    others = update(ContactPoint).where(ContactPoint.client_id == client_id, ContactPoint.preferred)
    session.execute(others.values(preferred=False))
