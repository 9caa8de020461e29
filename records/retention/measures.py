"""What is counted of the work, said once: whoever counts what is there, and what stays of a file that goes, read the
same lines, so that both together are what they were."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    FromClause,
    Select,
    Uuid,
    case,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from records.appointments.models import Appointment
from records.cases.models import Case
from records.notes.models import Note
from records.particulars.models import ParticularRow
from records.retention.copies import read_every_model
from tenants import context
from tenants.database import Base

# Within how many days after the meeting a note is signed in good time.
SOON_SIGNED = 3
# A meeting that begins no later than this after the booked time began on time.
ON_TIME = timedelta(minutes=10)

Column: TypeAlias = ColumnElement[Any]
Of: TypeAlias = Callable[[FromClause], Column]
CASES = Base.metadata.tables[Case.__tablename__]


@dataclass(frozen=True, slots=True)
class Measure:
    """What one row of a table tells of the work: in which line it stands and on which day, with its minutes and its
    worker where it has them. `only` says which rows count. A slice above this one names its own beside its model."""

    table: FromClause
    code: Of
    day: Of
    only: Callable[[FromClause], Iterable[Column]] = lambda _rows: ()
    minutes: Of = lambda _rows: literal(0)
    worker: Of = lambda _rows: cast(null(), Uuid)


MEASURES: dict[str, Measure] = {
    "opened": Measure(CASES, lambda _rows: literal("all"), lambda rows: rows.c.opened_on),
    "closed": Measure(CASES, lambda rows: rows.c.exit_reason, lambda rows: rows.c.closed_on),
    "services": Measure(
        ParticularRow.__table__,
        lambda rows: rows.c.codes["type"].as_string(),
        lambda rows: rows.c.since,
        lambda rows: (rows.c.kind == "service", rows.c.state != "in_error"),
        lambda rows: func.coalesce(rows.c.codes["minutes"].as_integer(), 0),
    ),
    # What was written elsewhere and brought in tells nothing of our time.
    "notes": Measure(
        Note.__table__,
        lambda rows: case((func.coalesce(rows.c.late_days, 0) <= SOON_SIGNED, "in_time"), else_="late"),
        lambda rows: rows.c.occurred_on,
        lambda rows: (rows.c.state == "signed", rows.c.source.is_distinct_from("imported")),
    ),
    # Whether meetings began when they were booked for: of the whole team, by nobody's name.
    "punctual": Measure(
        Appointment.__table__,
        lambda rows: case((rows.c.started_at <= rows.c.starts_at + ON_TIME, "on_time"), else_="later"),
        lambda rows: func.date(func.timezone(context.current().timezone, rows.c.starts_at)),
        lambda rows: (rows.c.started_at.is_not(None),),
        worker=lambda rows: rows.c.worker_id,
    ),
}


def lines(whose: Callable[[Column, Column], Column], cases: FromClause = CASES) -> CompoundSelect[Any]:
    """A line for each row that counts: measure, code, day, program, client, minutes and worker. `whose` narrows them by
    client and case; what belongs to no case is in no program."""
    read_every_model()
    return union_all(*(_lines(name, measure, whose, cases) for name, measure in MEASURES.items()))


def quarter_of(day: Column) -> Column:
    """The fiscal quarter of a day, as 2026-Q1 for April to June of 2026: the calendar's, three months on."""
    return func.to_char(day - func.make_interval(0, 3), 'YYYY-"Q"Q')


def _lines(
    name: str, measure: Measure, whose: Callable[[Column, Column], Column], cases: FromClause
) -> Select[Any]:
    """Of one measure. A case is its own, and what goes with the identity has none."""
    is_case = measure.table is CASES
    rows = cases if is_case else measure.table
    case_id = rows.c.id if is_case else rows.c.get("case_id", cast(null(), Uuid))
    day = measure.day(rows)
    told = select(
        literal(name).label("measure"),
        measure.code(rows).label("code"),
        day.label("day"),
        func.coalesce(cases.c.program, "").label("program"),
        rows.c.client_id.label("client_id"),
        measure.minutes(rows).label("minutes"),
        measure.worker(rows).label("worker"),
    )
    joined = rows if is_case else rows.outerjoin(cases, cases.c.id == case_id)
    return told.select_from(joined).where(
        day.is_not(None), *measure.only(rows), whose(rows.c.client_id, case_id)
    )
