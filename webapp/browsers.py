"""The browser somebody sits at: what it is called, who signed in with it before, and from where it asks."""

import re
import secrets
from ipaddress import IPv6Address, ip_address, ip_network
from uuid import UUID

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from tenants.settings import settings
from tenants.signing_in import Browser

_ONE_YEAR = 365 * 86_400
_MOST = 8  # people who share one computer
# The first that fits; several call themselves by the names of others, too.
_NAMES = {
    "Edge": "Edg",
    "Opera": "OPR/",
    "Samsung Internet": "SamsungBrowser",
    "Firefox": "Firefox|FxiOS",
    "Chrome": "Chrome|CriOS",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "macOS": "Mac OS X|Macintosh",
    "ChromeOS": "CrOS",
    "Linux": "Linux",
}


def this_browser() -> Browser:
    """The browser of this request. A cookie that we signed says who signed in here before."""
    address = network_address()
    try:
        held, *people = _signer().loads(request.cookies.get(_cookie(), ""))
    except (BadSignature, ValueError):
        return Browser(secrets.token_hex(16), frozenset(), address)
    return Browser(str(held), frozenset(UUID(person) for person in people), address)


def remember(response: Response, identity_id: UUID) -> None:
    """This person has signed in here."""
    here = this_browser()
    people = [str(identity_id), *(str(one) for one in here.people if one != identity_id)]
    response.set_cookie(
        _cookie(),
        _signer().dumps([here.id, *people[:_MOST]]),
        max_age=_ONE_YEAR,
        secure=settings().is_production,
        httponly=True,
        samesite="Lax",
    )


def network_address() -> str:
    """Where the request comes from, as the proxies of ours say that stand in front; of the newer kind of address the
    half that a household has to itself."""
    passed_on, ours = request.access_route, settings().proxies
    try:
        address = ip_address(passed_on[-ours] if 0 < ours <= len(passed_on) else request.remote_addr or "")
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return str(address)


def named(agent: str) -> str:
    """What a browser that says this of itself is called, for example "Firefox, Windows"; empty when it says nothing we
    know. The long text itself is not kept."""
    found = (
        next((name for name, sign in names.items() if re.search(sign, agent)), "")
        for names in (_NAMES, _SYSTEMS)
    )
    return ", ".join(name for name in found if name)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="who signed in with this browser")


def _cookie() -> str:
    """The `__Host-` prefix wants https, which a newcomer's first start has not."""
    return "__Host-known" if settings().is_production else "known"
