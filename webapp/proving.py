"""Proving oneself once more before what cannot be taken back: by a second step where there is one, or the password."""

from flask import Response, request, session, url_for
from flask_login import current_user

from templates.words import lazy as L_
from tenants import clock, factors, gate, passkeys, passwords, throttle
from tenants.errors import Refused
from tenants.throttle import Kind
from webapp.forms import Form, Hidden, Secret, Text
from webapp.rendering import answer, done
from webapp.tenancy import cookie_name

# Where somebody was going when they were asked; and what their browser was asked to sign.
GOING, CHALLENGE = "going", "challenge"


class ProofForm(Form):
    """One of three, as the person has them."""

    proof_code = Text(
        L_("Code"),
        limit=60,
        hint=L_("Six digits from your app, or one of your recovery codes."),
        autocomplete="one-time-code",
    )
    proof_password = Secret(L_("Your password"), autocomplete="current-password")
    proof_passkey = Hidden(limit=20_000)


def missing() -> Response | None:
    """None when whoever asks has proved themselves within ten minutes, or does it with this very request; else the page
    that asks for the proof and takes along all that was sent, so that it need not be typed again."""
    if current_user.identity.is_fresh:
        return None
    if request.method == "GET":
        session[GOING] = request.full_path
        return done(url_for("proofs.show"))
    form = ProofForm()
    given = form.proof_code.data or form.proof_password.data or form.proof_passkey.data
    if given and prove(form):
        return None
    carried = [(name, value) for name, value in request.form.items(multi=True) if not _is_ours(name)]
    return page(form, request.path, carried, status=403)


def prove(form: ProofForm) -> bool:
    """Whether the form proves who this is; from then on they have ten minutes."""
    try:
        _check(form)
    except Refused as refusal:
        form.accept(refusal)
        return False
    gate.ask("prove", gate.hash_of(request.cookies[cookie_name()]))
    return True


def page(form: ProofForm, url: str, carried: list[tuple[str, str]], *, status: int = 200) -> Response:
    """Asks for the proof; what was sent before goes along to the same address."""
    held = factors.holder(current_user.identity.id)
    return answer(
        "second_steps/proof.html", form=form, url=url, carried=carried, has=held.factors, status=status
    )


def keep_challenge(wanted: str) -> Response:
    """Remembers in this browser what it is asked to sign, for a few minutes."""
    until = clock.later(passkeys.MINUTES * 60).timestamp()
    session[CHALLENGE] = {"is": passkeys.challenge_in(wanted), "until": until}
    return Response(wanted, mimetype="application/json")


def challenge() -> str:
    """What this browser was asked to sign. Raises Refused when that is too long ago."""
    kept = session.pop(CHALLENGE, None)
    if kept is None or kept["until"] < clock.now().timestamp():
        raise Refused("That took too long. Try again.")
    return str(kept["is"])


def _check(form: ProofForm) -> None:
    me = current_user.identity
    held = factors.holder(me.id)
    if form.proof_passkey.data:
        return passkeys.use(me.id, form.proof_passkey.data, challenge())
    if held.factors.has_second:
        factors.use_code(me.id, form.proof_code.data or "", field="proof_code")
        return None
    throttle.expect((Kind.CODE, str(me.id)))
    login = gate.find_login(me.email)
    well = passwords.matches(form.proof_password.data or "", login[1] if login else None)
    throttle.note(Kind.CODE, str(me.id), well=well)
    if not well:
        raise Refused("This is not your password.", field="proof_password")
    return None


def _is_ours(name: str) -> bool:
    return name == "csrf_token" or name in ProofForm.__dict__


def asked_where() -> str:
    """Where somebody was going."""
    return str(session.get(GOING, url_for("signin.home")))
