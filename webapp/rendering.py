"""How a route answers: a page or a piece of it, a move elsewhere, and a word to the person."""

from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    get_flashed_messages,
    make_response,
    redirect,
    render_template,
    request,
    session,
)
from flask_htmx import HTMX

import templates
from webapp.frame import framed

VARY = "HX-Request, HX-Request-Type"


class HtmxDetails(HTMX):
    """What htmx 4 says about a request; flask-htmx reads the headers of version 2."""

    @property
    def is_partial(self) -> bool:
        """True when the answer replaces part of a page. Going back in history asks for the whole page."""
        wants_part = request.headers.get("HX-Request-Type", "partial") == "partial"
        return bool(self) and wants_part and not self.history_restore_request

    @property
    def target(self) -> str | None:
        """The id of the element that will be replaced; version 4 sends `div#id`."""
        return self._id_of("HX-Target")

    @property
    def source(self) -> str | None:
        """The id of the element that asked; version 4 sends `button#id`."""
        return self._id_of("HX-Source")

    @staticmethod
    def _id_of(header: str) -> str | None:
        return request.headers.get(header, "").partition("#")[2] or None


htmx = HtmxDetails()


def wants_fragment() -> bool:
    """True when htmx asked for part of a page and not for the whole one."""
    return htmx.is_partial


def wants_json() -> bool:
    """True for the saves our own script makes by itself; a page or htmx never prefers JSON."""
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def answer(
    template: str, *, block: str | None = None, fragment: str | None = None, status: int = 200, **context: Any
) -> Response:
    """The page; or, when htmx asked for part of it, the named block of it or the fragment template, followed by
    the words waiting for the person. The same address answers both, so a reload is never a surprise."""
    if not wants_fragment() or not (block or fragment):
        body = render_template(template, **context)
    elif block:
        body = render_piece(template, block, **context) + toasts()
    else:
        body = render_template(str(fragment), **context) + toasts()
    return _finished(make_response(body, status))


def render_piece(name: str, block: str, **context: Any) -> str:
    """One block of a page. What the page imports at its top is there, because the page is begun and then left
    at its first letter; a plain block renderer would not run the imports."""
    current_app.update_template_context(context)
    page = current_app.jinja_env.get_template(name)
    held = page.new_context(context)
    next(page.root_render_func(held), None)
    return "".join(page.blocks[block](held))


def toasts() -> str:
    """The words waiting for the person, to ride along with a fragment; nothing when there are none."""
    return render_template("components/_toasts.html") if get_flashed_messages() else ""


def toast(words: object, *, kind: str = "done") -> None:
    """A word to the person with the next answer. Never a client's name: it travels in a cookie.
    `kind` is "done", "info" or "failed"."""
    flash(str(words), kind)


def take_back_toasts() -> None:
    """Forgets the words waiting: what they say was done has been rolled back."""
    session.pop("_flashes", None)


def done(url: str, words: object | None = None) -> Response:
    """The change is made: go there and say so. `url` is one of ours, from `url_for`, never from the request."""
    if words is not None:
        toast(words)
    if htmx:
        response = make_response("", 204)
        response.headers["HX-Redirect"] = url
        return _finished(response)
    return _finished(make_response(redirect(url, 303)))


def saved(*, version: int, at: str, **more: Any) -> Response:
    """The answer our script expects to a save it made by itself: the new version and the time in words."""
    return _finished(make_response({"version": version, "saved_at": at, **more}))


def toast_answer(words: object, status: int, *, kind: str = "failed") -> Response:
    """Only a toast, into its region, whatever part of the page asked: for refusals that have no field."""
    toast(words, kind=kind)
    response = make_response(toasts(), status)
    response.headers["HX-Reswap"] = "none"
    return _finished(response)


def _finished(response: Response) -> Response:
    response.headers["Vary"] = VARY
    response.headers["Cache-Control"] = "no-store"
    return response


def has_page(endpoint: str) -> bool:
    """True when a route of this name exists; the shell shows only places that can be gone to."""
    return endpoint in current_app.view_functions


def install(app: Flask) -> None:
    """Gives the application the product's templates and their rules."""
    templates.configure(app.jinja_env)
    app.jinja_env.globals.update(has_page=has_page, framed=framed)
