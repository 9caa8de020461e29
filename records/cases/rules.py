"""How a case stands: open, waiting for a place, paused or closed, and what may follow: pure decisions."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

STATUSES: Final = ("active", "waiting", "on_hold", "closed")
# For what somebody waits, and why work rests; no code is in both.
WAITS_FOR: Final = ("worker", "program", "language", "funding", "other_place")
PAUSES: Final = (
    *("health", "caring", "away", "trying_work", "in_training", "moving", "client_asked", "other_pause"),
)
# Whoever waits longer than so many days waits too long. Work rests for a year at most before somebody looks again.
LONG_WAIT, LONGEST_PAUSE = 45, timedelta(days=366)

_AFTER: Final[Mapping[tuple[str, str], str]] = {
    **{(status, "wait"): "waiting" for status in ("active", "waiting")},
    **{(status, "pause"): "on_hold" for status in ("active", "on_hold")},
    **{(status, "start"): "active" for status in ("waiting", "on_hold")},
    **{(status, "close"): "closed" for status in ("active", "waiting", "on_hold")},
    ("closed", "reopen"): "active",
}
EVENTS: Final = ("wait", "pause", "start", "close", "reopen")


def after(status: str, event: str) -> str | None:
    """The status that follows an event; None when the event cannot follow. Who waits may be said to wait for something
    else, and who pauses to pause for longer."""
    return _AFTER.get((status, event))


def is_long(since: date, today: date) -> bool:
    """True when somebody has waited too long for a place."""
    return (today - since).days > LONG_WAIT
