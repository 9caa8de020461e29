"""The calendar: a week or a day of one worker or of all, and whom to book."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request

from records.appointments.queries import Slot, not_wrapped_up, slots
from records.appointments.rules import first_of, next_working_day, week_of
from records.cases.queries import caseload_of
from records.clients.finding import find_people
from records.workshops.models import Workshop
from records.workshops.queries import sessions_between
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import members
from tenants.permissions import P, may
from tenants.typed import typed_day
from webapp.access import member_can
from webapp.appointment_forms import MEETING
from webapp.clients import SearchForm
from webapp.rendering import answer
from webapp.transaction import session

pages = Blueprint("calendar", __name__)
EVERYBODY = "all"
Held = Slot | Workshop
FRIDAY = 4


@pages.get("/calendar")
@member_can(P.SEE_APPOINTMENTS)
def show() -> Response:
    """The days of a week, or one, with what is booked and the sessions that are led. Where the reader may not read a
    file, its worker is busy."""
    on = typed_day(request.args.get("on", "")) or _begins()
    first, after = (on, on + timedelta(days=1)) if request.args.get("view") == "day" else week_of(on)
    staff = {one.id: one.name for one in members(session()) if MEETING.intersection(one.roles)}
    worker = _worker(staff)
    held = sessions_between(session(), _begin(first), _begin(after), leader_id=worker)
    found: list[Held] = [*slots(session(), _begin(first), _begin(after), worker_id=worker), *held]
    return answer(
        "calendar/show.html",
        days=_by_day(found, first, after),
        on=on,
        step=after - first,
        staff=staff,
        worker=worker,
    )


def _begins() -> date:
    """Today; on a weekend the Monday that comes."""
    today = clock.today(context.current().timezone)
    return next_working_day(today) if today.weekday() > FRIDAY else today


@pages.get("/calendar/booking")
@member_can(P.WRITE_APPOINTMENTS)
def whom() -> Response:
    """Whom to book: one's own caseload, or anybody by name."""
    return _whom_page(None)


@pages.post("/calendar/booking")
@member_can(P.WRITE_APPOINTMENTS)
def find() -> Response:
    """The people whose name, number, phone or e-mail fits."""
    form = SearchForm()
    if not form.validate():
        raise Refused("Look for a shorter name, or for a file number, a phone number or an e-mail address.")
    return _whom_page(form.q.data or "")


def coming_up() -> dict[str, list[Slot]]:
    """For Today: what is booked until the end of the next working day, one's own, or at the front desk everybody's; and
    one's meetings that nobody has wrapped up."""
    now = context.current()
    today, meets = clock.today(now.timezone), bool(MEETING.intersection(now.roles))
    if now.member_id is None or not may(now.roles, P.SEE_APPOINTMENTS):
        return {"coming": [], "unwrapped": []}
    until = _begin(next_working_day(today) + timedelta(days=1))
    found = slots(session(), _begin(today), until, worker_id=now.member_id if meets else None)
    return {
        "coming": [slot for slot in found if slot.id],
        "unwrapped": not_wrapped_up(session(), now.member_id) if meets else [],
    }


def _whom_page(words: str | None) -> Response:
    me = context.current().member_id
    assert me is not None
    return answer(
        "calendar/whom.html",
        on=typed_day(request.values.get("on", "")),
        words=words,
        found=find_people(session(), words).people if words else [],
        caseload=caseload_of(session(), me),
    )


def _begin(day: date) -> Any:
    return first_of(day, context.current().timezone)


def _worker(staff: Collection[UUID]) -> UUID | None:
    """Whose calendar: as asked, else one's own; of all where the reader meets nobody."""
    asked, me = request.args.get("worker", ""), context.current().member_id
    if asked == EVERYBODY:
        return None
    return next((one for one in staff if str(one) == asked), me if me in staff else None)


def _by_day(found: Sequence[Held], first: date, after: date) -> list[tuple[date, list[Held]]]:
    """Every day with what stands on it in order; a weekend only when something does, or it was asked for alone."""
    zone = ZoneInfo(context.current().timezone)
    days: dict[date, list[Held]] = {first + timedelta(days=n): [] for n in range((after - first).days)}
    for slot in sorted(found, key=lambda one: one.starts_at):
        days[slot.starts_at.astimezone(zone).date()].append(slot)
    alone = len(days) == 1
    return [(day, held) for day, held in days.items() if held or alone or day.weekday() <= FRIDAY]
