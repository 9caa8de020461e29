"""Keeping in touch: check-ins planned, made or called off, and attempts to reach somebody."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from records.cases.models import Case
from records.cases.queries import get_case
from records.tasks import contacts, queries
from records.tasks.models import CheckIn
from templates.words import gettext as _
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import done
from webapp.tasks import AttemptForm, CheckInForm, page_of, went
from webapp.transaction import session

pages = Blueprint("check_ins", __name__)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/check-ins")
@member_can(P.WRITE_NOTES)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Plans a check-in."""
    case, form = get_case(session(), client_id, case_id), CheckInForm()
    if not form.validate():
        return page_of(case, form, status=422)
    try:
        contacts.plan_check_in(session(), case, channel=form.way.data, due_on=form.check_on.data)
    except Refused as refusal:
        return page_of(case, form, status=form.accept(refusal))
    return done(_tasks_of(case), _("The check-in is planned."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/check-ins/<uuid:check_in_id>/attempts")
@member_can(P.WRITE_NOTES)
def answered(client_id: UUID, case_id: UUID, check_in_id: UUID) -> Response:
    """What came of a check-in, in one tap; in place when it was tapped in a list."""
    case, form = get_case(session(), client_id, case_id), AttemptForm()
    check_in = queries.get_check_in(session(), case.id, check_in_id)
    return _try(case, form, check_in)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/check-ins/<uuid:check_in_id>/calling-off")
@member_can(P.WRITE_NOTES)
def call_off(client_id: UUID, case_id: UUID, check_in_id: UUID) -> Response:
    """It is not needed any more."""
    case = get_case(session(), client_id, case_id)
    contacts.call_off(session(), queries.get_check_in(session(), case.id, check_in_id))
    return done(_tasks_of(case), _("The check-in is called off."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/contact-attempts")
@member_can(P.WRITE_NOTES)
def attempt(client_id: UUID, case_id: UUID) -> Response:
    """An attempt to reach somebody that no check-in asked for."""
    return _try(get_case(session(), client_id, case_id), AttemptForm())


def _try(case: Case, form: AttemptForm, check_in: CheckIn | None = None) -> Response:
    if not form.validate():
        return page_of(case, form, status=422)
    told = form.values()
    view, words = told.pop("view"), told.pop("words") or ""
    try:
        contacts.attempt(session(), case, check_in=check_in, words=words, **told)
    except Refused as refusal:
        return page_of(case, form, status=form.accept(refusal))
    if check_in is None:
        return done(_tasks_of(case), _("The attempt is written down."))
    return went(case, check_in, view, _("The attempt is written down."))


def _tasks_of(case: Case) -> str:
    return url_for("tasks.of_case", client_id=case.client_id, case_id=case.id)
