"""How an agency leaves, and what stands in the way: pure decisions."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Final

# Before the last day, when it is said again.
NOTICES: Final = (90, 30, 7)
ARCHIVE_LIVES: Final = timedelta(days=14)
HOLD_ANSWERS: Final = ("acknowledged", "transferred")
# Neither letters nor digits that are taken for one another.
_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_BECOMES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("asked", "approve"): "approved",
        ("asked", "take_back"): "taken_back",
        ("approved", "take_back"): "taken_back",
        ("closing", "take_back"): "taken_back",
    }
)


def becomes(state: str, event: str) -> str | None:
    """The state after an event, or None when the event cannot happen now. To `closing` only the database brings it."""
    return _BECOMES.get((state, event))


def obstacles(
    today: date,
    *,
    destroy_on: date | None,
    receipt_at: datetime | None,
    holds_open: int,
    stopped: bool,
    halted: bool,
) -> tuple[str, ...]:
    """Codes of everything that keeps the agency from being destroyed today; nothing about money is among it, either
    way."""
    found = {
        "day": destroy_on is None or today < destroy_on,
        "receipt": receipt_at is None,
        "hold": holds_open > 0,
        "stopped": stopped,
        "halted": halted,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def notice_due(today: date, destroy_on: date, told_days: int | None) -> int | None:
    """Which of the notices is to be sent now: the nearest that has come and was not sent, nor any later one."""
    left = (destroy_on - today).days
    come = [days for days in NOTICES if left <= days and (told_days is None or days < told_days)]
    return min(come, default=None)


def new_passphrase() -> str:
    """Six times five letters: 148 bits, to be written down or kept in a safe."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(6))


def new_receipt() -> str:
    """The code inside an archive."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def told(code: str) -> str:
    """A code as it is compared, however it was typed."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
