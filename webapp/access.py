"""Who may come to a route: exactly one of three stands under each, and `fresh` under it where a proof is wanted."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from flask import Response, abort, g, request, url_for
from flask_login import current_user

from records.access.rules import NEEDS, Category, Level
from records.clients.queries import standing_of
from records.notices.actions import opened
from tenants import audit, context
from tenants.permissions import P, Role, may
from webapp import proving
from webapp.rendering import done
from webapp.transaction import session

View = TypeVar("View", bound=Callable[..., Any])


def _mark(view: View, who: str) -> View:
    view.access = who  # type: ignore[attr-defined]  # read by the house test that walks every route
    return view


def member_can(permission: P) -> Callable[[View], View]:
    """Members of the agency in the address whose role carries the permission, while its standing allows it; in a
    client's file, as far as the one predicate lets them go there. Raises NotFound for a client they must not know
    of."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **options: Any) -> Any:
            now = context.current()
            if not may(now.roles, permission, now.standing):
                abort(403)
            if "client_id" in options and not reaches_here(permission, options["client_id"]):
                return _at_the_gate(options["client_id"], permission)
            if Role.SUPPORT in now.roles:
                _seen_by_the_agency(options)
            if now.unread and request.method == "GET":
                g.opened = opened(_things_in(options))
            return view(*args, **options)

        return _mark(guarded, str(permission))  # type: ignore[return-value]  # same signature, by construction

    return guard


def _seen_by_the_agency(options: dict[str, Any]) -> None:
    """Of whoever helps, the agency is told each page they open."""
    about = options.get("client_id")
    subject = next((one for one in options.values() if isinstance(one, UUID)), context.current().member_id)
    assert subject is not None
    audit.viewed(audit.Verb.SUPPORT_LOOKED, subject, client_id=about, page=request.endpoint)


def _things_in(options: dict[str, Any]) -> list[UUID]:
    return [one for name, one in options.items() if isinstance(one, UUID) and name != "client_id"]


def reaches_here(permission: P, client_id: UUID) -> bool:
    """Whether the reader may go so far in this client's file."""
    g.standing = standing_of(session(), client_id)
    return _suffices(permission)


def may_here(permission: str) -> bool:
    """For templates: whether the reader may do this, and on the page of a client, with this client."""
    now = context.current()
    return may(now.roles, permission, now.standing) and ("standing" not in g or _suffices(P(permission)))


def _suffices(permission: P) -> bool:
    category, minimum = NEEDS.get(permission, (Category.IDENTITY, Level.SEARCH))
    found: Level = g.standing.level(category)
    return found >= minimum


def _at_the_gate(client_id: UUID, permission: P) -> Response:
    """To the page that says whose the file is, and what would open it. Nothing that was sent is done."""
    if request.method != "GET":
        abort(403)
    return done(url_for("openings.gate", client_id=client_id, to=request.path, what=permission))


def fresh(view: View) -> View:
    """Directly under one of the three, for what cannot be taken back: whoever proved themselves within ten minutes;
    anybody else does it first, and then what they asked for is done."""

    @wraps(view)
    def guarded(*args: Any, **options: Any) -> Any:
        return proving.missing() or view(*args, **options)

    vars(guarded)["fresh"] = True  # read by the house test that says which routes must be
    return cast("View", guarded)


def signed_in(view: View) -> View:
    """Anyone who is signed in, in whatever agency."""

    @wraps(view)
    def guarded(*args: Any, **options: Any) -> Any:
        if not current_user.is_authenticated:
            abort(401)
        return view(*args, **options)

    return _mark(guarded, "signed_in")  # type: ignore[return-value]  # same signature, by construction


def anyone(view: View) -> View:
    """The public."""
    return _mark(view, "anyone")
