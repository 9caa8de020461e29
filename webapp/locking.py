"""A computer that several people use: the screen hides everything until the password is given."""

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask_login import current_user

from templates.words import lazy as L_
from tenants import audit
from tenants.errors import Refused
from tenants.gate import Row
from tenants.sessions import lock, locked, renewed
from tenants.signing_in import prove
from webapp.access import anyone, signed_in
from webapp.browsers import this_browser
from webapp.forms import Form, Hidden, Secret
from webapp.onward import came_from, home_of, ours
from webapp.rendering import answer, done
from webapp.sessions import keep, note
from webapp.tenancy import cookie_name

pages = Blueprint("locking", __name__)


class UnlockForm(Form):
    """The password of who locked it."""

    password = Secret(L_("Password"), missing=L_("Enter your password."), autocomplete="current-password")
    next = Hidden()


@pages.post("/lock")
@signed_in
def now() -> Response:
    """Locks the session: not one page of it is shown any more, in no window."""
    lock(_token())
    note(current_user.identity.id, audit.Verb.SESSION_LOCKED)
    response = done(url_for("locking.show", next=came_from()))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@pages.get("/lock")
@anyone
def show() -> Response:
    """Says who locked it, and asks for their password."""
    held = locked(_token())
    if held is None:
        return make_response(redirect(url_for("signin.home"), 303))
    return _asked(UnlockForm(formdata=None, data={"next": ours(request.args.get("next"))}), held)


@pages.post("/lock/open")
@anyone
def unlock() -> Response:
    """The session goes on where it was, under a new token."""
    held, form = locked(_token()), UnlockForm()
    if held is None:
        return done(url_for("signin.show"))
    if not form.validate():
        return _asked(form, held, status=422)
    try:
        identity_id = prove(held["email"], form.password.data, browser=this_browser())
    except Refused as refusal:
        return _asked(form, held, status=form.accept(refusal))
    response = done(ours(form.next.data) or home_of(identity_id))
    keep(response, renewed(_token()) or "")
    note(identity_id, audit.Verb.SESSION_UNLOCKED)
    return response


def _asked(form: UnlockForm, held: Row, status: int = 200) -> Response:
    return answer("signin/locked.html", form=form, held=held, status=status)


def _token() -> str:
    return request.cookies.get(cookie_name(), "")
