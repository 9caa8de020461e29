"""One way, and only one, to write a value as bytes, so that equal values have equal fingerprints."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import TypeAlias

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None


def plain(value: object) -> Json:
    """A value as JSON knows it: dates and moments in ISO 8601 (moments in UTC), sets in one order, data
    classes by field. Raises TypeError for what has no single spelling: fractions, moments without an offset,
    objects."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        # A member of an enumeration is its word, however json happens to treat subclasses of str.
        return str(value)
    if isinstance(value, datetime | date):
        return _in_time(value)
    if isinstance(value, AbstractSet):
        return sorted((plain(member) for member in value), key=written)
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): plain(member) for key, member in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [plain(member) for member in value]
    message = f"{type(value).__name__} has no single spelling in JSON."
    raise TypeError(message)


def written(value: object) -> bytes:
    """The canonical bytes: keys in order, no space, UTF-8."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(value: object) -> str:
    """SHA-256 of the canonical bytes, in lower-case hexadecimal."""
    return hashlib.sha256(written(value)).hexdigest()


def _in_time(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.utcoffset() is None:
        message = "A moment without an offset has no single spelling."
        raise TypeError(message)
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _key(key: object) -> str:
    if not isinstance(key, str):
        message = "A key is a word."
        raise TypeError(message)
    return str(key)
