"""One way, and only one, to write a value as bytes, so that equal values have equal fingerprints."""

import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from typing import TypeAlias, cast

Json: TypeAlias = bool | int | str | list["Json"] | dict[str, "Json"] | None
# Most values are one of these, and known by their very class; a member of an enumeration is not.
_PLAIN = frozenset({type(None), bool, int, str})
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plain(value: object) -> Json:
    """A value as JSON knows it: dates and moments in ISO 8601 (moments in UTC), sets in one order, data
    classes by field. Raises TypeError for what has no single spelling: fractions, moments without an offset,
    objects."""
    if type(value) in _PLAIN:
        return cast("Json", value)
    if isinstance(value, date):
        return _in_time(value)
    if isinstance(value, int | str):
        # A member of an enumeration is its word, however json happens to treat subclasses of str.
        return str(value) if isinstance(value, str) else value
    return _composed(value)


def _composed(value: object) -> Json:
    names = _fields(cast("Hashable", type(value)))
    if names is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {_key(key): plain(member) for key, member in value.items()}
    if isinstance(value, AbstractSet):
        return sorted((plain(member) for member in value), key=written)
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray | memoryview):
        return [plain(member) for member in value]
    message = f"{type(value).__name__} has no single spelling in JSON."
    raise TypeError(message)


def written(value: object) -> bytes:
    """The canonical bytes: keys in order, no space, UTF-8."""
    return _ENCODER.encode(plain(value)).encode()


def fingerprint(value: object) -> str:
    """SHA-256 of the canonical bytes, in lower-case hexadecimal."""
    return hashlib.sha256(written(value)).hexdigest()


@lru_cache(maxsize=32)
def written_once(value: Hashable) -> bytes:
    """`written`, remembered: for what is the same for very many records."""
    return written(value)


def joined(parts: Mapping[str, bytes]) -> str:
    """The fingerprint of a mapping whose values are written already."""
    told = (written_once(name) + b":" + parts[name] for name in sorted(parts))
    return hashlib.sha256(b"{" + b",".join(told) + b"}").hexdigest()


@cache
def _fields(kind: type) -> tuple[str, ...] | None:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def _in_time(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.utcoffset() is None:
        message = "A moment without an offset has no single spelling."
        raise TypeError(message)
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _key(key: object) -> str:
    if type(key) is str:
        return key
    if not isinstance(key, str):
        message = "A key is a word."
        raise TypeError(message)
    return str(key)
