"""The six made-up people: added to try things with, and removed for good."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from records.samples import actions
from templates.words import gettext as _
from tenants import gate
from tenants.context import acting_for
from tenants.database import transaction
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import done
from webapp.transaction import session

pages = Blueprint("samples", __name__)


@pages.post("/made-up-people")
@member_can(P.SET_UP)
def add() -> Response:
    """Adds them."""
    actions.add_samples(session())
    return done(url_for("clients.index"), _("Six made-up people are here. Try everything with them."))


@pages.post("/made-up-people/removal")
@member_can(P.SET_UP)
def remove() -> Response:
    """Has them removed, and only them."""
    actions.ask_removal(session())
    return done(url_for("first_day.show"))


def add_to_new(identity_id: UUID, slug: str) -> None:
    """Adds them to the agency that somebody has just begun, in its owner's name."""
    here = next(one for one in gate.agencies_of(identity_id) if one["slug"] == slug)
    owner = gate.tenancy_for(here["organisation_id"], here["member_id"])
    with acting_for(owner), transaction() as opened:
        actions.add_samples(opened)
