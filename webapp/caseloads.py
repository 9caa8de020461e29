"""Caseloads: how many people each worker works with and what that weighs, why, and how it is worked out."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from records.caseloads import actions, batches, queries
from records.caseloads.rules import STARTING
from records.caseloads.weighing import points_now, points_set
from templates.words import gettext as _
from tenants import context
from tenants.errors import NotFound, Refused
from tenants.members import Member, get_member, names_of
from tenants.permissions import P
from webapp.access import may_here, member_can
from webapp.caseload_forms import CapacityForm, PointsForm
from webapp.forms import Form
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("caseloads", __name__)


@pages.get("/caseloads")
@member_can(P.SEE_OWN_CASELOAD)
def index() -> Response:
    """Everybody's, by name; whoever sees only their own goes there."""
    if not may_here(P.SEE_CASELOADS):
        return done(url_for("caseloads.show", member_id=context.current().member_id))
    return answer(
        "caseloads/index.html",
        loads=queries.caseloads(session()),
        doubts=queries.open_doubts(session()),
        reassignments=batches.reassignments(session()),
        workers=names_of(session()),
    )


@pages.get("/caseloads/points")
@member_can(P.SEE_OWN_CASELOAD)
def points() -> Response:
    """How it is worked out, for everybody; to be changed by whoever answers for caseloads."""
    return _points_page(PointsForm(data=points_now(session())))


@pages.post("/caseloads/points")
@member_can(P.SET_CASELOADS)
def set_points() -> Response:
    """Settles what weighs how much from now on."""
    form = PointsForm()
    if not form.validate():
        return _points_page(form, status=422)
    told = {code: form[code].data for code in STARTING}
    try:
        actions.set_points(session(), points=told, why=form.why.data)
    except Refused as refusal:
        return _points_page(form, status=form.accept(refusal))
    return done(
        url_for("caseloads.points"), _("The points are settled. Every caseload is counted with them.")
    )


@pages.get("/caseloads/<uuid:member_id>")
@member_can(P.SEE_OWN_CASELOAD)
def show(member_id: UUID) -> Response:
    """One member's cases, each with its points and why."""
    member = get_member(session(), member_id)
    if member.id != context.current().member_id and not may_here(P.SEE_CASELOADS):
        raise NotFound()
    return _member_page(member)


@pages.post("/caseloads/<uuid:member_id>/capacity")
@member_can(P.SET_CASELOADS)
def set_capacity(member_id: UUID) -> Response:
    """Settles how much somebody can carry."""
    member, form = get_member(session(), member_id), CapacityForm()
    if not form.validate():
        return _member_page(member, form, status=422)
    actions.set_capacity(session(), member, **form.values())
    return done(url_for("caseloads.show", member_id=member_id), _("The capacity is settled."))


def _points_page(form: Form, *, status: int = 200) -> Response:
    return answer(
        "caseloads/points.html",
        form=form,
        points=points_now(session()),
        past=points_set(session()),
        workers=names_of(session()),
        status=status,
    )


def _member_page(member: Member, form: Form | None = None, *, status: int = 200) -> Response:
    found = queries.caseload_of(session(), member)
    start = {"points": found.points, "percent": found.percent}
    doubts = queries.doubts_of(session(), [case.id for case in found.cases])
    return answer(
        "caseloads/show.html",
        member=member,
        is_mine=member.id == context.current().member_id,
        found=found,
        doubted={doubt.case_id for doubt in doubts if doubt.answered_at is None},
        form=form or CapacityForm(formdata=None, data=start),
        status=status,
    )
