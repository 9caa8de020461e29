"""Saying of a phase that it is over or taken up again, and of a step that it is done or not needed."""

from datetime import date

from sqlalchemy.orm import Session

from records.cases.models import Case
from records.phases.models import PhaseMark
from records.phases.queries import phases_of_case
from records.phases.rules import Mark, check_mark
from tenants import audit, clock, context
from tenants.database import hold
from tenants.errors import Refused


def mark_phase(
    session: Session, case: Case, *, what: str, mark: str, words: str | None, happened_on: date | None = None
) -> PhaseMark:
    """Writes it down, on a day that is not to come. Nothing is locked by it: work may go on in any phase."""
    me = context.current()
    today = clock.today(me.timezone)
    on = happened_on or today
    assert me.member_id is not None
    hold(session, case)
    case.expect_open()
    if on > today:
        raise Refused("This day cannot be in the future.", field="happened_on")
    check_mark(phases_of_case(session, case), Mark(what, mark, on, words or ""))
    row = PhaseMark(
        client_id=case.client_id,
        case_id=case.id,
        what=what,
        mark=mark,
        happened_on=on,
        words=words or None,
        member_id=me.member_id,
    )
    session.add(row)
    session.flush()
    audit.record(session, audit.Verb.PHASE_MARKED, row.id, client_id=case.client_id, what=what, mark=mark)
    return row
