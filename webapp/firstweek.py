"""The first week: what somebody new does once, read from what they did, and how far new colleagues are."""

from flask import Blueprint, Response

from records.firstweek.queries import beginnings, newcomers
from tenants import context
from tenants.members import get_member
from tenants.permissions import P, may
from webapp.access import member_can
from webapp.rendering import answer
from webapp.transaction import session

pages = Blueprint("firstweek", __name__)


@pages.get("/first-week")
@member_can(P.SEE_AGENCY)
def show() -> Response:
    """One's own steps; whoever answers for others sees how far the new ones are, too."""
    here = context.current()
    assert here.member_id is not None
    me = get_member(session(), here.member_id)
    answers_for_others = may(here.roles, P.REVIEW_NOTES) or may(here.roles, P.CHANGE_MEMBERS)
    new = [one for one in newcomers(session()) if one.id != me.id] if answers_for_others else []
    found = beginnings(session(), [me, *new])
    return answer("firstweek/show.html", mine=found[me.id], new=[(one, found[one.id]) for one in new])
