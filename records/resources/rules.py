"""What a resource may be, how it is found, and when somebody should look whether it still holds: pure decisions."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from records.clients.rules import folded
from tenants.errors import Refused

KINDS: Final = ("sheet", "form", "tool", "website", "video", "book", "course", "service")
TOPICS: Final = (
    *("choosing", "job_search", "resume", "interview", "training", "labour_market", "rights", "keeping_work"),
    *("conflict", "money", "housing", "health", "newcomers", "family", "digital"),
)
LANGUAGES: Final = ("en", "fr", "ar", "cr", "es", "fa", "iu", "oj", "pa", "pt", "so", "ti", "tl", "uk", "zh")
READING_LEVELS: Final = ("easy", "usual", "demanding")
COSTS: Final = ("free", "some", "paid")
# After so long without a look, nobody knows whether it still holds.
HOLDS_FOR: Final = timedelta(days=365)


def check_resource(told: Mapping[str, Any], today: date) -> None:
    """Refuses what has no name, what nobody could open, and a look that is still to come."""
    if not (told["name_en"] or told["name_fr"]):
        raise Refused("Enter a name in English or in French.", field="name_en")
    if told["link"] and not is_link(told["link"]):
        raise Refused("Enter a whole address, for example https://www.jobbank.gc.ca.", field="link")
    if told["checked_on"] and told["checked_on"] > today:
        raise Refused("Enter a day that is not in the future.", field="checked_on")


def is_link(text: str) -> bool:
    """True for the whole address of a page; never for anything that a browser would run."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and "." in (parts.hostname or "")
        and not set(text) & set(" \"'<>\\")
    )


def needs_a_look(checked_on: date | None, today: date) -> bool:
    """True when nobody looked for a year whether it still holds, or nobody ever did."""
    return checked_on is None or today - checked_on > HOLDS_FOR


def found_by(*words: str | None) -> str:
    """What a resource is found and put in order by: its names first, then what else is said of it."""
    return " ".join(folded(word) for word in words if word)
