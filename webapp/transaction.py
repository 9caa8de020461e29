"""One request, one transaction: an answer commits, a refusal or a fault takes everything back; a look cannot write."""

from collections.abc import Callable

from flask import Response, g, request

from tenants.database import TenantSession, transaction

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class _TakenBack(Exception):
    """Carries a finished answer out of a transaction that must not be kept."""

    def __init__(self, response: Response) -> None:
        self.response = response


def session() -> TenantSession:
    """The session of this request. Only inside an agency's pages."""
    found = g.session
    assert isinstance(found, TenantSession)
    return found


def within_transaction(answer: Callable[[], Response]) -> Response:
    """Runs the view in a transaction. A view that answers 4xx has refused: nothing it touched is kept."""
    try:
        with transaction(read_only=request.method in _SAFE) as opened:
            g.session = opened
            response = answer()
            if response.status_code >= 400:
                raise _TakenBack(response)
            return response
    except _TakenBack as refusal:
        return refusal.response
    finally:
        g.pop("session", None)
