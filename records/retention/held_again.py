"""Holds after a restore: those placed since the backup are placed again, those released since are released."""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.retention.again import found
from records.retention.models import HoldCase, HoldClient, HoldRow
from records.retention.retold import Told
from records.retention.states import find_state
from records.retention.terms import RecordClass
from tenants import audit, clock, jobs
from tenants.journal import Line
from tenants.members import Member

# In which matter and why is not in the journal; somebody looks at the hold on its day.
FROM_JOURNAL: Final = "restored from the journal"
_WORDS: Final = ("record_class", "program")


def release_again(session: Session, told: Told) -> int:
    """Releases what was released, before anything else: a hold of the backup would keep what is gone."""
    wanted = select(HoldRow).where(HoldRow.id.in_(told.released), HoldRow.released_at.is_(None))
    rows = session.execute(wanted).scalars().all()
    for hold in rows:
        hold.release_asked_by = hold.released_by = _somebody(session)
        hold.release_asked_at = hold.released_at = clock.now()
        hold.release_reason, hold.alone = FROM_JOURNAL, True
        jobs.enqueue(session, jobs.Job.RUN_RETENTION, hold=hold.id)
    session.flush()
    for hold in rows:
        audit.record(session, audit.Verb.HOLD_RELEASED, hold.id, alone=True, of="journal")
    return len(rows)


def place_again(session: Session, told: Told) -> int:
    """Places the holds that the backup does not know, on what is still there. What was destroyed after its hold was
    over, or before anybody could know of it, stays destroyed."""
    known = set(session.execute(select(HoldRow.id).where(HoldRow.id.in_(told.held))).scalars())
    missing = [
        (one, line) for one, line in told.held.items() if one not in known and one not in told.released
    ]
    state = find_state(session)
    if not missing or state is None:
        return 0
    cases, people = (
        found(session, state, one) for one in (RecordClass.CASE_FILE, RecordClass.CLIENT_IDENTITY)
    )
    owners = dict(session.execute(select(Case.id, Case.client_id)).all())
    for hold_id, line in missing:
        session.add(_hold(session, hold_id, line))
        session.flush()
        for case_id in _named(line, RecordClass.CASE_FILE, cases):
            session.add(HoldCase(hold_id=hold_id, case_id=case_id, client_id=owners[case_id]))
        for client_id in _named(line, RecordClass.CLIENT_IDENTITY, people):
            session.add(HoldClient(hold_id=hold_id, client_id=client_id))
        audit.record(session, audit.Verb.HOLD_PLACED, hold_id, kind=line.told["hold_kind"], of="journal")
    return len(missing)


def _hold(session: Session, hold_id: UUID, line: Line) -> HoldRow:
    told = line.told
    hold = HoldRow(
        id=hold_id, kind=told["hold_kind"], scope=told["scope"], basis=FROM_JOURNAL, reason=FROM_JOURNAL
    )
    hold.placed_by = _somebody(session)
    hold.placed_on, hold.review_on = (
        date.fromisoformat(told["placed_on"]),
        date.fromisoformat(told["review_on"]),
    )
    for name, value in told.get("described", {}).items():
        setattr(hold, name, value if name in _WORDS else date.fromisoformat(value))
    return hold


def _named(line: Line, record_class: RecordClass, there: Mapping[str, UUID]) -> list[UUID]:
    references = line.told["references"].get(str(record_class), ())
    return sorted(there[one] for one in references if one in there)


def _somebody(session: Session) -> UUID:
    """Who placed or released a hold is not in the journal: it stands under the member who began the agency."""
    return session.execute(select(Member.id).order_by(Member.id).limit(1)).scalar_one()
