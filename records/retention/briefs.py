"""Every case of the agency under several schedules in one reading: what impact, forecast and counts are made of."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, null, select
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.retention.deciding import Deciders
from records.retention.facts import CASES, SERVED, current, last_signed, told_of
from records.retention.in_force import named_by_holds
from records.retention.schedule import Schedule
from records.retention.terms import Event
from records.retention.traces import Decision
from records.retention.verdict import Brief, keeps_longest
from tenants.bulk import stream
from tenants.organisations import organisation

__all__ = ["Brief", "Briefed", "briefs"]

# No more shapes than these are kept in mind, so that the memory of a night does not grow with the agency.
MOST_SHAPES = 20_000
OF_AGE = {Event.CLIENT_MAJORITY, "minor_at_closure"}
# How many of the columns of CASES only say which case it is.
NAMES = 4


class Briefed(NamedTuple):
    """One case and its verdicts in short, one for each schedule that was asked about, in their order."""

    case_id: UUID
    client_id: UUID
    number: str
    verdicts: tuple[Brief, ...]


def briefs(session: Session, schedules: Sequence[Schedule], *, as_of: date) -> Iterator[Briefed]:
    """Where every case in sight would stand on a day under each schedule, by id. Those that no rule can tell apart have
    one shape, and a shape is decided once. Cases in quarantine are not seen."""
    look = _Look(session, schedules, as_of)
    shapes: dict[tuple[object, ...], tuple[Brief, ...]] = {}
    for row in stream(session, look.statement):
        mark = look.mark(row)
        shape = (*row[NAMES:], mark)
        found = shapes.get(shape)
        if found is None:
            if len(shapes) >= MOST_SHAPES:
                shapes.clear()
            found = shapes[shape] = look.verdicts(row, is_held=mark[0])
        yield Briefed(row[0], row[1], row[2], found)


class _Look:
    """The schedules as one looks through them at very many cases."""

    def __init__(self, session: Session, schedules: Sequence[Schedule], as_of: date) -> None:
        self._decide = Deciders(rules for schedule in schedules for rules in schedule.versions)
        self._versions = [len(schedule.versions) for schedule in schedules]
        self._as_of, self._province = as_of, organisation(session).province
        self._is_all_held, self._held = named_by_holds(session)
        self._events = sorted(self._decide.events)
        self.statement = self._seen()

    def mark(self, row: Any) -> tuple[bool, str | None]:
        """Whether the case is held, and its own name where a rule calls it by that."""
        is_held = self._is_all_held or bool(self._held and (row[0] in self._held or row[1] in self._held))
        return is_held, str(row[0]) if self._decide.records and str(row[0]) in self._decide.records else None

    def verdicts(self, row: Any, *, is_held: bool) -> tuple[Brief, ...]:
        """What each schedule says of a case."""
        days = row[-len(self._events) :] if self._events else ()
        events = [(kind, day) for kind, day in zip(self._events, days, strict=True) if day is not None]
        told = told_of(row, events, row.last_on, row.extended_through, self._province)
        found = self._decide(told, self._as_of, is_held=is_held)
        if len(found) == len(self._versions):
            return tuple(found)
        several = iter(found)
        return tuple(keeps_longest([next(several) for _ in range(count)]) for count in self._versions)

    def _seen(self) -> Select[*tuple[Any, ...]]:
        """The rows of CASES with all that decides, in one statement; what no rule looks at is the same for all."""
        seen = self._decide.events | set(self._decide.attributes)
        looks = {"created_at": Event.CREATED_ON in seen, "birth_on": bool(OF_AGE & seen)}
        columns = [
            column if looks.get(column.name, True) else null().label(column.name)
            for column in CASES.selected_columns
        ]
        kept = select(Decision.case_id, func.max(Decision.keep_through).label("extended_through"))
        kept_on, events = kept.group_by(Decision.case_id).subquery(), self._by_kind().subquery()
        wanted = CASES.with_only_columns(*columns, kept_on.c.extended_through, maintain_column_froms=True)
        wanted = wanted.outerjoin(kept_on, kept_on.c.case_id == Case.id)
        if SERVED & seen:
            served = last_signed().subquery()
            wanted = wanted.add_columns(served.c.last_on).outerjoin(served, served.c.case_id == Case.id)
        else:
            wanted = wanted.add_columns(null().label("last_on"))
        days = [column for column in events.c if column.name != "case_id"]
        return wanted.add_columns(*days).outerjoin(events, events.c.case_id == Case.id)

    def _by_kind(self) -> Select[*tuple[Any, ...]]:
        """A row of each case with a column for the day of each event that any rule looks at."""
        events = current().subquery()
        days = [
            func.max(events.c.effective_on).filter(events.c.kind == kind).label(f"event_{place}")
            for place, kind in enumerate(self._events)
        ]
        return select(events.c.case_id, *days).group_by(events.c.case_id)
