"""The security page: what protects the agency's records, and what is missing."""

from datetime import datetime

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from records.trail.queries import checks, last_acts
from tenants import clock, reviewing, sign_in_rules
from tenants.members import Member, members, without_second
from tenants.permissions import P, Role
from tenants.safeguards import QUIET, Facts, safeguards
from tenants.seals import last_backup
from tenants.settings import settings
from tenants.support import support_grants
from webapp.access import member_can
from webapp.rendering import answer
from webapp.transaction import session

pages = Blueprint("security_page", __name__)


@pages.get("/security")
@member_can(P.SEE_SECURITY)
def show() -> Response:
    """Line by line, with where to mend it."""
    team, now = members(session()), clock.now()
    unready = without_second(session())
    return answer(
        "security/show.html",
        lines=safeguards(_facts(session(), team, len([one for one in team if one.id in unready]), now), now),
        unready=[one for one in team if one.id in unready],
        quiet=_quiet(session(), team, now),
    )


def _facts(opened: Session, team: list[Member], without: int, now: datetime) -> Facts:
    rules, here = sign_in_rules.rules(opened), settings()
    reviewed_at = reviewing.last_closed(opened)
    checked = next((check for check, _state in checks(opened) if check.finished_at), None)
    helpers = [one for one in team if one.employment != "staff" and one.last_day is None]
    return Facts(
        administrators=_how_many(team, Role.ADMINISTRATOR),
        privacy_leads=_how_many(team, Role.PRIVACY_LEAD),
        without_second=without,
        everyone_needs_second=rules.second_required == "everyone",
        idle_minutes=rules.idle_minutes,
        helpers_without_end=len(helpers),
        quiet_members=len(_quiet(opened, team, now)),
        reviewed_at=reviewed_at,
        review_is_due=reviewing.is_due(reviewed_at, now),
        checked_at=checked.finished_at if checked else None,
        is_whole=checked is None or checked.first_broken is None,
        backed_up_at=last_backup(),
        has_scanner=bool(here.clamd_url),
        is_production=here.is_production,
        support_until=max((one.ends_at for one in support_grants(opened) if one.runs_at(now)), default=None),
    )


def _how_many(team: list[Member], role: Role) -> int:
    return sum(role in one.roles for one in team)


def _quiet(opened: Session, team: list[Member], now: datetime) -> list[Member]:
    """Whoever joined some time ago and has done nothing since."""
    acts = last_acts(opened)
    return [one for one in team if max(one.created_at, acts.get(one.id, one.created_at)) < now - QUIET]
