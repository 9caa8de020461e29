"""Which barriers there are, what may become of them, and what a screening decides: pure decisions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

T = TypeVar("T")

# The agency's questions before it takes somebody on.
RULES: Final = ("age", "status", "area", "seeking", "not_served_elsewhere")
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "career": ("unclear_goal", "conflicting_advice", "labour_market", "choice_confidence"),
    "skills": (
        *("schooling", "literacy", "numeracy", "digital", "language_level", "foreign_credential", "licence"),
        *("canadian_experience", "outdated_skills"),
    ),
    "search": (
        *("resume", "online_applications", "interviews", "networks", "disclosure_questions", "references"),
    ),
    "work_history": ("gap", "short_spells", "dismissal", "age_bias", "overqualified"),
    "practical": (
        *("transport", "driving", "care", "phone_internet", "identification", "bank_account"),
        *("clothing_tools", "work_permit"),
    ),
    "money": ("income", "debt", "benefits", "housing", "shelter", "food"),
    "health": (
        *("physical_limits", "pain_fatigue", "accommodation", "wellbeing", "substance_use", "medication"),
    ),
    "social": (
        *("isolation", "family_duties", "conflict", "discrimination", "stigma", "cultural_adjustment"),
        "safety",
    ),
    "justice": ("record", "conditions"),
    "motivation": (
        *("hope", "work_anxiety", "routine", "conduct", "keeping_job", "fear_of_losing_benefits"),
    ),
    "system": ("waiting_lists", "eligibility_gap", "office_access", "service_language"),
}
# What is told of somebody's health or past with the law is read by fewer.
_SENSITIVE = ("health", "justice")
# From this severity on, of 0 to 4, a barrier asks for a goal that answers it.
HEAVY = 3
OVER = ("eased", "accepted", "not_relevant")
_BECOMES = {
    "work": (("identified",), "working"),
    "ease": (("working",), "eased"),
    "accept": (("identified", "working"), "accepted"),
    "dismiss": (("identified", "working"), "not_relevant"),
    "return": (OVER, "working"),
}
EVENTS: Final = tuple(_BECOMES)


@dataclass(frozen=True, slots=True)
class Content:
    """What is told of a barrier."""

    category: str
    words: str
    source: str
    severity: int
    changeability: str
    impact: str = ""


@dataclass(frozen=True, slots=True)
class RiskContent:
    """What is told of a risk."""

    kind: str
    level: str
    grounds: str
    review_on: date
    mitigation: str = ""
    told_to: str = ""


def becomes(state: str, event: str) -> str | None:
    """The state of a barrier after an event; None when the event cannot follow."""
    before, after = _BECOMES[event]
    return after if state in before else None


def may_follow(state: str) -> list[str]:
    """The events that may follow a state."""
    return [event for event in EVENTS if becomes(state, event)]


def group_of(category: str) -> str:
    """The group that a kind of barrier belongs to."""
    return next(group for group, categories in GROUPS.items() if category in categories)


def sensitivity_of(category: str) -> str:
    """How far a barrier of this kind may be read."""
    return "sensitive" if group_of(category) in _SENSITIVE else "case"


def moved(order: Sequence[T], one: T, step: int) -> list[T]:
    """The order with one of it moved so many places; at an end it stays."""
    rest = [other for other in order if other != one]
    place = min(max(order.index(one) + step, 0), len(rest))
    return [*rest[:place], one, *rest[place:]]


def suggested(met: Collection[str], unmet: Collection[str]) -> str:
    """What the answers of a screening say by themselves: `eligible`, `not_eligible` or, while one is open, ``""``."""
    if unmet:
        return "not_eligible"
    return "eligible" if set(RULES) <= set(met) else ""


def fits(decision: str, met: Collection[str], unmet: Collection[str]) -> bool:
    """True when a decision follows from the answers, or goes past them openly."""
    return decision == "override" or decision == suggested(met, unmet)


def needs_review(review_on: date | None, today: date) -> bool:
    """True from the day on which somebody was to look at a risk again."""
    return review_on is not None and review_on <= today
