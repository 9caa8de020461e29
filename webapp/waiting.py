"""How a case stands: who waits for a place, whose work rests, and what follows."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.cases import actions
from records.cases.models import Case
from records.cases.queries import get_case, set_aside, status_changes
from records.cases.rules import EVENTS, after, is_long
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Tick, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("waiting", __name__)
CASE = "/people/<uuid:client_id>/cases/<uuid:case_id>/status"


class WaitForm(Form):
    """For what somebody waits, and what speaks for an early place."""

    waits_for = Choice(
        L_("What they wait for"), missing=L_("Choose what they wait for."), choices=choices("waits_for")
    )
    since = Day(L_("Waiting since"), missing=L_("Enter the day since which they wait."))
    expected_on = Day(L_("A place is expected on"))
    urgency = LongText(
        L_("What speaks for an early place"),
        limit=500,
        rows=2,
        hint=L_("For example: the lease ends in May."),
    )
    words = LongText(L_("In a few words"), limit=2000, rows=2)
    version = Version()


class PauseForm(Form):
    """Why the work rests, and when somebody looks again."""

    reason = Choice(
        L_("Why the work rests"), missing=L_("Choose why the work rests."), choices=choices("pause_reason")
    )
    review_on = Day(L_("Look at it again on"), missing=L_("Enter the day on which you look at it again."))
    why = LongText(L_("In a few words"), limit=2000, rows=2)
    version = Version()


class StartForm(Form):
    """What changed."""

    changed = LongText(L_("In a few words"), limit=2000, rows=2)


class NarrowForm(Form):
    """Whom to show of the list."""

    reason = Choice()
    mine = Tick(L_("Only my cases"))
    long = Tick(L_("Only those who wait too long"), hint=L_("Longer than 45 days."))


@pages.get("/waiting")
@member_can(P.SEE_CASES)
def index() -> Response:
    """Who waits, the longest first; or whose work rests. What is asked for stands in the address."""
    status = "on_hold" if request.args.get("status") == "on_hold" else "waiting"
    form = _asked(status)
    asked = form.values() if form.validate() else {}
    mine = context.current().member_id if asked.get("mine") else None
    where: dict[str, Any] = {"worker_id": mine, "is_long": bool(asked.get("long")) and status == "waiting"}
    after_ = request.args.get("after")
    found = set_aside(session(), status, reason=asked.get("reason"), **where, after=after_)
    kept = {name: form[name].shown for name, value in asked.items() if value}
    told: dict[str, Any] = {
        "waits": status == "waiting",
        "kept": kept,
        "workers": names_of(session()),
        "is_long": is_long,
    }
    return answer("waiting/index.html", block="rows", form=form, found=found, **told)


@pages.get(CASE)
@member_can(P.SEE_CASES)
def show(client_id: UUID, case_id: UUID) -> Response:
    """How the case stands and stood. Looking is recorded."""
    case = get_case(session(), client_id, case_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _page(case)


@pages.post(f"{CASE}/waiting")
@member_can(P.WRITE_CASES)
def wait(client_id: UUID, case_id: UUID) -> Response:
    """Puts somebody on the waiting list, or tells anew what they wait for."""
    case, form = get_case(session(), client_id, case_id), WaitForm()
    if not form.validate():
        return _page(case, form, status=422)
    try:
        actions.put_on_waiting_list(session(), case, **form.values())
    except Refused as refusal:
        form.catch_up(case)
        return _page(case, form, status=form.accept(refusal))
    return done(_of(case), _("They are on the waiting list."))


@pages.post(f"{CASE}/pause")
@member_can(P.WRITE_CASES)
def pause(client_id: UUID, case_id: UUID) -> Response:
    """Lets the work rest."""
    case, form = get_case(session(), client_id, case_id), PauseForm()
    if not form.validate():
        return _page(case, form, status=422)
    try:
        actions.pause(session(), case, **form.values())
    except Refused as refusal:
        form.catch_up(case)
        return _page(case, form, status=form.accept(refusal))
    return done(_of(case), _("The work is paused."))


@pages.post(f"{CASE}/work")
@member_can(P.WRITE_CASES)
def start(client_id: UUID, case_id: UUID) -> Response:
    """There is a place, or the work goes on."""
    case, form = get_case(session(), client_id, case_id), StartForm()
    if not form.validate():
        return _page(case, form, status=422)
    actions.start_work(session(), case, words=form.changed.data)
    to = url_for("cases.show", client_id=client_id, case_id=case_id)
    return done(to, _("The work begins or goes on."))


def _asked(status: str) -> NarrowForm:
    """The form as the address fills it in; what changes nothing needs no token."""
    form, waits = NarrowForm(formdata=request.args or None, meta={"csrf": False}), status == "waiting"
    form.reason.label.text = _("What they wait for") if waits else _("Why the work rests")
    form.offer(reason=choices("waits_for" if waits else "pause_reason"))
    return form


def _page(case: Case, form: Form | None = None, status: int = 200) -> Response:
    changes, today = status_changes(session(), case.id), clock.today(context.current().timezone)
    now = changes[0] if changes and changes[0].reason else None
    said = ("expected_on", "urgency", "words", "reason")
    start: dict[str, Any] = {name: getattr(now, name) for name in said} if now else {}
    start |= {"waits_for": start.get("reason"), "since": case.waiting_since or today, "version": case.version}
    start |= {"review_on": case.review_on, "why": start.get("words")}
    forms: dict[str, Any] = {
        kind.__name__: form if type(form) is kind else kind(formdata=None, data=start)
        for kind in (WaitForm, PauseForm, StartForm)
    }
    follows = [event for event in EVENTS if after(case.status, event)]
    told: dict[str, Any] = {"now": now, "changes": changes, "follows": follows, "forms": forms}
    people: dict[str, Any] = {"workers": names_of(session()), "is_long": is_long}
    return answer("waiting/show.html", client=g.standing.client, case=case, status=status, **told, **people)


def _of(case: Case) -> str:
    return url_for("waiting.show", client_id=case.client_id, case_id=case.id)
