"""Settling how the agency severs: every change is a new version beside those before."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from records.requests.models import SeveringVersion
from records.requests.proposing import SeveringRule
from records.requests.severing_queries import severing_now, severing_places
from tenants import audit, context
from tenants.errors import Conflict, NotFound


def set_rule(session: Session, *, place: str, number: int, **rule: str) -> SeveringVersion:
    """Settles what is proposed about one field: proposal, reason, note. `number` is the version that was looked at."""
    if place not in severing_places():
        raise NotFound()
    now = severing_now(session)
    rules = dict(now.rules) if now else {}
    return _issue(
        session,
        now,
        number,
        rules=rules | {place: SeveringRule(**rule).plain()},
        never_alone=_never_alone(now),
    )


def set_never_alone(session: Session, *, never_alone: bool, number: int) -> SeveringVersion:
    """Settles whether somebody may be the second reader of their own decisions, after seven days, where nobody else
    is."""
    now = severing_now(session)
    return _issue(session, now, number, rules=dict(now.rules) if now else {}, never_alone=never_alone)


def _never_alone(now: SeveringVersion | None) -> bool:
    return now is not None and now.never_alone


def _issue(
    session: Session,
    now: SeveringVersion | None,
    number: int,
    *,
    rules: dict[str, dict[str, str]],
    never_alone: bool,
) -> SeveringVersion:
    stands = now.number if now else 0
    version = SeveringVersion(
        number=stands + 1, set_by=context.current().member_id, rules=rules, never_alone=never_alone
    )
    try:
        if stands != number:
            raise Conflict("Load the page again to see what it is now.")
        with session.begin_nested():
            session.add(version)
    except IntegrityError:
        raise Conflict("Load the page again to see what it is now.") from None
    audit.record(session, audit.Verb.SEVERING_SET, version.id, number=version.number)
    return version
