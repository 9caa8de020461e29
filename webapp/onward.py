"""Where somebody goes once they are in: where they were going, when that is a place of ours, or home."""

from urllib.parse import urlsplit
from uuid import UUID

from flask import request, url_for

from tenants import gate


def home_of(identity_id: UUID) -> str:
    """A person's agency, or the list of them."""
    mine = gate.agencies_of(identity_id)
    if len(mine) == 1:
        return url_for("today.show", slug=mine[0]["slug"])
    return url_for("signin.agencies")


def ours(path: str | None) -> str | None:
    """The path when it leads to this very host. Two slashes at its beginning, whichever way they lean, lead to other
    people's, and browsers drop tabs and line ends before they look."""
    is_path = path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_path else None


def came_from() -> str | None:
    """The page of ours from which this was sent."""
    try:
        page = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # brackets that hold no address
        return None
    return ours(page.path) if page.netloc == request.host else None
