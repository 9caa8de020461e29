"""The letter of a referral: by which permission it is written; the rest is a document like any other."""

from datetime import date
from uuid import UUID

from flask import Blueprint, Response, g

from records.cases.queries import get_case
from records.consents.models import Consent
from records.consents.queries import releases_in_force
from records.consents.rules import folded_recipient
from records.documents.referring import draft_referral_letter
from records.referrals.queries import Sent, get_referral
from templates.filters import short_day
from templates.labels import label
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.document_drafts import address_of
from webapp.forms import Choice, Form
from webapp.referrals import CASE
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("referral_letters", __name__)


class LetterForm(Form):
    """The permission that the letter rests on."""

    consent_id = Choice(
        L_("Permission"), missing=L_("Choose the permission the letter rests on."), as_radio=True
    )


@pages.get(f"{CASE}/<uuid:referral_id>/letter")
@member_can(P.MAKE_DOCUMENTS)
def new(client_id: UUID, case_id: UUID, referral_id: UUID) -> Response:
    """Which permission it rests on, and what it will tell."""
    sent = get_referral(session(), case_id, referral_id)
    return _page(sent, _offered(sent))


@pages.post(f"{CASE}/<uuid:referral_id>/letter")
@member_can(P.MAKE_DOCUMENTS)
def create(client_id: UUID, case_id: UUID, referral_id: UUID) -> Response:
    """Begins the letter; refused when the permission does not let the partner have it."""
    sent, case = get_referral(session(), case_id, referral_id), get_case(session(), client_id, case_id)
    form = _offered(sent)
    if not form.validate():
        return _page(sent, form, status=422)
    try:
        document = draft_referral_letter(session(), sent, case, **form.values())
    except Refused as refusal:
        return _page(sent, form, status=form.accept(refusal))
    session().flush()
    return done(address_of(document))


def _offered(sent: Sent) -> LetterForm:
    """Only permissions that name this partner."""
    named = folded_recipient(sent.partner.name)
    held = [
        one.consent
        for one in releases_in_force(session(), sent.client.id, _today())
        if folded_recipient(one.consent.recipient or "") == named
    ]
    form = LetterForm()
    form.offer(consent_id=[(one.id, _words(one)) for one in held])
    return form


def _words(consent: Consent) -> str:
    what = ", ".join(label(item, "consent_item") for item in consent.scope)
    why, since = label(consent.purpose or "other", "release_purpose"), short_day(consent.given_on or _today())
    return _("%(purpose)s, given on %(day)s: %(what)s", purpose=why, day=since, what=what)


def _page(sent: Sent, form: LetterForm, status: int = 200) -> Response:
    return answer("referrals/letter.html", client=g.standing.client, sent=sent, form=form, status=status)


def _today() -> date:
    return clock.today(context.current().timezone)
