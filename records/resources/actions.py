"""Putting resources into the library, saying them better, looking whether they still hold, and taking them out."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from records.resources.models import Resource
from records.resources.rules import check_resource, found_by
from tenants import audit, clock, context
from tenants.database import hold


def add_resource(session: Session, **told: Any) -> Resource:
    """Puts something to give into the library."""
    resource = Resource()
    _tell(resource, told)
    session.add(resource)
    session.flush()
    audit.record(session, audit.Verb.RESOURCE_ADDED, resource.id)
    return resource


def change_resource(session: Session, resource: Resource, *, version: int, **told: Any) -> None:
    """Says it better, unless somebody else did meanwhile."""
    hold(session, resource)
    resource.expect(version)
    resource.expect_in_use()
    _tell(resource, told)
    resource.version += 1
    audit.record(session, audit.Verb.RESOURCE_CHANGED, resource.id)


def look_again(session: Session, resource: Resource) -> None:
    """Somebody looked today: it still holds."""
    hold(session, resource)
    resource.expect_in_use()
    resource.checked_on = _today()
    resource.version += 1
    audit.record(session, audit.Verb.RESOURCE_CHANGED, resource.id)


def end_resource(session: Session, resource: Resource) -> None:
    """Takes it out of the library; where it was given, it stays in the file."""
    hold(session, resource)
    resource.expect_in_use()
    resource.ended_on = _today()
    resource.version += 1
    audit.record(session, audit.Verb.RESOURCE_ENDED, resource.id)


def _tell(resource: Resource, told: dict[str, Any]) -> None:
    check_resource(told, _today())
    for name, value in told.items():
        setattr(resource, name, value)
    resource.name_en, resource.name_fr = told["name_en"] or "", told["name_fr"] or ""
    resource.found_by = found_by(resource.name_en, resource.name_fr, resource.area, resource.words)


def _today() -> date:
    return clock.today(context.current().timezone)
