"""How a refusal from below is said: in the reader's language, with days as people write them."""

from collections.abc import Mapping
from datetime import date

from templates.filters import short_day
from templates.words import gettext


def said(message: str, values: Mapping[str, object]) -> str:
    """The sentence of a refusal, filled."""
    return gettext(message, **{name: _written(value) for name, value in values.items()})


def _written(value: object) -> object:
    return short_day(value) if isinstance(value, date) else value
