"""What a plan says, in words: an agreed content as a person reads it, and what changed between two."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from records.plans.rules import AGREED, SCALE, SERVICE_TYPES, Difference
from templates.filters import short_day
from templates.labels import label

_LISTS = {
    ("goal", "type"): "goal_type",
    ("goal", "decides"): "decides",
    ("intervention", "type"): "service_type",
}
_DAYS = frozenset({"target_on", "due_on", "planned_from", "planned_to"})
_TITLES = {"goal": "wording", "objective": "step", "intervention": "type"}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing of a plan: its title, what else it says, and what belongs to it."""

    title: str
    lines: Sequence[tuple[str, str]]
    objectives: Sequence["Told"] = field(default=())
    interventions: Sequence["Told"] = field(default=())


def said(what: str, name: str, value: Any) -> str:
    """One value of a goal, step or intervention as a person reads it; empty when nothing was said."""
    if value in (None, "", {}):
        return ""
    if name == "barriers":
        return " · ".join(named(one["category"], one["words"]) for one in value)
    if (what, name) in _LISTS:
        return label(value, _LISTS[what, name])
    if name in _DAYS:
        return short_day(date.fromisoformat(value))
    if name == "scale":
        return " · ".join(f"{words}: {text}" for words, text in _scale(value))
    return str(value)


def named(category: str, words: str) -> str:
    """A barrier in one line: what it is about, and how the person says it."""
    return f"{label(category, 'barrier')} – {words}"


def readable(content: Mapping[str, Any], reads: Callable[[str], bool]) -> dict[str, Any]:
    """An agreed content without the barriers of which the reader must not know; `reads` decides by their kind."""
    kept = [[one for one in goal.get("barriers", ()) if reads(one["category"])] for goal in content["goals"]]
    return {"goals": [{**goal, "barriers": of} for goal, of in zip(content["goals"], kept, strict=True)]}


def told_of(content: Mapping[str, Any], *, works: bool) -> list[Told]:
    """What an agreed content says, goal by goal; what is done for it only for who `works` with results."""
    return [_told("goal", goal, works=works) for goal in content["goals"]]


def differences_of(found: Sequence[Difference], *, works: bool) -> list[Difference]:
    """What changed between two versions, with titles and values in words."""
    return [
        Difference(
            one.event,
            one.what,
            label(one.title, "service_type") if one.title in SERVICE_TYPES else one.title,
            label(one.field, "plan_field") if one.field else "",
            said(one.what, one.field, one.before),
            said(one.what, one.field, one.after),
        )
        for one in found
        if works or one.what != "intervention"
    ]


def _told(what: str, one: Mapping[str, Any], *, works: bool = False) -> Told:
    lines = [
        (label(name, "plan_field"), words)
        for name in (*AGREED[what], "barriers")
        if name not in (_TITLES[what], "scale") and (words := said(what, name, one.get(name)))
    ]
    return Told(
        said(what, _TITLES[what], one[_TITLES[what]]),
        lines + _scale(one.get("scale") or {}),
        [_told("objective", inner) for inner in one.get("objectives", ())],
        [_told("intervention", inner) for inner in one.get("interventions", ()) if works],
    )


def _scale(steps: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(label(code, "scale"), steps[code]) for code in SCALE if code in steps]
