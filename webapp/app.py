"""The web application put together, in order."""

import hashlib
from datetime import timedelta
from functools import lru_cache
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf import CSRFProtect

from records.departures.queries import last_day
from records.particulars.kinds import KINDS
from templates import labels, words
from tenants import clock, context, jobs
from tenants.billing.queries import told
from tenants.database import refuse_to_see_through_the_wall
from tenants.logs import configure
from tenants.organisations import organisation
from tenants.permissions import may
from tenants.seals import seal_what_fell_behind
from tenants.settings import settings
from webapp import access, assets, declared, errors, frame, publishing, rendering, routes, security, tenancy
from webapp.transaction import session

log = structlog.get_logger()

# The parts of a client's file all stand under People in the navigation.
_PLACES = {
    "clients": "people",
    "consents": "people",
    "consent_scans": "people",
    "cases": "people",
    "reassigning": "caseloads",
    "closing": "people",
    "phases": "people",
    "partners": "referrals",
    "check_ins": "tasks",
    "first_day": "today",
    "firstweek": "today",
    "own_signature": "preferences",
    "sign_in_rules": "team",
    "roles": "team",
    "access_reviews": "team",
    "audit_trail": "security",
    "support": "security",
    "security_page": "security",
    "handovers": "tasks",
    "barriers": "people",
    "strategies": "people",
    "risks": "people",
    "screening": "people",
    "notes": "people",
    "note_reviews": "people",
    "openings": "people",
    "grants": "people",
    "signing": "people",
    "looking": "team",
    "job_orders": "employers",
    "occupations": "employers",
    "checkpoints": "outcomes",
    "evidence": "outcomes",
    "schemes": "outcomes",
    "blanks": "people",
    "severing_rules": "handbook",
    "particulars": "people",
    "deliveries": "people",
    "papers": "people",
    "paper_previews": "people",
    "assessments": "people",
    "disclosures": "people",
    "alerts": "people",
    "appointments": "people",
    "workshop_people": "workshops",
    "wrapup": "people",
    "feeds": "calendar",
    "contacts": "people",
    "doubles": "people",
    "imports": "people",
    "import_rows": "people",
    "files": "people",
    "group_notes": "people",
    "phrases": "people",
    "wordings": "people",
    "incident_desk": "incidents",
    "breaches": "incidents",
    "request_packages": "requests",
    "severing": "requests",
    "conflicts": "handbook",
    "departures": "team",
    "archives": "team",
    "holds": "retention",
    "runs": "retention",
    "run_gates": "retention",
    "retention_state": "retention",
    "forecasts": "retention",
    "due_files": "retention",
    "quarantine": "retention",
    "certificates": "retention",
    "schedules": "retention",
    "schedule_rules": "retention",
    "suggested": "retention",
    "authorities": "retention",
}


class Northfile(Flask):
    """Flask, with a language around the whole answer and a tenancy around the view."""

    def full_dispatch_request(self) -> Response:
        """Speaks the person's language from the first check to the last error page."""
        wanted = request.cookies.get("language") or request.accept_languages.best_match(words.LANGUAGES)
        g.is_agency_endpoint = self._is_agency_endpoint
        with words.speaking(wanted):
            return super().full_dispatch_request()

    def dispatch_request(self) -> ResponseReturnValue:
        """A `with` block around the view, and not a pair of hooks, so that it cannot be left open."""
        return tenancy.dispatched(lambda: self.make_response(super(Northfile, self).dispatch_request()))

    def url_for(self, endpoint: str, **values: Any) -> str:
        """An address that needs no more than the agency is worked out once: the frame of a page asks for twenty."""
        if values or endpoint.startswith(".") or not has_request_context():
            return super().url_for(endpoint, **values)
        return _known_address(self, request.script_root, g.get("slug"), endpoint)

    def _is_agency_endpoint(self, endpoint: str) -> bool:
        return self.url_map.is_endpoint_expecting(endpoint, "slug")


@lru_cache(4096)
def _known_address(app: Flask, _root: str, _slug: str | None, endpoint: str) -> str:
    return Flask.url_for(app, endpoint)


def create_app() -> Flask:
    """The application of this process. Ends it when a database login could see through the wall."""
    configure()
    refuse_to_see_through_the_wall()
    seal_what_fell_behind()
    app = Northfile(__name__, static_folder=None, template_folder=None)
    app.config.update(
        SECRET_KEY=hashlib.sha256(b"cookies|" + settings().root_key).digest(),
        SESSION_COOKIE_NAME="__Host-form" if settings().is_production else "form",
        SESSION_COOKIE_SECURE=settings().is_production,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
    )
    rendering.install(app)
    security.install(app)
    CSRFProtect(app)
    rendering.htmx.init_app(app)
    tenancy.install(app)
    errors.install(app)
    assets.install(app)
    routes.install(app)
    app.jinja_env.globals.update(_asked_by_pages())
    app.context_processor(_for_every_page)
    app.after_request(_one_line)
    declared.install()
    publishing.install()
    jobs.publish_with(publishing.publish)
    return app


def _asked_by_pages() -> dict[str, object]:
    """What a page of any place asks for when it needs it, and no page is told that does not."""
    return {
        "particular_kinds": frozenset(KINDS),
        "law_profile": lambda: organisation(session()).law,
        "bill_told": lambda: told(session()),
        "last_day": lambda: last_day(session()),
    }


def _for_every_page() -> dict[str, object]:
    if "session" not in g or context.current().member_id is None:
        return {"timezone": "UTC", "theme": "system"}
    now, blueprint = context.current(), str(request.blueprint)
    # What stands in somebody's file is found again by its person, whatever work list led there.
    in_a_file = "client_id" in (request.view_args or {})
    here = "people" if in_a_file else _PLACES.get(blueprint, blueprint)
    identity = current_user.identity.id
    return {
        "agency": now,
        "me": {
            "name": now.person_name,
            "role": _roles(now),
            "language": words.language(),
            "id": now.member_id,
            "identity": identity,
        },
        "unread": now.unread - g.get("opened", 0),
        "keys": now.keys,
        "may": access.may_here,
        # The frame is drawn once for every page, so a page's client must not change it.
        "may_anywhere": lambda permission: may(now.roles, permission, now.standing),
        "here": here,
        "part": blueprint,
        "frame": frame.pieces_for(now, identity, here),
        "today": clock.today(now.timezone),
        "timezone": now.timezone,
        "theme": "system",
    }


def _roles(now: context.Tenancy) -> str:
    return ", ".join(labels.label(role, "role") for role in sorted(now.roles))


def _one_line(response: Response) -> Response:
    # The rule's pattern and not the address: an address may hold ids, and ids are for the audit trail.
    pattern = request.url_rule.rule if request.url_rule else None
    log.info(
        "request",
        request_id=g.get("request_id"),
        method=request.method,
        page=pattern,
        status=response.status_code,
        signed_in=bool(current_user and current_user.is_authenticated) if "slug" in g else None,
    )
    structlog.contextvars.clear_contextvars()
    return response
