"""Refusals and faults, told to the person in the form the request can show: page, fragment or JSON."""

from pathlib import Path
from traceback import extract_tb
from typing import NamedTuple

import structlog
from flask import Flask, Response, g, make_response, render_template
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, Unauthorized

from templates.refusals import said
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.database import OUT_OF_REACH
from tenants.errors import Conflict, NotFound, Refused, Shut, TooSoon
from tenants.settings import settings
from webapp import rendering

log = structlog.get_logger()


class Told(NamedTuple):
    """A title and what to do about it."""

    title: object
    advice: object


NOT_HERE = Told(
    L_("This page is not here"),
    L_("It may have moved, or it is not open to you. Check the address, or go back to where you were."),
)
SENT_WRONG = Told(
    L_("This could not be read"),
    L_("What your browser sent was not complete. Go back, load the page again and try once more."),
)
ADVICE: dict[int, Told] = {
    400: SENT_WRONG,
    401: Told(L_("Sign in to go on"), L_("Your session has ended. Sign in again and you can go on.")),
    403: Told(L_("This is not open to you"), L_("Ask an administrator of your agency if you need it.")),
    404: NOT_HERE,
    405: SENT_WRONG,
    409: Told(L_("Somebody changed this first"), L_("Load the page again to see what it is now.")),
    413: Told(L_("This is too large"), L_("Send less at once: a file may have up to 10 MB.")),
    415: SENT_WRONG,
    429: Told(L_("Too many tries"), L_("Wait a minute, then try again.")),
    500: Told(L_("Something went wrong on our side"), L_("Nothing was saved. Try again in a moment.")),
    503: Told(L_("We are not ready"), L_("Try again in a minute. Nothing is lost.")),
}


SEALED = Told(
    L_("This agency is shut for now"),
    L_(
        "It was brought back from a backup, and what happened since is being made good first. Nothing is lost."
        " Try again later, or ask whoever runs Northfile."
    ),
)


def _told(status: int) -> Told:
    return ADVICE.get(status) or ADVICE[500 if status >= 500 else 400]


def _answer(status: int, title: object, advice: object) -> Response:
    """The same words for every reader. The page needs no tenancy and no session, so it can always be drawn."""
    reference = g.get("request_id", "") if status >= 500 else ""
    rendering.take_back_toasts()
    if rendering.wants_json():
        return make_response({"error": str(title), "advice": str(advice), "reference": reference}, status)
    if rendering.htmx:
        words = f"{title}. {advice}" if str(title) != str(advice) else str(advice)
        return rendering.toast_answer(words + (f" ({reference})" if reference else ""), status)
    body = render_template("errors/page.html", status=status, title=title, advice=advice, reference=reference)
    return make_response(body, status)


def session_ended(error: HTTPException) -> Response:
    """401, or a token that no longer fits because the session it belonged to is gone: the page our script is on
    opens the sign-in dialog in place and sends the same thing again afterwards."""
    response = _answer(401, *_told(401))
    response.headers["HX-Trigger"] = "session-ended"
    return response


def refused(error: Refused) -> Response:
    """A rule of the house said no: its own sentence, looked up in the catalogue."""
    words = said(error.message, error.values)
    return _answer(422, _("This cannot be done"), words)


def conflicted(error: Conflict) -> Response:
    """Somebody else was first."""
    return _answer(409, _told(409).title, said(error.message, error.values))


def too_soon(error: TooSoon) -> Response:
    """Tried too often in vain."""
    response = _answer(429, _told(429).title, said(error.message, error.values))
    response.headers["Retry-After"] = str(error.seconds)
    return response


def not_found(error: NotFound) -> Response:
    """Not there or not theirs: never told apart, so never the error's own words."""
    return _answer(404, *NOT_HERE)


def refused_by_http(error: HTTPException) -> Response:
    """Anything werkzeug or Flask refuses: bad method, too large, unreadable JSON, an unknown address."""
    if error.response is not None and isinstance(error.response, Response):
        return error.response
    status = error.code or 500
    response = _answer(status, *_told(status))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def out_of_reach(error: Exception) -> Response:
    """The database is starting, stopping or gone: nothing was saved, and trying again will help."""
    log.warning("database out of reach", kind=type(error).__name__)
    response = _answer(503, *_told(503))
    response.headers["Retry-After"] = "5"
    return response


def shut(error: Shut) -> Response:
    """The agency is sealed: whoever runs the product has to bring it up to date first."""
    response = _answer(503, *SEALED)
    response.headers["Retry-After"] = "60"
    return response


def failed(error: Exception) -> Response:
    """A fault of ours: logged with the reference the person is shown; what happened inside is never shown."""
    frames = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    # The message of an exception may quote what somebody wrote, so production logs only its kind and place.
    message = "" if settings().is_production else str(error)
    kind = type(error).__name__
    log.error("request failed", reference=g.get("request_id", ""), kind=kind, where=frames, message=message)
    return _answer(500, *_told(500))


def install(app: Flask) -> None:
    """Registers every handler."""
    app.register_error_handler(CSRFError, session_ended)
    app.register_error_handler(Unauthorized, session_ended)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(Conflict, conflicted)
    app.register_error_handler(TooSoon, too_soon)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, refused_by_http)
    app.register_error_handler(Shut, shut)
    for kind in OUT_OF_REACH:
        app.register_error_handler(kind, out_of_reach)
    app.register_error_handler(Exception, failed)
