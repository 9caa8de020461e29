"""What every answer carries and every change must show before anything else looks at it."""

from urllib.parse import urlsplit
from uuid import uuid4

from flask import Flask, Response, g, request
from werkzeug.exceptions import Forbidden

from tenants.settings import settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

# Nothing inline and no eval: a name or a note can never become a script. Trusted Types adds that no script of
# ours may write HTML; only htmx may, and only what our server has escaped.
DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self' https://checkout.stripe.com https://billing.stripe.com",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "northfile",
}
POLICY = "; ".join(f"{name} {value}" for name, value in DIRECTIVES.items())

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cache-Control": "no-store",
}

# In bytes: a file of 10 MB with its form; and a form without files, which is read whole before a field is looked at:
# four texts of 20,000 letters, each nine bytes long in an address.
LONGEST_BODY, LONGEST_FORM = 12 * 1024 * 1024, 1024 * 1024

ONE_YEAR = "max-age=31536000; includeSubDomains"


def is_cross_site() -> bool:
    """True when another site's page made this request. Browsers say so in Sec-Fetch-Site; older ones in Origin.
    A program that is no browser sends neither and still has to show a token."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host


def refuse_at_the_door() -> None:
    """Stops a change asked for by another site before any view, session or form is consulted, and a form that is too
    long before it is read."""
    g.request_id = uuid4().hex[:12]
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = LONGEST_FORM
    if request.method not in SAFE_METHODS and is_cross_site():
        raise Forbidden


def install(app: Flask) -> None:
    """Sets the limits, the check on changes and the headers. Call before anything else that hooks requests."""
    # Flask's own values stand in the configuration already, and for the whole it has none.
    app.config.update(MAX_CONTENT_LENGTH=LONGEST_BODY, MAX_FORM_MEMORY_SIZE=500 * 1024, MAX_FORM_PARTS=1000)
    # Our own check above does this for every scheme; Flask-WTF's would need a referrer behind a proxy.
    app.config.setdefault("WTF_CSRF_SSL_STRICT", False)
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.before_request(refuse_at_the_door)
    app.after_request(with_headers)


def with_headers(response: Response) -> Response:
    """Adds the headers an answer has not set for itself; a download or a file sets its own, stricter ones."""
    for name, value in HEADERS.items():
        if name not in response.headers:  # `setdefault` looks twice
            response.headers.add(name, value)
    # In production always: behind a proxy that says nothing of the scheme, the browser still came by HTTPS.
    if request.is_secure or settings().is_production:
        response.headers.setdefault("Strict-Transport-Security", ONE_YEAR)
    if "request_id" in g:
        response.headers.setdefault("X-Request-Id", g.request_id)
    return response
