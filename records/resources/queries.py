"""Every way to read the agency's library."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, any_, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from records.clients.rules import folded
from records.resources.models import Resource
from records.resources.rules import HOLDS_FOR
from tenants import clock, context
from tenants.errors import NotFound
from tenants.paging import PAGE_SIZE, Page, key_of, place

# What one choice shows at most; more is found by its name.
MOST = 500


def page_of_resources(
    session: Session, wanted: Mapping[str, str], *, is_old: bool = False, after: str | None = None
) -> Page[Resource]:
    """The resources in use by name: those that hold each of the `words`, are about the `topic`, of the `kind`, and in
    the `language`; of these, with `is_old`, the ones that somebody should look at again."""
    rows = select(Resource).where(_in_use(), *_fitting(wanted), *([_old()] if is_old else []))
    if (key := key_of(after, str, UUID)) is not None:
        rows = rows.where(tuple_(Resource.found_by, Resource.id) > tuple_(*key))
    in_order = rows.order_by(Resource.found_by, Resource.id).limit(PAGE_SIZE + 1)
    found = session.execute(in_order).scalars().all()
    shown = found[:PAGE_SIZE]
    return Page(shown, place(shown[-1].found_by, shown[-1].id) if len(found) > PAGE_SIZE else None)


def old_resources(session: Session) -> int:
    """How many nobody looked at for a year."""
    wanted = select(func.count()).select_from(Resource).where(_in_use(), _old())
    return session.execute(wanted).scalar_one()


def resources_in_use(session: Session) -> Sequence[Resource]:
    """By name, what may be given."""
    wanted = select(Resource).where(_in_use()).order_by(Resource.found_by, Resource.id).limit(MOST)
    return session.execute(wanted).scalars().all()


def get_resource(session: Session, resource_id: UUID) -> Resource:
    """One resource, in use or not. Raises NotFound."""
    found = session.execute(select(Resource).where(Resource.id == resource_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def _fitting(wanted: Mapping[str, str]) -> list[ColumnElement[bool]]:
    fits = [Resource.found_by.contains(word, autoescape=True) for word in folded(wanted["words"]).split()]
    if wanted["topic"]:
        fits.append(literal(wanted["topic"]) == any_(Resource.topics))
    if wanted["language"]:
        fits.append(literal(wanted["language"]) == any_(Resource.languages))
    if wanted["kind"]:
        fits.append(Resource.kind == wanted["kind"])
    return fits


def _in_use() -> ColumnElement[bool]:
    return Resource.ended_on.is_(None)


def _old() -> ColumnElement[bool]:
    return or_(Resource.checked_on.is_(None), Resource.checked_on < _today() - HOLDS_FOR)


def _today() -> date:
    return clock.today(context.current().timezone)
