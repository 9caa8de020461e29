"""Who may be the second of two people, and what happens where there is no second."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from tenants import clock, context
from tenants.errors import Refused
from tenants.members import members
from tenants.permissions import P, may

# An agency of one must be able to end what it began, but never in one sitting.
ALONE_AFTER = timedelta(days=7)


def second_person(
    session: Session, permission: P, *, not_these: Collection[UUID | None], since: datetime
) -> tuple[UUID, bool]:
    """The member who acts, as the second person, and whether they act alone because nobody else has the permission.
    Raises Refused when they took part and somebody else can decide, or when the seven days are not over."""
    me = context.current().member_id
    if me is None:
        raise Refused("This needs a person.")
    if me not in not_these:
        return me, False
    if _others(session, permission, not_these):
        raise Refused("You took part in preparing this, so somebody else has to decide.")
    if clock.now() < since + ALONE_AFTER:
        raise Refused("Nobody else here may decide this. You may do it alone after seven days of waiting.")
    return me, True


def alone_from(
    session: Session, permission: P, *, not_these: Collection[UUID | None], since: datetime
) -> datetime | None:
    """From when the member in person may act alone; None when they took no part, or while somebody else can."""
    if context.current().member_id not in not_these or _others(session, permission, not_these):
        return None
    return since + ALONE_AFTER


def _others(session: Session, permission: P, not_these: Collection[UUID | None]) -> bool:
    return any(m.id not in not_these and may(m.roles, permission) for m in members(session))
