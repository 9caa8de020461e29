"""An agency begins, and people join it: three fields, a link by e-mail, a password."""

from typing import Any

from flask import Blueprint, Response, url_for

from records.retention.presets import presets_for
from templates import words
from templates.labels import choices
from templates.words import lazy as L_
from tenants import caught, gate, invitations, organisations
from tenants.errors import NotFound, Refused
from tenants.provinces import PRESETS, language_for
from webapp.access import anyone
from webapp.forms import Choice, Email, Form, Secret, Text, Tick
from webapp.public import lowest_price
from webapp.rendering import answer, done
from webapp.samples import add_to_new
from webapp.second_steps import proceed

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


class BeginForm(WelcomeForm):
    """And how the agency begins."""

    language = Choice(
        L_("Language of the agency"),
        missing=L_("Choose a language."),
        hint=L_("Everybody may work in the other one; documents speak the language of whom they are for."),
    )
    samples = Tick(
        L_("Begin with six made-up people to try everything with"),
        default=True,
        hint=L_("They are marked, and one click removes them for good."),
    )


@pages.get("/sign-up")
@anyone
def new() -> Response:
    """The sign-up page."""
    return answer("signup/new.html", form=_signup_form(), lowest=lowest_price())


@pages.post("/sign-up")
@anyone
def create() -> Response:
    """Sends the link. The answer never says whether the address is known."""
    form = _signup_form()
    if not form.validate():
        return answer("signup/new.html", form=form, lowest=lowest_price(), status=422)
    try:
        organisations.request_signup(language=words.language(), **form.values())
    except Refused as refusal:
        return answer("signup/new.html", form=form, lowest=lowest_price(), status=form.accept(refusal))
    return done(url_for("signup.sent"))


@pages.get("/sign-up/sent")
@anyone
def sent() -> Response:
    """What to do next: look in the mailbox."""
    return answer("signup/sent.html", is_caught=caught.is_used())


@pages.get("/welcome/<token>")
@anyone
def welcome(token: str) -> Response:
    """The page behind the sign-up link."""
    wanted = gate.find_signup(token)
    return answer("signup/welcome.html", form=_begin_form(wanted), **_presets(wanted))


@pages.post("/welcome/<token>")
@anyone
def begin(token: str) -> Response:
    """Makes the agency and signs its owner in."""
    wanted = gate.find_signup(token)
    form = _begin_form(wanted)
    if wanted is None or not form.validate():
        return answer("signup/welcome.html", form=form, status=422, **_presets(wanted))
    told = form.values()
    with_samples = told.pop("samples")
    try:
        slug, identity = organisations.accept_signup(token, **told)
    except Refused as refusal:
        return answer("signup/welcome.html", form=form, status=form.accept(refusal), **_presets(wanted))
    if with_samples:
        add_to_new(identity, slug)
    return proceed(identity, url_for("today.show", slug=slug))


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
        slug, identity = invitations.accept_invitation(token, **form.values())
    except Refused as refusal:
        return answer("signup/join.html", form=form, wanted=wanted, status=form.accept(refusal))
    return proceed(identity, url_for("today.show", slug=slug))


@pages.get("/mail")
@anyone
def mail() -> Response:
    """Messages caught on this machine, where no mail server is set: for trying the product, never in production."""
    if not caught.is_used():
        raise NotFound()
    return answer("signup/mail.html", messages=caught.messages())


def _begin_form(wanted: gate.Row | None) -> BeginForm:
    offered = PRESETS[wanted["province"]].languages if wanted else words.LANGUAGES
    proposed = language_for(wanted["province"], wanted["language"]) if wanted else words.language()
    named = dict(choices("language"))
    form = BeginForm(data={"language": proposed})
    form.offer(language=[(code, named[code]) for code in offered])
    return form


def _presets(wanted: gate.Row | None) -> dict[str, Any]:
    """What the province settles for the first day."""
    if wanted is None:
        return {"wanted": None}
    province = wanted["province"]
    return {"wanted": wanted, "preset": PRESETS[province], "rules": len(presets_for(province))}


def _signup_form() -> SignupForm:
    return SignupForm().offer(province=choices("province"))
