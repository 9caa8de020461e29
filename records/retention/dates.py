"""The arithmetic of retention: whole days, one addition, and the last day of a period belongs to it."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from tenants.errors import Refused

MONTHS_IN_YEAR: Final = 12
FEBRUARY: Final = 2
LEAP_DAY: Final = 29
A_LEAP_YEAR: Final = 2024
OTHERWISE_OF_AGE_AT: Final = 19
# Files are full of this date, and of earlier ones, where somebody had to type something.
NOT_A_DATE: Final = date(1900, 1, 1)
# By the acts on the age of majority of each province and territory; each to be checked before a release.
AGE_OF_MAJORITY: Final[Mapping[str, int]] = MappingProxyType(
    dict.fromkeys(("AB", "MB", "ON", "PE", "QC", "SK"), 18)
    | dict.fromkeys(("BC", "NB", "NL", "NS", "NT", "NU", "YT"), 19)
)


class Unit(StrEnum):
    """What a period is counted in."""

    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"


# Two centuries: longer than any life, and short enough that no sum leaves the calendar.
LONGEST: Final[Mapping[Unit, int]] = MappingProxyType(
    {Unit.YEARS: 200, Unit.MONTHS: 2_400, Unit.DAYS: 73_048},
)


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time, of nought to two hundred years. Raises Refused for any other length."""

    amount: int
    unit: Unit = Unit.YEARS

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))
        if not 0 <= self.amount <= LONGEST[self.unit]:
            raise Refused("A period is a whole number, not below 0 and not above 200 years.")


class CutoffKind(StrEnum):
    """Whether a trigger is first moved to the end of the year it falls in."""

    NONE = "none"
    CALENDAR_YEAR_END = "calendar_year_end"
    FISCAL_YEAR_END = "fiscal_year_end"


@dataclass(frozen=True, slots=True)
class Cutoff:
    """Where counting starts: at the trigger, or at the end of the year it falls in.

    `month` and `day` are the last day of the fiscal year (31 March unless said) and matter to that kind
    alone; 29 February means the last day of February.
    """

    kind: CutoffKind = CutoffKind.NONE
    month: int = 3
    day: int = 31

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", CutoffKind(self.kind))
        if not 1 <= self.month <= MONTHS_IN_YEAR or not 1 <= self.day <= _days_in(A_LEAP_YEAR, self.month):
            raise Refused("The last day of the fiscal year is not a day of the calendar.", field="cutoff")


def end(trigger: date, period: Period) -> date:
    """The last day of a period counted from a trigger; that day is still inside the period.

    Years are added as one sum of months, never one by one, and a month too short for the day lends its last
    day (Interpretation Act, R.S.C. 1985, c. I-21, s. 28).
    """
    if period.unit is Unit.DAYS:
        return trigger + timedelta(days=period.amount)
    months = period.amount * (MONTHS_IN_YEAR if period.unit is Unit.YEARS else 1)
    years, month = divmod(trigger.year * MONTHS_IN_YEAR + trigger.month - 1 + months, MONTHS_IN_YEAR)
    return date(years, month + 1, min(trigger.day, _days_in(years, month + 1)))


def day_after(last_day: date) -> date:
    """The first day on which something kept through `last_day` may go."""
    return last_day + timedelta(days=1)


def counted_from(trigger: date, cutoff: Cutoff) -> date:
    """The day a period is counted from: the trigger, or the first end of year that is not before it."""
    if cutoff.kind is CutoffKind.NONE:
        return trigger
    if cutoff.kind is CutoffKind.CALENDAR_YEAR_END:
        return date(trigger.year, 12, 31)
    this_year = _year_end(trigger.year, cutoff)
    return this_year if trigger <= this_year else _year_end(trigger.year + 1, cutoff)


def age_of_majority(*provinces: str | None) -> int:
    """Years of age at which a person is of age, in the first of these provinces that is known, else 19.

    Ask with the client's province at closing, then the organisation's.
    """
    known = (AGE_OF_MAJORITY[place] for place in provinces if place is not None and place in AGE_OF_MAJORITY)
    return next(known, OTHERWISE_OF_AGE_AT)


def majority_on(born: date, age: int) -> date:
    """The day a person comes of age; one born on 29 February does so on 1 March of a common year: never
    early."""
    birthday_year = born.year + age
    if born.month == FEBRUARY and born.day == LEAP_DAY and not calendar.isleap(birthday_year):
        return date(birthday_year, 3, 1)
    return born.replace(year=birthday_year)


def is_minor_on(day: date, born: date, age: int) -> bool:
    """Whether a person is not yet of age on a day."""
    return day < majority_on(born, age)


def day_of(moment: datetime, zone: str) -> date:
    """The calendar day of an aware moment in an IANA zone. Raises ValueError for a moment without an
    offset."""
    if moment.utcoffset() is None:
        message = "A moment without an offset has no calendar day."
        raise ValueError(message)
    return moment.astimezone(ZoneInfo(zone)).date()


def is_date(day: date | None) -> bool:
    """Whether this is a real date and not an empty one or a stand-in for one nobody knew."""
    return day is not None and day > NOT_A_DATE


def recorded(day: date | None, *, today: date, born: date | None = None) -> date:
    """A trigger's date as it may be recorded. Raises Refused for a date that cannot be one.

    For events that were observed; the day a client comes of age is worked out, and may lie many years ahead.
    """
    if day is None or not is_date(day):
        raise Refused("Enter the real date. If nobody knows it, leave it out: the record is then kept.")
    if day > end(today, Period(1)):
        raise Refused("This date is more than a year ahead. Record it when it is nearer.")
    if born is not None and day < born:
        raise Refused("This date is before the person was born.")
    return day


def _days_in(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _year_end(year: int, cutoff: Cutoff) -> date:
    return date(year, cutoff.month, min(cutoff.day, _days_in(year, cutoff.month)))
