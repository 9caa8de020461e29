"""A session begins in this browser: whatever led to it, it begins here."""

import json
from typing import Any
from uuid import UUID

from flask import Response, g, request, session
from flask_wtf.csrf import generate_csrf

from templates import words
from tenants import audit, gate
from tenants.context import acting_for
from tenants.database import transaction
from tenants.sessions import is_settled
from tenants.settings import settings
from tenants.signing_in import tell
from webapp.browsers import named, remember, this_browser
from webapp.rendering import done
from webapp.tenancy import cookie_name

ONE_YEAR = 365 * 86_400
CHOSEN = "chosen_language"  # by somebody who has not signed in yet


def begin(identity_id: UUID, url: str, *, second: str | None = None) -> Response:
    """A new session in this browser, then on to `url`; whatever session it had before ends. `second` names what was
    shown besides the password. The screen speaks the language the person works in, which is the one they chose on the
    way in, if they chose one. A person who never signed in here before is told by mail that somebody did."""
    old, is_news = request.cookies.get(cookie_name()), _is_news(identity_id)
    if old:
        gate.close_session(old)
    if CHOSEN in session:
        gate.set_language(identity_id, session[CHOSEN])
    session.clear()
    g.pop("csrf_token", None)  # kept by Flask-WTF for this request, and made for the session that is gone
    agent = named(request.headers.get("User-Agent", ""))
    response, token = done(url), gate.open_session(identity_id, agent=agent)
    keep(response, token)
    remember(response, identity_id)
    note(identity_id, audit.Verb.SIGNED_IN, **({"second": second} if second else {}))
    identity, _tenancy = gate.resume(token, "")
    if identity and is_news:
        tell(identity.email, identity.language, "new_browser", browser=agent)
    g.begun = identity_id
    return with_language(response, identity.language if identity else words.language())


def signed_in_again(response: Response, identity_id: UUID) -> Response:
    """For a page that stayed where it was: a fresh form token, and who came back."""
    response.headers.pop("HX-Redirect", None)
    told = {"signed-in": {"token": generate_csrf(), "me": str(identity_id)}}
    response.headers["HX-Trigger"] = json.dumps(told)
    return response


def keep(response: Response, token: str) -> None:
    """The session of this browser is the one of this token."""
    response.set_cookie(
        cookie_name(),
        token,
        secure=settings().is_production,
        httponly=True,
        samesite="Lax",
    )


def note(identity_id: UUID, verb: audit.Verb, **codes: Any) -> None:
    """Says in the audit trail of each agency of a person what happened to their sign-in."""
    for agency in gate.agencies_of(identity_id):
        tenancy = gate.tenancy_for(agency["organisation_id"], agency["member_id"])
        with acting_for(tenancy), transaction() as opened:
            audit.record(opened, verb, agency["member_id"], **codes)


def with_language(response: Response, chosen: str) -> Response:
    """The answer, and from now on this language in this browser."""
    response.set_cookie(
        "language", chosen, max_age=ONE_YEAR, secure=settings().is_production, httponly=True, samesite="Lax"
    )
    return response


def _is_news(identity_id: UUID) -> bool:
    return identity_id not in this_browser().people and is_settled(identity_id)
