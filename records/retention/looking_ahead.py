"""What schedules say of every file of the agency: the change, the forecast, and the list behind each figure."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from records.retention.briefs import Briefed, briefs
from records.retention.forecast import Outlook, next_months, outlook, place_of
from records.retention.impact import Impact, Move, compare, is_newly_due, move_of, needs_date
from records.retention.queries import Explained, find_draft, today
from records.retention.schedule import Line, Schedule, as_rule, rules_of, schedule_on
from records.retention.sentences import explain
from records.retention.standing import standings_of
from tenants.paging import PAGE_SIZE, Page, key_of, place

# What else than a move a list of files may be of.
NEWLY_DUE, HELD, NEEDS_DATE = "newly_due", "held", "needs_date"
FAR = date.max


class Row(NamedTuple):
    """One file of a list, in words; `before` is its date under the schedule in force."""

    explained: Explained
    before: date | None


def in_force(session: Session) -> Schedule:
    """What is in force, with what is announced."""
    return schedule_on(session, today())


def drafted(session: Session, *, line: Line | None = None, instead_of: UUID | None = None) -> Schedule | None:
    """The draft as if it were in force, with a line that nobody has written down yet; without either, None."""
    draft = find_draft(session)
    if draft is None and line is None:
        return None
    rules = rules_of(session, draft.id) if draft else in_force(session).versions[-1]
    kept = tuple(rule for rule in rules if rule.id != str(instead_of))
    return Schedule((*kept, as_rule(line, rule_id="new", version="new")) if line else kept)


def impact_of(session: Session, after: Schedule) -> Impact:
    """What another schedule would do to the files there are today."""
    return compare(briefs(session, [in_force(session), after], as_of=today()), as_of=today())


def outlooks(
    session: Session, schedules: Sequence[Schedule], *, as_of: date | None = None
) -> tuple[Outlook, ...]:
    """The forecast under each schedule, read once for all."""
    day = as_of or today()
    files = list(briefs(session, schedules, as_of=day))
    return tuple(outlook((one.verdicts[at] for one in files), as_of=day) for at in range(len(schedules)))


def files_at(session: Session, schedule: Schedule, where: str | None, *, after: str | None) -> Page[Row]:
    """A page of the files in one place of the forecast; without a place, all that have a date or an obstacle, soonest
    first."""
    day, months = today(), next_months(today())

    def wanted(file: Briefed) -> bool:
        brief = file.verdicts[0]
        if where is None:
            return brief.due_on is not None or brief.is_held or needs_date(brief)
        return place_of(brief, months, day) == where

    return _page(session, [schedule], wanted, after=after)


def files_moved(session: Session, schedule: Schedule, what: str, *, after: str | None) -> Page[Row]:
    """A page of the files behind one figure of an impact."""

    def wanted(file: Briefed) -> bool:
        old, new = file.verdicts
        others: dict[str, Callable[[], bool]] = {
            NEWLY_DUE: lambda: is_newly_due(old, new),
            HELD: lambda: new.is_held,
            NEEDS_DATE: lambda: needs_date(new),
        }
        return others[what]() if what in others else move_of(old, new) is Move(what)

    return _page(session, [in_force(session), schedule], wanted, after=after)


def _page(
    session: Session, schedules: Sequence[Schedule], wanted: Callable[[Briefed], bool], *, after: str | None
) -> Page[Row]:
    """Files by date, then by id; the last of the schedules is the one that the words are of."""
    found = sorted((one for one in briefs(session, schedules, as_of=today()) if wanted(one)), key=_key)
    last = key_of(after, date.fromisoformat, UUID)
    if last:
        found = [one for one in found if _key(one) > tuple(last)]
    shown = found[:PAGE_SIZE]
    rows = list(_rows(session, shown, schedules[-1]))
    return Page(rows, place(*_key(shown[-1])) if len(found) > PAGE_SIZE else None)


def _rows(session: Session, files: Sequence[Briefed], schedule: Schedule) -> Iterator[Row]:
    ids = [one.case_id for one in files]
    standings = {
        one.case.case_id: one for one in standings_of(session, ids, schedule=schedule, as_of=today())
    }
    for file in files:
        standing = standings[file.case_id]
        yield Row(Explained(standing, explain(standing.verdict)), file.verdicts[0].due_on)


def _key(file: Briefed) -> tuple[date, UUID]:
    return file.verdicts[-1].due_on or FAR, file.case_id
