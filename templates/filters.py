"""How dates, times, numbers and names are written in English and French as used in Canada.

Plain tables, not Babel: a list of fifty rows would pay Babel more than everything else on the page."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import pass_context
from jinja2.runtime import Context

from templates import words

NBSP = "\u00a0"

SHORT_MONTHS = {
    "en": ["Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."],
    "fr": [
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juill.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ],
}
MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
}


_STEPS = ((1e9, "G"), (1e6, "M"), (1e3, "K"))


def _zone(context: Context, zone: str | None) -> ZoneInfo:
    """The zone asked for, else the page's `timezone`, else its agency's, else UTC."""
    found = zone or context.get("timezone") or getattr(context.get("agency"), "timezone", None)
    return ZoneInfo(str(found or "UTC"))


def _local(context: Context, value: date | datetime, zone: str | None) -> date:
    """A date as it is; a moment as the local time where the agency is."""
    return value.astimezone(_zone(context, zone)) if isinstance(value, datetime) else value


def _day_of_month(value: date) -> str:
    return "1er" if value.day == 1 and words.language() == "fr" else str(value.day)


def short_day(value: date) -> str:
    """Nov. 20, 2026 · 20 nov. 2026."""
    month = SHORT_MONTHS[words.language()][value.month - 1]
    if words.language() == "fr":
        return f"{_day_of_month(value)}{NBSP}{month} {value.year}"
    return f"{month}{NBSP}{value.day}, {value.year}"


def long_day(value: date) -> str:
    """Friday, November 20, 2026 · vendredi 20 novembre 2026."""
    weekday = WEEKDAYS[words.language()][value.weekday()]
    month = MONTHS[words.language()][value.month - 1]
    if words.language() == "fr":
        return f"{weekday} {_day_of_month(value)} {month} {value.year}"
    return f"{weekday}, {month} {value.day}, {value.year}"


def time_of_day(value: datetime) -> str:
    """3:05 p.m. · 15 h 05, of a moment already in local time."""
    if words.language() == "fr":
        return f"{value.hour}{NBSP}h{NBSP}{value.minute:02}"
    half = "a.m." if value.hour < 12 else "p.m."
    return f"{value.hour % 12 or 12}:{value.minute:02}{NBSP}{half}"


@pass_context
def day(context: Context, value: date | datetime | None, zone: str | None = None) -> str:
    """A short date; nothing for nothing."""
    return "" if value is None else short_day(_local(context, value, zone))


@pass_context
def kept_day(context: Context, value: str | None) -> str:
    """A short date of what a row once said, where a day is kept as text."""
    return day(context, date.fromisoformat(value)) if value else ""


@pass_context
def day_words(context: Context, value: date | datetime | None, zone: str | None = None) -> str:
    """A date with its weekday, in words."""
    return "" if value is None else long_day(_local(context, value, zone))


@pass_context
def month(context: Context, value: date | datetime | None, zone: str | None = None) -> str:
    """November 2026 · novembre 2026, for headings of a timeline."""
    if value is None:
        return ""
    local = _local(context, value, zone)
    return f"{MONTHS[words.language()][local.month - 1]} {local.year}"


@pass_context
def moment(context: Context, value: datetime | None, zone: str | None = None) -> str:
    """A short date and the time, where the agency is."""
    if value is None:
        return ""
    local = value.astimezone(_zone(context, zone))
    return f"{short_day(local)}, {time_of_day(local)}"


@pass_context
def clock(context: Context, value: datetime | None, zone: str | None = None) -> str:
    """The time alone, where the agency is."""
    return "" if value is None else time_of_day(value.astimezone(_zone(context, zone)))


@pass_context
def ago(context: Context, value: date | datetime | None, today: date | None = None) -> str:
    """How many days from the page's `today`: yesterday, 3 days ago, in 9 days."""
    if value is None:
        return ""
    local = _local(context, value, None)
    days = (date(local.year, local.month, local.day) - (today or context["today"])).days
    near = {0: words.gettext("today"), 1: words.gettext("tomorrow"), -1: words.gettext("yesterday")}
    if days in near:
        return near[days]
    if days > 0:
        return words.ngettext("in %(num)s day", "in %(num)s days", days)
    return words.ngettext("%(num)s day ago", "%(num)s days ago", -days)


def number(value: float | Decimal | None, places: int | None = None) -> str:
    """1,234.5 · 1 234,5; decimals as they come unless told how many."""
    if value is None:
        return ""
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    if words.language() == "fr":
        return text.translate({ord(","): NBSP, ord("."): ","})
    return text


def percent(share: float | Decimal | None, places: int = 0) -> str:
    """58% · 58 %, from a share of one (0.58)."""
    if share is None:
        return ""
    gap = NBSP if words.language() == "fr" else ""
    return f"{number(float(share) * 100, places)}{gap}%"


def money(value: Decimal | int | None) -> str:
    """$1,200.00 · 1 200,00 $."""
    if value is None:
        return ""
    amount = number(-value if value < 0 else value, 2)
    sign = "−" if value < 0 else ""
    return f"{sign}{amount}{NBSP}$" if words.language() == "fr" else f"{sign}${amount}"


def size(count: int | None) -> str:
    """Bytes as a person reads them: 43 KB · 43 Ko; thousands, as file windows show them."""
    if count is None:
        return ""
    unit = "o" if words.language() == "fr" else "B"
    if count < 1000:
        return f"{number(count)}{NBSP}{unit}"
    scaled, prefix = next((count / step, letter) for step, letter in _STEPS if count >= step)
    return f"{number(scaled, 0 if scaled >= 10 else 1)}{NBSP}{prefix}{unit}"


def minutes(count: int | None) -> str:
    """45 min · 1 h 30 min."""
    if count is None:
        return ""
    hours, rest = divmod(count, 60)
    parts = [f"{hours}{NBSP}h" if hours else "", f"{rest}{NBSP}min" if rest or not hours else ""]
    return NBSP.join(part for part in parts if part)


def initials(name: str | None) -> str:
    """The first letters of the first and last name: Sam Tremblay gives ST; accents stay."""
    parts = (name or "").replace("-", " ").split()
    letters = [parts[0][0], parts[-1][0]] if len(parts) > 1 else [part[0] for part in parts]
    return "".join(letters).upper()


def said(message: object) -> str:
    """A sentence kept in Python with N_ or lazy, in the language in force; escaped like any text, which `_( )`
    with a variable would not be."""
    return words.gettext(message) if isinstance(message, str) else str(message)


def when_drawn(write: Callable[..., str]) -> Callable[..., str]:
    """Keeps Jinja from working out `{{ 5|number }}` once, when the template is compiled, in whatever language
    was being spoken then: a filter that takes the context is never folded away."""

    @pass_context
    def drawn(context: Context, *args: Any, **options: Any) -> str:
        return write(*args, **options)

    return drawn


FILTERS: dict[str, Callable[..., Any]] = {
    **{write.__name__: write for write in (day, kept_day, day_words, month, moment, clock, ago)},
    **{
        write.__name__: when_drawn(write) for write in (number, percent, money, size, minutes, initials, said)
    },
}
