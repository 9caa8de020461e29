"""Signing in and out, and choosing the language."""

import json
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, g, make_response, redirect, request, session, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from templates import words
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, gate, passwords
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import Refused
from tenants.organisations import canonical_email
from tenants.settings import settings
from webapp.access import anyone, signed_in
from webapp.forms import Email, Form, Hidden, Secret
from webapp.rendering import answer, done, wants_fragment
from webapp.tenancy import cookie_name

pages = Blueprint("signin", __name__)

ONE_YEAR = 365 * 86_400
CHOSEN = "chosen_language"  # by somebody who has not signed in yet


class SignInForm(Form):
    """Who you are and how you show it."""

    email = Email(L_("E-mail"), missing=L_("Enter your e-mail address."), autocomplete="username")
    password = Secret(L_("Password"), missing=L_("Enter your password."), autocomplete="current-password")
    next = Hidden()


@pages.get("/")
@anyone
def home() -> Response:
    """The front door: to one's agency, or to the sign-in page."""
    if current_user.is_authenticated:
        return _to(_home_of(current_user.identity.id))
    return _to(url_for("signin.show"))


@pages.get("/sign-in")
@anyone
def show() -> Response:
    """The sign-in page."""
    form = SignInForm(data={"next": _ours(request.args.get("next"))})
    return answer("signin/show.html", form=form)


@pages.post("/sign-in")
@anyone
def enter() -> Response:
    """Begins a session. Unknown address and wrong password are one answer, in the same time."""
    form = SignInForm()
    identity_id = _checked(form) if form.validate() else None
    if identity_id is None:
        return answer("signin/show.html", form=form, status=422)
    return signed(identity_id, _ours(form.next.data) or _home_of(identity_id))


@pages.get("/sign-in/again")
@anyone
def again() -> Response:
    """The form of the dialog that lets a person sign in where they are; nothing while the session still holds."""
    if current_user.is_authenticated and wants_fragment():
        return _signed_in_again(make_response("", 204), current_user.identity.id)
    return answer("signin/again.html", fragment="signin/_again.html", form=SignInForm())


@pages.post("/sign-in/again")
@anyone
def enter_again() -> Response:
    """Begins a session and hands the page a fresh form token, so that the save that failed is sent again; the page
    sends it only when the same person came back."""
    form = SignInForm()
    identity_id = _checked(form) if form.validate() else None
    if identity_id is None:
        return answer("signin/again.html", fragment="signin/_again.html", form=form, status=422)
    response = signed(identity_id, _home_of(identity_id))
    if wants_fragment():
        del response.headers["HX-Redirect"]
        return _signed_in_again(response, identity_id)
    return response


@pages.post("/sign-out")
@anyone
def leave() -> Response:
    """Ends the session and empties what the browser kept."""
    token = request.cookies.get(cookie_name())
    if token and current_user.is_authenticated:
        _note(current_user.identity.id, audit.Verb.SIGNED_OUT)
        gate.close_session(token)
    session.clear()
    response = done(url_for("signin.show"), _("You are signed out."))
    response.delete_cookie(cookie_name(), secure=settings().is_production, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@pages.post("/language")
@anyone
def language() -> Response:
    """Changes the language of the screen, and comes back to the same page."""
    chosen = words.known(request.form.get("language"))
    if current_user.is_authenticated:
        gate.set_language(current_user.identity.id, chosen)
    else:
        session[CHOSEN] = chosen
    return _with_language(_to(_came_from() or url_for("signin.home")), chosen)


@pages.get("/agencies")
@signed_in
def agencies() -> Response:
    """The agencies a person belongs to, to choose one, and those they belonged to."""
    me = current_user.identity.id
    return answer("signin/agencies.html", agencies=gate.agencies_of(me), left=gate.agencies_left(me))


def signed(identity_id: UUID, url: str) -> Response:
    """A new session in this browser, then on to `url`; whatever session it had before ends. The screen speaks the
    language the person works in, which is the one they chose on the way in, if they chose one."""
    old = request.cookies.get(cookie_name())
    if old:
        gate.close_session(old)
    if CHOSEN in session:
        gate.set_language(identity_id, session[CHOSEN])
    session.clear()
    g.pop("csrf_token", None)  # kept by Flask-WTF for this request, and made for the session that is gone
    response, token = done(url), gate.open_session(identity_id)
    response.set_cookie(
        cookie_name(),
        token,
        secure=settings().is_production,
        httponly=True,
        samesite="Lax",
    )
    _note(identity_id, audit.Verb.SIGNED_IN)
    identity, _tenancy = gate.resume(token, "")
    return _with_language(response, identity.language if identity else words.language())


def _to(url: str) -> Response:
    return make_response(redirect(url, 303))


def _signed_in_again(response: Response, identity_id: UUID) -> Response:
    told = {"signed-in": {"token": generate_csrf(), "me": str(identity_id)}}
    response.headers["HX-Trigger"] = json.dumps(told)
    return response


def _checked(form: SignInForm) -> UUID | None:
    try:
        found = gate.find_login(canonical_email(form.email.data))
    except Refused:
        found = None
    if passwords.matches(form.password.data, found[1] if found else None):
        return found[0] if found else None
    form.accept(Refused("This e-mail and password do not belong together. Check both and try again."))
    return None


def _note(identity_id: UUID, verb: audit.Verb) -> None:
    for agency in gate.agencies_of(identity_id):
        with (
            acting_for(gate.tenancy_for(agency["organisation_id"], agency["member_id"])),
            transaction() as opened,
        ):
            audit.record(opened, verb, agency["member_id"])


def _home_of(identity_id: UUID) -> str:
    mine = gate.agencies_of(identity_id)
    if len(mine) == 1:
        return url_for("today.show", slug=mine[0]["slug"])
    return url_for("signin.agencies")


def _came_from() -> str | None:
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # brackets that hold no address
        return None
    return _ours(page.path) if page.netloc == request.host else None


def _ours(path: str | None) -> str | None:
    # Only a path on this very host: `//elsewhere` and `/\elsewhere` are other people's addresses, and browsers drop
    # tabs and line ends before they look.
    is_path = path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_path else None


def _with_language(response: Response, chosen: str) -> Response:
    response.set_cookie(
        "language", chosen, max_age=ONE_YEAR, secure=settings().is_production, httponly=True, samesite="Lax"
    )
    return response
