"""Today: what needs the person who looks."""

from typing import Any

from flask import Blueprint, Response

from records.cases.queries import caseload_of
from records.clients.asked import asked_for_access
from records.consents.queries import expiring_consents
from records.disclosures.queries import emergencies
from records.handbook.queries import waiting_for
from records.incidents.queries import open_incidents
from records.notes import queries
from records.notes.models import Note
from records.notes.rules import REMIND_AFTER_DAYS
from tenants import clock, context
from tenants.members import names_of
from tenants.permissions import P, may
from webapp.access import member_can
from webapp.rendering import answer
from webapp.transaction import session

pages = Blueprint("today", __name__)
SHOWN = 8  # of a list that has a page of its own


@pages.get("/")
@member_can(P.SEE_AGENCY)
def show() -> Response:
    """Notes to finish, to answer and to review, and the caseload; an honest empty page when there is nothing."""
    me = context.current().member_id
    assert me is not None
    drafts = queries.drafts_of(session(), me)
    return answer(
        "today/show.html",
        drafts=[(note, client, _waits_long(note)) for note, client in drafts],
        returned=queries.returned_to(session(), me),
        caseload=caseload_of(session(), me),
        policies_to_read=waiting_for(session(), me),
        **_to_review(),
        **_to_answer(),
    )


def _waits_long(note: Note) -> bool:
    return (clock.now() - note.created_at).days >= REMIND_AFTER_DAYS


def _to_review() -> dict[str, Any]:
    reviews = _may(P.REVIEW_NOTES)
    return {
        "cosigning": queries.to_cosign(session()) if reviews else [],
        "in_error": queries.said_in_error(session()) if reviews else [],
        "unsigned": queries.left_unsigned(session()) if reviews else [],
        "workers": names_of(session()),
    }


def _to_answer() -> dict[str, Any]:
    """What waits for those who may decide: each asked only of whom it concerns."""
    return {
        "asked": asked_for_access(session()) if _may(P.GRANT_ACCESS) else [],
        "ending": expiring_consents(session())[:SHOWN] if _may(P.WRITE_CONSENTS) else [],
        "emergencies": emergencies(session()) if _may(P.APPROVE_DISCLOSURES) else [],
        "incidents": open_incidents(session()) if _may(P.SEE_INCIDENTS) else [],
    }


def _may(permission: P) -> bool:
    now = context.current()
    return may(now.roles, permission, now.standing)
