"""What may become of goals and plans, what stands in a plan, and what changed between two: pure decisions."""

import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

GOAL_TYPES = ("employment", "training", "self_employment", "stabilise", "explore", "retain")
# A unit group of the National Occupational Classification 2021.
NOC = re.compile("[0-9]{5}")
# Attainment of a goal, from much less than expected to much more, in the order of the scores −2 to +2.
SCALE = ("much_less", "less", "expected", "more", "much_more")
SERVICE_TYPES = (
    *("orientation", "needs_assessment", "action_planning", "career_exploration", "job_search", "resume"),
    *("interview", "labour_market", "training_referral", "placement", "employer_negotiation", "job_coaching"),
    *("retention_contact", "workshop", "advocacy", "stabilisation_referral", "financial_support", "crisis"),
    *("follow_up", "supported_referral", "conflict_support", "wellbeing"),
)
# What of each is agreed; the rest is how far it is.
AGREED: Mapping[str, tuple[str, ...]] = {
    "goal": (
        *("wording", "own_words", "type", "measure", "baseline", "target", "target_on", "scale"),
        *("priority", "decides", "occupation", "occupation_code"),
    ),
    "objective": ("step", "measure", "due_on"),
    "intervention": ("type", "what", "provider", "planned_from", "planned_to", "cost", "payer"),
}
# What two plans are compared by: what is agreed, and the barriers that a goal answers, frozen with it.
_COMPARED = {**AGREED, "goal": (*AGREED["goal"], "barriers")}
_INSIDE = {"objective": "objectives", "intervention": "interventions"}
_TITLE = {"goal": "wording", "objective": "step", "intervention": "type"}

GOAL_ENDED = frozenset({"achieved", "partly", "changed", "not_pursued"})
# Goals that are worked on: what a note may be about.
GOAL_ACTIVE = ("agreed", "in_progress")
_GOAL_BECOMES = {
    ("proposed", "agree"): "agreed",
    ("agreed", "begin"): "in_progress",
    **{(state, end): end for state in GOAL_ACTIVE for end in ("achieved", "partly")},
    **{(state, end): end for state in ("proposed", *GOAL_ACTIVE) for end in ("changed", "not_pursued")},
}

IN_FORCE = ("agreed", "active", "under_review")
_PLAN_BECOMES = {
    ("draft", "agree"): "agreed",
    ("agreed", "start"): "active",
    ("under_review", "go_on"): "active",
    **{(state, "review"): "under_review" for state in ("agreed", "active")},
    **{(state, "complete"): "completed" for state in ("active", "under_review")},
    **{(state, "supersede"): "superseded" for state in IN_FORCE},
    **{(state, "end"): "ended" for state in IN_FORCE},
}
# Days before its review in which a plan is said to be due.
SOON = 7


def goal_becomes(state: str, event: str) -> str | None:
    """The state of a goal after an event, or None when the event cannot happen now."""
    return _GOAL_BECOMES.get((state, event))


def plan_becomes(state: str, event: str) -> str | None:
    """The state of a plan after an event, or None when the event cannot happen now."""
    return _PLAN_BECOMES.get((state, event))


def may_follow(state: str) -> list[str]:
    """What a worker may do next with a plan that was agreed."""
    return [event for event in ("start", "review", "go_on", "complete", "end") if plan_becomes(state, event)]


def is_due(review_on: date, today: date) -> bool:
    """True from a week before the day of the review."""
    return review_on - today <= timedelta(days=SOON)


def lights(goal: Mapping[str, Any], *, has_steps: bool) -> dict[str, bool]:
    """The five lights of a SMART goal, by what is filled in. They only shine: nothing waits for them."""
    return {
        "specific": len(str(goal["wording"] or "").split()) > 3,
        "measurable": bool(goal["measure"] and (goal["target"] or goal["scale"])),
        "attainable": bool(goal["baseline"]) and has_steps,
        "relevant": bool(goal["own_words"]),
        "time_bound": goal["target_on"] is not None,
    }


class Difference(NamedTuple):
    """One thing that two plans say differently: something came, went, or says something else in one field."""

    event: str
    what: str
    title: str
    field: str = ""
    before: Any = None
    after: Any = None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """What changed between two agreed contents, goal by goal and then what leads to each."""
    return list(_between("goal", before["goals"], after["goals"]))


def _between(
    what: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Iterator[Difference]:
    was, is_ = {one["id"]: one for one in before}, {one["id"]: one for one in after}
    yield from (Difference("gone", what, _title(what, one)) for one in before if one["id"] not in is_)
    for one in after:
        if one["id"] not in was:
            yield Difference("added", what, _title(what, one))
            continue
        old = was[one["id"]]
        yield from (
            Difference("changed", what, _title(what, one), field, old.get(field), one.get(field))
            for field in _COMPARED[what]
            if (old.get(field) or None) != (one.get(field) or None)
        )
        if what == "goal":
            for inner, place in _INSIDE.items():
                yield from _between(inner, old[place], one[place])


def _title(what: str, one: Mapping[str, Any]) -> str:
    return str(one.get("what") or one[_TITLE[what]])


def seal_of(key: bytes, value: Any) -> bytes:
    """The hash of what was agreed. Keyed, so that a stolen dump cannot be used to try out what might stand there."""
    body = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hmac.digest(key, body.encode(), "sha256")
