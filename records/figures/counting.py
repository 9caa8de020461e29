"""Counting in the database: what is there, what hidden files would tell, and what destroyed ones left, as one."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    FromClause,
    Select,
    SelectBase,
    Text,
    Uuid,
    cast,
    column,
    func,
    literal,
    null,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.models import Client
from records.figures.rules import EVER, THRESHOLD, Cell, Period, Place
from records.retention.cells import StatCell
from records.retention.figures import PERSON, agreeing, marked, served
from records.retention.measures import lines, quarter_of

# Every table by its measure and its place.
Tables = defaultdict[str, dict[Place, Sequence[Cell]]]
_CASE = {
    "id": Uuid,
    "client_id": Uuid,
    "program": Text,
    "opened_on": Date,
    "closed_on": Date,
    "exit_reason": Text,
}
# A line that counts its person and nothing else.
_PERSON_ALONE = (literal(0).label("number"), literal(0).label("minutes"), cast(null(), Uuid).label("worker"))


def live(period: Period) -> Select[Any]:
    """A line for each row there is in a period."""
    told = lines(lambda _client_id, _case_id: true(), _every_case()).subquery("told")
    told_of = select(
        *(told.c.measure, told.c.code, quarter_of(told.c.day).label("quarter"), told.c.program),
        *(PERSON.label("person"), literal(1).label("number"), told.c.minutes, told.c.worker),
    )
    if period.program:
        told_of = told_of.where(told.c.program == period.program)
    return told_of.join(Client, Client.id == told.c.client_id).where(
        told.c.day.between(period.since, period.until)
    )


def with_gone(period: Period, quarters: Collection[str]) -> CompoundSelect[Any]:
    """The same, with what destroyed files left of these quarters, or of all when none is named."""
    stood = marked().subquery("stood")
    at = (StatCell.measure, StatCell.code, StatCell.period, StatCell.program, cast(null(), Uuid))
    numbers = select(*at, StatCell.number, StatCell.minutes, cast(null(), Uuid))
    workers = select(*at, literal(0), literal(0), func.unnest(StatCell.workers))
    return union_all(
        live(period),
        select(stood, *_PERSON_ALONE).where(_among(stood.c.quarter, quarters)),
        numbers.where(StatCell.number > 0, _among(StatCell.period, quarters)),
        workers.where(StatCell.number > 0, _among(StatCell.period, quarters)),
    )


def counted(session: Session, rows: SelectBase) -> Tables:
    """One table of each measure over all these lines, at no place."""
    return _finished(_sums(session, rows))


def counted_at(session: Session, rows: SelectBase, whole: str) -> Tables:
    """The tables of each measure for a year and its quarters, or for all time and its years, in all programs and in
    each; with the people of whom nothing is left."""
    is_quarter = StatCell.period.contains("Q")
    theirs = ~is_quarter if whole == EVER else func.left(StatCell.period, 4) == whole
    sums = _sums(session, rows, whole)
    left = select(StatCell.measure, StatCell.period, StatCell.program, StatCell.code, StatCell.people)
    for measure, period, program, code, people in session.execute(left.where(StatCell.people > 0, theirs)):
        sums[measure, Place(period, program)][code].people += people
    return _finished(sums)


@dataclass(slots=True)
class _Sum:
    """One line while it is counted."""

    people: int = 0
    number: int = 0
    minutes: int = 0
    workers: set[UUID] = field(default_factory=set)


_Sums = defaultdict[tuple[str, Place], defaultdict[str, _Sum]]


def _sums(session: Session, rows: SelectBase, whole: str = "") -> _Sums:
    line = _line(rows, by_year=whole == EVER)
    period, program = (line.c.period, line.c.program) if whole else (literal(""), null())
    places = ((period, program), (period,), (program,), ()) if whole else ((),)
    by = func.grouping_sets(*(tuple_(line.c.measure, line.c.code, *place) for place in places))
    workers = func.array_agg(line.c.worker.distinct()).filter(line.c.worker.is_not(None))
    told = (func.count(line.c.person.distinct()), func.sum(line.c.number), func.sum(line.c.minutes), workers)
    wanted = select(line.c.measure, line.c.code, period, program, *told).group_by(by)
    sums: _Sums = defaultdict(lambda: defaultdict(_Sum))
    agree = {"agree": list(agreeing(session))}
    for measure, code, at, in_program, people, number, minutes, who in session.execute(wanted, agree):
        place = Place(whole if at is None else at, in_program)
        sums[measure, place][code] = _Sum(people, number, minutes, set(who or ()))
    return sums


def _line(rows: SelectBase, *, by_year: bool) -> FromClause:
    """The lines with the period they are counted in, and those of whoever was served."""
    base = rows.cte("base")
    extra = served(base).subquery("extra")
    every = union_all(select(base), select(extra, *_PERSON_ALONE)).subquery("every")
    period = func.left(every.c.quarter, 4) if by_year else every.c.quarter
    return select(every, period.label("period")).subquery("line")


def _finished(sums: _Sums) -> Tables:
    tables: Tables = defaultdict(dict)
    for (measure, place), lines_of in sums.items():
        workers = set().union(*(one.workers for one in lines_of.values()))
        # What would tell how one of a few workers keeps their time is a small number as well.
        most = len(workers) if workers and len(workers) < THRESHOLD else None
        tables[measure][place] = [
            Cell(
                code,
                one.people if most is None else min(one.people, most),
                one.people if measure == "served" else one.number,
                one.minutes,
            )
            for code, one in lines_of.items()
        ]
    return tables


def _every_case() -> FromClause:
    """Those in quarantine, too: what waits for its destruction has been done all the same."""
    hidden = func.hidden_cases().table_valued(*(column(name, kind) for name, kind in _CASE.items()))
    seen = select(*(Case.__table__.c[name] for name in _CASE))
    return seen.union_all(select(*hidden.c)).cte("every_case")


def _among(period: Any, quarters: Collection[str]) -> ColumnElement[bool]:
    return period.in_(quarters) if quarters else true()
