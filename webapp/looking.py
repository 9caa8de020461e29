"""The review of looking: days worth a question, and what was opened with a reason."""

from datetime import timedelta

from flask import Blueprint, Response

from records.access.looking import unusual
from records.access.queries import looks_since, openings_since
from records.retention.queries import clients_named
from tenants import clock, context
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer
from webapp.transaction import session

pages = Blueprint("looking", __name__)
DAYS = 90


@pages.get("/looking")
@member_can(P.SEE_AUDIT)
def index() -> Response:
    """The last three months, for whoever answers for privacy."""
    since = clock.today(context.current().timezone) - timedelta(days=DAYS)
    opened = openings_since(session(), since)
    return answer(
        "looking/index.html",
        days=DAYS,
        found=unusual(looks_since(session(), since)),
        opened=opened,
        clients=clients_named(session(), [one.client_id for one in opened]),
        workers=names_of(session()),
    )
