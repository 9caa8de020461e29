"""Which version of a policy counts on a day: pure decisions."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar


class Version(Protocol):
    """A version, by its number and first day."""

    number: int
    effective_on: date


V = TypeVar("V", bound=Version)


def in_force(versions: Sequence[V], on: date) -> V | None:
    """The highest version whose first day has come, or None while none has."""
    begun = [version for version in versions if version.effective_on <= on]
    return max(begun, key=lambda version: version.number, default=None)


def may_follow(versions: Sequence[Version], effective_on: date) -> bool:
    """True when a new version from that day would not begin before one that stands already."""
    return all(version.effective_on <= effective_on for version in versions)


def is_superseded(version: Version, versions: Sequence[Version], on: date) -> bool:
    """True when a later version is in force: reading this one is of no use any more."""
    current = in_force(versions, on)
    return current is not None and version.number < current.number


def gap_in(text: str) -> str | None:
    """The first place of a starting text that still waits for the agency's own words, brackets and all."""
    found = re.search(r"\[[^\]]*\]", text)
    return found.group() if found else None
