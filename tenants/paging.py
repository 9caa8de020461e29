"""Pages of a list by key, never by offset: page 1,000 costs what page 1 costs."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

PAGE_SIZE = 25
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Up to PAGE_SIZE rows, and the place after the last of them when there are more."""

    rows: Sequence[T]
    after: str | None


def place(*key: Any) -> str:
    """The last row's sorting key, made fit for a link."""
    return base64.urlsafe_b64encode(json.dumps([str(part) for part in key]).encode()).decode().rstrip("=")


def key_of(after: str | None, parts: int) -> list[str] | None:
    """The sorting key in a link, or None at the beginning or when the link was damaged."""
    if not after:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
    except (ValueError, binascii.Error):
        return None
    return key if isinstance(key, list) and len(key) == parts and all(isinstance(p, str) for p in key) else None
