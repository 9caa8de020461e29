"""Whether the values of a particular can be kept, and in which form: pure decisions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from records.particulars.declaring import CODE, CODES, DAY, LINE, ROW, TICK, WHOLE, Field, Particular
from tenants.errors import Refused

LINE_LIMIT, WORDS_LIMIT = 300, 20_000


def kept(kind: Particular, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are stored, by the declaration. Refuses what is missing, unknown or too long, on its field,
    and what the kind itself does not allow."""
    found = {field.name: _kept(field, values.get(field.name)) for field in kind.fields}
    trouble = kind.check(values)
    if trouble:
        raise Refused(trouble[1], field=trouble[0])
    return found


def _kept(field: Field, value: Any) -> Any:
    if value in (None, "", [], ()):
        if field.missing:
            raise Refused(field.missing, field=field.name)
        return [] if field.type == CODES else None
    known = {CODE: _code, CODES: _codes, DAY: _day, ROW: _row, WHOLE: _whole, TICK: _tick}
    return known.get(field.type, _text)(field, value)


def _code(field: Field, value: Any) -> str:
    if value not in field.codes:
        raise Refused("Choose from the list.", field=field.name)
    return str(value)


def _codes(field: Field, value: Any) -> list[str]:
    return [_code(field, one) for one in value]


def _day(_field: Field, value: Any) -> str:
    return date.fromisoformat(str(value)).isoformat()


def _whole(field: Field, value: Any) -> int:
    if not 0 <= int(value) <= field.most:
        raise Refused(
            "Enter a whole number from %(low)s to %(high)s.", field=field.name, low=0, high=field.most
        )
    return int(value)


def _row(field: Field, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        raise Refused("Choose from the list.", field=field.name)
    return {"id": str(value["id"]), "title": _text(field, value["title"])}


def _tick(_field: Field, value: Any) -> bool:
    return bool(value)


def _text(field: Field, value: Any) -> str:
    limit = LINE_LIMIT if field.type == LINE else WORDS_LIMIT
    if len(str(value)) > limit:
        raise Refused("Shorten this to %(limit)s characters.", field=field.name, limit=limit)
    return str(value)


def spoken(field: Field, value: Any) -> Any:
    """A stored value as it was entered."""
    return date.fromisoformat(value) if field.type == DAY and value else value
