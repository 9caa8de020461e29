"""What an agency proposes about words that may tell of somebody else, field by field: pure. A person decides."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

from tenants.errors import Refused
from tenants.privacy import Registration

PROPOSALS = ("sever", "show", "decide")
# Every field that may tell of others, as table and name, and whether it is severed where the agency says nothing.
Places = Mapping[str, bool]
Kept = Mapping[str, Mapping[str, str]]


class Told(Protocol):
    """A record as it is read: its table, and which of its fields may tell of others."""

    source: str
    third_party: list[str]
    is_severed: bool


@dataclass(frozen=True, slots=True)
class SeveringRule:
    """Whether the words of a field are proposed to be severed or shown, or are looked at each time; for which reason
    they would stay out; and why the agency has settled it so."""

    proposal: str
    reason: str = "third_party"
    note: str = ""

    def plain(self) -> dict[str, str]:
        """As it is kept. Raises Refused without a reason why."""
        if not self.note.strip():
            raise Refused("Write why, so that the next reader understands it.", field="note")
        return asdict(self)


def places_of(entries: Iterable[Registration]) -> dict[str, bool]:
    """The places of everything a person may be given."""
    return {
        f"{entry.table}.{name}": entry.package == "sever"
        for entry in entries
        if entry.path and entry.package != "no"
        for name in entry.third_party
    }


def rule_of(kept: Kept, place: str, *, is_severed: bool) -> SeveringRule:
    """The agency's rule of a place; where it has none, what the product does by itself."""
    if place in kept:
        return SeveringRule(**kept[place])
    return SeveringRule("sever" if is_severed else "show")


def rules_about(kept: Kept, told: Told) -> dict[str, SeveringRule]:
    """The rule of every field of a record that may tell of others."""
    return {
        name: rule_of(kept, f"{told.source}.{name}", is_severed=told.is_severed) for name in told.third_party
    }


def waits_for_a_person(kept: Kept, told: Told) -> bool:
    """True when a record must be decided by itself and never together with others."""
    return any(rule.proposal == "decide" for rule in rules_about(kept, told).values())
