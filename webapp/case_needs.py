"""What a case needs, what it weighs and why, and what its worker says against a point."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.caseloads import actions, queries
from records.caseloads.models import PointDoubt
from records.caseloads.weighing import Weighed, points_now, weighed_case
from records.cases.models import Case
from records.cases.queries import get_case
from records.history.queries import steps_of
from records.needs.actions import set_needs
from records.needs.queries import needs_of
from templates.labels import label
from templates.words import gettext as _
from tenants import audit, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.caseload_forms import AnswerForm, DoubtForm, NeedsForm
from webapp.forms import Form
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("case_needs", __name__)

HERE = "/people/<uuid:client_id>/cases/<uuid:case_id>/needs"
DOUBTS = "/people/<uuid:client_id>/cases/<uuid:case_id>/point-doubts"


@pages.get(HERE)
@member_can(P.SEE_OWN_CASELOAD)
def show(client_id: UUID, case_id: UUID) -> Response:
    """What the case needs and what it weighs. Looking is recorded."""
    case = get_case(session(), client_id, case_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _page(case)


@pages.post(HERE)
@member_can(P.WRITE_CASES)
def change(client_id: UUID, case_id: UUID) -> Response:
    """Keeps what the case needs."""
    case, form = get_case(session(), client_id, case_id), NeedsForm()
    if not form.validate():
        return _page(case, form, status=422)
    told = form.values()
    try:
        set_needs(session(), case, **told | {"version": told["version"] or 0})
    except Refused as refusal:
        if (now := needs_of(session(), case_id)) is not None:
            form.catch_up(now)
        return _page(case, form, status=form.accept(refusal))
    return done(_address(case), _("What the case needs is kept."))


@pages.post(DOUBTS)
@member_can(P.WRITE_CASES)
def doubt(client_id: UUID, case_id: UUID) -> Response:
    """The worker says that a point does not fit."""
    case = get_case(session(), client_id, case_id)
    form = _offered(DoubtForm(), weighed_case(session(), case))
    if not form.validate():
        return _page(case, form, status=422)
    try:
        actions.doubt_point(session(), case, **form.values())
    except Refused as refusal:
        return _page(case, form, status=form.accept(refusal))
    return done(_address(case), _("Your supervisor sees it beside the points."))


@pages.post(f"{DOUBTS}/<uuid:point_doubt_id>/answer")
@member_can(P.SET_CASELOADS)
def answer_doubt(client_id: UUID, case_id: UUID, point_doubt_id: UUID) -> Response:
    """Says what follows from it."""
    case, form = get_case(session(), client_id, case_id), AnswerForm()
    found = queries.get_doubt(session(), case.id, point_doubt_id)
    if not form.validate():
        return _page(case, form, answering=point_doubt_id, status=422)
    try:
        actions.answer_doubt(session(), found, answer=form.answer.data)
    except Refused as refusal:
        return _page(case, form, answering=point_doubt_id, status=form.accept(refusal))
    return done(_address(case), _("The answer stands beside the point."))


def _page(
    case: Case, form: Form | None = None, *, answering: UUID | None = None, status: int = 200
) -> Response:
    """The page; one doubt at a time is answered, the oldest first unless said which."""
    needs, found = needs_of(session(), case.id), weighed_case(session(), case)
    now = {name: getattr(needs, name) for name in ("support", "contact", "way", "version")} if needs else {}
    forms: dict[str, Any] = {
        kind.__name__: form if type(form) is kind else kind(formdata=None, data=now)
        for kind in (NeedsForm, DoubtForm, AnswerForm)
    }
    _offered(forms["DoubtForm"], found)
    doubts = queries.doubts_of(session(), [case.id])
    return answer(
        "caseloads/case.html",
        client=g.standing.client,
        case=case,
        found=found,
        needs=needs,
        past=steps_of(session(), needs) if needs else [],
        points=points_now(session()),
        doubts=doubts,
        answering=answering or _oldest(doubts),
        workers=names_of(session()),
        forms=forms,
        status=status,
    )


def _oldest(doubts: Sequence[PointDoubt]) -> UUID | None:
    """The one that waits longest for an answer of whoever looks."""
    me = context.current().member_id
    waiting = [one.id for one in doubts if one.answered_at is None and one.member_id != me]
    return waiting[-1] if waiting else None


def _offered(form: Any, found: Weighed | None) -> Any:
    lines = found.lines if found else ()
    return form.offer(code=[(line.code, label(line.code, "factor")) for line in lines])


def _address(case: Case) -> str:
    return url_for("case_needs.show", client_id=case.client_id, case_id=case.id)
