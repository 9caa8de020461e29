"""The schedule as the resolver wants it: lines of a version as rules, and which versions count on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from records.retention.dates import Cutoff, CutoffKind, Period, Unit
from records.retention.models import Authority, PolicyVersion, RetentionRule
from records.retention.terms import Action, Join, RecordClass, Rule, Selector, Strength, Trigger

NO_AUTHORITY = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a schedule as somebody writes it. Raises Refused, through its parts, for what cannot be."""

    record_class: RecordClass
    trigger: Trigger
    keep: Period | None
    action: Action
    authority_id: UUID | None = None
    selector: Selector = field(default_factory=Selector)
    cutoff: Cutoff = field(default_factory=Cutoff)
    destroy_within: Period | None = None
    strength: Strength = Strength.AGENCY

    def columns(self) -> dict[str, Any]:
        """What goes into the row."""
        keep, within = self.keep, self.destroy_within
        return {
            "authority_id": self.authority_id,
            "record_class": str(self.record_class),
            "selector": _selector_columns(self.selector),
            "events": list(self.trigger.events),
            "joined": str(self.trigger.join),
            "cutoff": str(self.cutoff.kind),
            "cutoff_month": self.cutoff.month,
            "cutoff_day": self.cutoff.day,
            "keep_amount": keep.amount if keep else None,
            "keep_unit": str(keep.unit) if keep else None,
            "within_amount": within.amount if within else None,
            "within_unit": str(within.unit) if within else None,
            "action": str(self.action),
            "strength": str(self.strength),
        }


def line_of(row: RetentionRule) -> Line:
    """A row as somebody wrote it."""
    return Line(
        record_class=RecordClass(row.record_class),
        trigger=Trigger(tuple(row.events), Join(row.joined)),
        keep=_period(row.keep_amount, row.keep_unit),
        action=Action(row.action),
        authority_id=row.authority_id,
        selector=_selector(row.selector),
        cutoff=Cutoff(CutoffKind(row.cutoff), row.cutoff_month, row.cutoff_day),
        destroy_within=_period(row.within_amount, row.within_unit),
        strength=Strength(row.strength),
    )


def rule_of(row: RetentionRule, citation: str | None) -> Rule:
    """A row as the resolver wants it; a draft without an authority gets a dash, so that it can be previewed."""
    return as_rule(line_of(row), rule_id=str(row.id), version=str(row.version_id), citation=citation)


def as_rule(line: Line, *, rule_id: str, version: str, citation: str | None = None) -> Rule:
    """A line as the resolver wants it, though nobody has written it down yet."""
    return Rule(
        id=rule_id,
        record_class=line.record_class,
        selector=line.selector,
        trigger=line.trigger,
        cutoff=line.cutoff,
        keep=line.keep,
        destroy_within=line.destroy_within,
        action=line.action,
        strength=line.strength,
        authority_citation=citation or NO_AUTHORITY,
        policy_version=version,
    )


@dataclass(frozen=True, slots=True)
class Schedule:
    """The rules in force on a day, and those of each version published for a later one."""

    in_force: tuple[Rule, ...] = ()
    pending: tuple[tuple[Rule, ...], ...] = ()

    @property
    def versions(self) -> tuple[tuple[Rule, ...], ...]:
        """All that may say how long to keep: what is announced can lengthen at once, and shortens on its day."""
        return (self.in_force, *self.pending)


def schedule_on(session: Session, day: date) -> Schedule:
    """What is in force on a day. Before anything is published: nothing, and nothing is ever due."""
    published = (
        session.execute(
            select(PolicyVersion)
            .where(PolicyVersion.state == "published")
            .order_by(PolicyVersion.number.desc())
        )
        .scalars()
        .all()
    )
    started = [version for version in published if version.effective_on and version.effective_on <= day]
    newest = started[0] if started else None
    waiting = [one for one in published if newest is None or one.number > newest.number]
    return Schedule(
        rules_of(session, newest.id) if newest else (),
        tuple(rules_of(session, one.id) for one in reversed(waiting)),
    )


def rules_of(session: Session, version_id: UUID) -> tuple[Rule, ...]:
    """The lines of one version as rules, without those taken out."""
    rows = session.execute(
        select(RetentionRule, Authority.citation)
        .outerjoin(Authority, Authority.id == RetentionRule.authority_id)
        .where(RetentionRule.version_id == version_id, RetentionRule.removed_at.is_(None))
        .order_by(RetentionRule.id)
    )
    return tuple(rule_of(row, citation) for row, citation in rows)


def _period(amount: int | None, unit: str | None) -> Period | None:
    return None if amount is None or unit is None else Period(amount, Unit(unit))


def _selector_columns(selector: Selector) -> dict[str, Any]:
    said = {one.name: getattr(selector, one.name) for one in fields(selector)}
    return {name: sorted(value) if name == "tags" else value for name, value in said.items() if value}


def _selector(columns: Mapping[str, Any]) -> Selector:
    return Selector(**{**columns, "tags": frozenset(columns.get("tags", ()))})
