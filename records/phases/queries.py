"""Where a case stands in the process."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from records.appointments.models import Appointment
from records.barriers.models import Barrier
from records.cases.models import Case, CaseStatusChange
from records.entries.models import Entry, Kind
from records.phases.models import PhaseMark
from records.phases.rules import Evidence, Mark, Phase, phases_of
from records.plans.models import Plan
from records.tasks.models import Task
from records.workshops.models import Registration, Workshop
from records.workshops.rules import CAME

# What was begun and is not yet, or no longer, a record of what was done.
_NOT_DONE = ("draft", "discarded", "in_error")
_BOOKED = (Kind.APPOINTMENT, Kind.ATTENDANCE)


def phases_of_case(session: Session, case: Case) -> tuple[Phase, ...]:
    """The four phases of a case, from everything in it whoever reads; nothing is told but kinds and days."""
    said: list[PhaseMark | CaseStatusChange] = [*marks_of(session, case.id), *_reopenings(session, case.id)]
    in_order = sorted(said, key=lambda row: row.id)  # an id tells when it was made
    return phases_of(dict(_evidence(session, case)), [_mark(row) for row in in_order])


def marks_of(session: Session, case_id: UUID) -> list[PhaseMark]:
    """What was said of its phases and steps, oldest first."""
    wanted = select(PhaseMark).where(PhaseMark.case_id == case_id).order_by(PhaseMark.id)
    return list(session.execute(wanted).scalars())


def _evidence(session: Session, case: Case) -> Iterator[tuple[str, Evidence]]:
    days = func.min(Entry.occurred_on), func.max(Entry.occurred_on)
    mine = Entry.case_id == case.id, Entry.state.not_in(_NOT_DONE), Entry.kind.not_in(_BOOKED)
    for kind, first_on, last_on in session.execute(
        select(Entry.kind, *days).where(*mine).group_by(Entry.kind)
    ):
        yield kind, Evidence(first_on, last_on)
    # A booked meeting is no work yet; one that took place is.
    held = Appointment.case_id == case.id, Appointment.ended_at.is_not(None)
    yield from _days(session, "appointment", Appointment.ended_at, *held)
    came = Registration.case_id == case.id, Registration.state.in_(CAME)
    yield from _days(
        session, "attendance", Workshop.starts_at, Registration.workshop_id == Workshop.id, *came
    )
    yield from _days(session, "task", Task.created_at, Task.case_id == case.id)
    yield from _days(session, "ranked", Barrier.rank_agreed_on, Barrier.case_id == case.id)
    yield from _days(session, "plan_again", Plan.agreed_on, Plan.case_id == case.id, Plan.number > 1)


def _days(
    session: Session, kind: str, column: InstrumentedAttribute[Any], *where: ColumnElement[bool]
) -> Iterator[tuple[str, Evidence]]:
    days = select(func.date(func.min(column)), func.date(func.max(column))).where(*where)
    first_on, last_on = session.execute(days).one()
    if first_on is not None:
        yield kind, Evidence(first_on, last_on)


def _reopenings(session: Session, case_id: UUID) -> list[CaseStatusChange]:
    was_closed = CaseStatusChange.case_id == case_id, CaseStatusChange.from_status == "closed"
    return list(session.execute(select(CaseStatusChange).where(*was_closed)).scalars())


def _mark(row: PhaseMark | CaseStatusChange) -> Mark:
    if isinstance(row, CaseStatusChange):
        # Taking a closed case up again looks anew at where the person stands.
        return Mark("assessing", "revisited", row.changed_on, row.words or "")
    return Mark(row.what, row.mark, row.happened_on, row.words or "")
