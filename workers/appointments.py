"""Reminds people of tomorrow's appointment, where they agreed to it and where it is safe to write to them."""

from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from records.appointments.actions import remind
from records.appointments.models import Appointment
from records.appointments.queries import to_remind
from records.appointments.rules import first_of
from records.clients.models import Client
from records.consents.queries import find_safe_email
from templates import words
from templates.filters import long_day, time_of_day
from tenants import clock, context, gate, jobs
from tenants.context import acting_for
from tenants.database import TenantSession, transaction
from tenants.gate import Claimed
from tenants.jobs import Job
from tenants.permissions import READ_ONLY_STANDINGS

# Where the agency is: nobody is written to at night, and who is booked in the afternoon is written to as well.
HOURS: Final = range(9, 18)


def remind_clients(claimed: Claimed) -> None:
    """Writes to everybody who comes tomorrow, each in a transaction that also says so. Run twice, or killed between,
    it writes to nobody a second time."""
    with transaction(read_only=True) as session:
        waiting = [appointment.id for appointment, _client in _tomorrow(session)]
    for appointment_id in waiting:
        with transaction() as session:
            found = next((pair for pair in _tomorrow(session) if pair[0].id == appointment_id), None)
            if found is not None:
                _write(session, *found)
    with transaction() as session:
        jobs.finish(session, claimed.id)


def remind_everywhere() -> None:
    """Asks for the reminders of every agency where it is day and somebody comes tomorrow."""
    for agency in gate.organisations():
        if clock.now().astimezone(ZoneInfo(agency["timezone"])).hour not in HOURS:
            continue
        tenancy = gate.tenancy_for(agency["id"])
        if tenancy.standing in READ_ONLY_STANDINGS:
            continue
        with acting_for(tenancy), transaction() as session:
            if _tomorrow(session):
                jobs.enqueue(session, Job.REMIND_CLIENTS)


def _tomorrow(session: TenantSession) -> list[tuple[Appointment, Client]]:
    zone = context.current().timezone
    day = clock.today(zone) + timedelta(days=1)
    return to_remind(session, first_of(day, zone), first_of(day + timedelta(days=1), zone))


def _write(session: TenantSession, appointment: Appointment, client: Client) -> None:
    me = context.current()
    address = find_safe_email(session, client, clock.today(me.timezone))
    if address is None:
        return
    at = appointment.starts_at.astimezone(ZoneInfo(me.timezone))
    with words.speaking(client.language):
        told = {"agency": me.name, "day": long_day(at), "time": time_of_day(at)}
    remind(session, appointment, to=address, language=client.language, told=told)
