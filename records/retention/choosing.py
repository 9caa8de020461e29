"""Which cases a run takes: those that are due are found among all in short, and the chosen then judged whole."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import true
from sqlalchemy.orm import Session

from records.retention.briefs import briefs
from records.retention.facts import decided
from records.retention.schedule import Schedule
from records.retention.standing import Standing, standings_of
from records.retention.verdict import State
from records.retention.ways import BY_MACHINE

AT_ONCE = 500


def longest_due(
    session: Session, *, schedule: Schedule, as_of: date, limit: int
) -> tuple[list[Standing], int]:
    """The cases that may go on a day, due the longest first and at most so many; and how many there are."""
    due: dict[UUID, date] = {}
    waiting: list[UUID] = []
    for case_id, _client_id, _number, (brief,) in briefs(session, [schedule], as_of=as_of):
        if brief.state is State.DUE and brief.due_on is not None:
            due[case_id] = brief.due_on
            waiting += [] if brief.action in BY_MACHINE else [case_id]
    # Whether what a person decided still stands is said by the grounds, and those only by the whole verdict.
    known = decided(session, true()) if waiting else {}
    may = {
        one.case.case_id
        for one in _judged(session, [one for one in waiting if one in known], schedule, as_of)
    }
    for case_id in waiting:
        if case_id not in may:
            del due[case_id]
    first = sorted(due, key=lambda one: (due[one], one))[:limit]
    found = {one.case.case_id: one for one in _judged(session, first, schedule, as_of)}
    return [found[one] for one in first if one in found], len(due)


def _judged(
    session: Session, case_ids: Sequence[UUID], schedule: Schedule, as_of: date
) -> Iterator[Standing]:
    """Those of the cases that may go, judged whole, some hundred at a time."""
    for start in range(0, len(case_ids), AT_ONCE):
        some = case_ids[start : start + AT_ONCE]
        standings = standings_of(session, some, schedule=schedule, as_of=as_of)
        yield from (one for one in standings if one.may_go)
