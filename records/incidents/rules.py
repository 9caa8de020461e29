"""The life of an incident and what makes a report whole: pure decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Final
from uuid import UUID

from tenants.errors import Conflict, sentence

# Every act, with the states it may be done in and the state it leads to.
LIFE: Final[Mapping[str, tuple[frozenset[str], str]]] = MappingProxyType(
    {
        "submit": (frozenset({"draft"}), "submitted"),
        "discard": (frozenset({"draft"}), "discarded"),
        "triage": (frozenset({"submitted", "reopened"}), "triaged"),
        "review": (frozenset({"triaged"}), "under_review"),
        "find": (frozenset({"under_review"}), "actions_open"),
        "finish": (frozenset({"actions_open"}), "actions_done"),
        "more": (frozenset({"actions_done"}), "actions_open"),
        "close": (frozenset({"actions_done"}), "closed"),
        "reopen": (frozenset({"closed"}), "reopened"),
    }
)
# What is done next by one person who writes why; a closing takes two and stands for itself.
STEPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "submitted": "triage",
        "reopened": "triage",
        "triaged": "review",
        "under_review": "find",
        "actions_open": "finish",
        "closed": "reopen",
    }
)
UNWRITTEN: Final = frozenset({"draft", "discarded"})
OVER: Final = frozenset({"closed", "discarded"})
# While these last, the agency may still decide to do something.
ACTIONS_IN: Final = frozenset({"under_review", "actions_open", "actions_done"})


def after(state: str, act: str) -> str:
    """The state an act leads to. Raises Conflict when it does not follow from where the incident stands."""
    allowed, leads_to = LIFE[act]
    if state not in allowed:
        raise Conflict("This incident has moved on since the page was opened. Look at it again.")
    return leads_to


@dataclass(frozen=True, slots=True)
class Report:
    """A report ready to be handed in. What was seen and heard stands apart from what somebody thinks of it. `clients`
    are file numbers; people whom the agency does not serve are named as the reporter knows them."""

    kind: str
    occurred_on: date
    place: str
    seen: str
    immediate_action: str
    occurred_at: time | None = None
    opinion: str = ""
    injuries: str = ""
    services: tuple[str, ...] = ()
    family_told: str = ""
    clients: tuple[str, ...] = ()
    staff: tuple[UUID, ...] = ()
    visitors: tuple[str, ...] = ()
    outsiders: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()


# What a report cannot do without, and the words for one that is missing.
REQUIRED: Final = (
    ("place", sentence("Say where it happened.")),
    ("seen", sentence("Say what was seen and heard.")),
    ("immediate_action", sentence("Say what was done at once.")),
)


def missing(report: Report) -> list[tuple[str, str]]:
    """What is still missing, as (field, what to do)."""
    return [(name, words) for name, words in REQUIRED if not getattr(report, name).strip()]
