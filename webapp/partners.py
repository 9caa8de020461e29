"""Partners: the organizations people are sent to."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.referrals import actions, queries
from records.referrals.models import Partner
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Choices, Day, Email, Form, LongText, Text, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("partners", __name__)


class PartnerForm(Form):
    """Who they are, what they offer, and whom to ask there."""

    name = Text(
        L_("Organization"),
        missing=L_("Enter the name of the organization."),
        hint=L_("As it stands in permissions to release, so that they fit."),
    )
    kind = Choice(L_("What it is"), missing=L_("Choose what it is."), choices=choices("partner_kind"))
    offer = LongText(L_("What they offer"), limit=1000, rows=2)
    contact_name = Text(L_("Whom to ask there"))
    email = Email(L_("E-mail"), hint=L_("They can answer about a referral by a link, without an account."))
    phone = Text(L_("Phone"), limit=40)
    languages = Choices(L_("Languages"), choices=choices("language"))
    checked_on = Day(L_("Checked on"), hint=L_("When somebody last asked whether this still holds."))


class PartnerChangeForm(PartnerForm):
    """The partner as somebody saw it last."""

    version = Version()


@pages.get("/partners")
@member_can(P.SEE_REFERRALS)
def index() -> Response:
    """The partners in use, and those that are not any more."""
    ended = queries.partners(session(), ended=True)
    return answer("partners/index.html", partners=queries.partners(session()), ended=ended)


@pages.get("/partners/new")
@member_can(P.WRITE_REFERRALS)
def new() -> Response:
    """An empty form."""
    return answer("partners/new.html", form=PartnerForm())


@pages.post("/partners")
@member_can(P.WRITE_REFERRALS)
def create() -> Response:
    """Puts it on the list."""
    form = PartnerForm()
    if not form.validate():
        return answer("partners/new.html", form=form, status=422)
    actions.add_partner(session(), **form.values())
    return done(url_for("partners.index"), _("The partner is on the list."))


@pages.get("/partners/<uuid:partner_id>")
@member_can(P.SEE_REFERRALS)
def show(partner_id: UUID) -> Response:
    """One partner, and what is open there of people the reader works with."""
    partner = queries.get_partner(session(), partner_id)
    there = [sent for sent in queries.open_referrals(session()) if sent.partner.id == partner_id]
    return answer("partners/show.html", partner=partner, referrals=there)


@pages.get("/partners/<uuid:partner_id>/edit")
@member_can(P.WRITE_REFERRALS)
def edit(partner_id: UUID) -> Response:
    """The partner, to be changed."""
    partner = queries.get_partner(session(), partner_id)
    names = ("name", "kind", "offer", "contact_name", "email", "phone", "languages", "checked_on", "version")
    return _editor(partner, PartnerChangeForm(data={name: getattr(partner, name) for name in names}))


@pages.post("/partners/<uuid:partner_id>")
@member_can(P.WRITE_REFERRALS)
def change(partner_id: UUID) -> Response:
    """Keeps the changed partner."""
    partner, form = queries.get_partner(session(), partner_id), PartnerChangeForm()
    if not form.validate():
        return _editor(partner, form, status=422)
    try:
        actions.change_partner(session(), partner, **form.values())
    except Refused as refusal:
        form.catch_up(partner)
        return _editor(partner, form, status=form.accept(refusal))
    return done(url_for("partners.show", partner_id=partner_id), _("The partner is changed."))


@pages.post("/partners/<uuid:partner_id>/end")
@member_can(P.WRITE_REFERRALS)
def end(partner_id: UUID) -> Response:
    """Takes it off the list."""
    actions.end_partner(session(), queries.get_partner(session(), partner_id))
    return done(url_for("partners.index"), _("The partner is out of use. What was sent there stays on file."))


def _editor(partner: Partner, form: PartnerChangeForm, status: int = 200) -> Response:
    shown: dict[str, Any] = {"partner": partner, "form": form}
    return answer("partners/edit.html", status=status, **shown)
