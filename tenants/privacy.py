"""The privacy registry: what every table that leads to a person declares about itself, once, beside its model.

Retention, the disclosure package, the agency's export, erasure and their tests are driven by it. A table that is
not registered fails the build (decision 8).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T", bound=type[Any])


class Unit(StrEnum):
    """With what a row goes when its time has come."""

    CASE = "case"  # with the case file it belongs to
    CLIENT = "client"  # with the client's identity, when the last case is gone
    OWN = "own"  # by a rule of its own
    KEPT = "kept"  # carries no fact about a client; outlives both


@dataclass(frozen=True, slots=True)
class Registration:
    """`path` leads to the client (`client_id`, or `id` for the client's own row); `order` says when it is deleted
    within its unit, children before parents; `package` whether it belongs in what a client is given on request.
    `retention` is the record class whose rules decide how long it is kept; none for what outlives both."""

    table: str
    path: str
    category: str
    sensitivity: str
    unit: Unit
    order: int
    package: str
    retention: str
    search: tuple[str, ...] = ()
    export: tuple[str, ...] = ()
    third_party: tuple[str, ...] = ()


registry: dict[str, Registration] = {}

# What goes with a unit is kept by the rules of that unit, what goes by itself by those of its category, unless it says
# otherwise.
_CLASSES = {Unit.CASE: "case_file", Unit.CLIENT: "client_identity"}


def registered(
    *,
    path: str = "client_id",
    category: str,
    sensitivity: str = "case",
    unit: Unit,
    order: int = 50,
    package: str = "yes",
    retention: str = "",
    search: tuple[str, ...] = (),
    export: tuple[str, ...] = (),
    third_party: tuple[str, ...] = (),
) -> Callable[[T], T]:
    """Declares a model's table. `package` is yes, no or sever; `order` runs from 0 (first deleted) to 100; `retention`
    is named where it is not that of the unit."""

    def declare(model: T) -> T:
        table = model.__tablename__
        kept_as = retention or _CLASSES.get(unit, category if unit is Unit.OWN else "")
        registry[table] = Registration(
            table, path, category, sensitivity, unit, order, package, kept_as, search, export, third_party
        )
        return model

    return declare


def of_unit(unit: Unit) -> list[Registration]:
    """The tables that go with a unit, in the order in which their rows must be deleted."""
    return sorted(
        (entry for entry in registry.values() if entry.unit is unit), key=lambda e: (e.order, e.table)
    )
