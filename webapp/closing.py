"""The end of the work: what is still open, why it ends all the same, and a supervisor's look at that."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.cases.models import Case
from records.cases.queries import get_case
from records.closing import actions, queries
from records.documents.kinds import offered
from records.documents.letters import ClosingLetter
from records.retention.queries import explained
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Tick
from webapp.rendering import answer, done
from webapp.sentences import say
from webapp.transaction import session

pages = Blueprint("closing", __name__)
CASE = "/people/<uuid:client_id>/cases/<uuid:case_id>/closing"


class ClosingForm(Form):
    """The end of the work."""

    closed_on = Day(L_("Closed on"), missing=L_("Enter the day the work ended."))
    exit_reason = Choice(L_("Reason"), missing=L_("Choose a reason."), choices=choices("exit_reason"))
    exit_words = LongText(L_("In words"), limit=2000, rows=3)
    regardless = LongText(L_("Why it is closed with this left open"), limit=1000, rows=2)
    letter = Tick(L_("Go on to the letter for the person"), hint=L_("Not for somebody who has died."))


@pages.get(CASE)
@member_can(P.WRITE_CASES)
def new(client_id: UUID, case_id: UUID) -> Response:
    """What is still open, and the end of the work, to be recorded."""
    today = clock.today(context.current().timezone)
    return _page(get_case(session(), client_id, case_id), ClosingForm(data={"closed_on": today}))


@pages.post(CASE)
@member_can(P.WRITE_CASES)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Closes the case and starts its retention clock."""
    case, form = get_case(session(), client_id, case_id), ClosingForm()
    if not form.validate():
        return _page(case, form, status=422)
    try:
        actions.end_work(session(), case, **_told(form))
    except Refused as refusal:
        return _page(case, form, status=form.accept(refusal))
    return done(_after(case, wants_letter=form.letter.data), _("The case is closed."))


@pages.post(f"{CASE}/<uuid:closing_id>/review")
@member_can(P.REVIEW_NOTES)
def review(client_id: UUID, case_id: UUID, closing_id: UUID) -> Response:
    """Marks a closing as looked at."""
    get_case(session(), client_id, case_id)
    actions.see_closing(session(), queries.get_closing(session(), case_id, closing_id))
    return done(url_for("today.show"), _("It is marked as seen."))


def _told(form: ClosingForm) -> dict[str, Any]:
    return {name: value for name, value in form.values().items() if name != "letter"}


def _after(case: Case, *, wants_letter: bool) -> str:
    """Where one goes on: to the letter, when there is one for work that ended so."""
    kinds = offered(case.exit_reason, is_alive=g.standing.client.status != "deceased")
    to = "documents.new" if wants_letter and ClosingLetter.KIND in kinds else "cases.show"
    return url_for(to, client_id=case.client_id, case_id=case.id)


def _page(case: Case, form: ClosingForm, status: int = 200) -> Response:
    return answer(
        "closing/new.html",
        client=g.standing.client,
        case=case,
        form=form,
        left=queries.left_open(session(), case),
        kept=explained(session(), case.id),
        say=say,
        status=status,
    )
