"""A partner answers about a referral by a private link, without an account. The page names nobody."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, Response

from records.referrals import actions, queries
from records.referrals.models import Partner, Referral
from records.referrals.rules import steps_from
from templates.labels import label
from templates.words import lazy as L_
from tenants import clock, context, gate
from tenants.context import acting_for
from tenants.errors import Refused
from webapp.access import anyone
from webapp.forms import Choice, Day, Form, LongText
from webapp.rendering import answer
from webapp.transaction import session, within_transaction

pages = Blueprint("answers", __name__)


class AnswerForm(Form):
    """How far they are."""

    state = Choice(L_("Where do you stand?"), missing=L_("Choose where you stand."), as_radio=True)
    appointment_on = Day(L_("Appointment on"), hint=L_("If there is one."))
    words = LongText(
        L_("In a few words"), limit=2000, rows=3, hint=L_("Please write no name and nothing about health.")
    )


@pages.get("/answer/<token>")
@anyone
def show(token: str) -> Response:
    """The question, while the link holds."""
    return _inside(token, lambda referral_id: _page(*queries.get_answerable(session(), referral_id)))


@pages.post("/answer/<token>")
@anyone
def give(token: str) -> Response:
    """Keeps the answer; the worker sees it in the file."""
    return _inside(token, _given)


def _given(referral_id: UUID) -> Response:
    referral, partner = queries.get_answerable(session(), referral_id)
    form = _offered(referral)
    if not form.validate():
        return _page(referral, partner, form, status=422)
    today = clock.today(context.current().timezone)
    try:
        actions.take_step(session(), referral, happened_on=today, version=referral.version, **form.values())
    except Refused as refusal:
        return _page(referral, partner, form, status=form.accept(refusal))
    return answer("referrals/answered.html", agency=context.current().name)


def _inside(token: str, view: Callable[[UUID], Response]) -> Response:
    """Runs the view inside the agency that sent the link, as nobody of it."""
    found = queries.find_answerable(token)
    if found is None:
        return answer("referrals/over.html", status=404)
    organisation_id, referral_id = found
    with acting_for(gate.tenancy_for(organisation_id)):
        return within_transaction(lambda: view(referral_id))


def _page(
    referral: Referral, partner: Partner, form: AnswerForm | None = None, status: int = 200
) -> Response:
    return answer(
        "referrals/answer.html",
        agency=context.current().name,
        referral=referral,
        partner=partner,
        form=form or _offered(referral),
        status=status,
    )


def _offered(referral: Referral) -> AnswerForm:
    form = AnswerForm()
    steps = steps_from(referral.state, by_partner=True)
    form.offer(state=[(one, label(one, "partner_answer")) for one in steps])
    return form
