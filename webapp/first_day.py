"""What an agency does on its first day: a short list on the first page, and on a page of its own."""

from flask import Blueprint, Response, url_for

from records.retention.presets import presets_for
from records.samples.actions import hide_first_day
from records.samples.queries import find_removal, read_first_day
from templates.words import gettext as _
from tenants import context
from tenants.members import Member, get_member
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("first_day", __name__)


@pages.get("/first-day")
@member_can(P.SET_UP)
def show() -> Response:
    """The list, hidden or not, and the made-up people."""
    first = read_first_day(session())
    return answer(
        "first_day/show.html",
        fragment="first_day/_samples.html",
        first=first,
        removal=find_removal(session()),
        rules=len(presets_for(first.province)),
    )


@pages.post("/first-day/hiding")
@member_can(P.SET_UP)
def hide() -> Response:
    """Takes the list from the reader's first page."""
    hide_first_day(session(), _me(), hides=True)
    return done(url_for("today.show"), _("Hidden. It stays in your preferences."))


@pages.post("/first-day/showing")
@member_can(P.SET_UP)
def show_again() -> Response:
    """Puts it back."""
    hide_first_day(session(), _me(), hides=False)
    return done(url_for("today.show"))


def _me() -> Member:
    me = context.current().member_id
    assert me is not None
    return get_member(session(), me)
