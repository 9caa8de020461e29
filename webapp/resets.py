"""A forgotten password: asking for a link, and the page behind it."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, caught, resets
from tenants.errors import Refused
from tenants.gate import Row
from webapp.access import anyone
from webapp.browsers import network_address
from webapp.forms import Email, Form, Secret
from webapp.onward import home_of
from webapp.rendering import answer, done, toast
from webapp.second_steps import has_second, proceed
from webapp.sessions import note

pages = Blueprint("resets", __name__)

ALONE = L_("At least 15 characters. A few words in a row work well.")
BESIDE = L_("At least 8 characters, because it is not all that you show. A few words in a row work well.")


class ForgottenForm(Form):
    """Whose password."""

    email = Email(L_("E-mail"), missing=L_("Enter your e-mail address."), autocomplete="username")


class ChoiceForm(Form):
    """The new one."""

    password = Secret(L_("New password"), missing=L_("Choose a password."), autocomplete="new-password")


@pages.get("/reset")
@anyone
def forgotten() -> Response:
    """Asks for the address."""
    return answer("signin/forgotten.html", form=ForgottenForm(formdata=None))


@pages.post("/reset")
@anyone
def ask() -> Response:
    """Sends a link, if somebody signs in with the address; the answer is the same if nobody does."""
    form = ForgottenForm()
    if not form.validate():
        return answer("signin/forgotten.html", form=form, status=422)
    try:
        resets.ask(form.email.data, address=network_address())
    except Refused as refusal:
        return answer("signin/forgotten.html", form=form, status=form.accept(refusal))
    return done(url_for("resets.sent"))


@pages.get("/reset/sent")
@anyone
def sent() -> Response:
    """What to do next: look in the mailbox."""
    return answer("signin/forgotten_sent.html", is_caught=caught.is_used())


@pages.get("/reset/<token>")
@anyone
def choose(token: str) -> Response:
    """The page behind the link."""
    wanted = resets.find(token)
    return answer("signin/reset.html", form=_form(wanted), wanted=wanted)


@pages.post("/reset/<token>")
@anyone
def change(token: str) -> Response:
    """Takes the new password, then goes on as after a right one: a second step is asked for as ever."""
    wanted = resets.find(token)
    form = _form(wanted)
    if wanted is None or not form.validate():
        return answer("signin/reset.html", form=form, wanted=wanted, status=422)
    try:
        second = has_second(wanted["identity_id"])
        identity_id = resets.redeem(token, password=form.password.data, second=second)
    except Refused as refusal:
        return answer("signin/reset.html", form=form, wanted=wanted, status=form.accept(refusal))
    note(identity_id, audit.Verb.PASSWORD_RESET)
    response = proceed(identity_id, home_of(identity_id))
    toast(_("Your password is changed. Every other session has ended."))
    return response


def how_long(identity_id: UUID) -> object:
    """What to say beside the field of a new password."""
    return BESIDE if has_second(identity_id) else ALONE


def _form(wanted: Row | None) -> ChoiceForm:
    form = ChoiceForm()
    form.password.hint = how_long(wanted["identity_id"]) if wanted else ""
    return form
