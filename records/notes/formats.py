"""The formats a note may be written in, each as its parts; and what becomes of the words when a format is changed."""

from collections.abc import Mapping
from typing import NamedTuple


class Part(NamedTuple):
    """One part of a format, and which element of standard 5.3 it tells: the details or the action taken."""

    code: str
    tells: str


_DETAILS, _ACTION = Part("details", "details"), Part("action_taken", "action_taken")
_ASSESSMENT, _PLAN = Part("assessment", "details"), Part("plan", "action_taken")
_INTERVENTION, _RESPONSE = Part("intervention", "action_taken"), Part("response", "details")

USUAL = "5.3"
FORMATS: Mapping[str, tuple[Part, ...]] = {
    USUAL: (_DETAILS, _ACTION),
    "soap": (Part("subjective", "details"), Part("objective", "details"), _ASSESSMENT, _PLAN),
    "dap": (Part("facts", "details"), _ASSESSMENT, _PLAN),
    "birp": (Part("behaviour", "details"), _INTERVENTION, _RESPONSE, _PLAN),
    "girp": (Part("goal", "details"), _INTERVENTION, _RESPONSE, _PLAN),
    "free": (_DETAILS,),
}
PARTS: Mapping[str, str] = {part.code: part.tells for parts in FORMATS.values() for part in parts}
# What every note has beside the parts of its format, before them and after.
_BEFORE = ("reason",)
_AFTER = ("own_part", "training", "client_words", "goals", "participants", "next_steps", "late_reason")


def known(wanted: str | None) -> str:
    """The format of that code, or the usual one."""
    return wanted if wanted is not None and wanted in FORMATS else USUAL


def reading_order(wanted: str | None) -> tuple[str, ...]:
    """Every text of a note in this format, in the order in which it is read."""
    return (*_BEFORE, *(part.code for part in FORMATS[known(wanted)]), *_AFTER)


def recast(typed: Mapping[str, str], wanted: str) -> dict[str, str]:
    """What was typed, in another format, and no word is lost: a part that the format does not have goes on under the
    first one that tells the same, or else under the first of all."""
    parts, given = FORMATS[wanted], {**typed, "format": wanted}
    for code in PARTS.keys() - {part.code for part in parts}:
        given.pop(code, None)
    for code, tells in PARTS.items():
        words = typed.get(code, "")
        if words.strip() and code not in {part.code for part in parts}:
            target = next((part.code for part in parts if part.tells == tells), parts[0].code)
            given[target] = f"{given[target]}\n\n{words}" if given.get(target, "").strip() else words
    return given
