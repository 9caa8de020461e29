"""Risks: what is watched, until when, and what is done against it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.barriers import queries, risks
from records.barriers.hints import loaded
from records.barriers.models import Risk
from records.barriers.rules import RiskContent
from records.cases.models import Case
from records.cases.queries import get_case
from records.history.queries import steps_of
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Text, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("risks", __name__)


class RiskForm(Form):
    """A danger, and what is done against it."""

    kind = Choice(L_("Kind of risk"), missing=L_("Choose the kind of risk."), choices=choices("risk_kind"))
    level = Choice(
        L_("How high"), missing=L_("Choose how high it is."), choices=choices("risk_level"), as_radio=True
    )
    grounds = LongText(
        L_("What it rests on"),
        missing=L_("Say what you saw or were told."),
        limit=2000,
        rows=2,
        hint=L_("What was seen or said, by whom and when. The person may read it."),
    )
    mitigation = LongText(L_("What is done against it"), limit=2000, rows=2)
    told_to = Text(L_("Who was told"), limit=300)
    review_on = Day(L_("Look at it again on"), missing=L_("Enter the day to look at it again."))

    def content(self) -> RiskContent:
        """What was entered, as a risk."""
        given: dict[str, Any] = {name: self[name].data or "" for name in RiskContent.__dataclass_fields__}
        return RiskContent(**given)


class ReviewForm(RiskForm):
    """The risk, as somebody saw it last, and what the review found."""

    reason = Text(L_("What you found"), missing=L_("Say what you found."), limit=500)
    version = Version()


class CloseForm(Form):
    """Why it is over."""

    over_why = LongText(L_("Why it is over"), missing=L_("Say why it is over."), limit=2000, rows=2)


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/risks")
@member_can(P.SEE_ASSESSMENTS)
def index(client_id: UUID, case_id: UUID) -> Response:
    """The risks of a case. Looking is recorded."""
    case = get_case(session(), client_id, case_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _list(case, RiskForm(formdata=None))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/risks")
@member_can(P.WRITE_ASSESSMENTS)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Writes down a risk."""
    case, form = get_case(session(), client_id, case_id), RiskForm()
    if not form.validate():
        return _list(case, form, status=422)
    try:
        risks.add_risk(session(), case, form.content())
    except Refused as refusal:
        return _list(case, form, status=form.accept(refusal))
    return done(_list_of(case.client_id, case.id), _("The risk is written down."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/risks/<uuid:risk_id>")
@member_can(P.SEE_ASSESSMENTS)
def show(client_id: UUID, case_id: UUID, risk_id: UUID) -> Response:
    """One risk, and what it said before. Looking is recorded."""
    case = get_case(session(), client_id, case_id)
    risk = queries.get_risk(session(), case.id, risk_id, g.standing)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _page(risk)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/risks/<uuid:risk_id>")
@member_can(P.WRITE_ASSESSMENTS)
def review(client_id: UUID, case_id: UUID, risk_id: UUID) -> Response:
    """Looks at it again."""
    case, form = get_case(session(), client_id, case_id), ReviewForm()
    risk = queries.get_risk(session(), case.id, risk_id, g.standing)
    if not form.validate():
        return _page(risk, form, status=422)
    told = {"version": form.version.data or 0, "reason": form.reason.data}
    try:
        risks.review_risk(session(), risk, form.content(), **told)
    except Refused as refusal:
        form.catch_up(risk)
        return _page(risk, form, status=form.accept(refusal))
    return done(_list_of(client_id, case_id), _("The risk is looked at again."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/risks/<uuid:risk_id>/closing")
@member_can(P.WRITE_ASSESSMENTS)
def close(client_id: UUID, case_id: UUID, risk_id: UUID) -> Response:
    """It is over."""
    case, form = get_case(session(), client_id, case_id), CloseForm()
    risk = queries.get_risk(session(), case.id, risk_id, g.standing)
    if not form.validate():
        return _page(risk, form, status=422)
    risks.close_risk(session(), risk, reason=form.over_why.data)
    return done(_list_of(client_id, case_id), _("The risk is closed."))


def _page(risk: Risk, form: Form | None = None, status: int = 200) -> Response:
    start = {name: getattr(risk, name) for name in (*risk.KEPT, "version") if name != "review_on"}
    forms: dict[str, Any] = {
        kind.__name__: form if type(form) is kind else kind(formdata=None, data=start)
        for kind in (ReviewForm, CloseForm)
    }
    return answer(
        "risks/show.html",
        client=g.standing.client,
        risk=risk,
        loaded=loaded(f"{risk.grounds} {risk.mitigation or ''}"),
        past=steps_of(session(), risk),
        workers=names_of(session()),
        forms=forms,
        status=status,
    )


def _list(case: Case, form: RiskForm, status: int = 200) -> Response:
    found = queries.risks_of(session(), case.id, g.standing)
    told: dict[str, Any] = {"client": g.standing.client, "case": case, "risks": found}
    return answer("risks/index.html", form=form, status=status, **told)


def _list_of(client_id: UUID, case_id: UUID) -> str:
    return url_for("risks.index", client_id=client_id, case_id=case_id)
