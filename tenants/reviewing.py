"""The review of access: every few months somebody asks of each member whether they still need what they may do, and it
is kept who confirmed what (decision 45)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ARRAY, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import audit, clock, context
from tenants.database import Base, TenantOwned, hold, within
from tenants.errors import Conflict, NotFound, Refused
from tenants.members import Member, members
from tenants.permissions import P
from tenants.privacy import Unit, registered
from tenants.sealing import Sealed, sealed_column
from tenants.second_person import second_person

# Half a year, and a little for holidays.
DUE_AFTER = timedelta(days=183)
SHOWN = 25


@registered(path="", category="access", unit=Unit.KEPT, package="no")
class AccessReview(TenantOwned, Base):
    """One round through the team. Closed when each member was looked at as they are."""

    __tablename__ = "access_reviews"
    __table_args__ = (within("opened_by", "members"), within("closed_by", "members"))

    opened_by: Mapped[UUID]
    closed_by: Mapped[UUID | None]
    closed_at: Mapped[datetime | None]


@registered(path="", category="access", unit=Unit.KEPT, package="no")
class AccessConfirmation(TenantOwned, Base):
    """What somebody said of one member's access, with the access as it was at that moment."""

    __tablename__ = "access_confirmations"
    __table_args__ = (
        within("review_id", "access_reviews"),
        within("member_id", "members"),
        within("answered_by", "members"),
    )

    review_id: Mapped[UUID]
    member_id: Mapped[UUID]
    answer: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    last_day: Mapped[date | None]
    words = Sealed()
    words_sealed: Mapped[bytes | None] = sealed_column()
    answered_by: Mapped[UUID]
    alone: Mapped[bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One member in a review, with the newest answer about them."""

    member: Member
    said: AccessConfirmation | None

    @property
    def is_settled(self) -> bool:
        """True when what they may do was confirmed, and is still the same."""
        now = (sorted(self.member.roles), self.member.last_day)
        return bool(
            self.said and self.said.answer == "keep" and (sorted(self.said.roles), self.said.last_day) == now
        )


def is_due(last_closed: datetime | None, at: datetime) -> bool:
    """Whether it is time to ask again; at the beginning it is."""
    return last_closed is None or at >= last_closed + DUE_AFTER


def lines_of(team: Iterable[Member], said: Iterable[AccessConfirmation]) -> list[Line]:
    """Everyone who belongs, with the newest of what was said about them, oldest first given."""
    newest = {one.member_id: one for one in said}
    return [Line(member, newest.get(member.id)) for member in team]


def access_reviews(session: Session) -> Sequence[AccessReview]:
    """The newest reviews."""
    wanted = select(AccessReview).order_by(AccessReview.id.desc()).limit(SHOWN)
    return session.execute(wanted).scalars().all()


def last_closed(session: Session) -> datetime | None:
    """When a review was closed last, or None before the first time."""
    return next((one.closed_at for one in access_reviews(session) if one.closed_at), None)


def get_access_review(session: Session, review_id: UUID) -> AccessReview:
    """One review. Raises NotFound."""
    found = session.execute(select(AccessReview).where(AccessReview.id == review_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def confirmations_of(session: Session, review: AccessReview) -> Sequence[AccessConfirmation]:
    """All that was said in a review, in order."""
    wanted = select(AccessConfirmation).where(AccessConfirmation.review_id == review.id)
    return session.execute(wanted.order_by(AccessConfirmation.id)).scalars().all()


def open_review(session: Session) -> AccessReview:
    """Begins a round; one at a time."""
    me = context.current().member_id
    assert me is not None
    if any(one.closed_at is None for one in access_reviews(session)):
        raise Conflict("A review of access is open already.")
    review = AccessReview(opened_by=me)
    session.add(review)
    audit.record(session, audit.Verb.ACCESS_REVIEW_OPENED, review.id)
    return review


def confirm_access(
    session: Session, review: AccessReview, member: Member, *, answer: str, words: str = ""
) -> AccessConfirmation:
    """Says of a member whether they need what they may do: `keep`, or `change` with what. Nobody says it of
    themselves while somebody else can."""
    _hold_open(session, review)
    if answer == "change" and not words:
        raise Refused("Say what has to change.", field="words")
    me, alone = second_person(session, P.REVIEW_ACCESS, not_these=[member.id], since=review.created_at)
    said = AccessConfirmation(
        review_id=review.id,
        member_id=member.id,
        answer=answer,
        roles=list(member.roles),
        last_day=member.last_day,
        words=words or None,
        answered_by=me,
        alone=alone,
    )
    session.add(said)
    verb = audit.Verb.ACCESS_CONFIRMED
    audit.record(session, verb, member.id, answer=answer, roles=sorted(member.roles), alone=alone)
    return said


def close_review(session: Session, review: AccessReview) -> None:
    """Ends a round in which everyone's access was confirmed as it is now."""
    _hold_open(session, review)
    lines = lines_of(members(session), confirmations_of(session, review))
    left = sum(not line.is_settled for line in lines)
    if left:
        raise Refused("Not everyone is confirmed yet: %(count)s to go.", count=left)
    review.closed_by, review.closed_at = context.current().member_id, clock.now()
    audit.record(session, audit.Verb.ACCESS_REVIEW_CLOSED, review.id, members=len(lines))


def _hold_open(session: Session, review: AccessReview) -> None:
    hold(session, review)
    if review.closed_at is not None:
        raise Conflict("This review is closed.")
