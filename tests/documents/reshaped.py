"""The same documents with other words in them, of whatever kind, by the types of their fields."""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any, get_args, get_type_hints

from records.documents.values import Step

# Fields that hold no words of anybody: codes of closed lists, and what the product itself writes.
CODES = frozenset({
    *("timezone", "code", "check_at", "colour", "state", "decides", "source", "withheld", "law", "reasons"),
    *("columns", "column", "covers", "purpose", "direction", "recipient_category", "given_by", "answered_how"),
    *("items", "slot", "known_by", "sha256", "drawn", "wording_version", "moved", "destroyed"),
    *("Measure.kind", "Allowed.kind", "PartField.name", "ReportFigure.name", "ReportLine.words"),
})  # fmt: skip
# The four phases and what stands in them, each figure once, one answer a signature.
_FIXED = ("phases", "figures", "signatures", "edits")
Change = Callable[[str], str]


def worded(values: Any, change: Change) -> Any:
    """With every text changed, in all that it holds."""
    hints = get_type_hints(type(values))
    changed = {
        field.name: _changed(getattr(values, field.name), hints[field.name], change)
        for field in fields(values)
        if field.name not in CODES and f"{type(values).__name__}.{field.name}" not in CODES
    }
    return replace(values, **changed)


def _changed(value: Any, hint: Any, change: Change) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return worded(value, change)
    if isinstance(value, tuple):
        return tuple(_changed(one, get_args(hint)[0], change) for one in value)
    return change(value) if hint is str else value


def bare(values: Any) -> Any:
    """With nothing in it but what there always is."""
    kept = ("language", "size", "timezone", "number", "letterhead")
    return replace(values, **{
        field.name: field.default
        for field in fields(values)
        if field.default is not MISSING and field.name not in kept
    })  # fmt: skip


def crowded(values: Any, *, steps: int = 40, others: int = 5) -> Any:
    """With forty steps wherever there are steps, and several of everything else; what has its own fixed number stays."""
    more: dict[str, Any] = {}
    for field in fields(values):
        held = getattr(values, field.name)
        if isinstance(held, tuple) and held and is_dataclass(held[0]) and field.name not in _FIXED:
            times = steps if isinstance(held[0], Step) else others
            more[field.name] = tuple(crowded(one) for one in (held * times)[:times])
    return replace(values, **more)


def texts(values: Any) -> list[str]:
    """Every text in it."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    worded(values, keep)
    return found
