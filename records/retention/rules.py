"""The resolver: from the facts, rules and holds of one record, what may happen to it on a day, and why.

Retention beats deletion, holds beat everything, floors beat ceilings. Nothing here reads a clock or a
database.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from typing import Final, TypeVar

from records.retention.canonical import joined, written, written_once
from records.retention.dates import counted_from, day_after, end, is_date
from records.retention.terms import (
    Action,
    Facts,
    Hold,
    Join,
    RecordClass,
    Rule,
    Selector,
    Strength,
    Trigger,
    lineage,
)
from records.retention.verdict import Blocker, Conflict, Considered, Obstacle, Part, State, Verdict

BASIS: Final = "northfile retention basis 1"
MILDEST_FIRST: Final = tuple(Action)
SELECTED_BY: Final = ("program", "funder_agreement", "jurisdiction", "minor_at_closure")

Named = TypeVar("Named", Rule, Hold)


class Match(Enum):
    """Whether a rule is about a record; MAYBE when an attribute it selects by is unknown."""

    YES = auto()
    NO = auto()
    MAYBE = auto()


@dataclass(frozen=True, slots=True)
class _Floor:
    """What the floors come to together: the rules that decide, and the last day to keep, or None without a
    date."""

    deciding: tuple[Considered, ...]
    keep_through: date | None


def resolve(facts: Facts, rules: Iterable[Rule], holds: Iterable[Hold], as_of: date) -> Verdict:
    """The verdict on one record on a day.

    `rules` are all published ones; those about other records are left out here. `holds` are those that cover
    the record and are not released. The order of either says nothing. Raises ValueError when two different
    rules, or holds, share an id.
    """
    rules, holds = by_id(rules), by_id(holds)
    asked = ((rule, matches(rule, facts)) for rule in rules)
    matching = tuple(_dated(rule, facts, match) for rule, match in asked if match is not Match.NO)
    floor = _floor(matching)
    governing = _governing(floor)
    must_by = min((one.must_by for one in matching if one.must_by), default=None)
    keep_through = extended(floor.keep_through, facts.extended_through) if floor.keep_through else None
    due_on = day_after(keep_through) if keep_through else None
    blockers = _blockers(facts, holds, floor)
    return Verdict(
        state=_state(floor, due_on, blockers, as_of),
        as_of=as_of,
        keep_through=keep_through,
        due_on=due_on,
        must_by=must_by,
        governing_rule=governing.rule if governing else None,
        action=governing.rule.action if governing else None,
        conflict=_conflict(governing, matching, must_by),
        blocked_by=blockers,
        considered=tuple(_with_part(one, floor, governing) for one in matching),
        basis_hash=_basis(facts, rules, holds),
    )


def basis_hash(facts: Facts, rules: Iterable[Rule], holds: Iterable[Hold]) -> str:
    """The fingerprint of all a verdict rests on but the day: an approval binds it, and any change voids that."""
    return _basis(facts, by_id(rules), by_id(holds))


def _basis(facts: Facts, rules: tuple[Rule, ...], holds: tuple[Hold, ...]) -> str:
    parts = {"basis": written_once(BASIS), "facts": written(facts), "holds": written_once(holds)}
    return joined({**parts, "rules": written_once(rules)})


def matches(rule: Rule, facts: Facts) -> Match:
    """Whether a rule is about a record: by class or an ancestor of it, and by everything its selector names."""
    if rule.record_class not in lineage(facts.record_class):
        return Match.NO
    wanted = rule.selector
    asked: list[tuple[str, str | bool | None]] = [(name, getattr(wanted, name)) for name in SELECTED_BY]
    asked += [("tags", tag) for tag in wanted.tags]
    answers = [_has(facts, name, value) for name, value in asked if value is not None]
    if wanted.record is not None:
        answers.append(Match.YES if wanted.record == facts.record else Match.NO)
    if Match.NO in answers:
        return Match.NO
    return Match.MAYBE if Match.MAYBE in answers else Match.YES


def _has(facts: Facts, name: str, wanted: object) -> Match:
    if name not in facts.attributes:
        return Match.NO
    held = facts.attributes[name]
    if held is None:
        return Match.MAYBE
    return Match.YES if (wanted in held if isinstance(held, frozenset) else wanted == held) else Match.NO


def specificity(rule: Rule) -> tuple[int, int]:
    """How specific a rule is: a record over program and agreement, over one of them, over class, over
    default; then the nearer class."""
    return _placed(rule.selector, rule.record_class), len(lineage(rule.record_class))


def _placed(selector: Selector, record_class: RecordClass) -> int:
    if selector.record is not None:
        return 4
    named = (selector.program is not None) + (selector.funder_agreement is not None)
    return named + 1 if named else int(record_class is not RecordClass.ANY)


def by_id(items: Iterable[Named]) -> tuple[Named, ...]:
    """Each once, in order of their ids. Raises ValueError when two different ones share an id."""
    known: dict[str, Named] = {}
    for item in items:
        if known.setdefault(item.id, item) != item:
            message = f"Two different entries share the id {item.id}."
            raise ValueError(message)
    return tuple(known[key] for key in sorted(known))


def _dated(rule: Rule, facts: Facts, match: Match) -> Considered:
    events = tuple(name for name in rule.trigger.events if name not in facts.absent)
    dates = {name: day for name in events if (day := facts.triggers.get(name)) is not None and is_date(day)}
    undated = [name for name in events if name not in dates]
    # Where nothing that starts the clock ever happened, every one of the events is asked for.
    missing = tuple(name for name in undated if name not in facts.awaited) if events else rule.trigger.events
    awaited = tuple(name for name in undated if name in facts.awaited)
    event = None if missing else _deciding_event(rule.trigger, dates, awaited)
    if event is None:
        return Considered(rule, match is Match.YES, missing=missing, awaited=awaited)
    start = counted_from(dates[event], rule.cutoff)
    return Considered(
        rule,
        match is Match.YES,
        event=event,
        event_on=dates[event],
        counted_from=start,
        keep_through=end(start, rule.keep) if rule.keep is not None else None,
        must_by=end(start, rule.destroy_within) if rule.destroy_within is not None else None,
        awaited=awaited,
    )


def _deciding_event(trigger: Trigger, dates: dict[str, date], awaited: Sequence[str]) -> str | None:
    if not dates or (awaited and trigger.join is Join.LATEST_OF):
        return None
    pick = max if trigger.join is Join.LATEST_OF else min
    chosen = pick(dates.values())
    return min(name for name, day in dates.items() if day == chosen)


def counted_floors(matching: Sequence[Considered]) -> tuple[Considered, ...]:
    """Those of the matching rules whose floors count: what binds or only lengthens, and the most specific of the rest.
    Their dates have no say in this."""
    floors = [one for one in matching if one.rule.keep is not None]
    contested = [one for one in floors if not _stands_alone(one)]
    top = max((specificity(one.rule) for one in contested), default=None)
    finalists = [one for one in contested if specificity(one.rule) == top]
    return (*(one for one in floors if _stands_alone(one)), *finalists)


def _floor(matching: Sequence[Considered]) -> _Floor:
    deciding = counted_floors(matching)
    ends = [one.keep_through for one in deciding if one.keep_through is not None]
    # One floor without a date leaves the whole without one: what nobody can date, nobody may destroy.
    return _Floor(deciding, max(ends) if ends and len(ends) == len(deciding) else None)


def _stands_alone(one: Considered) -> bool:
    """Whether a floor counts however specific the others are. A rule that only may match stands alone too:
    should it not match after all, it must not have displaced one that does."""
    return one.rule.strength is Strength.MANDATORY or one.rule.selector.only_lengthens or not one.certain


def _governing(floor: _Floor) -> Considered | None:
    if floor.keep_through is None:
        return None
    last = [one for one in floor.deciding if one.keep_through == floor.keep_through]
    return min(last, key=lambda one: mildest(one.rule))


def mildest(rule: Rule) -> tuple[int, bool, str]:
    """The order of rules that say the same day: the least destructive first, and of those what binds."""
    return MILDEST_FIRST.index(rule.action), rule.strength is not Strength.MANDATORY, rule.id


def extended(keep_through: date, extended_through: date | None) -> date:
    """The last day to keep once a person's decision counts: a floor of its own that may only add days. Where the rules
    give no date it gives none either."""
    return keep_through if extended_through is None else max(keep_through, extended_through)


def _conflict(
    governing: Considered | None, matching: Sequence[Considered], must_by: date | None
) -> Conflict | None:
    # A ceiling on the very last day of keeping is a conflict too: the first day to destroy comes after it. What a
    # person added is no conflict of rules.
    if governing is None or governing.keep_through is None or must_by is None:
        return None
    if must_by > governing.keep_through:
        return None
    ceiling = next(one.rule for one in matching if one.must_by == must_by)
    return Conflict(floor=governing.rule, ceiling=ceiling)


def _blockers(facts: Facts, holds: Sequence[Hold], floor: _Floor) -> tuple[Blocker, ...]:
    missing = {event for one in floor.deciding for event in one.missing}
    found = [Blocker(Obstacle.HOLD, hold.kind, hold.id, hold.since) for hold in holds]
    found += [Blocker(Obstacle.CHILD_NOT_DUE, "", child) for child in facts.children_not_due]
    found += [Blocker(Obstacle.UNPAID_OBLIGATION, "", owed) for owed in facts.unpaid_obligations]
    found += [Blocker(Obstacle.UNKNOWN, code) for code in facts.unknowns]
    found += [Blocker(Obstacle.DATE_UNKNOWN, event) for event in missing]
    return tuple(sorted(found, key=lambda one: (one.obstacle, one.code, one.reference)))


def _state(floor: _Floor, due_on: date | None, blockers: Sequence[Blocker], as_of: date) -> State:
    if not floor.deciding:
        return State.UNSCHEDULED
    if blockers:
        return State.BLOCKED
    return State.DUE if due_on is not None and as_of >= due_on else State.RETAINED


def _with_part(one: Considered, floor: _Floor, governing: Considered | None) -> Considered:
    if one is governing:
        return replace(one, part=Part.GOVERNS)
    if one.rule.keep is None:
        return replace(one, part=Part.CEILING_ONLY)
    return one if one in floor.deciding else replace(one, part=Part.OVERRIDDEN)
