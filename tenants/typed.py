"""What people type, made ready to keep: text composed and trimmed, days in the ways a day is written."""

import re
import unicodedata
from datetime import date

# Full names and the short forms in use, in both languages, in order of the year.
_NAMES = (
    "jan january janv janvier",
    "feb february févr fév février",
    "mar march mars",
    "apr april avr avril",
    "may mai",
    "jun june juin",
    "jul july juil juillet",
    "aug august août",
    "sep sept september septembre",
    "oct october octobre",
    "nov november novembre",
    "dec december déc décembre",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}


def clean(text: str) -> str:
    """Composed (NFC), with plain line ends, without space around."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def has_control_characters(text: str, *, lines: bool) -> bool:
    """True for what no keyboard writes and no database should keep: NUL, escape codes, half of a character."""
    allowed = "\n\t" if lines else ""
    return any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in allowed for letter in text)


def typed_day(text: str, *, numbers: str = "") -> date | None:
    """A day as people type it: 2026-11-20, 2026/11/20, Nov. 20, 2026, 20 novembre 2026, 1er mai 2026. Numbers alone
    must start with the year, because 03/04 means two different days in this country, unless `numbers` says which
    comes first: "day" or "month"."""
    parts = re.findall(r"[^\W\d_]+|\d+", re.sub(r"(?<=\d)(er|st|nd|rd|th)\b", "", text.lower()))
    named = [_MONTHS[part] for part in parts if part in _MONTHS]
    digits = [int(part) for part in parts if part.isdecimal() and len(part) <= 4]
    if len(parts) != 3:
        return None
    if named and len(digits) == 2:
        year, month, day = max(digits), named[0], min(digits)
    elif len(digits) == 3:
        year, month, day = _by_numbers(digits, numbers)
    else:
        return None
    try:
        return date(year, month, day) if 1000 <= year <= 9999 else None
    except ValueError:
        return None


def _by_numbers(digits: list[int], numbers: str) -> tuple[int, int, int]:
    first, second, third = digits
    if first >= 1000 or not numbers:
        return first, second, third
    return (third, second, first) if numbers == "day" else (third, first, second)
