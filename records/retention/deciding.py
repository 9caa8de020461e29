"""What `resolve` decides, for very many records: what follows from the rules alone is worked out once, and each sum of
dates once. It gives no reasons and no grounds, and nothing is destroyed on its word (decision 39)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Final, NamedTuple, TypeAlias

from records.retention.dates import NOT_A_DATE, counted_from, day_after, end
from records.retention.rules import SELECTED_BY, Match, by_id, counted_floors, extended, matches, mildest
from records.retention.terms import Attribute, Facts, Join, RecordClass, Rule, Trigger
from records.retention.verdict import Brief, Considered, State

_NOT_TOLD: Final = object()


class Told(NamedTuple):
    """Facts of one record before they are looked through, as the one field or the other of `Facts`."""

    record: str
    record_class: RecordClass
    triggers: Mapping[str, date | None]
    awaited: frozenset[str]
    absent: frozenset[str]
    attributes: Mapping[str, Attribute]
    extended_through: date | None = None
    children_not_due: frozenset[str] = frozenset()
    unpaid_obligations: frozenset[str] = frozenset()
    unknowns: frozenset[str] = frozenset()


class _Undated(Enum):
    """Why a clock has not started."""

    MISSING = auto()
    TO_COME = auto()


_Started: TypeAlias = date | _Undated


@dataclass(frozen=True, slots=True)
class _Term:
    """One rule, which of all triggers is its own, and the sums made by it so far: of each day on which its clock
    started, the last day to keep and the last to be gone by."""

    rule: Rule
    trigger: int
    sums: dict[_Started, tuple[date | None, date | None]] = field(default_factory=dict)

    def ends(self, started: _Started) -> tuple[date | None, date | None]:
        """The two sums; none while the clock has not started."""
        found = self.sums.get(started)
        if found is None:
            found = self.sums[started] = self._summed(started)
        return found

    def _summed(self, started: _Started) -> tuple[date | None, date | None]:
        if not isinstance(started, date):
            return None, None
        rule, start = self.rule, counted_from(started, self.rule.cutoff)
        return (
            end(start, rule.keep) if rule.keep is not None else None,
            end(start, rule.destroy_within) if rule.destroy_within is not None else None,
        )


@dataclass(frozen=True, slots=True)
class _Outline:
    """What a set of rules says of every record with the same attributes: the floors that count, the mildest first, so
    that of several with the same last day the first decides; and the other rules that set a ceiling."""

    floors: tuple[_Term, ...]
    ceilings: tuple[_Term, ...]

    def must_by(self, started: Sequence[_Started]) -> date | None:
        """The last day by which the record must be gone."""
        days = [day for term in self.ceilings if (day := term.ends(started[term.trigger])[1]) is not None]
        return min(days, default=None)

    def governing(self, started: Sequence[_Started]) -> tuple[Rule, date] | None:
        """The rule that sets the last day to keep, and that day; None while any floor has none."""
        found: tuple[Rule, date] | None = None
        for term in self.floors:
            kept = term.ends(started[term.trigger])[0]
            if kept is None:
                return None
            if found is None or kept > found[1]:
                found = term.rule, kept
        return found

    def state(
        self, started: Sequence[_Started], due_on: date | None, as_of: date, *, is_blocked: bool
    ) -> State:
        """Where the record stands; a floor that lacks a date, which somebody has to find, blocks."""
        if not self.floors:
            return State.UNSCHEDULED
        if is_blocked or (
            due_on is None and any(started[term.trigger] is _Undated.MISSING for term in self.floors)
        ):
            return State.BLOCKED
        return State.DUE if due_on is not None and as_of >= due_on else State.RETAINED


class Deciders:
    """Several sets of rules, ready to decide over many records. `events`, `attributes` and `records` are all that any
    of the rules looks at."""

    def __init__(self, several: Iterable[Iterable[Rule]]) -> None:
        sets = [by_id(rules) for rules in several]
        every = [rule for rules in sets for rule in rules]
        self._triggers = list(dict.fromkeys(rule.trigger for rule in every))
        self._sets = [[_Term(rule, self._triggers.index(rule.trigger)) for rule in rules] for rules in sets]
        self.events = {event for trigger in self._triggers for event in trigger.events}
        selectors = [rule.selector for rule in every]
        seen = [name for name in SELECTED_BY if any(getattr(one, name) is not None for one in selectors)]
        self.attributes = (*seen, "tags") if any(one.tags for one in selectors) else tuple(seen)
        self.records = {one.record for one in selectors if one.record is not None}
        self._outlines: dict[tuple[object, ...], list[_Outline]] = {}

    def __call__(self, facts: Facts | Told, as_of: date, *, is_held: bool) -> list[Brief]:
        """State, dates, rule and action, as `resolve` gives them under each set of rules and a hold or none."""
        started = [_started(trigger, facts) for trigger in self._triggers]
        is_blocked = is_held or bool(facts.children_not_due or facts.unpaid_obligations or facts.unknowns)
        found = []
        for outline in self._outlined(facts):
            governing, due_on = outline.governing(started), None
            if governing is not None:
                due_on = day_after(extended(governing[1], facts.extended_through))
            rule = governing[0] if governing else None
            found.append(
                Brief(
                    outline.state(started, due_on, as_of, is_blocked=is_blocked),
                    due_on,
                    outline.must_by(started),
                    rule.id if rule else None,
                    rule.action if rule else None,
                    is_held,
                )
            )
        return found

    def _outlined(self, facts: Facts | Told) -> list[_Outline]:
        """What the sets say of this record; worked out once for all that no selector can tell apart."""
        known, record = facts.attributes, facts.record if facts.record in self.records else None
        key = (record, facts.record_class, *[known.get(name, _NOT_TOLD) for name in self.attributes])
        found = self._outlines.get(key)
        if found is None:
            found = self._outlines[key] = [_outline(terms, facts) for terms in self._sets]
        return found


def _outline(terms: Sequence[_Term], told: Facts | Told) -> _Outline:
    facts = Facts(record=told.record, record_class=told.record_class, attributes=told.attributes)
    found = {term.rule.id: (term, matches(term.rule, facts)) for term in terms}
    matching = [
        Considered(term.rule, match is Match.YES) for term, match in found.values() if match is not Match.NO
    ]
    floors = sorted((one.rule for one in counted_floors(matching)), key=mildest)
    ceilings = (one.rule for one in matching if one.rule.destroy_within is not None)
    return _Outline(
        tuple(found[rule.id][0] for rule in floors), tuple(found[rule.id][0] for rule in ceilings)
    )


def _started(trigger: Trigger, facts: Facts | Told) -> _Started:
    """The day a clock started, or why it has not: a date is missing, or something is still to come."""
    days: list[date] = []
    is_to_come, is_asked = False, False
    for name in trigger.events:
        day = facts.triggers.get(name)
        if name in facts.absent:
            continue
        is_asked = True
        if day is not None and day > NOT_A_DATE:
            days.append(day)
        elif name in facts.awaited:
            is_to_come = True
        else:
            return _Undated.MISSING
    if not is_asked:
        return _Undated.MISSING
    if not days or (is_to_come and trigger.join is Join.LATEST_OF):
        return _Undated.TO_COME
    return max(days) if trigger.join is Join.LATEST_OF else min(days)
