"""What changed between one state of a record and the next: a pure comparison."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple


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
        for before, after in zip(states, states[1:], strict=False)
    ]
