"""Asking, thanking, answering, closing."""

from uuid import UUID

from sqlalchemy.orm import Session

from records.cases.models import Case
from records.notes.models import Note
from records.notices.actions import settle, tell
from records.notices.rules import Kind as Notice
from records.supervision.models import Exchange
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused
from tenants.members import members


def write_to(
    session: Session,
    *,
    kind: str,
    remark: str,
    asked_to: UUID | None = None,
    case: Case | None = None,
    note: Note | None = None,
) -> Exchange:
    """Writes to a colleague: to the author about a signed note, to the worker about a case, else to whom is named. The
    audit trail has that they wrote to each other; it never has of whom."""
    if note is not None:
        note.expect_signed()
    to = note.author_id if note else case.worker_id if case else asked_to
    _expect_colleague(session, to)
    about = note or case
    exchange = Exchange(
        kind=kind,
        asked_by=context.current().member_id,
        asked_to=to,
        client_id=about.client_id if about else None,
        case_id=note.case_id if note else case.id if case else None,
        note_id=note.id if note else None,
        words=remark,
    )
    session.add(exchange)
    session.flush()
    _tell(session, exchange, exchange.asked_to, Notice.REMARKED)
    verb = audit.Verb.NOTE_COMMENTED if note else audit.Verb.EXCHANGE_BEGUN
    audit.record(session, verb, exchange.id)
    return exchange


def _expect_colleague(session: Session, member_id: UUID | None) -> None:
    if member_id == context.current().member_id:
        raise Refused("This would be to yourself.", field="asked_to")
    if member_id not in {member.id for member in members(session)}:
        raise Refused("This colleague is not here any more.", field="asked_to")


def answer(session: Session, exchange: Exchange, *, words: str) -> None:
    """Says what there is to say, once; whoever asked is told."""
    hold(session, exchange)
    exchange.become("answer", context.current().member_id)
    exchange.answer, exchange.answered_at = words, clock.now()
    settle(session, Notice.REMARKED, exchange.id)
    _tell(session, exchange, exchange.asked_by, Notice.REMARK_ANSWERED)
    audit.record(session, audit.Verb.EXCHANGE_ANSWERED, exchange.id)


def close(session: Session, exchange: Exchange) -> None:
    """It waits for nobody any more; what was written stays for the two to read."""
    hold(session, exchange)
    exchange.become("close", context.current().member_id)
    exchange.closed_at = clock.now()
    settle(session, Notice.REMARKED, exchange.id)
    settle(session, Notice.REMARK_ANSWERED, exchange.id)
    audit.record(session, audit.Verb.EXCHANGE_CLOSED, exchange.id)


def _tell(session: Session, exchange: Exchange, member_id: UUID, kind: Notice) -> None:
    # With the case, so that the notice goes with it, too.
    where = {"client_id": exchange.client_id, "case_id": exchange.case_id, "about": exchange.id}
    tell(session, member_id=member_id, kind=kind, **where)
