"""Closing a case with a look at what is still open; a supervisor sees when it was closed all the same."""

from datetime import date

from sqlalchemy.orm import Session

from records.cases.actions import close_case
from records.cases.models import Case
from records.closing.models import Closing
from records.closing.queries import left_open
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused


def end_work(
    session: Session,
    case: Case,
    *,
    closed_on: date,
    exit_reason: str,
    exit_words: str | None = None,
    regardless: str | None = None,
) -> Closing:
    """Closes the case and keeps what was still open. Refuses while something is, unless somebody says why it is closed
    all the same; nothing is ended by itself."""
    hold(session, case)
    left = left_open(session, case)
    if left and not (regardless or "").strip():
        raise Refused("Say why it is closed with this left open.", field="regardless")
    close_case(session, case, closed_on=closed_on, exit_reason=exit_reason, exit_words=exit_words)
    member_id = context.current().member_id
    assert member_id is not None
    closing = Closing(
        client_id=case.client_id,
        case_id=case.id,
        member_id=member_id,
        closed_on=closed_on,
        left_open=left,
        regardless=(regardless or None) if left else None,
    )
    session.add(closing)
    session.flush()
    audit.record(session, audit.Verb.CLOSING_KEPT, closing.id, client_id=case.client_id, left=sorted(left))
    return closing


def see_closing(session: Session, closing: Closing) -> None:
    """Somebody else who answers for the work has looked at it."""
    hold(session, closing)
    me = context.current().member_id
    closing.expect_unseen(me)
    closing.seen_by, closing.seen_at = me, clock.now()
    audit.record(session, audit.Verb.CLOSING_SEEN, closing.id, client_id=closing.client_id)
