"""What every change of an appointment goes through: an hour that is free, a state that follows, a line in the trail."""

from dataclasses import asdict
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.appointments.models import Appointment
from records.appointments.queries import is_taken
from records.appointments.rules import Booking, first_of
from records.entries.actions import enter
from records.entries.models import Entry, Kind, Sensitivity
from records.history.actions import keep
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused, sentence

_BUSY = sentence("The worker has another appointment then. Choose another time, or tick that both are meant.")
_IN_USE = sentence("The room is taken then. Choose another room or another time.")


def set_aside(
    session: Session,
    client_id: UUID,
    case_id: UUID | None,
    worker_id: UUID,
    booking: Booking,
    *,
    beside: bool,
) -> Appointment:
    """Puts a time into the file and into the calendar, where it is free."""
    day = _free_day(session, worker_id, booking, beside=beside)
    whose = {"client_id": client_id, "case_id": case_id}
    entry = _enter(session, client_id, case_id, day)
    told = asdict(booking) | {"needs": list(booking.needs), "room": booking.room or None}
    appointment = Appointment(
        id=entry.id, worker_id=worker_id, booked_by=entry.author_id, beside=beside, **whose, **told
    )
    settle(session, appointment)
    return appointment


def _free_day(session: Session, worker_id: UUID, booking: Booking, *, beside: bool) -> date:
    """The day of a time that is still to come and in which the worker is free."""
    zone = context.current().timezone
    if booking.starts_at < first_of(clock.today(zone), zone):
        raise Refused("Enter a day that is not over yet.", field="on")
    if not beside and is_taken(session, booking.starts_at, booking.ends_at, worker_id=worker_id):
        raise Refused(_BUSY, field="beside")
    return booking.starts_at.astimezone(ZoneInfo(zone)).date()


def _enter(session: Session, client_id: UUID, case_id: UUID | None, day: date) -> Entry:
    return enter(
        session,
        Kind.APPOINTMENT,
        client_id=client_id,
        case_id=case_id,
        occurred_on=day,
        sensitivity=Sensitivity.BASIC,
    )


def settle(session: Session, appointment: Appointment) -> None:
    """Writes it where the database lets only one of two bookings stand, whoever came at the same moment."""
    try:
        with session.begin_nested():
            session.add(appointment)
    except IntegrityError as error:
        found = getattr(getattr(error.orig, "diag", None), "constraint_name", "")
        if found not in ("appointments_one_worker", "appointments_one_room"):
            raise
        is_worker = found == "appointments_one_worker"
        raise Refused(_BUSY if is_worker else _IN_USE, field="beside" if is_worker else "room") from None


def take_over(session: Session, appointment: Appointment, worker_id: UUID) -> bool:
    """Gives the meeting to another worker, unless they are with somebody else then; says whether."""
    try:
        with session.begin_nested():
            appointment.worker_id = worker_id
            appointment.version += 1
    except IntegrityError:
        return False
    return True


def becomes_now(session: Session, appointment: Appointment, event: str) -> None:
    """Moves it on, after keeping what it was; refuses what cannot happen now."""
    hold(session, appointment)
    state = appointment.after(event)
    keep(session, appointment)
    appointment.state = state


def tell(session: Session, appointment: Appointment) -> None:
    """Says in the audit trail how the appointment stands now; call it last."""
    verb, client_id = audit.Verb.APPOINTMENT_CHANGED, appointment.client_id
    audit.record(session, verb, appointment.id, client_id=client_id, state=appointment.state)
