"""The schedule: the next one, laid before a second person and put in force, and every version there was."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.retention import actions, looking_ahead, queries, version_queries
from records.retention.models import PolicyVersion
from templates.words import gettext as _
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import fresh, member_can
from webapp.rendering import answer, done
from webapp.sentences import told
from webapp.transaction import session

pages = Blueprint("schedules", __name__)


@pages.get("/retention/draft")
@member_can(P.SEE_RETENTION)
def draft() -> Response:
    """The next schedule, being written or waiting for a second person, and what it would change."""
    version = queries.find_draft(session())
    after = looking_ahead.drafted(session())
    return answer(
        "retention/draft.html",
        version=version,
        authorities=queries.authorities(session()),
        impact=looking_ahead.impact_of(session(), after) if after else None,
        **(_facts(version) if version else {}),
    )


@pages.post("/retention/draft")
@member_can(P.SET_RETENTION)
def begin() -> Response:
    """Begins a draft from the schedule in force."""
    actions.draft_version(session())
    return done(url_for("schedules.draft"))


@pages.get("/retention/versions")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """Every version there was: who wrote it, who put it in force, and from when it counts."""
    return answer(
        "retention/versions.html", versions=queries.versions(session()), members=names_of(session())
    )


@pages.get("/retention/versions/<uuid:version_id>")
@member_can(P.SEE_RETENTION)
def show(version_id: UUID) -> Response:
    """One version as it was published, what it changed, and what was destroyed by it."""
    version = queries.get_version(session(), version_id)
    return answer(
        "retention/version.html",
        version=version,
        base=version_queries.base_of(session(), version),
        certificates=version_queries.certificates_under(session(), version_id),
        **_facts(version),
    )


@pages.post("/retention/versions/<uuid:version_id>/proposal")
@member_can(P.SET_RETENTION)
def propose(version_id: UUID) -> Response:
    """Lays the draft before a second person."""
    actions.propose_version(session(), queries.get_version(session(), version_id))
    return done(url_for("schedules.draft"), _("The draft waits for a second person."))


@pages.post("/retention/versions/<uuid:version_id>/proposal-withdrawal")
@member_can(P.SET_RETENTION)
def withdraw(version_id: UUID) -> Response:
    """Opens the draft for changes again."""
    actions.withdraw_proposal(session(), queries.get_version(session(), version_id))
    return done(url_for("schedules.draft"), _("The draft can be changed again."))


@pages.post("/retention/versions/<uuid:version_id>/discard")
@member_can(P.SET_RETENTION)
def discard(version_id: UUID) -> Response:
    """Gives the draft up; it stays among the versions."""
    actions.discard_draft(session(), queries.get_version(session(), version_id))
    return done(url_for("schedules.index"), _("The draft is given up."))


@pages.post("/retention/versions/<uuid:version_id>/publication")
@member_can(P.APPROVE_RETENTION)
@fresh
def publish(version_id: UUID) -> Response:
    """Puts the proposed schedule in force."""
    actions.publish_version(session(), queries.get_version(session(), version_id))
    return done(url_for("retention.index"), _("The schedule is published."))


def _facts(version: PolicyVersion) -> dict[str, Any]:
    """What both pages of a version say: its lines, its changes, whom it waits for."""
    is_open = version.state in ("draft", "proposed")
    return {
        "lines": queries.lines_of(session(), version.id),
        "cited": {one.id: one for one in queries.authorities(session())},
        "changes": version_queries.changes_of(session(), version),
        "members": names_of(session()),
        "effect": actions.effect_of(session(), version) if is_open else None,
        "alone_from": version_queries.may_publish_alone_from(session(), version) if is_open else None,
        "told": told,
    }
