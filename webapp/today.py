"""Today: what needs the person who looks."""

from flask import Blueprint, Response

from records.cases.queries import caseload_of
from records.notes.queries import drafts_of
from tenants import context
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer
from webapp.transaction import session

pages = Blueprint("today", __name__)


@pages.get("/")
@member_can(P.SEE_AGENCY)
def show() -> Response:
    """Drafts to sign and the caseload; an honest empty page when there is nothing."""
    me = context.current().member_id
    assert me is not None
    return answer("today/show.html", drafts=drafts_of(session(), me), caseload=caseload_of(session(), me))
