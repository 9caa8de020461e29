"""Tasks: the worklist of whoever looks, and the tasks of a case."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.cases.models import Case
from records.cases.queries import get_case
from records.history.queries import steps_of
from records.tasks import actions, queries
from records.tasks.models import CheckIn, Task
from records.tasks.queries import Due
from records.tasks.rules import VIEWS
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit
from tenants.errors import Refused
from tenants.members import Member, members, names_of
from tenants.permissions import P
from webapp.access import may_here, member_can
from webapp.forms import Choice, Day, Form, Hidden, LongText, Text, Tick, Version
from webapp.rendering import answer, done, toast, wants_fragment
from webapp.transaction import session

pages = Blueprint("tasks", __name__)


class TaskForm(Form):
    """What somebody is to do."""

    what = LongText(L_("What is to be done"), missing=L_("Say what is to be done."), limit=300, rows=2)
    owner = Choice(
        L_("Who does it"), missing=L_("Choose who does it."), choices=choices("who"), as_radio=True
    )
    owner_name = Text(L_("Which provider"), limit=120, hint=L_("Only when a provider does it."))
    due_on = Day(L_("By"))
    agreed = Tick(L_("The person agreed to this"))


class FinishForm(Form):
    """What shows that it is done; `view` is the list it was ticked off in."""

    evidence = LongText(L_("What shows that it is done"), limit=2000, rows=2)
    view = Hidden()


class DropForm(Form):
    """Why it will not be done."""

    reason = LongText(
        L_("Why it will not be done"), missing=L_("Say why it will not be done."), limit=500, rows=2
    )


class MoveForm(Form):
    """Another day, and why."""

    due_on = Day(L_("By"))
    moved_why = Text(L_("Why the day changes"), missing=L_("Say why the day changes."), limit=500)
    version = Version()


class CheckInForm(Form):
    """When to ask how it goes, and how."""

    way = Choice(L_("How"), missing=L_("Choose how."), choices=choices("contact_kind"), as_radio=True)
    check_on = Day(L_("On"), missing=L_("Enter the day."))


class AttemptForm(Form):
    """An attempt to reach somebody, and what came of it; `view` is the list it was tapped in."""

    channel = Choice(L_("How"), missing=L_("Choose how."), choices=choices("contact_kind"), as_radio=True)
    outcome = Choice(
        L_("What came of it"), missing=L_("Choose what came of it."), choices=choices("attempt_outcome")
    )
    made_on = Day(L_("On"), hint=L_("Empty: today."))
    words = LongText(L_("In a few words"), limit=2000, rows=2)
    view = Hidden()


@pages.get("/tasks")
@member_can(P.SEE_NOTES)
def index() -> Response:
    """What waits for the reader, by what it is; or who of somebody else's people went quiet."""
    asked, whose = request.args.get("view", ""), _somebody_else()
    view = "quiet" if whose else asked if asked in VIEWS else VIEWS[0]
    member_id = whose.id if whose else None
    found = queries.worklist(session(), view, whose=member_id, after=request.args.get("after"))
    people = [due.client.id for due in found.rows] if view in ("check_ins", "quiet") else []
    reach = queries.reach_of(session(), people)
    lists: dict[str, Any] = {"views": VIEWS, "view": view, "outcomes": choices("attempt_outcome")}
    return answer("tasks/index.html", block="rows", found=found, reach=reach, whose=whose, **lists)


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/tasks")
@member_can(P.SEE_NOTES)
def of_case(client_id: UUID, case_id: UUID) -> Response:
    """The tasks of a case, and how its client is kept in touch with. Looking is recorded."""
    case = get_case(session(), client_id, case_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return page_of(case)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/tasks")
@member_can(P.WRITE_NOTES)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Adds a task."""
    case, form = get_case(session(), client_id, case_id), TaskForm()
    if not form.validate():
        return page_of(case, form, status=422)
    told: dict[str, Any] = {name: form[name].data for name in ("owner", "due_on", "agreed")}
    told |= {"text": form.what.data, "owner_name": form.owner_name.data or ""}
    try:
        actions.agree(session(), case, source="hand", **told)
    except Refused as refusal:
        return page_of(case, form, status=form.accept(refusal))
    return done(_tasks_of(case), _("The task is on the list."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/tasks/<uuid:task_id>")
@member_can(P.SEE_NOTES)
def show(client_id: UUID, case_id: UUID, task_id: UUID) -> Response:
    """One task, its days before, and what may become of it. Looking is recorded."""
    case = get_case(session(), client_id, case_id)
    task = queries.get_task(session(), case.id, task_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _page(case, task)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/tasks/<uuid:task_id>/completion")
@member_can(P.WRITE_NOTES)
def finish(client_id: UUID, case_id: UUID, task_id: UUID) -> Response:
    """It is done; in place when it was ticked off in a list."""
    case, form = get_case(session(), client_id, case_id), FinishForm()
    task = queries.get_task(session(), case.id, task_id)
    if not form.validate():
        return _page(case, task, form, status=422)
    actions.finish(session(), task, evidence=form.evidence.data or "")
    return went(case, task, form.view.data, _("The task is done."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/tasks/<uuid:task_id>/dropping")
@member_can(P.WRITE_NOTES)
def drop(client_id: UUID, case_id: UUID, task_id: UUID) -> Response:
    """It will not be done."""
    case, form = get_case(session(), client_id, case_id), DropForm()
    task = queries.get_task(session(), case.id, task_id)
    if not form.validate():
        return _page(case, task, form, status=422)
    actions.drop(session(), task, reason=form.reason.data)
    return done(_tasks_of(case), _("The task is dropped."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/tasks/<uuid:task_id>/day")
@member_can(P.WRITE_NOTES)
def move(client_id: UUID, case_id: UUID, task_id: UUID) -> Response:
    """Gives it another day."""
    case, form = get_case(session(), client_id, case_id), MoveForm()
    task = queries.get_task(session(), case.id, task_id)
    if not form.validate():
        return _page(case, task, form, status=422)
    day, version = form.due_on.data, form.version.data or 0
    try:
        actions.move(session(), task, due_on=day, reason=form.moved_why.data, version=version)
    except Refused as refusal:
        form.catch_up(task)
        return _page(case, task, form, status=form.accept(refusal))
    return done(_tasks_of(case), _("The task has another day."))


def _somebody_else() -> Member | None:
    """Whose list is asked for, when the reader may see everybody's caseload."""
    here = members(session()) if "whose" in request.args and may_here(P.SEE_CASELOADS) else []
    return next((one for one in here if str(one.id) == request.args["whose"]), None)


def page_of(case: Case, form: Form | None = None, status: int = 200) -> Response:
    """The page of a case's tasks and check-ins; `form` is the one that was sent, in its place."""
    forms: dict[str, Any] = {
        kind.__name__: form if type(form) is kind else kind(formdata=None)
        for kind in (TaskForm, CheckInForm, AttemptForm)
    }
    return answer(
        "tasks/of_case.html",
        client=g.standing.client,
        case=case,
        tasks=queries.tasks_of_case(session(), case.id),
        check_ins=queries.check_ins_of(session(), case.id),
        attempts=queries.attempts_of(session(), case.id),
        points=queries.reach_of(session(), [case.client_id])[case.client_id],
        workers=names_of(session()),
        outcomes=choices("attempt_outcome"),
        forms=forms,
        status=status,
    )


def went(case: Case, row: Task | CheckIn, view: str | None, words: str) -> Response:
    """After something was ticked off in a list: its line as it is now, or the list again; else the page of the case."""
    if view not in VIEWS:
        return done(_tasks_of(case), words)
    if not wants_fragment():
        return done(url_for("tasks.index", view=view), words)
    toast(words)
    due = Due(row, g.standing.client, case.number, row.due_on or date.max)
    reach = queries.reach_of(session(), [case.client_id])
    told: dict[str, Any] = {"due": due, "view": view, "outcomes": choices("attempt_outcome")}
    return answer("tasks/_line.html", fragment="tasks/_line.html", reach=reach, **told)


def _page(case: Case, task: Task, form: Form | None = None, status: int = 200) -> Response:
    start = {"due_on": task.due_on, "version": task.version}
    forms: dict[str, Any] = {
        kind.__name__: form if type(form) is kind else kind(formdata=None, data=start)
        for kind in (FinishForm, MoveForm, DropForm)
    }
    past = steps_of(session(), task)
    names = names_of(session())
    told: dict[str, Any] = {"task": task, "case": case, "past": past, "workers": names, "forms": forms}
    return answer("tasks/show.html", client=g.standing.client, status=status, **told)


def _tasks_of(case: Case) -> str:
    return url_for("tasks.of_case", client_id=case.client_id, case_id=case.id)
