"""How a case is handed on, what a pack tells and to whom: pure decisions."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from records.access.rules import Category, Level

OCCASIONS: Final = ("leaving", "away", "balance", "asked", "other")
# While it is one of these the case is on its way to somebody; there is at most one such handover.
LIVING: Final = ("draft", "offered", "declined")
# What makes it warm for the person: told by their worker, introduced by name, a first meeting, a letter.
POINTS: Final = ("told", "introduced", "meeting", "letter")
# For how many days a file is open to a colleague who was asked to take it.
OPEN_DAYS: Final = 30
# What a pack tells, in the order in which somebody new needs it, with the part of the file it belongs to.
PARTS: Final[Mapping[str, Category]] = {
    "person": Category.COMMUNICATION,
    "points": Category.IDENTITY,
    "ways": Category.COMMUNICATION,
    "alerts": Category.IDENTITY,
    "risks": Category.ASSESSMENT,
    "tasks": Category.NOTES,
    "appointments": Category.IDENTITY,
    "alliance": Category.CASE,
    "barriers": Category.ASSESSMENT,
    "goals": Category.CASE,
    "referrals": Category.CONSENT,
    "consents": Category.CONSENT,
}
Pack = Mapping[str, list[dict[str, Any]]]

_BECOMES: Final = {
    **{(state, "offer"): "offered" for state in ("draft", "declined")},
    ("offered", "accept"): "accepted",
    ("offered", "decline"): "declined",
    **{(state, "withdraw"): "withdrawn" for state in LIVING},
}
EVENTS: Final = ("offer", "accept", "decline", "withdraw")


def becomes(state: str, event: str) -> str | None:
    """The state of a handover after an event; None when the event cannot follow."""
    return _BECOMES.get((state, event))


def open_to(pack: Pack, level_of: Callable[..., Level]) -> dict[str, list[dict[str, Any]]]:
    """What a reader may read of a pack, line by line; what was frozen for one is not thereby open to another."""
    return {
        part: [
            line
            for line in pack.get(part, [])
            if level_of(PARTS[part], sensitivity=line.get("sensitivity", "case")) >= Level.READ
        ]
        for part in PARTS
    }


def flat(value: Any) -> Any:
    """A pack as it is kept: every day and moment as text."""
    if isinstance(value, Mapping):
        return {name: flat(one) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [flat(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def revived(value: Any, name: str = "") -> Any:
    """A pack that was kept, as it was: what is named a day or a moment is one again."""
    if isinstance(value, Mapping):
        return {inner: revived(one, inner) for inner, one in value.items()}
    if isinstance(value, list):
        return [revived(one) for one in value]
    if isinstance(value, str) and name.endswith(("_on", "_at")):
        return date.fromisoformat(value) if name.endswith("_on") else datetime.fromisoformat(value)
    return value
