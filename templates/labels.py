"""What each code of a closed list is called on the screen: the lists stand in `templates/lists`."""

from templates.file_labels import FILE_LABELS
from templates.lists import (
    access,
    cases,
    consents,
    imports,
    incidents,
    notes,
    people,
    retention,
    team,
    verbs,
)
from templates.request_labels import REQUEST_LABELS

LABELS: dict[str, dict[str, object]] = (
    {
        of: codes
        for part in (access, cases, consents, imports, incidents, notes, people, retention, team, verbs)
        for of, codes in part.LABELS.items()
    }
    | FILE_LABELS
    | REQUEST_LABELS
)


def label(code: object, of: str) -> str:
    """The words for a code of a list, in the language in force. Raises KeyError for a code the list does not have."""
    return str(LABELS[of][str(code)])


def choices(of: str) -> list[tuple[str, object]]:
    """Every code of a list with its words, for a form."""
    return list(LABELS[of].items())
