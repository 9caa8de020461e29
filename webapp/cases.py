"""A case: open it, see its work, change the goal, reopen it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.cases import actions
from records.cases.models import Case
from records.cases.queries import get_case
from records.clients.models import Client
from records.closing.queries import last_closing
from records.entries.queries import timeline
from records.retention.queries import explained
from records.tasks.queries import tasks_of_case
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import may_here, member_can
from webapp.forms import Choice, Day, Form, LongText, Text, Version
from webapp.rendering import answer, done
from webapp.sentences import say
from webapp.transaction import session

pages = Blueprint("cases", __name__)


class CaseForm(Form):
    """Where the work begins."""

    opened_on = Day(L_("Opened on"), missing=L_("Enter the day the work began."))
    program = Text(L_("Program"), limit=120)
    goal = LongText(L_("What the client wants to reach, in their words"), rows=3)
    waits_for = Choice(
        L_("They wait first for"),
        choices=choices("waits_for"),
        hint=L_("Empty: the work begins now. Else they stand on the waiting list."),
    )


class GoalForm(Form):
    """The goal, as somebody saw it last."""

    goal = LongText(L_("What the client wants to reach, in their words"), rows=3)
    version = Version()


class ReopeningForm(Form):
    """Why the work goes on."""

    reason = Text(L_("Why the work goes on"), missing=L_("Say why the work goes on."))


@pages.get("/people/<uuid:client_id>/cases/new")
@member_can(P.WRITE_CASES)
def new(client_id: UUID) -> Response:
    """An empty form for a new case."""
    client = g.standing.client
    start = {"opened_on": clock.today(context.current().timezone)}
    return answer("cases/new.html", client=client, form=CaseForm(data=start))


@pages.post("/people/<uuid:client_id>/cases")
@member_can(P.WRITE_CASES)
def create(client_id: UUID) -> Response:
    """Opens a case."""
    client, form = g.standing.client, CaseForm()
    if not form.validate():
        return answer("cases/new.html", client=client, form=form, status=422)
    given = {name: value or "" for name, value in form.values().items() if name != "opened_on"}
    try:
        case = actions.open_case(session(), client, opened_on=form.opened_on.data, **given)
    except Refused as refusal:
        return answer("cases/new.html", client=client, form=form, status=form.accept(refusal))
    return done(url_for("cases.show", client_id=client_id, case_id=case.id), _("The case is open."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>")
@member_can(P.SEE_CASES)
def show(client_id: UUID, case_id: UUID) -> Response:
    """The case: goal, next steps, documents, timeline. Looking is recorded."""
    case, client = get_case(session(), client_id, case_id), g.standing.client
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return answer("cases/show.html", block="entries", client=client, case=case, **_work_of(case))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/goal")
@member_can(P.WRITE_CASES)
def set_goal(client_id: UUID, case_id: UUID) -> Response:
    """Keeps the goal."""
    case, form = get_case(session(), client_id, case_id), GoalForm()
    if not form.validate():
        return _again(client_id, case, form)
    try:
        actions.change_goal(session(), case, goal=form.goal.data or "", version=form.version.data)
    except Refused as refusal:
        form.catch_up(case)
        return _again(client_id, case, form, status=form.accept(refusal))
    return done(url_for("cases.show", client_id=client_id, case_id=case_id), _("The goal is saved."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/goal")
@member_can(P.WRITE_CASES)
def goal(client_id: UUID, case_id: UUID) -> Response:
    """The goal, to be changed."""
    case = get_case(session(), client_id, case_id)
    return _again(client_id, case, GoalForm(data={"goal": case.goal, "version": case.version}), status=200)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/reopening")
@member_can(P.WRITE_CASES)
def reopen(client_id: UUID, case_id: UUID) -> Response:
    """Takes the closing back; the retention clock stops."""
    case, form = get_case(session(), client_id, case_id), ReopeningForm()
    if not form.validate():
        return _again(client_id, case, form)
    try:
        actions.reopen_case(session(), case, reason=form.reason.data)
    except Refused as refusal:
        return _again(client_id, case, form, form.accept(refusal))
    return done(url_for("cases.show", client_id=client_id, case_id=case_id), _("The case is open again."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/reopening")
@member_can(P.WRITE_CASES)
def reopening(client_id: UUID, case_id: UUID) -> Response:
    """Why the work goes on, to be recorded."""
    return _again(client_id, get_case(session(), client_id, case_id), ReopeningForm(), status=200)


def _work_of(case: Case) -> dict[str, Any]:
    relation, after = g.standing.relation, request.args.get("after")
    return {
        "lines": timeline(session(), case.client_id, relation, case_id=case.id, after=after),
        "steps": tasks_of_case(session(), case.id) if _reads_notes() else [],
        "kept": explained(session(), case.id),
        "say": say,
        "workers": names_of(session()),
        "closing": last_closing(session(), case.id),
    }


def _reads_notes() -> bool:
    # What was agreed was written in notes, so it is theirs to read who may read notes.
    return may_here(P.SEE_NOTES)


_PAGES = {
    GoalForm: "cases/goal.html",
    ReopeningForm: "cases/reopening.html",
}


def _again(client_id: UUID, case: Case, form: Form, status: int = 422) -> Response:
    client: Client = g.standing.client
    return answer(_PAGES[type(form)], client=client, case=case, form=form, status=status)
