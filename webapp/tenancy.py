"""From the address to the tenancy: the slug, the person, their membership, in that order and nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

import structlog
from flask import Flask, Response, abort, g, make_response, redirect, request
from flask_login import LoginManager, UserMixin, current_user

from tenants import gate
from tenants.context import Tenancy, acting_for
from tenants.errors import NotFound, Shut
from tenants.seals import is_shut
from tenants.settings import settings
from webapp import rendering
from webapp.transaction import within_transaction


@dataclass
class Person(UserMixin):
    """Who is signed in, and their tenancy in the agency of this request's address, if they belong to it."""

    identity: gate.Identity
    tenancy: Tenancy | None
    is_shut_out: bool = False

    def get_id(self) -> str:
        """The identity's id."""
        return str(self.identity.id)


def cookie_name() -> str:
    """The `__Host-` prefix wants https, which a newcomer's first start has not."""
    return "__Host-sid" if settings().is_production else "sid"


def _load(_request: object) -> Person | None:
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    try:
        identity, tenancy = gate.resume(token, g.get("slug", ""))
    except Shut:
        identity, tenancy = gate.resume(token, "")
        return Person(identity, tenancy, is_shut_out=True) if identity else None
    return Person(identity, tenancy) if identity else None


def install(app: Flask) -> None:
    """Teaches the application to read the person from the session cookie and the agency from the address."""
    manager = LoginManager()
    manager.session_protection = None
    manager.init_app(app)
    manager.request_loader(_load)
    app.url_value_preprocessor(_take_the_slug)
    app.url_defaults(_put_the_slug_back)


def _take_the_slug(_endpoint: str | None, values: dict[str, object] | None) -> None:
    if values is not None and "slug" in values:
        slug = str(values.pop("slug"))
        g.slug = (
            slug if slug.isprintable() else ""
        )  # no agency has such a name, and the database takes no NUL


def _put_the_slug_back(endpoint: str, values: dict[str, object]) -> None:
    if "slug" in g and "slug" not in values and g.is_agency_endpoint(endpoint):
        values["slug"] = g.slug


def dispatched(answer: Callable[[], Response]) -> Response:
    """Runs the view of an agency's page inside that agency's tenancy, or any other page as it is."""
    if "slug" not in g:
        return answer()
    if not current_user.is_authenticated:
        if is_shut(g.slug):
            raise Shut
        return _ask_to_sign_in()
    tenancy = current_user.tenancy
    if current_user.is_shut_out:
        raise Shut
    if tenancy is None:
        return _turned_away()
    if tenancy.second_days == 0:
        return _ask_for_second_step()
    structlog.contextvars.bind_contextvars(agency=str(tenancy.organisation_id), member=str(tenancy.member_id))
    with acting_for(tenancy):
        return within_transaction(answer)


def _turned_away() -> Response:
    """Somebody who belonged here until lately is told so; to anybody else nothing is here."""
    if all(agency["slug"] != g.slug for agency in gate.agencies_left(current_user.identity.id)):
        raise NotFound()
    if request.method != "GET" or rendering.htmx or rendering.wants_json():
        abort(403)
    return make_response(redirect("/agencies", 303))


def _ask_for_second_step() -> Response:
    """The days in which the agency was open without one are over; what is one's own is not behind this."""
    if request.method != "GET" or rendering.htmx or rendering.wants_json():
        abort(403)
    return make_response(redirect("/account/second-steps", 303))


def _ask_to_sign_in() -> Response:
    if request.method != "GET" or rendering.htmx or rendering.wants_json():
        abort(401)
    return make_response(redirect("/sign-in?" + urlencode({"next": request.path}), 303))
