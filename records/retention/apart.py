"""Records that go neither as a case file nor as an identity: those with a rule of their own, and parts of a file."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from records.retention.facts import released_over
from records.retention.groups import GROUPS, for_part, group_facts
from records.retention.in_force import holds_on, holds_on_people, holds_over_class
from records.retention.own import WHOLES, own_facts, people_named
from records.retention.schedule import Schedule
from records.retention.scopes import released_over_class
from records.retention.standing import judged
from records.retention.terms import Hold, RecordClass, lineage
from records.retention.traces import RunItem
from records.retention.verdict import Verdict
from records.retention.ways import BY_MACHINE


@dataclass(frozen=True, slots=True)
class Apart:
    """One of them and the verdict on it. `client_id` is set where it is about one person; `people` are all it names,
    `holds` those in force over it."""

    record_class: RecordClass
    record_id: UUID
    client_id: UUID | None
    people: frozenset[UUID]
    verdict: Verdict
    holds: tuple[Hold, ...]

    @property
    def may_go(self) -> bool:
        """Whether a run may take it. A part goes before its file only where a line says so of that very part."""
        rule = self.verdict.governing_rule
        is_meant = self.record_class in WHOLES or (
            rule is not None and rule.record_class is self.record_class
        )
        return is_meant and self.verdict.eligible and self.verdict.action in BY_MACHINE


def apart_of(
    session: Session,
    record_class: RecordClass,
    ids: Collection[UUID] | None = None,
    *,
    schedule: Schedule,
    as_of: date,
) -> list[Apart]:
    """Where these records of a class stand, or all of them in sight, in order of their ids."""
    if record_class in GROUPS:
        return _parts(session, record_class, ids, for_part(schedule, record_class), as_of)
    known = own_facts(session, record_class, ids)
    people = frozenset[UUID]().union(*(one.people for one in known))
    over_all, released = holds_over_class(session, record_class), released_over_class(session, record_class)
    over, let_go = (holds_on_people(session, people), released_over(session, people)) if people else ({}, {})
    found = []
    for one in known:
        holds = tuple(dict.fromkeys([*over_all, *(hold for who in sorted(one.people) for hold in over[who])]))
        sole = next(iter(one.people)) if len(one.people) == 1 else None
        # A hold that came and went is a change: nothing goes in the night of its release.
        weight = one.facts.row_version + released + sum(let_go.get(who, 0) for who in one.people)
        verdict = judged(replace(one.facts, row_version=weight), schedule, holds, as_of)
        found.append(Apart(record_class, one.record_id, sole, one.people, verdict, holds))
    return found


def due_apart(
    session: Session, schedule: Schedule, as_of: date, *, going: Collection[UUID] = ()
) -> Iterator[Apart]:
    """Every one that may go on a day. What belongs to a case that is `going` goes with it."""
    for record_class in (*WHOLES, *GROUPS):
        if _is_spoken_of(record_class, schedule):
            standing = apart_of(session, record_class, schedule=schedule, as_of=as_of)
            yield from (one for one in standing if one.may_go and one.record_id not in going)


def holds_over(session: Session, items: Iterable[RunItem]) -> dict[UUID, tuple[Hold, ...]]:
    """The holds in force over what these items of a run list, by item, whatever kind of record it is."""
    listed = [one for one in items if one.record_id is not None]
    of_cases = holds_on(session, [one.record_id for one in listed if one.record_id])
    found = {one.id: of_cases[one.record_id] for one in listed if one.record_id}
    for record_class in WHOLES:
        mine = [one for one in listed if one.record_class == record_class]
        over_all = holds_over_class(session, record_class) if mine else ()
        named = people_named(session, record_class, [one.record_id for one in mine if one.record_id])
        over = holds_on_people(session, frozenset[UUID]().union(*named.values())) if named else {}
        for item in mine:
            people = named.get(item.record_id, frozenset()) if item.record_id else frozenset[UUID]()
            found[item.id] += (*over_all, *(hold for who in people for hold in over[who]))
    return found


def _parts(
    session: Session,
    record_class: RecordClass,
    ids: Collection[UUID] | None,
    schedule: Schedule,
    as_of: date,
) -> list[Apart]:
    known = group_facts(session, record_class, ids)
    holds = holds_on(session, [one.case_id for one in known])
    return [
        Apart(
            record_class,
            one.case_id,
            one.client_id,
            frozenset({one.client_id}),
            judged(one.facts, schedule, holds[one.case_id], as_of),
            holds[one.case_id],
        )
        for one in known
    ]


def _is_spoken_of(record_class: RecordClass, schedule: Schedule) -> bool:
    wanted = (record_class,) if record_class in GROUPS else lineage(record_class)
    return any(rule.record_class in wanted for rules in schedule.versions for rule in rules)
