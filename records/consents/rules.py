"""What a consent is on a day, what may become of it, and what it may cover: pure decisions."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from tenants.errors import Refused

# A drawn line is a list of points (x, y).
Strokes = list[list[tuple[Any, Any]]]
MOST_POINTS = 5000

# What each kind may cover, item by item; a release covers categories of data. The others are one whole.
SCOPES: dict[str, tuple[str, ...]] = {
    "release": ("identifying", "attendance", "plan", "assessment", "notes", "outcomes", "incident"),
    "media": ("photo", "recording", "story", "name"),
    "messages": ("email", "sms"),
}
# What was agreed to once and does not hold any more.
ENDED = frozenset({"withdrawn", "superseded"})
# Days before its end in which a consent is said to end soon.
SOON = 30

_BECOMES = {
    ("draft", "offer"): "offered",
    ("given", "withdraw"): "withdrawn",
    **{(state, "give"): "given" for state in ("draft", "offered")},
    **{(state, "refuse"): "refused" for state in ("draft", "offered")},
    **{(state, "supersede"): "superseded" for state in ("draft", "offered", "given")},
}
# By the acts on the age of majority of each province and territory; a test compares them with those of retention.
_OF_AGE_AT_18 = frozenset({"AB", "MB", "ON", "PE", "QC", "SK"})


def becomes(state: str, event: str) -> str | None:
    """The state after an event, or None when the event cannot happen now."""
    return _BECOMES.get((state, event))


def in_force(
    state: str, given_on: date | None, last_on: date | None, on: date, *, ended_on: date | None = None
) -> bool:
    """True from the day it was given through its last day, and only before the day it was taken back or replaced."""
    if given_on is None or on < given_on or (last_on is not None and on > last_on):
        return False
    return state == "given" or (state in ENDED and ended_on is not None and on < ended_on)


def scope_on(scope: Iterable[str], taken_back: Mapping[str, str], on: date) -> frozenset[str]:
    """What it covered on a day: items that were taken out of it later did count then."""
    return frozenset(scope) | {item for item, day in taken_back.items() if date.fromisoformat(day) > on}


def state_on(state: str, given_on: date | None, last_on: date | None, on: date) -> str:
    """The state as a reader should see it: `given` may be about to end, or over."""
    if state != "given" or given_on is None or on < given_on or last_on is None:
        return state
    if on > last_on:
        return "expired"
    return "expiring" if last_on - on <= timedelta(days=SOON) else "given"


def of_age_on(birth_on: date, province: str) -> date:
    """The day a person comes of age; one born on 29 February does so on 1 March of a common year."""
    year = birth_on.year + (18 if province in _OF_AGE_AT_18 else 19)
    try:
        return birth_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def last_day(given_by: str, expires_on: date | None, birth_on: date | None, province: str) -> date | None:
    """The last day of a consent: a guardian speaks for the client only until the client comes of age."""
    if given_by != "guardian" or birth_on is None:
        return expires_on
    grown = of_age_on(birth_on, province) - timedelta(days=1)
    return grown if expires_on is None else min(grown, expires_on)


def fits(kind: str, scope: Iterable[str]) -> bool:
    """True when these items are something this kind may cover."""
    return set(scope) <= set(SCOPES.get(kind, ()))


def folded_recipient(name: str) -> str:
    """The form in which recipients are compared: case and spaces forgiven, nothing else."""
    return " ".join(name.casefold().split())


def strokes_of(drawn: str) -> Strokes:
    """A signature drawn on a field of 600 by 200: lines of points, as our own script sends them. Refuses anything
    else, and more than a hand draws."""
    try:
        strokes = [[(x, y) for x, y in stroke] for stroke in json.loads(drawn or "[]")]
    except (ValueError, TypeError, RecursionError):
        strokes = [[("", "")]]
    points = [point for stroke in strokes for point in stroke]
    if len(points) > MOST_POINTS or not all(_is_inside(*point) for point in points):
        raise Refused("The drawn signature could not be read. Clear it and draw it again.", field="name")
    return strokes


def _is_inside(x: Any, y: Any) -> bool:
    return type(x) is int and type(y) is int and 0 <= x <= 600 and 0 <= y <= 200


def difficulty(text: str) -> int:
    """LIX, the readability index that counts alike in English and French: words a sentence, and the share of words
    of more than six letters. Under 40 reads easily, over 55 is hard."""
    words = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.:;!?]+(?=\s|$)", text)))
    long = sum(len(word) > 6 for word in words)
    return round(len(words) / sentences + 100 * long / len(words)) if words else 0
