"""What makes a note whole, when it is late, who may add to it, and how its chain is computed: pure decisions."""

import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from records.notes.formats import FORMATS, USUAL, known
from tenants.errors import sentence

KINDS = ("meeting", "session", "phone", "video", "email", "group", "contact_attempt", "collateral")
PLACES = ("office", "phone", "video", "community", "employer", "home", "other")
WHO = ("client", "worker", "provider")
ADDENDUM_REASONS = ("correct_fact", "add_information", "client_disagrees", "late_information")
# Written more than this many days after the meeting, a note says so: 48 hours.
LATE_AFTER_DAYS = 2
# And after this many it must say why.
REASON_AFTER_DAYS = 30
# How long a draft may wait before its author is reminded, and before a supervisor is told.
REMIND_AFTER_DAYS, TELL_AFTER_DAYS = 3, 7


@dataclass(frozen=True, slots=True)
class Step:
    """One agreed next step."""

    what: str
    who: str
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """A note ready to be signed: what standard 5.3 asks of progress notes, in whichever format."""

    kind: str
    reason: str
    details: str
    training: str
    action_taken: str
    next_steps: str
    place: str
    occurred_on: date
    minutes: int | None
    started_at: time | None = None
    steps: tuple[Step, ...] = ()
    format: str = USUAL
    parts: Mapping[str, str] = field(default_factory=dict)
    mode: str | None = None
    participants: str = ""
    goals: str = ""
    engagement: str | None = None
    client_words: str = ""
    language: str | None = None
    source: str = "typed"
    own_part: str = ""
    late_reason: str = ""
    copied_from: UUID | None = None
    goal_ids: tuple[UUID, ...] = ()

    def told(self, code: str) -> str:
        """The words of one part."""
        return str(self.parts.get(code) or getattr(self, code, ""))


# The texts that are columns of their own; parts of other formats stand together in one.
TEXTS = (
    *("reason", "details", "training", "action_taken", "next_steps"),
    *("participants", "goals", "client_words", "own_part", "late_reason"),
)
CODES = ("kind", "format", "place", "mode", "engagement", "language", "source")
EXACT = ("occurred_on", "started_at", "minutes")

# What is missing when no part of the format tells it.
_ELEMENTS = (
    ("details", sentence("Say what happened.")),
    ("action_taken", sentence("Say what you did about it.")),
)


def missing(content: Content, *, has_goals: bool = False) -> list[tuple[str, str]]:
    """The elements still missing, as (field, what to do). Training may be empty: not every meeting trains. An attempt
    to reach somebody tells only what happened. Where goals are agreed, a note is about one or says why not."""
    attempt = content.kind == "contact_attempt"
    gaps = []
    if not attempt and not content.reason.strip():
        gaps.append(("reason", sentence("Say why you were in contact.")))
    for element, words in _ELEMENTS[: 1 if attempt else 2]:
        parts = [part.code for part in FORMATS[known(content.format)] if part.tells == element]
        if parts and not any(content.told(code).strip() for code in parts):
            gaps.append((parts[0], words))
    if not attempt and not content.steps and not content.next_steps.strip():
        gaps.append(("next_steps", sentence("Agree on a next step, or say why there is none.")))
    if has_goals and not attempt and not content.goal_ids and not content.goals.strip():
        gaps.append(("goals", sentence("Say which goal this was about, or why it was about none.")))
    return gaps


def is_with_the_client(kind: str) -> bool:
    """True when the client took part, so that what is next was agreed with them."""
    return kind not in ("contact_attempt", "collateral")


def days_late(occurred_on: date, signed_on: date) -> int | None:
    """How many days after the meeting a late note was signed, or None when it is not late."""
    days = (signed_on - occurred_on).days
    return days if days > LATE_AFTER_DAYS else None


def needs_late_reason(late_days: int | None) -> bool:
    """True when a note comes so late that it must say why."""
    return (late_days or 0) > REASON_AFTER_DAYS


def may_add(reason: str, *, is_author: bool, reviews: bool) -> bool:
    """Its author and those who review add to a note. That the client disagrees, whoever heard it takes down."""
    return is_author or reviews or reason == "client_disagrees"


def chained(key: bytes, previous: bytes, words: Mapping[str, Any], author: str, at: datetime) -> bytes:
    """The hash of a signed thing: its words, its author, its time and the hash before it in the same case. Keyed, so
    that a stolen dump cannot be used to try out what might have been written."""
    signed_at = at.astimezone(UTC).isoformat()
    body = json.dumps([words, author, signed_at], ensure_ascii=False, sort_keys=True, default=str)
    return hmac.digest(key, previous + body.encode(), "sha256")


_FIRST = frozenset((*TEXTS[:5], "kind", "place", *EXACT, "steps"))
_USUALLY: Mapping[str, Any] = {"format": USUAL, "source": "typed"}


def words_of(content: Content) -> Mapping[str, Any]:
    """A note's content as plain values, for the chain. What the first notes did not have is left out while it says
    nothing, so that their hashes still follow."""
    return dict(_told(asdict(content)))


def _told(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if name in _FIRST or (value and value != _USUALLY.get(name)):
            yield name, value


def filled(words: str, blanks: Mapping[str, str]) -> str:
    """A phrase with its blanks filled, as far as they are known: `{first name}`. Others stay, to be filled by hand."""
    for name, value in blanks.items():
        words = words.replace(f"{{{name}}}", value)
    return words
