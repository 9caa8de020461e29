"""What a question says: forms with nested names in, refusals in the provider's form out."""

import re
from typing import Any
from urllib.parse import parse_qsl

_PART = re.compile(r"[^\[\]]+")


class Wrong(Exception):
    """What the provider would refuse, with its status, kind and code."""

    def __init__(self, code: str, *, status: int = 400, kind: str = "invalid_request_error") -> None:
        super().__init__(code)
        self.status = status
        self.body = {"error": {"type": kind, "code": code, "message": code.replace("_", " ")}}


def told(text: str) -> dict[str, Any]:
    """`a[b][0]=c` as nested values; lists are kept by their numbers."""
    found: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        *path, last = _PART.findall(name) or [name]
        place = found
        for part in path:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise Wrong("parameter_invalid")
        place[last] = value
    return found


def listed(value: object) -> list[Any]:
    """The values of a list in order; none for anything else."""
    return list(value.values()) if isinstance(value, dict) else []


def number(value: object) -> int:
    """A whole number. Raises Wrong."""
    try:
        return int(str(value))
    except ValueError:
        raise Wrong("parameter_invalid_integer") from None
