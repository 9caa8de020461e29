"""The words in which a kind of particular is declared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

LINE, WORDS, DAY, WHOLE, TICK, CODE, CODES = "line", "words", "day", "whole", "tick", "code", "codes"
# One row of another part, chosen from what the page offers: its id, and what it was called on that day.
ROW = "row"
# What the agency counts and sorts by stays clear; what anyone wrote is sealed.
CLEAR = frozenset({DAY, WHOLE, TICK, CODE, CODES})

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `missing` is the sentence when it is left empty (and makes it required), `codes` the closed list
    with its words. All words are English sentences, marked with `sentence` where they are written."""

    name: str
    label: str
    type: str = LINE
    missing: str = ""
    hint: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    most: int = 1_000_000


@dataclass(frozen=True, slots=True)
class Particular:
    """One kind of record. `one`, `many`, `add` and `none` are its words; `why` is what a client is told when asked.
    `title` names the field that tells one from another in a list; `sensitivity` is the usual one, which a code of the
    field `marked_by` may raise; `single` means that the newest replaces the others; `in_case` that it belongs to a
    stretch of work and goes with it; `check` refuses what no field alone can see; `closed` that there are no new ones
    any more, because it is recorded in another way now."""

    name: str
    one: str
    many: str
    add: str
    none: str
    fields: tuple[Field, ...]
    title: str
    why: str = ""
    dated: str = ""
    sensitivity: str = "case"
    marked_by: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    single: bool = False
    in_case: bool = False
    third_party: bool = False
    closed: bool = False
    check: Callable[[Values], tuple[str, str] | None] = lambda _values: None

    def sensitivity_of(self, values: Values) -> str:
        """How far a record with these values is open."""
        return self.marks.get(str(values.get(self.marked_by)), self.sensitivity)
