"""Every way to read the schemes by which an agency follows up."""

from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.outcomes.models import Scheme
from records.outcomes.wordings import STARTERS
from tenants import context
from tenants.errors import NotFound


def schemes(session: Session) -> list[Scheme]:
    """The newest version of every scheme, those in use first, by name. Ours are there from the first day; their rows
    are written when somebody uses them."""
    newest: dict[UUID, Scheme] = {_starter_id(code): _starter(code) for code in STARTERS}
    for row in session.execute(select(Scheme).order_by(Scheme.number)).scalars():
        newest[row.series_id] = row
    language = context.current().language
    return sorted(newest.values(), key=lambda one: (one.retired_on is not None, one.name_in(language)))


def get_scheme(session: Session, scheme_id: UUID) -> Scheme:
    """One version of a scheme. Raises NotFound."""
    found = session.execute(select(Scheme).where(Scheme.id == scheme_id)).scalar_one_or_none()
    if found is None:
        ours = (code for code in STARTERS if _starter_id(code) == scheme_id)
        found = next((_starter(code) for code in ours), None)
    if found is None:
        raise NotFound()
    return found


def versions_of(session: Session, scheme: Scheme) -> list[Scheme]:
    """Every version of the same scheme, newest first."""
    wanted = select(Scheme).where(Scheme.series_id == scheme.series_id).order_by(Scheme.number.desc())
    return list(session.execute(wanted).scalars()) or [scheme]


def _starter_id(code: str) -> UUID:
    return uuid5(context.current().organisation_id, f"outcome scheme {code}")


def _starter(code: str) -> Scheme:
    starter_id = _starter_id(code)
    return Scheme(id=starter_id, series_id=starter_id, number=1, **STARTERS[code])
