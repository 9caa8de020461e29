"""An agency begins, and people join it: three fields, a link by e-mail, a password."""

from flask import Blueprint, Response, url_for

from templates import words
from templates.labels import choices
from templates.words import lazy as L_
from tenants import caught, gate, members, organisations
from tenants.errors import NotFound, Refused
from tenants.settings import settings
from webapp.access import anyone
from webapp.forms import Choice, Email, Form, Secret, Text
from webapp.rendering import answer, done
from webapp.signin import signed

pages = Blueprint("signup", __name__)


class SignupForm(Form):
    """Three fields."""

    email = Email(L_("Work e-mail"), missing=L_("Enter your e-mail address."), autocomplete="email")
    agency_name = Text(
        L_("Agency name"),
        missing=L_("Enter the name of your agency."),
        limit=120,
        autocomplete="organization",
    )
    province = Choice(L_("Province or territory"), missing=L_("Choose a province or territory."))


class WelcomeForm(Form):
    """A name for the record and a password."""

    name = Text(L_("Your name"), missing=L_("Enter your name."), limit=120, autocomplete="name")
    password = Secret(
        L_("Password"),
        missing=L_("Choose a password."),
        hint=L_("At least 15 characters. A few words in a row work well."),
        autocomplete="new-password",
    )


@pages.get("/sign-up")
@anyone
def new() -> Response:
    """The sign-up page."""
    return answer("signup/new.html", form=_signup_form())


@pages.post("/sign-up")
@anyone
def create() -> Response:
    """Sends the link. The answer never says whether the address is known."""
    form = _signup_form()
    if not form.validate():
        return answer("signup/new.html", form=form, status=422)
    try:
        organisations.request_signup(language=words.language(), **form.values())
    except Refused as refusal:
        return answer("signup/new.html", form=form, status=form.accept(refusal))
    return done(url_for("signup.sent"))


@pages.get("/sign-up/sent")
@anyone
def sent() -> Response:
    """What to do next: look in the mailbox."""
    return answer("signup/sent.html", is_caught=_mail_is_caught())


@pages.get("/welcome/<token>")
@anyone
def welcome(token: str) -> Response:
    """The page behind the sign-up link."""
    return answer("signup/welcome.html", form=WelcomeForm(), wanted=gate.find_signup(token))


@pages.post("/welcome/<token>")
@anyone
def begin(token: str) -> Response:
    """Makes the agency and signs its owner in."""
    form, wanted = WelcomeForm(), gate.find_signup(token)
    if wanted is None or not form.validate():
        return answer("signup/welcome.html", form=form, wanted=wanted, status=422)
    try:
        slug, identity = organisations.accept_signup(token, **form.values())
    except Refused as refusal:
        return answer("signup/welcome.html", form=form, wanted=wanted, status=form.accept(refusal))
    return signed(identity, url_for("today.show", slug=slug))


@pages.get("/join/<token>")
@anyone
def invitation(token: str) -> Response:
    """The page behind an invitation."""
    wanted = gate.find_invitation(token)
    form = WelcomeForm(data={"name": wanted["name"] if wanted else ""})
    return answer("signup/join.html", form=form, wanted=wanted)


@pages.post("/join/<token>")
@anyone
def join(token: str) -> Response:
    """Makes the member and signs them in."""
    form, wanted = WelcomeForm(), gate.find_invitation(token)
    if wanted is None or not form.validate():
        return answer("signup/join.html", form=form, wanted=wanted, status=422)
    try:
        slug, identity = members.accept_invitation(token, **form.values())
    except Refused as refusal:
        return answer("signup/join.html", form=form, wanted=wanted, status=form.accept(refusal))
    return signed(identity, url_for("today.show", slug=slug))


@pages.get("/mail")
@anyone
def mail() -> Response:
    """Messages caught on this machine, where no mail server is set: for trying the product, never in production."""
    if not _mail_is_caught():
        raise NotFound()
    return answer("signup/mail.html", messages=caught.messages())


def _signup_form() -> SignupForm:
    return SignupForm().offer(province=choices("province"))


def _mail_is_caught() -> bool:
    return not settings().is_production and not settings().smtp_url
