"""Values that are frozen with a document: they survive a trip through JSON unchanged, and nothing else comes back."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import UnionType
from typing import Any, ClassVar, Literal, Self, get_args, get_origin, get_type_hints


def _flat(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _flat(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_flat(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _revived(wanted: Any, plain: Any, where: str) -> Any:
    """`plain` as the type the field promises, or ValueError naming the field: a frozen document is never
    guessed."""
    origin = get_origin(wanted)
    if origin is Literal and plain in get_args(wanted):
        return plain
    if origin is UnionType:
        return None if plain is None else _revived(get_args(wanted)[0], plain, where)
    if origin is tuple and isinstance(plain, list):
        return tuple(_revived(get_args(wanted)[0], item, where) for item in plain)
    if isinstance(wanted, type):
        return _revived_class(wanted, plain, where)
    raise ValueError(f"{where} does not hold what it should")


def _revived_class(wanted: type, plain: Any, where: str) -> Any:
    if is_dataclass(wanted) and isinstance(plain, Mapping):
        return _built(wanted, plain)
    if wanted in (date, datetime) and isinstance(plain, str):
        return wanted.fromisoformat(plain)
    if wanted in (str, int) and type(plain) is wanted:
        return plain
    raise ValueError(f"{where} does not hold what it should")


def _built(wanted: type, plain: Mapping[str, Any]) -> Any:
    hints = get_type_hints(wanted)
    known = {field.name for field in fields(wanted)}
    if unknown := set(plain) - known:
        raise ValueError(f"{wanted.__name__} has no place for {', '.join(sorted(unknown))}")
    try:
        return wanted(**{name: _revived(hints[name], value, name) for name, value in plain.items()})
    except TypeError as error:
        raise ValueError(f"{wanted.__name__} lacks a field: {error}") from error


class Frozen:
    """A document's values: `to_plain` gives what JSON can hold, `from_plain` gives the equal value back."""

    KIND: ClassVar[str]

    def to_plain(self) -> dict[str, Any]:
        """Only str, int, None, lists and dicts, with `kind` saying which document it is."""
        return {"kind": self.KIND, **_flat(self)}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        """The value `plain` was made from. ValueError when the kind differs, a field is unknown or of
        another type."""
        if plain.get("kind") != cls.KIND:
            raise ValueError(f"not a {cls.KIND}")
        revived = _built(cls, {name: value for name, value in plain.items() if name != "kind"})
        assert isinstance(revived, cls)
        return revived
