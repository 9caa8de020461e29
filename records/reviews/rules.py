"""What a review looks for, how its sample is drawn, and what a file shows by itself: pure decisions."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from records.access.rules import Category
from records.filecheck.rules import CONFIRMED_FOR, Facts
from tenants.errors import Refused

VERDICTS = ("met", "partly", "not_met", "not_applicable")
# What somebody has to do something about.
SHORT = ("partly", "not_met")

# The fourteen kinds of records of standard 5.3, in its order, each with the part of the file it stands in.
POINTS: dict[str, Category] = {
    "identity": Category.IDENTITY,
    "consent": Category.CONSENT,
    "release": Category.CONSENT,
    "background": Category.HISTORY,
    "referral_in": Category.CASE,
    "goals": Category.CASE,
    "services": Category.CASE,
    "assessments": Category.ASSESSMENT,
    "notes": Category.NOTES,
    "results": Category.ASSESSMENT,
    "evaluation": Category.ASSESSMENT,
    "incidents": Category.INCIDENT,
    "referrals_out": Category.CASE,
    "ending": Category.CASE,
}
# What is only there when it happened, by the kinds of entries that show it.
_ONLY_IF = {
    "referral_in": {"referral_in"},
    "incidents": {"incident"},
    "referrals_out": {"referral", "referral_out"},
}
# One of each makes a point met, some of them make it partly met.
_WANTED: dict[str, tuple[set[str], ...]] = {
    "background": ({"history"}, {"demographic"}),
    "goals": ({"goal"}, {"objective"}),
    "services": ({"service"},),
    "assessments": ({"assessment", "assessment_run"},),
    "notes": ({"note"},),
    "results": ({"intervention"},),
}


@dataclass(frozen=True, slots=True)
class Scope:
    """From which files a sample is drawn: of cases open at some time in a period, or closed in it."""

    scope: str
    since: date
    until: date
    program: str = ""
    worker_id: UUID | None = None

    def expect_in_order(self) -> None:
        """Refuses a period that ends before it begins."""
        if self.until < self.since:
            raise Refused("The last day must be on or after the first.", field="until")


def sample(ids: Collection[UUID], size: int, seed: int) -> list[UUID]:
    """So many of these, by chance. The same seed draws the same from the same, in whatever order they come, and one
    more or less among them moves no other."""
    return sorted(ids, key=lambda one: sha256(f"{seed}|{one}".encode()).digest())[:size]


def proposed(
    facts: Facts, *, is_closed: bool, has_release: bool, readable: Collection[Category]
) -> dict[str, str]:
    """What the file shows by itself, point by point; nothing about a part that the reader may not read."""
    found = {code: _verdict(code, facts.kinds) for code in (*_WANTED, *_ONLY_IF)}
    found |= {
        "identity": _identity(facts),
        "consent": {"": "not_met", "expired": "partly"}.get(facts.consent, "met"),
        "release": "met" if has_release else "not_applicable",
        "evaluation": "met" if "evaluation" in facts.kinds else "not_met" if is_closed else "not_applicable",
        "ending": "met" if is_closed else "not_applicable",
    }
    if facts.related_without_reason and found["background"] == "met":
        found["background"] = "partly"
    return {code: found[code] for code, part in POINTS.items() if part in readable}


def _verdict(code: str, kinds: Collection[str]) -> str:
    if code in _ONLY_IF:
        return "met" if _ONLY_IF[code].intersection(kinds) else "not_applicable"
    there = [bool(wanted.intersection(kinds)) for wanted in _WANTED[code]]
    return "met" if all(there) else "partly" if any(there) else "not_met"


def _identity(facts: Facts) -> str:
    old = facts.confirmed_on is None or facts.today - facts.confirmed_on > timedelta(days=CONFIRMED_FOR)
    if not facts.contacts and "address" not in facts.kinds:
        return "not_met"
    lacks = (not facts.contacts, old, "address" not in facts.kinds, facts.is_named and facts.born_on is None)
    return "partly" if any(lacks) else "met"


def check_verdicts(verdicts: Mapping[str, str], words: Mapping[str, str]) -> None:
    """Refuses a checklist with a point left out, and one that says something falls short without saying what."""
    for code in POINTS:
        if verdicts.get(code) not in VERDICTS:
            raise Refused("Choose an answer.", field=code)
        if verdicts[code] in SHORT and not words.get(code):
            raise Refused("Say what is missing, so that the worker knows what to do.", field=f"{code}_words")


def short_of(verdicts: Mapping[str, str]) -> list[str]:
    """The points at which a file falls short."""
    return [code for code in POINTS if verdicts.get(code) in SHORT]


def counted(files: Iterable[Mapping[str, str]]) -> dict[str, dict[str, int]]:
    """How many files have which answer, point by point."""
    looked = list(files)
    return {code: dict(Counter(one[code] for one in looked if code in one)) for code in POINTS}
