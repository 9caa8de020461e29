"""What each code of a closed list is called on the screen: the lists stand in `templates/lists`."""

from importlib import import_module
from pkgutil import iter_modules

from templates import lists

_PARTS = [import_module(f"{lists.__name__}.{part.name}") for part in iter_modules(lists.__path__)]
LABELS: dict[str, dict[str, object]] = {of: codes for part in _PARTS for of, codes in part.LABELS.items()}


def label(code: object, of: str) -> str:
    """The words for a code of a list, in the language in force. Raises KeyError for a code the list does not have."""
    return str(LABELS[of][str(code)])


def choices(of: str) -> list[tuple[str, object]]:
    """Every code of a list with its words, for a form; what only an import may leave open is not offered."""
    return [pair for pair in LABELS[of].items() if pair[0] != "not_recorded"]
