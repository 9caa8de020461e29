"""Opening a file to a member, for a time and with a reason, and closing it to one."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.access.models import AccessBlock, AccessGrant
from tenants import audit, clock, context
from tenants.errors import Refused

# A reason written in the morning holds for the working day, not for the week.
OPEN_FOR = timedelta(hours=8)


def put_on_caseload(session: Session, client_id: UUID, member_id: UUID) -> None:
    """Whoever works on a client's case may open the file, without an end. Done again, nothing changes."""
    mine = (
        AccessGrant.client_id == client_id,
        AccessGrant.member_id == member_id,
        AccessGrant.kind == "caseload",
        AccessGrant.ended_at.is_(None),
        AccessGrant.ends_at.is_(None),
    )
    if session.execute(select(AccessGrant.id).where(*mine)).first() is None:
        session.add(AccessGrant(client_id=client_id, member_id=member_id, kind="caseload"))


def stay_for_a_while(session: Session, client_id: UUID, member_id: UUID, *, ends_at: datetime) -> None:
    """Whoever worked on a client's case may open the file until a moment, for what they had begun there."""
    session.add(AccessGrant(client_id=client_id, member_id=member_id, kind="caseload", ends_at=ends_at))


def grant_access(
    session: Session,
    client_id: UUID,
    *,
    member_id: UUID,
    reason: str,
    ends_at: datetime,
    kind: str = "granted",
) -> AccessGrant:
    """Opens a file to a member until a moment, with the reason. Ends what they had asked for."""
    if ends_at <= clock.now():
        raise Refused("Choose a last day that is not over yet.", field="last_day")
    for asked in session.execute(
        select(AccessGrant).where(
            AccessGrant.client_id == client_id,
            AccessGrant.member_id == member_id,
            AccessGrant.kind == "asked",
            AccessGrant.ended_at.is_(None),
        )
    ).scalars():
        asked.end(clock.now())
    grant = _new(client_id, member_id, kind, reason, ends_at)
    return _add(session, grant, audit.Verb.ACCESS_GRANTED)


def open_with_reason(session: Session, client_id: UUID, *, reason: str) -> AccessGrant:
    """Opens a gated part of a file to the reader for the working day; the reason is kept and counted."""
    me = context.current().member_id
    assert me is not None
    grant = _new(client_id, me, "opened", reason, clock.now() + OPEN_FOR)
    return _add(session, grant, audit.Verb.OPENED_WITH_REASON)


def ask_for_access(session: Session, client_id: UUID, *, reason: str) -> AccessGrant:
    """Asks whoever may decide; opens nothing."""
    me = context.current().member_id
    assert me is not None
    return _add(session, _new(client_id, me, "asked", reason, None), audit.Verb.ACCESS_ASKED)


def end_access(session: Session, grant: AccessGrant) -> None:
    """Closes a way in before its end, or declines what was asked."""
    grant.end(clock.now())
    audit.record(
        session,
        audit.Verb.ACCESS_ENDED,
        grant.id,
        client_id=grant.client_id,
        member=grant.member_id,
        kind=grant.kind,
    )


def block_access(
    session: Session, client_id: UUID, *, member_id: UUID, kind: str, reason: str, until: date | None = None
) -> AccessBlock:
    """Closes a file to a member entirely, for a conflict of interest; it vanishes from their lists at once."""
    if until is not None and until < clock.today(context.current().timezone):
        raise Refused("Choose a last day that is not over yet.", field="until")
    block = AccessBlock(
        client_id=client_id,
        member_id=member_id,
        kind=kind,
        reason=reason,
        set_by=context.current().member_id,
        until=until,
    )
    session.add(block)
    audit.record(
        session, audit.Verb.ACCESS_BLOCKED, block.id, client_id=client_id, member=member_id, kind=kind
    )
    return block


def lift_block(session: Session, block: AccessBlock) -> None:
    """Ends a block."""
    block.end(clock.now())
    audit.record(
        session, audit.Verb.ACCESS_UNBLOCKED, block.id, client_id=block.client_id, member=block.member_id
    )


def _new(client_id: UUID, member_id: UUID, kind: str, reason: str, ends_at: datetime | None) -> AccessGrant:
    return AccessGrant(
        client_id=client_id,
        member_id=member_id,
        kind=kind,
        reason=reason,
        given_by=context.current().member_id,
        ends_at=ends_at,
    )


def _add(session: Session, grant: AccessGrant, verb: audit.Verb) -> AccessGrant:
    session.add(grant)
    audit.record(session, verb, grant.id, client_id=grant.client_id, member=grant.member_id, kind=grant.kind)
    return grant
