"""A member's calendar in another program: a secret link with times and initials, and nothing else."""

from datetime import timedelta

from flask import Blueprint, Response, make_response, url_for
from icalendar import Calendar, Event

from records.appointments import actions, queries
from records.appointments.models import CalendarFeed
from records.appointments.queries import Slot
from templates import words
from templates.filters import initials
from templates.words import gettext as _
from tenants import clock, context, gate
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import NotFound
from tenants.permissions import P
from tenants.settings import settings
from webapp.access import anyone, member_can
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("feeds", __name__)
public = Blueprint("calendar_feed", __name__)
# How far back and ahead another program is told.
DAYS = 60


@pages.get("/calendar/link")
@member_can(P.SEE_APPOINTMENTS)
def show() -> Response:
    """Whether there is a link, and how to make one."""
    return answer("calendar/link.html", feed=_mine(), address=None)


@pages.post("/calendar/link")
@member_can(P.ANSWER_FOR_ONESELF)
def create() -> Response:
    """A new link, shown this once; the one before it ends."""
    token = actions.open_feed(session())
    address = settings().address + url_for("calendar_feed.read", token=token)
    return answer("calendar/link.html", feed=_mine(), address=address)


@pages.post("/calendar/link/end")
@member_can(P.ANSWER_FOR_ONESELF)
def end() -> Response:
    """The link is worth nothing from now on."""
    feed = _mine()
    if feed is None:
        raise NotFound()
    actions.end_feed(session(), feed)
    return done(url_for("feeds.show"), _("The link has ended."))


@public.get("/calendar-feed/<token>.ics")
@anyone
def read(token: str) -> Response:
    """The calendar behind a link; for a link that does not hold, as if nothing were here."""
    found = gate.find_feed(token)
    if found is None:
        raise NotFound()
    tenancy = gate.tenancy_for(found["organisation_id"], found["member_id"])
    with acting_for(tenancy), words.speaking(tenancy.language), transaction(read_only=True) as opened:
        span = (clock.now() - timedelta(days=DAYS), clock.now() + timedelta(days=DAYS))
        held = queries.slots(opened, *span, worker_id=tenancy.member_id)
        body = _calendar(held).to_ical()
    response = make_response(body)
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response


def _mine() -> CalendarFeed | None:
    me = context.current().member_id
    assert me is not None
    return queries.find_feed(session(), me)


def _calendar(held: list[Slot]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Northfile//EN")
    calendar.add("version", "2.0")
    for slot in held:
        event = Event()
        event.add("uid", f"{slot.id}@northfile")
        event.add("dtstamp", clock.now())
        event.add("dtstart", slot.starts_at)
        event.add("dtend", slot.ends_at)
        event.add("summary", initials(slot.name))
        calendar.add_component(event)
    return calendar
