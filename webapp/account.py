"""How I sign in: my password, the browsers in which I am signed in, what I show besides."""

from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, gate
from tenants.errors import NotFound, Refused
from tenants.sessions import end_other_sessions, end_session, renewed, sessions_of
from tenants.signing_in import change_password
from webapp.access import signed_in
from webapp.browsers import this_browser
from webapp.forms import Form, Hidden, Secret
from webapp.onward import home_of
from webapp.rendering import answer, done
from webapp.resets import how_long
from webapp.second_steps import has_second
from webapp.sessions import keep, note
from webapp.tenancy import cookie_name

pages = Blueprint("account", __name__)


class PasswordForm(Form):
    """The one there is, and the new one."""

    current = Secret(
        L_("Password you use now"),
        missing=L_("Enter the password you use now."),
        autocomplete="current-password",
    )
    password = Secret(L_("New password"), missing=L_("Choose a password."), autocomplete="new-password")


class EndForm(Form):
    """Which session."""

    session = Hidden(missing=L_("Choose a session."), limit=36)


@pages.get("/account")
@signed_in
def show() -> Response:
    """Everything of one's own sign-in."""
    return _shown(PasswordForm(formdata=None))


@pages.post("/account/password")
@signed_in
def password() -> Response:
    """Changes the password; every session but this one ends, and this one goes on under a new token."""
    form, me = PasswordForm(), _me()
    if not form.validate():
        return _shown(form, status=422)
    try:
        change_password(me, second=has_second(me.id), browser=this_browser(), token=_token(), **form.values())
    except Refused as refusal:
        return _shown(form, status=form.accept(refusal))
    note(me.id, audit.Verb.PASSWORD_CHANGED)
    response = done(url_for("account.show"), _("Your password is changed. Every other session has ended."))
    keep(response, renewed(_token()) or "")
    return response


@pages.post("/account/sessions/end")
@signed_in
def end() -> Response:
    """Ends one session; whoever sits there is asked to sign in."""
    form = EndForm()
    if not form.validate() or not end_session(_me().id, _id_in(form)):
        raise NotFound()
    note(_me().id, audit.Verb.SESSIONS_ENDED)
    return done(url_for("account.show"), _("The session has ended."))


@pages.post("/account/sessions/end-others")
@signed_in
def end_others() -> Response:
    """Ends all but this one."""
    end_other_sessions(_me().id, _token())
    note(_me().id, audit.Verb.SESSIONS_ENDED)
    return done(url_for("account.show"), _("Every other session has ended."))


def _shown(form: PasswordForm, status: int = 200) -> Response:
    me = _me()
    form.password.hint = how_long(me.id)
    return answer(
        "account/show.html",
        form=form,
        status=status,
        identity=me,
        home=home_of(me.id),
        sessions=sessions_of(me.id, _token()),
        has_second=has_second(me.id),
        timezone=_timezone(me.id),
    )


def _me() -> gate.Identity:
    found: gate.Identity = current_user.identity
    return found


def _timezone(identity_id: UUID) -> str:
    """Where the first of their agencies is."""
    for mine in gate.agencies_of(identity_id):
        return gate.tenancy_for(mine["organisation_id"], mine["member_id"]).timezone
    return "UTC"


def _id_in(form: EndForm) -> UUID:
    try:
        return UUID(form.session.data)
    except ValueError:
        raise NotFound() from None


def _token() -> str:
    return request.cookies.get(cookie_name(), "")
