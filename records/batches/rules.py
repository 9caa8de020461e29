"""Who is left out of a batch and why, how far each document is, and in which order envelopes are filled."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

# What is made from the record alone, without a choice that somebody has to make for each person.
KINDS: Final = (
    *("next_steps", "progress_report", "action_plan", "service_summary", "introduction_letter"),
    "closing_letter",
)
OF_ENDED: Final = "closing_letter"
MOST: Final = 500
# Whom a closing letter is still written to.
ENDED_WITHIN: Final = timedelta(days=90)
KEPT_FOR: Final = timedelta(days=7)
_WORKING: Final = ("waiting", "running")
_FAULTS: Final = ("long", "deep", "time", "memory", "glyphs", "invalid")
_OUT: Final = ("issued", "replaced", "withdrawn")


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides whether somebody is written to: how the reader stands to the file, and how the file stands to the
    document. An address is asked for only where letters go by mail."""

    may_write: bool
    is_alive: bool
    offered: Collection[str]
    has_plan: bool = False
    in_hand: bool = False
    made_today: bool = False
    has_address: bool = True


def hindrance(kind: str, standing: Standing) -> str:
    """Why this document is not made for this person, as a code; empty when nothing stands against it. Of a file that
    is closed to the reader nothing else is told."""
    if not standing.may_write:
        return "closed"
    against = {
        "deceased": not standing.is_alive,
        "not_offered": kind not in standing.offered,
        "no_plan": kind == "action_plan" and not standing.has_plan,
        "made_today": standing.made_today,
        "in_hand": standing.in_hand,
        "no_address": not standing.has_address,
    }
    return next((code for code, holds in against.items() if holds), "")


def step(why: str | None, document: str | None, job: str | None) -> str:
    """How far one item is, from the states of its document and of the job that works on it: left_out, made, waiting or
    failed."""
    if why:
        return "left_out"
    if document in _OUT:
        return "made"
    return "waiting" if job in _WORKING else "failed"


def fault(error: str | None) -> str:
    """What somebody can be told of a job that failed: the press's own code, or that it broke."""
    return error if error in _FAULTS else "broken"


@dataclass(frozen=True, slots=True)
class Letter:
    """One finished document, as far as its place in the pile needs it; `recipient` is what the window shows."""

    item_id: UUID
    file_id: UUID
    number: str
    sort_name: str
    recipient: tuple[str, ...] = ()


def pile(letters: Iterable[Letter]) -> list[Letter]:
    """In the order in which envelopes are filled: by postal code, as sorted mail costs less, then by name; what is
    handed over has no code and is in order of names. The number decides between two of one name."""
    return sorted(
        letters, key=lambda letter: (postal_code(letter.recipient), letter.sort_name, letter.number)
    )


def postal_code(recipient: Sequence[str]) -> str:
    """The code in an address as the post wants it written: behind two spaces on the last line."""
    return recipient[-1].partition("  ")[2] if recipient else ""
