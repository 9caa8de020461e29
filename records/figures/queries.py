"""Counting the work of the agency. Everybody is counted, also those whom the reader must not know of: a funder is told
of the whole, and a count that differed by reader would tell who is hidden. That is why no number leaves this module
before the rule has hidden the small ones (decision 22). What destroyed files add to a quarter, a fiscal year or all
time is counted with them (decision 36)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.figures.counting import Tables, counted, counted_at, live, with_gone
from records.figures.rules import (
    EVER,
    Cell,
    Figures,
    Period,
    Place,
    Table,
    days_of,
    grain_of,
    quarters_of,
    shown,
    shown_of_all_time,
    shown_together,
    year_of,
)
from records.retention.cells import StatCell
from tenants import clock, context

# In the order in which they are shown.
MEASURES = ("served", "opened", "closed", "services", "notes", "punctual", "requests")
# What goes with the person and not with a case is in no program.
OF_PEOPLE = ("requests",)


def figures(session: Session, period: Period, measures: Sequence[str] = MEASURES) -> Figures:
    """These figures of a period, by their names, as they may be shown. Where files of a year in it were destroyed, only
    that year, its quarters and all time can be told; for anything else there is no table."""
    today = clock.today(context.current().timezone)
    asked = [one for one in measures if not (period.program and one in OF_PEOPLE)]
    gone = [year for year in _destroyed(session) if year_of(period.since) <= year <= year_of(period.until)]
    grain = grain_of(period, today)
    if not gone:
        tables = counted(session, live(replace(period, until=min(period.until, today))))
        return Figures({one: shown(tables[one].get(Place("", None), ())) for one in asked})
    if grain is None:
        return Figures({}, gone)
    place = Place(grain, period.program or None)
    tables = _around(session, place, today)
    return Figures({one: _shown_at(place, tables[one]) for one in asked}, gone)


def programs(session: Session) -> Sequence[str]:
    """The programs in which there is or was a case."""
    there = select(Case.program).union(select(StatCell.program).where(StatCell.program.is_not(None)))
    return [name for name in session.execute(there).scalars() if name]


def _destroyed(session: Session) -> Sequence[str]:
    """The fiscal years of which something was destroyed."""
    year = func.left(StatCell.period, 4).label("year")
    return (
        session.execute(select(year).where(StatCell.number > 0).group_by(year).order_by(year)).scalars().all()
    )


def _around(session: Session, place: Place, today: date) -> Tables:
    """The tables of a place and of all that could tell of it: of its year, or of every year."""
    whole = place.period[:4]
    quarters = () if place.period == EVER else quarters_of(whole)
    return counted_at(session, with_gone(days_of(whole, today), quarters), whole)


def _shown_at(place: Place, tables: dict[Place, Sequence[Cell]]) -> Table:
    if place.period == EVER:
        return shown_of_all_time({place: [], **tables})[place]
    year = place.period[:4]
    every = {Place(period, None): list[Cell]() for period in (year, *quarters_of(year))}
    return shown_together({place: [], **every, **tables}, year)[place]
