"""What may follow what in a referral, and when it may end: pure decisions (standard 5.3, P2: referrals with follow-up,
feedback and recommendations)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from tenants.errors import Refused

ANSWER_DAYS: Final = 14  # how long a partner has, unless the worker says otherwise
LINK_DAYS: Final = 60  # how long a partner may answer by the link

_ANSWERS = ("accepted", "waitlisted", "declined")
_STOPPED = ("cancelled", "withdrawn")
_SERVED = ("received", "not_attended")
NEXT: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "draft": ("sent", "cancelled"),
        "sent": ("acknowledged", *_ANSWERS, "no_response", *_STOPPED),
        "acknowledged": (*_ANSWERS, "no_response", *_STOPPED),
        "waitlisted": ("accepted", "declined", "no_response", *_STOPPED),
        "no_response": ("acknowledged", *_ANSWERS, *_STOPPED, "closed"),
        "accepted": ("started", *_SERVED, *_STOPPED),
        "started": (*_SERVED, *_STOPPED),
        "received": ("feedback", "closed"),
        "not_attended": ("accepted", "feedback", "closed"),
        "feedback": ("decided", "closed"),
        "decided": ("closed",),
        "declined": ("closed",),
        "cancelled": ("closed",),
        "withdrawn": ("closed",),
        "closed": ("sent",),
    }
)
WAITING: Final = frozenset({"sent", "acknowledged", "waitlisted"})
# What a partner may say by the link: nothing about the person, only how far they are.
BY_PARTNER: Final = ("acknowledged", *_ANSWERS, "started", *_SERVED)
# What says nothing unless somebody says why or what.
NEED_WORDS: Final = frozenset({"declined", "feedback", "decided", "cancelled", "withdrawn"})


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What came of it: helped or not, and that both sides were asked."""

    outcome: str
    client_asked: str
    provider_asked: str
    client_view: str = ""
    recommendation: str = ""


def steps_from(state: str, *, by_partner: bool = False) -> tuple[str, ...]:
    """The steps that may be taken by hand; sending and closing have pages of their own."""
    return tuple(
        step
        for step in NEXT[state]
        if step not in ("sent", "closed") and (not by_partner or step in BY_PARTNER)
    )


def check_step(state: str, step: str, *, words: str, answer_by: date | None, asked: int, today: date) -> None:
    """Refuses a step that cannot follow, or that says too little. Silence is a step only after the day to answer by has
    passed and somebody has asked again."""
    if step not in steps_from(state):
        raise Refused("This step cannot follow. Load the page again to see how far it is.", field="state")
    if step in NEED_WORDS and not words.strip():
        raise Refused("Write why, or what came back.", field="words")
    if step == "no_response" and (answer_by is None or today <= answer_by):
        raise Refused("They still have time to answer. Wait for the day to answer by.", field="state")
    if step == "no_response" and not asked:
        raise Refused("Ask once more before you give up, and record it here.", field="state")


def is_late(state: str, answer_by: date | None, today: date) -> bool:
    """True when an answer should be there and is not."""
    return state in WAITING and answer_by is not None and answer_by < today


def may_close(state: str) -> bool:
    """True when nothing more is expected but the follow-up."""
    return "closed" in NEXT[state]


def answer_day(sent_on: date) -> date:
    """The day by which an answer is expected, unless the worker says otherwise."""
    return sent_on + timedelta(days=ANSWER_DAYS)
