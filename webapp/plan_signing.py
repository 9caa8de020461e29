"""The plan for the client's own eyes: what they agree to, in their language, and their signature."""

from uuid import UUID

from flask import Blueprint, Response, g

from records.consents.rules import strokes_of
from records.plans import agreeing, queries
from records.plans.models import Plan
from templates import words
from templates.words import gettext as _
from tenants import clock, context
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.plan_forms import PlanSignatureForm
from webapp.plan_words import told_of
from webapp.plans import back, find
from webapp.rendering import answer
from webapp.transaction import session

pages = Blueprint("plan_signing", __name__)


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/plan/versions/<uuid:plan_id>/signature")
@member_can(P.WRITE_CASES)
def signature(client_id: UUID, case_id: UUID, plan_id: UUID) -> Response:
    """The plan for the client's own eyes, in their language, to be signed."""
    plan = find(client_id, case_id, plan_id)
    if not plan.is_draft:
        return back(plan)
    with words.speaking(plan.language):
        return _signing(plan, PlanSignatureForm())


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/plan/versions/<uuid:plan_id>/signature")
@member_can(P.WRITE_CASES)
def sign(client_id: UUID, case_id: UUID, plan_id: UUID) -> Response:
    """Keeps the client's own agreement."""
    plan = find(client_id, case_id, plan_id)
    with words.speaking(plan.language):
        form = PlanSignatureForm()
        if not form.validate():
            return _signing(plan, form, status=422)
        try:
            _sign(plan, form)
        except Refused as refusal:
            return _signing(plan, form, status=form.accept(refusal))
    return back(plan, _("The plan is agreed. What it says is kept as it is."))


def _sign(plan: Plan, form: PlanSignatureForm) -> None:
    signature = {"name": form.name.data, "strokes": strokes_of(form.drawing.data or "")}
    agreeing.agree_plan(
        session(),
        plan,
        seen=form.seen.data or "",
        agreed_how="signed_screen",
        agreed_on=clock.today(context.current().timezone),
        signature=signature,
    )


def _signing(plan: Plan, form: PlanSignatureForm, status: int = 200) -> Response:
    content = queries.content_now(queries.courses_of(session(), plan.case_id))
    form.shows(queries.seen_of(session(), plan.client_id, content))
    told = told_of(content, works=True)
    return answer("plans/sign.html", client=g.standing.client, plan=plan, told=told, form=form, status=status)
