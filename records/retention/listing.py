"""What a run lists: of everything that may go on its day, what is overdue the longest, and no more than fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from records.retention.apart import Apart, due_apart
from records.retention.choosing import longest_due
from records.retention.schedule import Schedule
from records.retention.standing import Person, Standing, every_one_left_alone, people_of
from records.retention.terms import Action, RecordClass
from records.retention.traces import RetentionRun, RunItem
from records.retention.verdict import Verdict
from tenants.database import new_id


def listed(
    session: Session, run: RetentionRun, schedule: Schedule, *, limit: int
) -> tuple[list[RunItem], int]:
    """The items of a run, and how many records wait for the next. Case files, parts of them and records with a rule of
    their own stand in one order; identities that are left alone take what room there is."""
    cases, due = longest_due(session, schedule=schedule, as_of=run.as_of, limit=limit)
    going = {one.case.case_id for one in cases}
    apart = list(due_apart(session, schedule, run.as_of, going=going))
    every = sorted(
        [*((one.verdict.due_on or date.max, one.case.case_id, "") for one in cases),
         *((one.verdict.due_on or date.max, one.record_id, str(one.record_class)) for one in apart)]
    )[:limit]  # fmt: skip
    chosen = {(record_id, of_class) for _due_on, record_id, of_class in every}
    items = _items(
        session,
        run,
        [one for one in cases if (one.case.case_id, "") in chosen],
        [one for one in apart if (one.record_id, str(one.record_class)) in chosen],
        schedule,
    )
    people = _left_alone(session, schedule, run.as_of, limit - len(items))
    return [*items, *(_item(run, row) for row in people)], due + len(apart) - len(every)


@dataclass(frozen=True, slots=True)
class _Row:
    record_class: RecordClass
    record_id: UUID
    client_id: UUID | None
    verdict: Verdict
    way: Action | None
    with_identity: bool = False


def _items(
    session: Session,
    run: RetentionRun,
    cases: Sequence[Standing],
    apart: Sequence[Apart],
    schedule: Schedule,
) -> list[RunItem]:
    going = [one.case.case_id for one in cases]
    owners = {one.case.client_id for one in cases}
    people = people_of(session, owners, schedule=schedule, as_of=run.as_of, going=going)
    rows = [
        _Row(RecordClass.CASE_FILE, one.case.case_id, one.case.client_id, one.verdict, one.way,
             people[one.case.client_id].may_go)
        for one in cases
    ]  # fmt: skip
    rows += [
        _Row(one.record_class, one.record_id, one.client_id, one.verdict, one.verdict.action) for one in apart
    ]
    return [_item(run, row) for row in rows]


def _item(run: RetentionRun, row: _Row) -> RunItem:
    rule, due_on = row.verdict.governing_rule, row.verdict.due_on
    assert rule is not None
    assert due_on is not None
    return RunItem(
        id=new_id(),
        run_id=run.id,
        record_class=str(row.record_class),
        record_id=row.record_id,
        client_id=row.client_id,
        with_identity=row.with_identity,
        rule_id=UUID(rule.id),
        action=str(row.way or rule.action),
        due_on=due_on,
        basis_hash=row.verdict.basis_hash,
    )


def _left_alone(session: Session, schedule: Schedule, as_of: date, room: int) -> list[_Row]:
    """Clients whose last case is gone and whose own period is over now."""
    people = every_one_left_alone(session, schedule=schedule, as_of=as_of)
    free = [one for one in people if one.may_go and one.verdict.governing_rule is not None][:room]
    return [_row(one) for one in free]


def _row(one: Person) -> _Row:
    of = RecordClass.CLIENT_IDENTITY
    return _Row(of, one.client_id, one.client_id, one.verdict, one.way, with_identity=True)
