"""Referrals to others: written down, sent, followed step by step, closed when both sides were asked."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.cases.queries import get_case
from records.consents.queries import releases_in_force
from records.referrals import actions, queries
from records.referrals.queries import Sent
from records.referrals.rules import FollowUp, answer_day, steps_from
from templates import words
from templates.labels import label
from templates.words import gettext as _
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Form
from webapp.referral_forms import AskingForm, FollowUpForm, ReferralForm, ReopeningForm, SendingForm, StepForm
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("referrals", __name__)
CASE = "/people/<uuid:client_id>/cases/<uuid:case_id>/referrals"


@pages.get("/referrals")
@member_can(P.SEE_REFERRALS)
def worklist() -> Response:
    """Open referrals of people the reader works with; those without an answer first."""
    view = request.args.get("view", "")
    late, mine = view in ("late", "my_late"), view in ("mine", "my_late")
    found = queries.open_referrals(session(), late=late, mine=mine)
    return answer("referrals/worklist.html", referrals=found, view=view, workers=names_of(session()))


@pages.get(CASE)
@member_can(P.SEE_REFERRALS)
def index(client_id: UUID, case_id: UUID) -> Response:
    """The referrals of a case."""
    case = get_case(session(), client_id, case_id)
    client = g.standing.client
    found = queries.referrals_of(session(), case_id)
    return answer("referrals/index.html", client=client, case=case, referrals=found)


@pages.get(f"{CASE}/new")
@member_can(P.WRITE_REFERRALS)
def new(client_id: UUID, case_id: UUID) -> Response:
    """An empty referral."""
    return _new_page(client_id, case_id, _offered())


@pages.post(CASE)
@member_can(P.WRITE_REFERRALS)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Writes it down; nothing leaves yet."""
    case, form = get_case(session(), client_id, case_id), _offered()
    if not form.validate():
        return _new_page(client_id, case_id, form, status=422)
    told = form.values()
    partner = queries.get_partner(session(), told.pop("partner_id"))
    try:
        made = actions.start_referral(session(), case, partner, **told)
    except Refused as refusal:
        return _new_page(client_id, case_id, form, form.accept(refusal))
    there = url_for("referrals.show", client_id=client_id, case_id=case_id, referral_id=made.id)
    return done(there, _("The referral is written down. Send it when you are ready."))


@pages.get(f"{CASE}/<uuid:referral_id>")
@member_can(P.SEE_REFERRALS)
def show(client_id: UUID, case_id: UUID, referral_id: UUID) -> Response:
    """One referral, its steps, and what may come next."""
    return _page(client_id, queries.get_referral(session(), case_id, referral_id))


@pages.post(f"{CASE}/<uuid:referral_id>/sending")
@member_can(P.WRITE_REFERRALS)
def send(client_id: UUID, case_id: UUID, referral_id: UUID) -> Response:
    """Sends it; refused when the permission does not cover what leaves."""
    sent = queries.get_referral(session(), case_id, referral_id)
    form = _sending_form(client_id)
    if not form.validate():
        return _page(client_id, sent, sending=form, status=422)
    try:
        actions.send_referral(session(), sent.referral, sent.client, sent.partner, **form.values())
    except Refused as refusal:
        form.catch_up(sent.referral)
        return _page(client_id, sent, sending=form, status=form.accept(refusal))
    return done(_here(sent), _("It is sent. You will be reminded when no answer comes."))


@pages.post(f"{CASE}/<uuid:referral_id>/steps")
@member_can(P.WRITE_REFERRALS)
def step(client_id: UUID, case_id: UUID, referral_id: UUID) -> Response:
    """Writes down how far it is."""
    sent = queries.get_referral(session(), case_id, referral_id)
    form = _step_form(sent)
    if not form.validate():
        return _page(client_id, sent, step=form, status=422)
    try:
        actions.take_step(session(), sent.referral, **form.values())
    except Refused as refusal:
        form.catch_up(sent.referral)
        return _page(client_id, sent, step=form, status=form.accept(refusal))
    return done(_here(sent), _("It is on file."))


@pages.post(f"{CASE}/<uuid:referral_id>/asking")
@member_can(P.WRITE_REFERRALS)
def ask(client_id: UUID, case_id: UUID, referral_id: UUID) -> Response:
    """Writes down that somebody asked again."""
    sent, form = queries.get_referral(session(), case_id, referral_id), AskingForm()
    if not form.validate():
        return _page(client_id, sent, asking=form, status=422)
    actions.ask_again(session(), sent.referral, words=form.asked_words.data)
    return done(_here(sent), _("It is on file."))


@pages.post(f"{CASE}/<uuid:referral_id>/link")
@member_can(P.WRITE_REFERRALS)
def ask_by_link(client_id: UUID, case_id: UUID, referral_id: UUID) -> Response:
    """Sends the partner a link by which they answer."""
    sent = queries.get_referral(session(), case_id, referral_id)
    actions.ask_by_link(session(), sent.referral, sent.partner, language=words.language())
    return done(_here(sent), _("The partner gets a link by e-mail. Their answer appears here."))


@pages.post(f"{CASE}/<uuid:referral_id>/closing")
@member_can(P.WRITE_REFERRALS)
def close(client_id: UUID, case_id: UUID, referral_id: UUID) -> Response:
    """Ends it, with what came of it."""
    sent, form = queries.get_referral(session(), case_id, referral_id), FollowUpForm()
    if not form.validate():
        return _page(client_id, sent, closing=form, status=422)
    told = form.values()
    found = FollowUp(**{field.name: told[field.name] or "" for field in fields(FollowUp)})
    try:
        actions.close_referral(session(), sent.referral, found, version=told["closing_version"])
    except Refused as refusal:
        return _page(client_id, sent, closing=form, status=form.accept(refusal))
    return done(_here(sent), _("The referral is closed."))


@pages.post(f"{CASE}/<uuid:referral_id>/reopening")
@member_can(P.WRITE_REFERRALS)
def reopen(client_id: UUID, case_id: UUID, referral_id: UUID) -> Response:
    """Goes on with it."""
    sent, form = queries.get_referral(session(), case_id, referral_id), ReopeningForm()
    if not form.validate():
        return _page(client_id, sent, reopening=form, status=422)
    try:
        actions.reopen_referral(session(), sent.referral, **form.values())
    except Refused as refusal:
        return _page(client_id, sent, reopening=form, status=form.accept(refusal))
    return done(_here(sent), _("The referral is open again."))


def _page(client_id: UUID, sent: Sent, *, status: int = 200, **given: Form) -> Response:
    today = clock.today(context.current().timezone)
    now: dict[str, Any] = {"version": sent.referral.version, "closing_version": sent.referral.version}
    forms: dict[str, Form] = {
        "sending": _sending_form(client_id, data=now | {"sent_on": today, "answer_by": answer_day(today)}),
        "step": _step_form(sent, data=now | {"happened_on": today}),
        "asking": AskingForm(),
        "closing": FollowUpForm(data=now),
        "reopening": ReopeningForm(data={"answer_by": answer_day(today)}),
    }
    return answer(
        "referrals/show.html",
        client=sent.client,
        sent=sent,
        steps=queries.steps_of(session(), sent.referral.id),
        workers=names_of(session()),
        status=status,
        **(forms | given),
    )


def _new_page(client_id: UUID, case_id: UUID, form: ReferralForm, status: int = 200) -> Response:
    client, case = g.standing.client, get_case(session(), client_id, case_id)
    return answer("referrals/new.html", client=client, case=case, form=form, status=status)


def _offered() -> ReferralForm:
    form = ReferralForm()
    form.offer(partner_id=[(partner.id, partner.name) for partner in queries.partners(session())])
    return form


def _sending_form(client_id: UUID, **given: Any) -> SendingForm:
    form = SendingForm(**given)
    held = releases_in_force(session(), client_id, clock.today(context.current().timezone))
    form.offer(consent_id=[(one.consent.id, one.consent.recipient or _("nobody named")) for one in held])
    return form


def _step_form(sent: Sent, **given: Any) -> StepForm:
    form = StepForm(**given)
    form.offer(state=[(one, label(one, "referral_step")) for one in steps_from(sent.referral.state)])
    return form


def _here(sent: Sent) -> str:
    one = sent.referral
    return url_for("referrals.show", client_id=one.client_id, case_id=one.case_id, referral_id=one.id)
