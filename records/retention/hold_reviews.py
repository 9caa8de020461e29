"""Holds that somebody has to look at again: looking, and telling those who should. A hold never ends by being old."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from records.notices.actions import settle, tell
from records.notices.rules import Kind as Notice
from records.retention.models import HoldReview, HoldRow
from records.retention.reviewing import approvers
from tenants import audit, clock, context
from tenants.errors import Refused

LONGEST = timedelta(days=366)


def review_hold(session: Session, hold: HoldRow, *, review_on: date | None, reason: str) -> None:
    """Says that a hold goes on, why, and when somebody looks at it again: within a year."""
    hold.expect_in_force()
    today, me = clock.today(context.current().timezone), context.current().member_id
    if me is None:
        raise Refused("This needs a person.")
    if not reason.strip():
        raise Refused("Say why the hold goes on.", field="reason")
    if review_on is None or review_on <= today or review_on > today + LONGEST:
        raise Refused("Choose a later day, within a year.", field="review_on")
    session.add(HoldReview(hold_id=hold.id, member_id=me, review_on=review_on, reason=reason.strip()))
    hold.review_on = review_on
    settle(session, Notice.HOLD_TO_REVIEW, about=hold.id)
    audit.record(session, audit.Verb.HOLD_REVIEWED, hold.id, until=review_on)


def reviews_of(session: Session, hold_id: UUID) -> list[HoldReview]:
    """Who looked at a hold and let it go on, newest first."""
    wanted = select(HoldReview).where(HoldReview.hold_id == hold_id).order_by(HoldReview.id.desc())
    return list(session.execute(wanted).scalars())


def to_look_at() -> Select[HoldRow]:
    """The holds in force whose day has come; they are told of until somebody has looked."""
    today = clock.today(context.current().timezone)
    return select(HoldRow).where(HoldRow.released_at.is_(None), HoldRow.review_on <= today)


def tell_of_holds(session: Session, *, before: date | None) -> None:
    """Tells those who approve retention of holds whose day has come since the last look."""
    wanted = to_look_at().with_only_columns(HoldRow.id)
    if before is not None:
        wanted = wanted.where(HoldRow.review_on > before)
    ids = session.execute(wanted.order_by(HoldRow.review_on)).scalars().all()
    for member_id in approvers(session) if ids else ():
        for hold_id in ids:
            tell(session, member_id=member_id, kind=Notice.HOLD_TO_REVIEW, client_id=None, about=hold_id)
