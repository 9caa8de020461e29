"""An employer confirms somebody's work by a private link, without an account. The page shows only what they confirm."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from records.outcomes import asking
from templates import words
from tenants import context, gate
from tenants.context import acting_for
from tenants.errors import Refused
from webapp.access import anyone
from webapp.outcome_forms import AnswerForm
from webapp.rendering import answer
from webapp.transaction import session, within_transaction

pages = Blueprint("employer_answers", __name__)


@pages.get("/answer/work/<token>")
@anyone
def show(token: str) -> Response:
    """The question, while the link holds."""
    return _inside(token, lambda request_id: _page(request_id, AnswerForm()))


@pages.post("/answer/work/<token>")
@anyone
def give(token: str) -> Response:
    """Keeps the answer; the worker sees it in the file."""
    return _inside(token, _given)


def _given(request_id: UUID) -> Response:
    asked, form = asking.get_answerable(session(), request_id)[0], AnswerForm()
    if not form.validate():
        return _page(request_id, form, status=422)
    try:
        asking.take_answer(session(), asked, **_told(form))
    except Refused as refusal:
        return _page(request_id, form, status=form.accept(refusal))
    return answer("outcomes/employer_answered.html", agency=context.current().name)


def _told(form: AnswerForm) -> dict[str, Any]:
    works = form.still_works.data == "yes"
    return {
        "still_works": works,
        "hours_week": form.hours.data if works else None,
        "since": form.since.data if works else None,
        "answered_by": form.answered_by.data,
    }


def _inside(token: str, view: Callable[[UUID], Response]) -> Response:
    """Runs the view inside the agency that sent the link, as nobody of it."""
    found = asking.find_answerable(token)
    if found is None:
        return answer("referrals/over.html", status=404)
    organisation_id, request_id = found
    with acting_for(gate.tenancy_for(organisation_id)):
        return within_transaction(lambda: view(request_id))


def _page(request_id: UUID, form: AnswerForm, status: int = 200) -> Response:
    asked, client, spell = asking.get_answerable(session(), request_id)
    shown: dict[str, Any] = {"client": client, "spell": spell, "form": form}
    with words.speaking(asked.language):
        return answer("outcomes/employer.html", agency=context.current().name, status=status, **shown)
