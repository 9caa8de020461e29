"""Pages of a list by key, never by offset: page 1,000 costs what page 1 costs."""

import base64
import json
from collections.abc import Callable, Sequence
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


def key_of(after: str | None, *kinds: Callable[[str], Any]) -> list[Any] | None:
    """The sorting key in a link, each part read as its kind; None at the beginning or when the link was damaged."""
    if not after:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        texts = [str(part).replace("\0", "") for part in parts]
        "".join(texts).encode()  # half of a character is refused here and not by the database
        return [kind(text) for kind, text in zip(kinds, texts, strict=True)]
    except (
        ValueError,
        TypeError,
        RecursionError,
    ):  # not base64, not JSON or too deep, not a list, or not such parts
        return None
