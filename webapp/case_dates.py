"""Until when a case is kept and why, and the dates this rests on: recorded, corrected and withdrawn with a reason."""

from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.cases.models import Case
from records.cases.queries import get_case
from records.retention import clocks
from records.retention.queries import explained
from records.retention.sentences import event
from records.retention.version_queries import behind
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Version
from webapp.rendering import answer, done
from webapp.sentences import say, told
from webapp.transaction import session

pages = Blueprint("case_dates", __name__)
DATES = "/people/<uuid:client_id>/cases/<uuid:case_id>/dates"


class DateForm(Form):
    """When something happened that starts a clock."""

    kind = Choice(L_("What happened"), missing=L_("Choose what happened."))
    on = Day(L_("On"), missing=L_("Enter the day."))
    reason = LongText(
        L_("Why this is the day"),
        missing=L_("Say why this is the day."),
        limit=500,
        rows=2,
        hint=L_("For example: the agreement itself, or a mistake in typing. It is kept with the date."),
    )
    version = Version()


class WithdrawalForm(Form):
    """Why something did not happen after all."""

    kind = Choice(L_("What did not happen"), missing=L_("Choose what did not happen."))
    reason = LongText(L_("Why it is taken back"), missing=L_("Say why it is taken back."), limit=500, rows=2)
    version = Version()


@pages.get(DATES)
@member_can(P.SEE_CASES)
def show(client_id: UUID, case_id: UUID) -> Response:
    """Until when and why, the sum, what would change it, and every date that was recorded."""
    return _page(get_case(session(), client_id, case_id))


@pages.post(DATES)
@member_can(P.WRITE_CASES)
def record(client_id: UUID, case_id: UUID) -> Response:
    """Records a date or corrects one."""
    case, form = get_case(session(), client_id, case_id), _offered(DateForm())
    if not form.validate():
        return _page(case, recording=form, status=422)
    try:
        clocks.record_date(session(), case, g.standing.client, **form.values())
    except Refused as refusal:
        form.catch_up(case)
        return _page(case, recording=form, status=form.accept(refusal))
    return done(url_for("case_dates.show", client_id=client_id, case_id=case_id), _("The date is recorded."))


@pages.get(f"{DATES}/withdrawal")
@member_can(P.WRITE_CASES)
def withdrawal(client_id: UUID, case_id: UUID) -> Response:
    """What did not happen after all, to be recorded."""
    case = get_case(session(), client_id, case_id)
    return _taking_back(case, _offered(WithdrawalForm(data={"version": case.version})))


@pages.post(f"{DATES}/withdrawal")
@member_can(P.WRITE_CASES)
def withdraw(client_id: UUID, case_id: UUID) -> Response:
    """Takes a date back."""
    case, form = get_case(session(), client_id, case_id), _offered(WithdrawalForm())
    if not form.validate():
        return _taking_back(case, form, status=422)
    try:
        clocks.withdraw_date(session(), case, **form.values())
    except Refused as refusal:
        form.catch_up(case)
        return _taking_back(case, form, status=form.accept(refusal))
    return done(
        url_for("case_dates.show", client_id=client_id, case_id=case_id), _("The date is taken back.")
    )


def _offered(form: Form) -> Form:
    form.offer(kind=[(name, say(event(name))) for name in clocks.recordable(session())])
    return form


def _taking_back(case: Case, form: Form, status: int = 200) -> Response:
    return answer("retention/withdrawal.html", client=g.standing.client, case=case, form=form, status=status)


def _page(case: Case, *, recording: Form | None = None, status: int = 200) -> Response:
    kept = explained(session(), case.id)
    rule = kept.verdict.governing_rule
    return answer(
        "retention/dates.html",
        client=g.standing.client,
        case=case,
        kept=kept,
        behind=behind(session(), UUID(rule.id)) if rule else None,
        ledger=clocks.ledger_of(session(), case),
        members=names_of(session()),
        form=recording or _offered(DateForm(data={"version": case.version})),
        say=say,
        told=told,
        event=event,
        status=status,
    )
