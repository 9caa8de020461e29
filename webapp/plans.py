"""The plan of a case: what it says now, the versions that were agreed, and how the client agrees."""

from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.access.rules import Category, Level
from records.barriers.queries import may_read
from records.cases.models import Case
from records.cases.queries import get_case
from records.history.queries import steps_of
from records.particulars.kinds import KINDS
from records.particulars.models import ParticularRow
from records.plans import agreeing, queries
from records.plans.models import Plan
from records.plans.rules import differences, is_due, may_follow
from templates.labels import LABELS
from templates.words import gettext as _
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.declared import title_of
from webapp.plan_forms import AgreementForm, PlanChangeForm, PlanForm, PlanMoveForm
from webapp.plan_words import differences_of, readable, told_of
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("plans", __name__)
# After how long a plan is looked at again, unless it says another day.
REVIEWED_AFTER = timedelta(days=90)


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/plan")
@member_can(P.SEE_CASES)
def show(client_id: UUID, case_id: UUID) -> Response:
    """Goals in the order of their priority with all that belongs to them, and the versions. Looking is recorded."""
    case, plans = get_case(session(), client_id, case_id), queries.plans_of(session(), case_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, case_id, client_id=client_id, case=case_id)
    in_force, works = next((plan for plan in plans if plan.is_in_force), None), reads_work()
    return answer(
        "plans/show.html",
        client=g.standing.client,
        case=case,
        courses=queries.courses_of(session(), case_id),
        plans=plans,
        in_force=in_force,
        is_due=in_force is not None and is_due(in_force.review_on, _today()),
        older=_older(case_id) if works else [],
        works=works,
        reads=partial(may_read, g.standing),
    )


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/plan/versions/new")
@member_can(P.WRITE_CASES)
def new(client_id: UUID, case_id: UUID) -> Response:
    """The next version, to be opened."""
    case, client = get_case(session(), client_id, case_id), g.standing.client
    start = {"language": client.language, "review_on": _today() + REVIEWED_AFTER}
    return _form_page(case, PlanForm(data=start))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/plan/versions")
@member_can(P.WRITE_CASES)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Opens it as a draft."""
    case, form = get_case(session(), client_id, case_id), PlanForm()
    if not form.validate():
        return _form_page(case, form, status=422)
    try:
        plan = agreeing.open_plan(session(), case, **form.values())
    except Refused as refusal:
        return _form_page(case, form, status=form.accept(refusal))
    return back(plan, _("This version is a draft until the person agrees."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/plan/versions/<uuid:plan_id>")
@member_can(P.SEE_CASES)
def version(client_id: UUID, case_id: UUID, plan_id: UUID) -> Response:
    """One version: as it was agreed, or as it would be agreed now."""
    plan = find(client_id, case_id, plan_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, plan.id, client_id=client_id, case=case_id)
    return _page(plan)


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/plan/versions/<uuid:plan_id>/edit")
@member_can(P.WRITE_CASES)
def edit(client_id: UUID, case_id: UUID, plan_id: UUID) -> Response:
    """What a draft says beside its goals, to be changed."""
    plan = find(client_id, case_id, plan_id)
    start = {name: getattr(plan, name) for name in ("reason", "language", "review_on", "version")}
    return _form_page(get_case(session(), client_id, case_id), PlanChangeForm(data=start), plan=plan)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/plan/versions/<uuid:plan_id>")
@member_can(P.WRITE_CASES)
def change(client_id: UUID, case_id: UUID, plan_id: UUID) -> Response:
    """Keeps the changed draft."""
    plan, form = find(client_id, case_id, plan_id), PlanChangeForm()
    case = get_case(session(), client_id, case_id)
    if not form.validate():
        return _form_page(case, form, plan=plan, status=422)
    try:
        agreeing.change_plan(session(), plan, **form.values())
    except Refused as refusal:
        form.catch_up(plan)
        return _form_page(case, form, plan=plan, status=form.accept(refusal))
    return back(plan, _("The change is kept."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/plan/versions/<uuid:plan_id>/agreement")
@member_can(P.WRITE_CASES)
def agree(client_id: UUID, case_id: UUID, plan_id: UUID) -> Response:
    """Records that the client agreed, on paper or spoken."""
    plan, form = find(client_id, case_id, plan_id), AgreementForm()
    if not form.validate():
        return _page(plan, agreement=form, status=422)
    try:
        agreeing.agree_plan(session(), plan, **form.values())
    except Refused as refusal:
        return _page(plan, agreement=form, status=form.accept(refusal))
    return back(plan, _("The plan is agreed. What it says is kept as it is."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/plan/versions/<uuid:plan_id>/state")
@member_can(P.WRITE_CASES)
def move(client_id: UUID, case_id: UUID, plan_id: UUID) -> Response:
    """How the plan goes on."""
    plan = find(client_id, case_id, plan_id)
    form = _move_form(plan)
    if not form.validate():
        return _page(plan, moving=form, status=422)
    try:
        agreeing.move_plan(session(), plan, **form.values())
    except Refused as refusal:
        form.catch_up(plan)
        return _page(plan, moving=form, status=form.accept(refusal))
    return back(plan, _("It is in the file."))


def reads_work() -> bool:
    """Whether the reader may know what was done for somebody and what came of it, not only what was agreed."""
    found: Level = g.standing.level(Category.ASSESSMENT)
    return found >= Level.READ


def _today() -> date:
    return clock.today(context.current().timezone)


def _older(case_id: UUID) -> list[tuple[ParticularRow, str]]:
    return [(row, title_of(KINDS[row.kind], row)) for row in queries.older_of(session(), case_id)]


def find(client_id: UUID, case_id: UUID, plan_id: UUID) -> Plan:
    """The version of the plan that an address names. Raises NotFound."""
    return queries.get_plan(session(), get_case(session(), client_id, case_id).id, plan_id)


def back(plan: Plan, said: str | None = None) -> Response:
    """To the page of a version."""
    here: dict[str, Any] = {"client_id": plan.client_id, "case_id": plan.case_id, "plan_id": plan.id}
    return done(url_for("plans.version", **here), said)


def _move_form(plan: Plan) -> PlanMoveForm:
    form = PlanMoveForm(data={"version": plan.version})
    form.offer(event=[(event, LABELS["plan_event"][event]) for event in may_follow(plan.state)])
    return form


def _form_page(case: Case, form: PlanForm, *, plan: Plan | None = None, status: int = 200) -> Response:
    first = plan.number == 1 if plan else not queries.plans_of(session(), case.id)
    client = g.standing.client
    return answer(
        "plans/form.html", client=client, case=case, plan=plan, form=form, first=first, status=status
    )


def _page(
    plan: Plan,
    *,
    agreement: AgreementForm | None = None,
    moving: PlanMoveForm | None = None,
    status: int = 200,
) -> Response:
    works = reads_work()
    content = plan.content or queries.content_now(queries.courses_of(session(), plan.case_id))
    agreement = agreement or AgreementForm(data={"agreed_on": _today()})
    agreement.shows(queries.seen_of(session(), plan.client_id, content))
    before, reads = queries.version_before(session(), plan), partial(may_read, g.standing)
    told = readable(content, reads)
    changed = differences(readable(before.content, reads), told) if before else []
    return answer(
        "plans/version.html",
        client=g.standing.client,
        plan=plan,
        told=told_of(told, works=works),
        before=before,
        changed=differences_of(changed, works=works),
        as_agreed=plan.is_draft or queries.is_as_agreed(session(), plan),
        agreement=agreement,
        moving=moving or _move_form(plan),
        steps=steps_of(session(), plan),
        workers=names_of(session()),
        status=status,
    )
