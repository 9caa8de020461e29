"""What changed between one state of a record and the next: a pure comparison."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar, NamedTuple, Protocol
from uuid import UUID


class Change(NamedTuple):
    """One field that said something else afterwards."""

    field: str
    before: Any
    after: Any


def changes(states: Sequence[Mapping[str, Any]]) -> list[list[Change]]:
    """For each state but the last, oldest first, what the next one says differently. A field that a state does not
    know says nothing there."""
    return [
        [
            Change(field, before.get(field), after.get(field))
            for field in {**before, **after}
            if (before.get(field) or None) != (after.get(field) or None)
        ]
        for before, after in pairwise(states)
    ]


class Changing(Protocol):
    """A row that changes: `KEPT` names what of it is worth remembering."""

    KEPT: ClassVar[tuple[str, ...]]
    __tablename__: str
    id: Any
    version: Any


def state_of(row: Changing) -> dict[str, Any]:
    """What a row says, as JSON can say it; what it holds as a mapping counts as so many fields."""
    state: dict[str, Any] = {}
    for name in row.KEPT:
        value = getattr(row, name)
        state |= value if isinstance(value, dict) else {name: _plain(value)}
    return state


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, (UUID, Decimal)) else value
