"""One's own second steps: the app, the passkeys, the recovery codes, the browsers that are remembered."""

from uuid import UUID

import segno
from flask import Blueprint, Response, request, url_for
from flask_login import current_user

from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, devices, factors, gate
from tenants.errors import Refused
from tenants.factors import Factors, Holder
from tenants.signing_in import tell
from webapp.access import fresh, signed_in
from webapp.forms import Form, Hidden, Text
from webapp.rendering import answer, done
from webapp.sessions import note
from webapp.tenancy import cookie_name

pages = Blueprint("own_steps", __name__)

HERE = "/account/second-steps"


class AppForm(Form):
    """What the app shows once it has read the picture. The secret rides along: it is nobody's before that."""

    code = Text(
        L_("Six digits that the app shows now"),
        missing=L_("Enter the six digits that the app shows."),
        limit=12,
        autocomplete="one-time-code",
        inputmode="numeric",
    )
    secret = Hidden()


class NewPasskeyForm(Form):
    """What it is called, and what the browser answers."""

    name = Text(
        L_("Name of the passkey"),
        missing=L_("Give it a name by which you know it."),
        limit=60,
        hint=L_("For example: my phone, the computer at work."),
    )
    passkey = Hidden(limit=20_000)


@pages.get(HERE)
@signed_in
def index() -> Response:
    """What there is, and what may be added."""
    return page()


@pages.get(f"{HERE}/app")
@signed_in
def new_app() -> Response:
    """A picture for an app to read."""
    return _app_page(AppForm(data={"secret": factors.new_secret()}))


@pages.post(f"{HERE}/app")
@signed_in
@fresh
def add_app() -> Response:
    """Keeps the app, once it has shown that it read the picture."""
    form, held = AppForm(), factors.holder(current_user.identity.id)
    if not factors.is_secret(form.secret.data):
        return done(url_for("own_steps.new_app"))
    if not form.validate():
        return _app_page(form, status=422)
    try:
        after = factors.with_app(held.factors, form.secret.data, form.code.data)
    except Refused as refusal:
        return _app_page(form, status=form.accept(refusal))
    return added(held, after, "app")


@pages.post(f"{HERE}/app/removal")
@signed_in
@fresh
def remove_app() -> Response:
    """Codes of the app are worth nothing from now on."""
    held = factors.holder(current_user.identity.id)
    return taken_away(held, held.factors.but(secret="", step=0), "app")


@pages.post(f"{HERE}/codes")
@signed_in
@fresh
def make_codes() -> Response:
    """Ten new recovery codes, shown once; the old ones are worth nothing from now on."""
    held = factors.holder(current_user.identity.id)
    if not held.factors.has_second:
        raise Refused("Add an app or a passkey first.")
    tell(held.email, held.language, "second_step_changed", what="codes")
    return _codes_page(held, held.factors)


@pages.post(f"{HERE}/devices/<uuid:device_id>/removal")
@signed_in
def forget(device_id: UUID) -> Response:
    """That browser is asked for the second step again."""
    held = factors.holder(current_user.identity.id)
    factors.keep(held, devices.without_device(held.factors, device_id))
    return done(url_for("own_steps.index"), _("That browser is asked again."))


def added(held: Holder, after: Factors, what: str) -> Response:
    """One more is kept. With the first come the recovery codes."""
    note(held.identity_id, audit.Verb.SECOND_STEP_ADDED, kind=what)
    tell(held.email, held.language, "second_step_changed", what="added")
    if not after.codes:
        return _codes_page(held, after)
    factors.keep(held, after, session=_token())
    return done(url_for("own_steps.index"), _("It is added. You can sign in with it from now on."))


def taken_away(held: Holder, after: Factors, what: str) -> Response:
    """One less. Raises Refused for the last one while an agency wants one."""
    if held.factors.has_second and not after.has_second and _is_needed(held):
        raise Refused("One of your agencies wants a second step. Add another one before you remove this one.")
    factors.keep(held, after)
    note(held.identity_id, audit.Verb.SECOND_STEP_REMOVED, kind=what)
    tell(held.email, held.language, "second_step_changed", what="removed")
    return done(url_for("own_steps.index"), _("It is removed."))


def page(*, naming: NewPasskeyForm | None = None, status: int = 200) -> Response:
    """Everything the person has."""
    held = factors.holder(current_user.identity.id)
    return answer(
        "second_steps/index.html",
        has=held.factors,
        remembered=devices.remembered(held.factors),
        days=devices.DAYS,
        is_needed=_is_needed(held),
        naming=naming or NewPasskeyForm(formdata=None),
        status=status,
    )


def _app_page(form: AppForm, *, status: int = 200) -> Response:
    secret = form.secret.data
    address = factors.enrolment_address(secret, current_user.identity.email)
    rows = segno.make(address, error="m").matrix
    dark = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return answer("second_steps/app.html", form=form, secret=secret, dark=dark, size=len(rows), status=status)


def _codes_page(held: Holder, after: Factors) -> Response:
    codes = factors.new_codes()
    factors.keep(held, factors.with_codes(after, codes), session=_token())
    note(held.identity_id, audit.Verb.RECOVERY_CODES_MADE)
    return answer("second_steps/codes.html", codes=codes)


def _is_needed(held: Holder) -> bool:
    return bool(gate.ask("needs_second", held.identity_id)[0]["needs_second"])


def _token() -> str:
    return str(request.cookies[cookie_name()])
