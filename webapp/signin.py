"""Signing in and out, and choosing the language."""

from uuid import UUID

from flask import Blueprint, Response, g, jsonify, make_response, redirect, request, session, url_for
from flask_login import current_user

from templates import words
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, gate, resets
from tenants.errors import Refused
from tenants.passwords import stands_alone
from tenants.sessions import locked, seconds_left
from tenants.settings import settings
from tenants.signing_in import prove
from webapp.access import anyone, signed_in
from webapp.browsers import this_browser
from webapp.forms import Email, Form, Hidden, Secret
from webapp.onward import came_from, home_of, ours
from webapp.public import landing
from webapp.rendering import answer, done, wants_fragment
from webapp.second_steps import has_second, proceed
from webapp.sessions import CHOSEN, note, signed_in_again, with_language
from webapp.tenancy import cookie_name

pages = Blueprint("signin", __name__)


class SignInForm(Form):
    """Who you are and how you show it."""

    email = Email(L_("E-mail"), missing=L_("Enter your e-mail address."), autocomplete="username")
    password = Secret(L_("Password"), missing=L_("Enter your password."), autocomplete="current-password")
    next = Hidden()


@pages.get("/")
@anyone
def home() -> Response:
    """The front door: to one's agency, or to what a stranger may see."""
    if current_user.is_authenticated:
        return _to(home_of(current_user.identity.id))
    return landing()


@pages.get("/sign-in")
@anyone
def show() -> Response:
    """The sign-in page."""
    if locked(request.cookies.get(cookie_name(), "")):
        return _to(url_for("locking.show", next=ours(request.args.get("next"))))
    form = SignInForm(data={"next": ours(request.args.get("next"))})
    return answer("signin/show.html", form=form)


@pages.post("/sign-in")
@anyone
def enter() -> Response:
    """Begins a session. Unknown address and wrong password are one answer, in the same time."""
    form = SignInForm()
    if not form.validate():
        return answer("signin/show.html", form=form, status=422)
    try:
        identity_id = _proved(form)
    except Refused as refusal:
        return answer("signin/show.html", form=form, status=form.accept(refusal))
    return _let_in(form, identity_id, ours(form.next.data) or home_of(identity_id))


@pages.get("/sign-in/again")
@anyone
def again() -> Response:
    """The form of the dialog that lets a person sign in where they are; nothing while the session still holds."""
    if current_user.is_authenticated and wants_fragment():
        return signed_in_again(make_response("", 204), current_user.identity.id)
    return answer("signin/again.html", fragment="signin/_again.html", form=SignInForm())


@pages.post("/sign-in/again")
@anyone
def enter_again() -> Response:
    """Begins a session and hands the page a fresh form token, so that the save that failed is sent again; the page
    sends it only when the same person came back."""
    form = SignInForm()
    if not form.validate():
        return answer("signin/again.html", fragment="signin/_again.html", form=form, status=422)
    try:
        identity_id = _proved(form)
    except Refused as refusal:
        return _answer_again(form, refusal)
    response = _let_in(form, identity_id, home_of(identity_id))
    if wants_fragment() and "begun" in g:
        return signed_in_again(response, identity_id)
    return response


@pages.get("/sign-in/left")
@anyone
def left() -> Response:
    """How many seconds the session may still rest; asking is no use of it."""
    return jsonify(seconds=seconds_left(request.cookies.get(cookie_name(), "")))


@pages.post("/sign-in/stay")
@anyone
def stay() -> Response:
    """Somebody is there: the session begins to rest anew."""
    return make_response("", 204 if current_user.is_authenticated else 401)


@pages.post("/sign-out")
@anyone
def leave() -> Response:
    """Ends the session and empties what the browser kept."""
    token = request.cookies.get(cookie_name())
    if current_user.is_authenticated:
        note(current_user.identity.id, audit.Verb.SIGNED_OUT)
    if token:
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
    return with_language(_to(came_from() or url_for("signin.home")), chosen)


@pages.get("/agencies")
@signed_in
def agencies() -> Response:
    """The agencies a person belongs to, to choose one, and those they belonged to."""
    me = current_user.identity.id
    return answer("signin/agencies.html", agencies=gate.agencies_of(me), left=gate.agencies_left(me))


def _to(url: str) -> Response:
    return make_response(redirect(url, 303))


def _answer_again(form: SignInForm, refusal: Refused) -> Response:
    status = form.accept(refusal)
    return answer("signin/again.html", fragment="signin/_again.html", form=form, status=status)


def _proved(form: SignInForm) -> UUID:
    return prove(form.email.data, form.password.data, browser=this_browser())


def _let_in(form: SignInForm, identity_id: UUID, url: str) -> Response:
    """On to what the person shows besides; one who shows nothing besides chooses a longer password first, if theirs is
    from a time when they did."""
    if stands_alone(form.password.data) or has_second(identity_id):
        return proceed(identity_id, url)
    words_for_them = _("Choose a longer password: yours is too short to be all that you show.")
    return done(url_for("resets.choose", token=resets.at_once(form.email.data)), words_for_them)
