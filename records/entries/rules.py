"""Who may read which entry: a pure decision, which the timeline turns into its condition."""

from collections.abc import Iterable

from records.access.rules import Category, Level, Relation, level

# The part of the file that each kind of entry belongs to; what is not named here belongs to the case.
_PART = {
    "consent": Category.CONSENT,
    "disclosure": Category.CONSENT,
    "note": Category.NOTES,
    "contact_attempt": Category.NOTES,
    "handover": Category.NOTES,
    **dict.fromkeys(("screening", "barrier", "risk"), Category.ASSESSMENT),
    "document": Category.DOCUMENT,
    "paper": Category.DOCUMENT,
    "request": Category.CONSENT,
    "referral": Category.CONSENT,
    "incident": Category.INCIDENT,
    "alert": Category.IDENTITY,
    "appointment": Category.IDENTITY,
    "attendance": Category.IDENTITY,
    "address": Category.IDENTITY,
    "communication": Category.COMMUNICATION,
    "history": Category.HISTORY,
    "accommodation": Category.COMMUNICATION,
    "identifier": Category.IDENTITY,
    "about_me": Category.COMMUNICATION,
    "demographic": Category.HISTORY,
    "related_person": Category.HISTORY,
    "household": Category.HISTORY,
    "employment": Category.HISTORY,
    "assessment": Category.ASSESSMENT,
    "assessment_run": Category.ASSESSMENT,
    "intervention": Category.ASSESSMENT,
    "evaluation": Category.ASSESSMENT,
    "outcome": Category.ASSESSMENT,
    **dict.fromkeys(("work_found", "job_lost", "checkpoint"), Category.EMPLOYMENT),
    "paper_file": Category.IDENTITY,
    "intake": Category.IDENTITY,
}

# By what a reader looks through a timeline; what is not named here is a detail of the person.
GROUPS = ("notes", "consent", "documents", "work", "details", "cases", "safety")
_GROUP = {
    **dict.fromkeys(("note", "contact_attempt"), "notes"),
    **dict.fromkeys(("consent", "disclosure"), "consent"),
    **dict.fromkeys(("document", "paper", "paper_file"), "documents"),
    **dict.fromkeys(
        ("plan", "goal", "objective", "outcome", "service", "assessment", "intervention"), "work"
    ),
    **dict.fromkeys(
        (
            "handover",
            "assessment_run",
            "evaluation",
            "referral_in",
            "referral_out",
            "referral",
            "appointment",
        ),
        "work",
    ),
    "attendance": "work",
    **dict.fromkeys(("agreement", "rights", "alliance_barrier", "recognition", "concern"), "work"),
    "conflict": "work",
    **dict.fromkeys(("boundary", "wellbeing", "resource", "ethics"), "work"),
    **dict.fromkeys(("case_opened", "case_closed", "case_reopened"), "cases"),
    **dict.fromkeys(("case_waiting", "case_paused", "case_started"), "cases"),
    **dict.fromkeys(("screening", "barrier", "work_found", "job_lost", "checkpoint"), "work"),
    **dict.fromkeys(("alert", "incident", "risk"), "safety"),
}


def group_of(kind: str) -> str:
    """The group in which a reader finds entries of this kind."""
    return _GROUP.get(kind, "details")


def part_of(kind: str) -> Category:
    """The part of a file that an entry of this kind belongs to."""
    return _PART.get(kind, Category.CASE)


def may_read(
    roles: Iterable[str], relation: Relation, kind: str, sensitivity: str, *, is_author: bool, state: str
) -> bool:
    """True when a member with these roles, standing so to the client, may read an entry. A draft is its author's
    alone."""
    if state == "draft" and not is_author:
        return False
    found = level(roles, relation, part_of(kind), sensitivity=sensitivity, own_entry=is_author)
    return found >= Level.READ
