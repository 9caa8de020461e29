"""The one clock: the time, and the calendar day where an organisation is."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tenants.settings import settings


def now() -> datetime:
    """The moment, aware, in UTC; moved by whole days when NORTHFILE_TODAY is set (never in production)."""
    real = datetime.now(UTC)
    moved_to = settings().today
    return real if moved_to is None else real + timedelta(days=(moved_to - real.date()).days)


def later(seconds: int) -> datetime:
    """The moment so many seconds from now."""
    return now() + timedelta(seconds=seconds)


def today(zone: str) -> date:
    """The calendar day in an IANA zone. With NORTHFILE_TODAY set it is that very day in every zone, so that a
    person who moves the calendar sees the day they asked for."""
    return settings().today or now().astimezone(ZoneInfo(zone)).date()
