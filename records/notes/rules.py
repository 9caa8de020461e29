"""What makes a note whole, when it is late, and how its chain is computed: pure decisions."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from tenants.errors import sentence

KINDS = ("meeting", "phone", "video", "email", "group", "contact_attempt", "collateral")
PLACES = ("office", "phone", "video", "community", "employer", "home", "other")
WHO = ("client", "worker", "provider")
ADDENDUM_REASONS = ("correct_fact", "add_information", "client_disagrees", "late_information")
# Written more than this many days after the meeting, a note says so: 48 hours.
LATE_AFTER_DAYS = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One agreed next step."""

    what: str
    who: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A note ready to be signed: what standard 5.3 asks of progress notes."""

    kind: str
    reason: str
    details: str
    training: str
    action_taken: str
    next_steps: str
    place: str
    occurred_on: date
    minutes: int
    started_at: time | None = None
    steps: tuple[Step, ...] = ()


# The element that standard 5.3 asks for, the field that holds it, and the words for one that is missing.
REQUIRED = (
    ("reason", sentence("Say why you were in contact.")),
    ("details", sentence("Say what happened.")),
    ("action_taken", sentence("Say what you did about it.")),
)


def missing(content: Content) -> list[tuple[str, str]]:
    """The elements still missing, as (field, what to do). Training may be empty: not every meeting trains."""
    gaps = [(name, words) for name, words in REQUIRED if not getattr(content, name).strip()]
    if not content.steps and not content.next_steps.strip():
        gaps.append(("next_steps", sentence("Agree on a next step, or say why there is none.")))
    return gaps


def days_late(occurred_on: date, signed_on: date) -> int | None:
    """How many days after the meeting a late note was signed, or None when it is not late."""
    days = (signed_on - occurred_on).days
    return days if days > LATE_AFTER_DAYS else None


def chained(key: bytes, previous: bytes, words: Mapping[str, Any], author: str, at: datetime) -> bytes:
    """The hash of a signed thing: its words, its author, its time and the hash before it in the same case. Keyed, so
    that a stolen dump cannot be used to try out what might have been written."""
    body = json.dumps([words, author, at.isoformat()], ensure_ascii=False, sort_keys=True, default=str)
    return hmac.digest(key, previous + body.encode(), "sha256")


def words_of(content: Content) -> Mapping[str, Any]:
    """A note's content as plain values, for the chain."""
    return asdict(content)
