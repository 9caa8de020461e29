"""Who may come to a route: exactly one of these three stands under each."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import abort
from flask_login import current_user

from tenants import context
from tenants.permissions import P, may

View = TypeVar("View", bound=Callable[..., Any])


def _mark(view: View, who: str) -> View:
    view.access = who  # type: ignore[attr-defined]  # read by the house test that walks every route
    return view


def member_can(permission: P) -> Callable[[View], View]:
    """Members of the agency in the address whose role carries the permission, while its standing allows it."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **options: Any) -> Any:
            now = context.current()
            if not may(now.roles, permission, now.standing):
                abort(403)
            return view(*args, **options)

        return _mark(guarded, str(permission))  # type: ignore[return-value]  # same signature, by construction

    return guard


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
