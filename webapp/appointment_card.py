"""What to have ready before somebody comes, and what came of it: each part as far as the reader may see it."""

from typing import Any

from flask import g

from records.alerts.queries import alerts_for
from records.appointments.models import Appointment
from records.clients.queries import contact_points, files_of
from records.documents.queries import find_newest
from records.notes.queries import last_signed
from records.particulars.kinds import KINDS
from records.particulars.queries import particulars_of
from records.tasks.queries import tasks_of_case
from webapp.access import may_here
from webapp.declared import facts_of
from webapp.transaction import session

# How to speak with somebody, what they asked for, and what was agreed to make it easier to work together.
_READY = ("communication", "accommodation", "alliance_barrier")


def card_of(appointment: Appointment) -> dict[str, Any]:
    """How to welcome the person: name, alerts, format, how to reach them, what was agreed last and is still open."""
    rows = [
        row for row in particulars_of(session(), g.standing) if row.kind in _READY and row.state == "current"
    ]
    return {
        "alerts": alerts_for(session(), [g.standing, *files_of(session(), appointment.client_id)]),
        "ready": [(KINDS[row.kind], facts_of(KINDS[row.kind], row)) for row in rows],
        "contacts": contact_points(session(), appointment.client_id),
        **_of_the_case(appointment),
    }


def _of_the_case(appointment: Appointment) -> dict[str, Any]:
    case_id = appointment.case_id
    found: dict[str, Any] = {"steps": [], "last": None, "sheet": None}
    if case_id and may_here("see_cases"):
        found["steps"] = [task for task in tasks_of_case(session(), case_id) if task.state == "open"]
    if case_id and may_here("see_notes"):
        found["last"] = last_signed(session(), case_id=case_id)
    if case_id and appointment.ended_at and may_here("see_documents"):
        found["sheet"] = find_newest(session(), case_id, kind="next_steps", since=appointment.ended_at)
    return found
