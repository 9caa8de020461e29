"""The one clock: the time, and the calendar day where an organisation is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tenants.settings import settings

_shift: ContextVar[timedelta | None] = ContextVar("shift", default=None)


def now() -> datetime:
    """The moment, aware, in UTC; moved by whole days when NORTHFILE_TODAY is set (never in production)."""
    real = datetime.now(UTC)
    shift = _shift.get()
    if shift is not None:
        return real + shift
    moved_to = settings().today
    return real if moved_to is None else real + timedelta(days=(moved_to - real.date()).days)


def unmoved() -> datetime:
    """The moment by this machine's own clock, whatever day was asked for: only for comparing it with another clock."""
    return datetime.now(UTC)


def later(seconds: int) -> datetime:
    """The moment so many seconds from now."""
    return now() + timedelta(seconds=seconds)


def today(zone: str) -> date:
    """The calendar day in an IANA zone. With NORTHFILE_TODAY set it is that very day in every zone, so that a
    person who moves the calendar sees the day they asked for."""
    if _shift.get() is not None:
        return now().astimezone(ZoneInfo(zone)).date()
    return settings().today or now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside the block it is `moment`, and the clock goes on from there. For tests and the demo only: signatures are
    dated by the clock, so a past in which notes were signed in time can only be made by being there. Raises
    RuntimeError in production, where nobody chooses the time of a signature, and ValueError without an offset."""
    if settings().is_production:
        raise RuntimeError("the clock is not moved in production")
    if moment.utcoffset() is None:
        raise ValueError("a moment needs its offset")
    before = _shift.set(moment - datetime.now(UTC))
    try:
        yield
    finally:
        _shift.reset(before)
