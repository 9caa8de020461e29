"""When retention is in a red state: pure decisions over what stands since when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Alarm(StrEnum):
    """What may be wrong. Each is told with the moment since which it may be."""

    NOT_EVALUATED = "not_evaluated"
    NOT_ERASED = "not_erased"
    NOTHING_DESTROYED = "nothing_destroyed"
    RUN_FAILED = "run_failed"
    RUN_STANDS = "run_stands"


# How long each may last before it is an alarm: a night may be missed by two hours, a disk may be away for a day.
PATIENCE: Final[Mapping[Alarm, timedelta]] = MappingProxyType(
    {
        Alarm.NOT_EVALUATED: timedelta(hours=26),
        Alarm.NOT_ERASED: timedelta(hours=24),
        Alarm.NOTHING_DESTROYED: timedelta(0),
        Alarm.RUN_FAILED: timedelta(0),
        Alarm.RUN_STANDS: timedelta(hours=26),
    }
)
# A job of a run that failed so often is no chance.
TOO_OFTEN: Final = 3


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that may be wrong, since when, and the number of the run it is about, if it is about one."""

    alarm: Alarm
    since: datetime
    run_number: int | None = None


def before(alarm: Alarm, now: datetime) -> datetime:
    """The moment by which something must have begun to be an alarm now."""
    return now - PATIENCE[alarm]
