"""Today: what needs the person who looks."""

from typing import Any

from flask import Blueprint, Response

from records.assessments.queries import due_runs, low_runs
from records.barriers.queries import risks_to_review
from records.cases.queries import caseload_of
from records.clients.asked import asked_for_access
from records.closing.queries import closings_to_see
from records.consents.queries import expiring_consents
from records.desk.queries import waiting
from records.disclosures.queries import emergencies
from records.handbook.queries import waiting_for
from records.incidents.queries import open_incidents
from records.notes import queries
from records.notes.models import Note
from records.notes.rules import REMIND_AFTER_DAYS
from records.plans.queries import plans_due
from records.reviews.queries import to_answer
from records.samples.queries import first_day_columns
from records.samples.rules import first_day
from tenants import clock, context
from tenants.members import names_of
from tenants.permissions import P, may
from webapp.access import member_can
from webapp.calendar import coming_up
from webapp.rendering import answer
from webapp.transaction import session

pages = Blueprint("today", __name__)
SHOWN = 8  # of a list that has a page of its own
# The lists that are only counted here, and who has one.
LISTS = {
    **dict.fromkeys(("check_ins", "overdue", "quiet", "paused"), P.SEE_NOTES),
    "unanswered": P.SEE_REFERRALS,
    "handovers": P.SEE_NOTES,
    "checkpoints": P.WRITE_EMPLOYMENT,
    **dict.fromkeys(("retention_red", "holds_due"), P.APPROVE_RETENTION),
}


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
        short_files=to_answer(session()) if _may(P.WRITE_CASES) else [],
        **_to_do(),
        plans_due=plans_due(session())[:SHOWN] if _may(P.WRITE_CASES) else [],
        **_to_review(),
        **_to_answer(),
    )


def _waits_long(note: Note) -> bool:
    return (clock.now() - note.created_at).days >= REMIND_AFTER_DAYS


def _to_do() -> dict[str, Any]:
    """How many lines wait on each list of one's own, without the lists that are empty; and for whoever sets the agency
    up, how far the first day is."""
    sets_up = _may(P.SET_UP)
    names = [name for name, permission in LISTS.items() if _may(permission)]
    found = waiting(session(), names, first_day_columns() if sets_up else ())
    return {
        "to_do": {name: found[name] for name in names if name in found},
        "first": first_day(found) if sets_up else None,
    }


def _to_ask() -> dict[str, Any]:
    """Low ratings nobody has answered, what is due to be asked again, and risks to look at again."""
    asks = _may(P.WRITE_ASSESSMENTS)
    return {
        "low_ratings": low_runs(session()) if asks else [],
        "assessments_due": due_runs(session())[:SHOWN] if asks else [],
        "risks_due": risks_to_review(session()) if asks else [],
    }


def _to_review() -> dict[str, Any]:
    reviews = _may(P.REVIEW_NOTES)
    return {
        "cosigning": queries.to_cosign(session()) if reviews else [],
        "closings": closings_to_see(session()) if reviews else [],
        "in_error": queries.said_in_error(session()) if reviews else [],
        "unsigned": queries.left_unsigned(session()) if reviews else [],
        "workers": names_of(session()),
    }


def _to_answer() -> dict[str, Any]:
    """What waits for those who may decide: each asked only of whom it concerns."""
    return coming_up() | {
        "asked": asked_for_access(session()) if _may(P.GRANT_ACCESS) else [],
        "ending": expiring_consents(session())[:SHOWN] if _may(P.WRITE_CONSENTS) else [],
        "emergencies": emergencies(session()) if _may(P.APPROVE_DISCLOSURES) else [],
        "incidents": open_incidents(session()) if _may(P.SEE_INCIDENTS) else [],
        **_to_ask(),
    }


def _may(permission: P) -> bool:
    now = context.current()
    return may(now.roles, permission, now.standing)
