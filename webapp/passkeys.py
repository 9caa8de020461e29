"""Passkeys: signing in with nothing else, as a second step, and one's own list of them."""

from uuid import UUID

from flask import Blueprint, Response, url_for
from flask_login import current_user

from templates.words import gettext as _
from tenants import factors, passkeys
from tenants.errors import NotFound, Refused
from webapp.access import anyone, fresh, signed_in
from webapp.forms import Form, Hidden
from webapp.onward import home_of
from webapp.own_steps import NewPasskeyForm, added, taken_away
from webapp.own_steps import page as own_page
from webapp.proving import challenge, keep_challenge
from webapp.rendering import done, toast
from webapp.second_steps import SecondStepForm, entered, halfway, page

pages = Blueprint("passkeys", __name__)


class PasskeyForm(Form):
    """What the browser answers."""

    passkey = Hidden(limit=20_000)


@pages.post("/sign-in/passkey/challenge")
@anyone
def ask() -> Response:
    """What the browser is to sign: with a passkey of whoever is known here, else of whoever comes."""
    here = halfway()
    known = current_user.identity.id if current_user.is_authenticated else here[0] if here else None
    return keep_challenge(
        passkeys.wanted_of_known(factors.holder(known).factors if known else factors.Factors())
    )


@pages.post("/sign-in/passkey")
@anyone
def enter() -> Response:
    """Begins a session: the device has checked who holds it, so nothing else is asked."""
    shown, here = str(PasskeyForm().passkey.data or ""), halfway()
    who = here[0] if here else passkeys.claimed_by(shown)
    try:
        if who is None:
            raise NotFound()
        passkeys.use(who, shown, challenge())
    except Refused as refusal:
        return _missed(here, refusal)
    return entered(who, here[1] if here else home_of(who), "passkey")


@pages.post("/account/second-steps/passkeys/challenge")
@signed_in
def ask_new() -> Response:
    """What the browser needs for making one."""
    return keep_challenge(passkeys.wanted_of_new(factors.holder(current_user.identity.id)))


@pages.post("/account/second-steps/passkeys")
@signed_in
@fresh
def create() -> Response:
    """Keeps a new passkey; with a first second step come the recovery codes."""
    form = NewPasskeyForm()
    if not form.validate():
        return own_page(naming=form, status=422)
    held = factors.holder(current_user.identity.id)
    try:
        after = passkeys.with_passkey(held.factors, form.name.data, str(form.passkey.data or ""), challenge())
    except Refused as refusal:
        return own_page(naming=form, status=form.accept(refusal))
    return added(held, after, "passkey")


@pages.post("/account/second-steps/passkeys/<uuid:passkey_id>/removal")
@signed_in
@fresh
def remove(passkey_id: UUID) -> Response:
    """That one opens nothing any more."""
    held = factors.holder(current_user.identity.id)
    return taken_away(held, passkeys.without_passkey(held.factors, passkey_id), "passkey")


def _missed(here: tuple[UUID, str] | None, refusal: Refused) -> Response:
    if here is None:
        toast(_("This passkey did not fit. Try again, or use another way."), kind="failed")
        return done(url_for("signin.show"))
    form = SecondStepForm(formdata=None)
    return page(here[0], form, status=form.accept(refusal))
