"""The words of a retention schedule, rules, facts, holds and verdicts, as values that cannot change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final, TypeAlias

from records.retention.dates import Cutoff, Period
from tenants.errors import Refused

MANUAL: Final = "manual:"
MATTER: Final = "matter:"

Attribute: TypeAlias = str | bool | frozenset[str] | None


class RecordClass(StrEnum):
    """The kinds of record that a rule can be written for. ANY is the ancestor of all, and the class of an
    organisation's default rule. Every table says its class in the privacy registry."""

    ANY = "any"
    CASE_FILE = "case_file"
    CLIENT_IDENTITY = "client_identity"
    DOCUMENT = "document"
    EMPLOYMENT_EVIDENCE = "employment_evidence"
    CONSENT = "consent"
    DISCLOSURE_LOG = "disclosure_log"
    ACCESS_REQUEST = "access_request"
    INCIDENT = "incident"
    BREACH_RECORD = "breach_record"
    CONFLICT_DECLARATION = "conflict_declaration"
    SUPERVISION = "supervision"


# A class not named here has ANY for parent. A part of a case file is under what binds the file, too.
PARENTS: Final[Mapping[RecordClass, RecordClass]] = MappingProxyType(
    {
        RecordClass.EMPLOYMENT_EVIDENCE: RecordClass.DOCUMENT,
        RecordClass.DOCUMENT: RecordClass.CASE_FILE,
    }
)


@cache
def lineage(record_class: RecordClass) -> tuple[RecordClass, ...]:
    """A class and its ancestors, nearest first; the last is always ANY."""
    if record_class is RecordClass.ANY:
        return (record_class,)
    return (record_class, *lineage(PARENTS.get(record_class, RecordClass.ANY)))


class Event(StrEnum):
    """What can start a clock. Besides these, an organisation may name its own as `manual:<name>`."""

    CASE_CLOSED = "case_closed"
    LAST_SERVICE_ON = "last_service_on"
    LAST_CONTACT_ON = "last_contact_on"
    PROGRAM_ENDED = "program_ended"
    AGREEMENT_ENDED = "agreement_ended"
    FISCAL_YEAR_OF_LAST_CLAIM = "fiscal_year_of_last_claim"
    CLIENT_MAJORITY = "client_majority"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_ENDED = "consent_ended"
    CREATED_ON = "created_on"
    LAST_EDITED_ON = "last_edited_on"
    SUBMITTED_ON = "submitted_on"
    REQUEST_CLOSED_ON = "request_closed_on"
    INCIDENT_CLOSED_ON = "incident_closed_on"
    BREACH_DETERMINED_ON = "breach_determined_on"
    TENANT_CLOSED_ON = "tenant_closed_on"


class Join(StrEnum):
    """Which of several events counts."""

    LATEST_OF = "latest_of"
    EARLIEST_OF = "earliest_of"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event, or the latest or earliest of several. Their order says nothing, so it is not kept."""

    events: tuple[str, ...]
    join: Join = Join.LATEST_OF

    def __post_init__(self) -> None:
        object.__setattr__(self, "events", tuple(sorted({str(event) for event in self.events})))
        # With one event the two ways of joining are the same; one spelling keeps equal triggers equal.
        object.__setattr__(self, "join", Join(self.join) if len(self.events) > 1 else Join.LATEST_OF)
        if not self.events or not all(_is_event(event) for event in self.events):
            raise Refused("Say which event starts the period.", field="trigger")


def on(event: str) -> Trigger:
    """The trigger of one event."""
    return Trigger((event,))


def latest_of(*events: str) -> Trigger:
    """The trigger of the last of several events to happen."""
    return Trigger(events, Join.LATEST_OF)


def earliest_of(*events: str) -> Trigger:
    """The trigger of the first of several events to happen."""
    return Trigger(events, Join.EARLIEST_OF)


class Action(StrEnum):
    """What is done when the period is over, least destructive first: the order decides ties."""

    REVIEW = "review"
    TRANSFER = "transfer"
    DE_IDENTIFY = "de_identify"
    DESTROY = "destroy"


class Strength(StrEnum):
    """Whether a rule binds the organisation (law, funder, contract) or is its own choice."""

    MANDATORY = "mandatory"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """Which records of a class a rule is about; an empty selector is about all of them. `record` names one record (an
    override). `minor_at_closure` and `tags` can only lengthen."""

    record: str | None = None
    program: str | None = None
    funder_agreement: str | None = None
    jurisdiction: str | None = None
    minor_at_closure: bool | None = None
    tags: frozenset[str] = frozenset()

    @property
    def only_lengthens(self) -> bool:
        """Whether a rule so selected may lengthen what others say but never shorten it."""
        return self.minor_at_closure is not None or bool(self.tags)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One published rule. `keep` is a floor, `destroy_within` a ceiling; both count from trigger and cutoff. Raises
    Refused when it cites no authority, or sets neither floor nor ceiling."""

    id: str
    record_class: RecordClass
    trigger: Trigger
    keep: Period | None
    action: Action
    authority_citation: str
    policy_version: str
    selector: Selector = field(default_factory=Selector)
    cutoff: Cutoff = field(default_factory=Cutoff)
    destroy_within: Period | None = None
    strength: Strength = Strength.AGENCY

    def __post_init__(self) -> None:
        object.__setattr__(self, "record_class", RecordClass(self.record_class))
        object.__setattr__(self, "action", Action(self.action))
        object.__setattr__(self, "strength", Strength(self.strength))
        if not self.authority_citation.strip():
            raise Refused("A rule needs its authority: the law, agreement or decision it comes from.")
        if self.keep is None and self.destroy_within is None:
            raise Refused("A rule must say how long to keep, or how soon to destroy.")

    def __hash__(self) -> int:
        # Equal rules have equal ids. The fields are many, and this is asked for every record that is judged.
        return hash(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one record. `triggers`: an event's date; None, or no entry at all, is a date nobody knows, and
    blocks. `awaited`: events that have not happened yet (the case is open), so nobody need look for a date. `absent`:
    events that never happened and no longer can (no service was given). An event is in one of the three only.
    `attributes`: by the field names of Selector; several values as a frozenset (every program a case has been in),
    None is unknown, no entry is "has none". `record` is the record's own id; `row_version` is that of the whole
    aggregate. `extended_through`: the day through which a person decided to keep it, whatever its rules say. The other
    sets hold ids and codes. Raises ValueError for an event told in two ways, TypeError for a moment."""

    record: str
    record_class: RecordClass
    triggers: Mapping[str, date | None] = field(default_factory=dict)
    awaited: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    children_not_due: frozenset[str] = frozenset()
    unpaid_obligations: frozenset[str] = frozenset()
    unknowns: frozenset[str] = frozenset()
    extended_through: date | None = None
    row_version: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "record_class", RecordClass(self.record_class))
        object.__setattr__(self, "triggers", MappingProxyType(dict(self.triggers)))
        object.__setattr__(self, "attributes", MappingProxyType(dict(self.attributes)))
        if any(isinstance(day, datetime) for day in self.triggers.values()):
            message = "Retention counts in days: give the date, not the moment."
            raise TypeError(message)
        dated = {name for name, day in self.triggers.items() if day is not None}
        if dated & self.awaited or dated & self.absent or self.awaited & self.absent:
            message = "An event has a date, is awaited, or is absent; not two of these."
            raise ValueError(message)


class HoldKind(StrEnum):
    """Why something may not be destroyed for now."""

    ACCESS_REQUEST = "access_request"
    ERASURE_REQUEST = "erasure_request"
    CORRECTION_REQUEST = "correction_request"
    COMPLAINT = "complaint"
    OPEN_INCIDENT = "open_incident"
    BREACH_INVESTIGATION = "breach_investigation"
    LITIGATION = "litigation"
    FUNDER_AUDIT = "funder_audit"
    FINANCIAL_DISPUTE = "financial_dispute"
    UNFINISHED_EXPORT = "unfinished_export"
    AGENCY_DECISION = "agency_decision"


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold that covers the record and is not released. It blocks from the moment it is known, whatever
    `since` says: a hold dated wrongly must not let a record go."""

    id: str
    kind: HoldKind
    since: date

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", HoldKind(self.kind))

    @property
    def is_placed(self) -> bool:
        """False for one that nobody placed: an open matter keeps the record by itself, and ends by itself."""
        return not self.id.startswith(MATTER)


def _is_event(name: str) -> bool:
    return name in set(Event) or (name.startswith(MANUAL) and len(name) > len(MANUAL))
