"""What a person shows after their password: a code of their app, a passkey, or a code they keep for the day they have
neither. A browser they told us to remember is not asked for thirty days."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, Response, request, session, url_for

from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, devices, factors
from tenants.errors import Refused
from tenants.losses import not_lost, take_loss
from tenants.settings import settings
from tenants.signing_in import tell
from webapp.access import anyone
from webapp.browsers import named
from webapp.forms import Form, Text, Tick
from webapp.rendering import answer, done, wants_fragment
from webapp.sessions import begin, note, signed_in_again

pages = Blueprint("second_steps", __name__)

# Between the two steps: in the signed cookie of the forms, so long and no longer.
HALFWAY, MINUTES = "halfway", 10


class SecondStepForm(Form):
    """A code, and whether to ask here again."""

    code = Text(
        L_("Code"),
        missing=L_("Enter a code."),
        limit=60,
        hint=L_("Six digits from your app, or one of your recovery codes."),
        autocomplete="one-time-code",
    )
    remember = Tick(
        L_("Do not ask in this browser for 30 days"), hint=L_("Never on a computer that others use, too.")
    )


@pages.get("/sign-in/second-step")
@anyone
def show() -> Response:
    """Asks for the second step, of whoever has just given the right password."""
    here = halfway()
    return page(here[0], SecondStepForm()) if here else too_late()


@pages.post("/sign-in/second-step")
@anyone
def enter() -> Response:
    """Begins a session when the code is right."""
    form, here = SecondStepForm(), halfway()
    if here is None:
        return too_late()
    if not form.validate():
        return page(here[0], form, status=422)
    try:
        kind = factors.use_code(here[0], form.code.data)
    except Refused as refusal:
        return page(here[0], form, status=form.accept(refusal))
    return _remembering(entered(*here, kind), here[0], wanted=form.remember.data)


def proceed(identity_id: UUID, url: str) -> Response:
    """After a right password: a session, then on to `url`, when nothing else is needed of this person in this browser;
    else the second step."""
    is_reset, held = take_loss(identity_id), factors.holder(identity_id)
    if is_reset:
        note(identity_id, audit.Verb.SECOND_STEPS_RESET)
        tell(held.email, held.language, "second_step_changed", what="reset")
    if not held.factors.has_second:
        return begin(identity_id, url)
    if devices.is_remembered(held, request.cookies.get(_device_cookie(), "")):
        return begin(identity_id, url, second="device")
    until = clock.now() + timedelta(minutes=MINUTES)
    session[HALFWAY] = {"who": str(identity_id), "to": url, "until": until.timestamp()}
    if wants_fragment():
        return page(identity_id, SecondStepForm(formdata=None))
    return done(url_for("second_steps.show"))


def halfway() -> tuple[UUID, str] | None:
    """Who gave the right password in this browser lately, and where they were going."""
    kept = session.get(HALFWAY)
    if kept is None or kept["until"] < clock.now().timestamp():
        return None
    return UUID(kept["who"]), kept["to"]


def has_second(identity_id: UUID) -> bool:
    """Whether a password alone does not let this person in, so that a shorter one will do."""
    return factors.holder(identity_id).factors.has_second


def entered(identity_id: UUID, url: str, kind: str) -> Response:
    """The second step was right: a session, and on; or back to the page that a dialog stands over."""
    not_lost(identity_id)
    response = begin(identity_id, url, second=kind)
    return signed_in_again(response, identity_id) if wants_fragment() else response


def page(identity_id: UUID, form: SecondStepForm, *, status: int = 200) -> Response:
    """The second step, by itself or in the dialog over a page."""
    return answer(
        "second_steps/show.html",
        fragment="second_steps/_step.html",
        form=form,
        has=factors.holder(identity_id).factors,
        in_place=wants_fragment(),
        status=status,
    )


def too_late() -> Response:
    """To the first step again."""
    return done(url_for("signin.show"), _("That took too long. Sign in once more."))


def _remembering(response: Response, identity_id: UUID, *, wanted: bool) -> Response:
    if wanted:
        response.set_cookie(
            _device_cookie(),
            devices.remember(identity_id, named(request.headers.get("User-Agent", ""))),
            max_age=devices.DAYS * 86_400,
            secure=settings().is_production,
            httponly=True,
            samesite="Lax",
        )
    return response


def _device_cookie() -> str:
    return "__Host-device" if settings().is_production else "device"
