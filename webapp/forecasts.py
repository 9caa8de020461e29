"""Looking ahead: what falls due in the next months, what the draft would change, and the files behind each figure."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from records.retention import looking_ahead, queries
from records.retention.forecast import Beyond, Outlook, next_months
from records.retention.impact import Move
from records.retention.schedule import Schedule
from templates.bars import bars
from tenants.errors import NotFound, Refused
from tenants.paging import Page
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer
from webapp.rule_forms import RuleForm, offer_to
from webapp.sentences import say
from webapp.transaction import session

pages = Blueprint("forecasts", __name__)
FIGURES = (*(str(one) for one in Move), looking_ahead.NEWLY_DUE, looking_ahead.HELD, looking_ahead.NEEDS_DATE)


@pages.get("/retention/forecast")
@member_can(P.SEE_RETENTION)
def show() -> Response:
    """The next 24 months under the schedule in force and, beside it, under the draft."""
    draft = looking_ahead.drafted(session())
    schedules = [looking_ahead.in_force(session()), *([draft] if draft else [])]
    now, *others = looking_ahead.outlooks(session(), schedules)
    then = others[0] if others else None
    shown = [one for one in (now, then) if one]
    return answer(
        "retention/forecast.html",
        now=now,
        then=then,
        months=[(month, date.fromisoformat(f"{month}-01")) for month in now.months if _has(shown, month)],
        beyond=[place for place in Beyond if _has(shown, place)],
        picture=_picture(shown),
    )


@pages.get("/retention/preview")
@member_can(P.SEE_RETENTION)
def files() -> Response:
    """The files due in a month, or in none, and why; without a month, all with a date or an obstacle, soonest first."""
    where = request.args.get("place")
    if where is not None and where not in (*Beyond, *next_months(queries.today())):
        raise NotFound()
    schedule, of = looking_ahead.in_force(session()), request.args.get("of")
    if of == "draft":
        schedule = looking_ahead.drafted(session()) or schedule
    page = looking_ahead.files_at(session(), schedule, where, after=request.args.get("after"))
    first = date.fromisoformat(f"{where}-01") if where and where not in tuple(Beyond) else None
    return _list("retention/preview.html", page, place=where, first=first, of=of)


@pages.get("/retention/draft/impact")
@member_can(P.SEE_RETENTION)
def moved() -> Response:
    """The files behind one figure of what the draft would change, or a line of it that is being written."""
    what, after = request.args.get("what", Move.EARLIER), _asked_for()
    if what not in FIGURES:
        raise NotFound()
    if after is None:
        return answer("retention/moved.html", impact=None, page=None, what=what, asked={})
    impact = looking_ahead.impact_of(session(), after)
    page = looking_ahead.files_moved(session(), after, what, after=request.args.get("after"))
    asked = {name: values for name, values in _args().items() if name != "what"}
    return _list("retention/moved.html", page, what=what, impact=impact, asked=asked)


def _asked_for() -> Schedule | None:
    """The draft, with the line that the address holds, if it holds one."""
    if "record_class" not in request.args:
        return looking_ahead.drafted(session())
    form = RuleForm(formdata=request.args, meta={"csrf": False})
    rule = queries.find_rule_of_draft(session(), form.instead_of.data)
    if not offer_to(form).validate():
        raise NotFound()
    try:
        line = form.line(None, rule.selector.get("jurisdiction") if rule else None)
    except Refused:
        raise NotFound() from None
    return looking_ahead.drafted(session(), line=line, instead_of=rule.id if rule else None)


def _list(template: str, page: Page[Any], **context: Any) -> Response:
    clients = queries.clients_named(session(), [one.explained.standing.case.client_id for one in page.rows])
    more = f"{request.path}?{urlencode({**_args(), 'after': page.after}, doseq=True)}" if page.after else None
    return answer(
        template,
        block="rows",
        page=page,
        more=more,
        clients=clients,
        say=say,
        as_of=queries.today(),
        **context,
    )


def _args() -> dict[str, list[str]]:
    return {name: values for name, values in request.args.lists() if name != "after"}


def _has(shown: list[Outlook], where: str) -> bool:
    return any(one.total(where) or one.must_go.get(where) for one in shown)


def _picture(shown: list[Outlook]) -> object:
    months = shown[0].months
    return bars(months, [[(one.at(month).due, one.at(month).held) for month in months] for one in shown])
