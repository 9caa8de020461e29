"""Every way to read the audit trail of an agency."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Text, cast, extract, func, select
from sqlalchemy.orm import Session

from records.documents.models import SealKeyRow
from records.trail.models import AuditCheck
from tenants import context
from tenants.audit import AuditEvent
from tenants.errors import NotFound
from tenants.jobs import JobRow
from tenants.members import Member
from tenants.paging import PAGE_SIZE, Page, key_of, place

# Lines of a signed copy that are in memory at once.
PIECE = 1000
SHOWN = 10
# The very words that the database hashed.
_WORDS = cast(
    func.jsonb_build_array(
        AuditEvent.organisation_id,
        AuditEvent.seq,
        cast(extract("epoch", AuditEvent.at), Text),
        *(
            AuditEvent.member_id,
            AuditEvent.verb,
            AuditEvent.subject_id,
            AuditEvent.client_id,
            AuditEvent.codes,
        ),
    ),
    Text,
)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which events are asked for; what is left open narrows nothing."""

    member_id: UUID | None = None
    verbs: Collection[str] = ()
    since: datetime | None = None
    before: datetime | None = None


def page_of_events(session: Session, narrowed: Narrowed, *, after: str | None = None) -> Page[AuditEvent]:
    """What happened, newest first. Ids and codes alone: whose names stand beside them is for the page to ask."""
    wanted, key = select(AuditEvent).where(*_conditions(narrowed)), key_of(after, int)
    if key is not None:
        wanted = wanted.where(AuditEvent.seq < key[0])
    events = session.execute(wanted.order_by(AuditEvent.seq.desc()).limit(PAGE_SIZE + 1)).scalars().all()
    rows = events[:PAGE_SIZE]
    return Page(rows, place(rows[-1].seq) if len(events) > PAGE_SIZE else None)


def _conditions(narrowed: Narrowed) -> list[ColumnElement[bool]]:
    found = []
    if narrowed.since:
        found.append(AuditEvent.at >= narrowed.since)
    if narrowed.before:
        found.append(AuditEvent.at < narrowed.before)
    if narrowed.member_id:
        found.append(AuditEvent.member_id == narrowed.member_id)
    if narrowed.verbs:
        found.append(AuditEvent.verb.in_(narrowed.verbs))
    return found


def days(since: date | None, until: date | None) -> tuple[datetime | None, datetime | None]:
    """When the first of these days begins and when the last is over, by the agency's clock."""
    zone = ZoneInfo(context.current().timezone)
    over = min(until, date.max - timedelta(days=1)) + timedelta(days=1) if until else None
    begins, ends = (datetime.combine(one, time(), zone) if one else None for one in (since, over))
    return begins, ends


def bounds(session: Session, since: date, until: date) -> tuple[int, int] | None:
    """The first and the last number of the days, with all between, or None when nothing happened."""
    begins, ends = days(since, until)
    of_days = _conditions(Narrowed(since=begins, before=ends))
    wanted = select(func.min(AuditEvent.seq), func.max(AuditEvent.seq)).where(*of_days)
    first, last = session.execute(wanted).one()
    return (first, last) if first else None


def hash_before(session: Session, seq: int) -> bytes:
    """What the event with this number was chained to."""
    return session.execute(select(AuditEvent.previous).where(AuditEvent.seq == seq)).scalar_one()


def hashed_words(session: Session, first: int, last: int) -> Sequence[Row[int, bytes, str]]:
    """Number, hash and hashed words of the next events, in order; at most a piece of them."""
    wanted = select(AuditEvent.seq, AuditEvent.hash, _WORDS).where(AuditEvent.seq.between(first, last))
    return session.execute(wanted.order_by(AuditEvent.seq).limit(PIECE)).all()


def find_certificate(session: Session) -> bytes | None:
    """The certificate of the agency's seal, once there is one."""
    wanted = select(SealKeyRow.certificate).where(SealKeyRow.ended_at.is_(None))
    return session.execute(wanted.order_by(SealKeyRow.id.desc()).limit(1)).scalar_one_or_none()


def last_acts(session: Session) -> dict[UUID, datetime]:
    """When each member did or opened something last; one look into the index for each of them."""
    newest = (
        select(AuditEvent.at)
        .where(AuditEvent.member_id == Member.id)
        .order_by(AuditEvent.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    return {member_id: at for member_id, at in session.execute(select(Member.id, newest)) if at}


def checks(session: Session) -> Sequence[Row[AuditCheck, str]]:
    """The newest checks of the chain, each with the state of its job."""
    wanted = select(AuditCheck, JobRow.state).join(JobRow, JobRow.id == AuditCheck.job_id)
    return session.execute(wanted.order_by(AuditCheck.id.desc()).limit(SHOWN)).all()


def get_check(session: Session, check_id: UUID) -> AuditCheck:
    """One check. Raises NotFound."""
    found = session.execute(select(AuditCheck).where(AuditCheck.id == check_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def newest_event(session: Session) -> tuple[int, bytes]:
    """Number and hash of the end of the trail."""
    wanted = select(AuditEvent.seq, AuditEvent.hash).order_by(AuditEvent.seq.desc()).limit(1)
    seq, digest = session.execute(wanted).one()
    return seq, digest


def first_replaced(session: Session) -> int | None:
    """The lowest number at which an earlier check saw another event than stands there now, or None."""
    there = (AuditEvent.seq == AuditCheck.upto) & (AuditEvent.hash == AuditCheck.head)
    gone = ~select(AuditEvent.seq).where(there).exists()
    wanted = select(func.min(AuditCheck.upto)).where(AuditCheck.first_broken.is_(None), gone)
    return session.execute(wanted).scalar_one()
