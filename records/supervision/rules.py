"""What may become of a question or of thanks, and whose turn it is: pure decisions."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KINDS: Final = ("question", "thanks")
_BECOMES: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("open", "answer"): "answered",
        ("open", "close"): "closed",
        ("answered", "close"): "closed",
    }
)


def becomes(state: str, event: str) -> str | None:
    """The state after an event, or None when the event cannot happen now."""
    return _BECOMES.get((state, event))


def may(event: str, kind: str, *, is_asker: bool) -> bool:
    """Who does what: the one who was written to answers, the one who wrote closes; thanks are closed by whoever was
    thanked, too."""
    if event == "answer":
        return not is_asker
    return is_asker or kind == "thanks"


def waits(state: str, *, for_asker: bool) -> bool:
    """Whose turn it is: what was written waits for whom it was written to, an answer for whoever asked."""
    return state == ("answered" if for_asker else "open")
