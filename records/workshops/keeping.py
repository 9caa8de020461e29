"""What every change of a session goes through: an hour that is free, places that are given in order."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.cases.queries import cases_of
from records.entries.models import Entry
from records.history.actions import keep
from records.workshops.models import Registration, Workshop
from records.workshops.queries import in_line, seats_of
from records.workshops.rules import Seats, moving_up
from tenants import audit, clock, context
from tenants.errors import Refused, sentence

_BUSY = sentence("Who leads it has something else then. Choose another time, or tick that both are meant.")
_IN_USE = sentence("The room is taken then. Choose another room or another time.")


def settle(session: Session, workshop: Workshop) -> None:
    """Writes it where the database lets one room and one person be in one place only."""
    try:
        with session.begin_nested():
            session.add(workshop)
    except IntegrityError as error:
        found = getattr(getattr(error.orig, "diag", None), "constraint_name", "")
        if found not in ("workshops_one_leader", "workshops_one_room"):
            raise
        is_leader = found == "workshops_one_leader"
        raise Refused(_BUSY if is_leader else _IN_USE, field="beside" if is_leader else "room") from None


def day_of(workshop: Workshop) -> date:
    """The day on which it begins, where the agency is."""
    return workshop.starts_at.astimezone(ZoneInfo(context.current().timezone)).date()


def seats(session: Session, workshop: Workshop) -> Seats:
    """Its places now. Whoever decides by them holds its row, so that nobody else decides meanwhile."""
    return seats_of(session, [workshop.id])[workshop.id]


def stands(session: Session, registration: Registration, state: str, *, reason: str = "") -> None:
    """Moves a registration on, after keeping what it was; refuses what cannot happen to it now."""
    registration.expect_may_become(state)
    keep(session, registration)
    registration.state, registration.reason = state, reason or None


def move_up(session: Session, workshop: Workshop) -> int:
    """Gives the places that are free to those who wait, the first first, while the session is still to come. Returns
    how many got one."""
    if workshop.state != "planned" or workshop.starts_at <= clock.now():
        return 0
    now = seats(session, workshop)
    lucky = in_line(session, workshop.id, moving_up(workshop.capacity, now.taken, now.waiting))
    for registration in lucky:
        stands(session, registration, "registered")
        registration.moved_up_at = clock.now()
    session.flush()
    return len(lucky)


def find_case(session: Session, registration: Registration) -> None:
    """Who had no case when they asked, and came after one was opened: it stands in that case."""
    if registration.case_id is None:
        opened = next((case for case in cases_of(session, registration.client_id) if case.is_open), None)
        if opened is not None:
            registration.case_id = opened.id
            session.execute(update(Entry).where(Entry.id == registration.id).values(case_id=opened.id))


def tell(session: Session, registration: Registration) -> None:
    """Says in the audit trail how the registration stands now; call it last."""
    verb, told = audit.Verb.REGISTRATION_CHANGED, {"state": registration.state}
    audit.record(session, verb, registration.id, client_id=registration.client_id, **told)
