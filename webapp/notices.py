"""Notices: what waits for the person who looks, and what they have seen."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request, url_for

from records.clients.finding import known_among
from records.notices import actions, queries
from records.notices.models import Notice
from records.notices.rules import Kind
from templates.words import gettext as _
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer, done, has_page
from webapp.transaction import session

pages = Blueprint("notices", __name__)

# The page that each kind leads to, and what its address calls the thing. A page that does not lie in a file needs no
# client in its address.
_LEADS_TO = {
    Kind.NOTE_RETURNED: ("notes.show", "note_id"),
    Kind.NOTE_TO_COSIGN: ("notes.show", "note_id"),
    Kind.REMARKED: ("supervision.show", "exchange_id"),
    Kind.REMARK_ANSWERED: ("supervision.show", "exchange_id"),
    Kind.REFERRAL_ANSWERED: ("referrals.show", "referral_id"),
    Kind.CASE_YOURS: ("cases.show", "case_id"),
    Kind.HANDOVER_OFFERED: ("handovers.show", "handover_id"),
    Kind.TASK_GIVEN: ("tasks.show", "task_id"),
    Kind.RUN_HIDDEN: ("runs.show", "run_id"),
    Kind.FILE_TO_REVIEW: ("due_files.show", "case_id"),
    Kind.HOLD_TO_REVIEW: ("holds.show", "hold_id"),
    Kind.LINK_CLOSED: ("deliveries.index", "document_id"),
}

_OUTSIDE = ("supervision.show",)  # of the file, whomever the notice is about


@pages.get("/notices")
@member_can(P.SEE_AGENCY)
def index() -> Response:
    """What the reader was told, newest first; of people they must not know of without a name and a link."""
    page = queries.page_of_notices(session(), after=request.args.get("after"))
    people = known_among(session(), {one.client_id for one in page.rows if one.client_id})
    links = {
        one.id: _address_of(one) for one in page.rows if one.client_id is None or one.client_id in people
    }
    return answer("notices/index.html", block="rows", page=page, people=people, links=links)


@pages.post("/notices/<uuid:notice_id>/reading")
@member_can(P.ANSWER_FOR_ONESELF)
def read(notice_id: UUID) -> Response:
    """The reader has seen it."""
    actions.read(session(), queries.get_notice(session(), notice_id))
    return done(url_for("notices.index"))


@pages.post("/notices/reading")
@member_can(P.ANSWER_FOR_ONESELF)
def read_all() -> Response:
    """The reader has seen everything."""
    actions.read_all(session())
    return done(url_for("notices.index"), _("Everything is marked as read."))


def _address_of(notice: Notice) -> str | None:
    endpoint, name = _LEADS_TO[Kind(notice.kind)]
    if endpoint == "due_files.show" and notice.case_id is None:
        endpoint, name = "due_files.show_person", "client_id"
    if notice.about is None or not has_page(endpoint):
        return None
    told: dict[str, Any] = {"client_id": notice.client_id, "case_id": notice.case_id, name: notice.about}
    return url_for(endpoint, **{key: value for key, value in told.items() if value})
