"""For whom an alert is and on which days: pure decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from tenants.errors import Refused

# What each audience is as a sensitivity of the file, so that the one predicate decides who reads it.
AUDIENCES: Final[Mapping[str, str]] = MappingProxyType(
    {"everyone": "basic", "casework": "sensitive", "supervisors": "restricted"}
)


@dataclass(frozen=True, slots=True)
class Content:
    """What an alert says, to whom, and until when."""

    kind: str
    words: str
    audience: str
    review_on: date
    expires_on: date


def standing(*, starts_on: date, expires_on: date, ended_on: date | None, on: date) -> str:
    """`coming`, `shown`, `expired` or `ended`. It is shown through its last day; an end counts at once."""
    if ended_on is not None and ended_on <= on:
        return "ended"
    if on > expires_on:
        return "expired"
    return "shown" if on >= starts_on else "coming"


def check_days(content: Content, *, starts_on: date, today: date) -> None:
    """Refuses an alert that would not run forward: start, review, last day."""
    if content.expires_on < max(starts_on, today):
        raise Refused("Choose a last day that is not over yet.", field="expires_on")
    if not starts_on <= content.review_on <= content.expires_on:
        raise Refused("Look at the alert again between its first and its last day.", field="review_on")
