"""The classes of record that the product carries out, taken from the privacy registry, and what may start their
clocks."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from records.retention.copies import read_every_model
from records.retention.terms import Action, Event, RecordClass
from tenants.errors import Refused
from tenants.privacy import registry

_OF_A_CASE: Final = (
    *(Event.CASE_CLOSED, Event.LAST_SERVICE_ON, Event.LAST_CONTACT_ON, Event.CLIENT_MAJORITY),
    *(Event.AGREEMENT_ENDED, Event.PROGRAM_ENDED, Event.FISCAL_YEAR_OF_LAST_CLAIM, Event.CREATED_ON),
)
_OF_A_PERSON: Final = (
    *(Event.CASE_CLOSED, Event.LAST_SERVICE_ON, Event.LAST_CONTACT_ON, Event.CLIENT_MAJORITY),
    Event.CREATED_ON,
)
STARTED_BY: Final[Mapping[RecordClass, tuple[Event, ...]]] = MappingProxyType(
    {
        RecordClass.ANY: _OF_A_CASE,
        RecordClass.CASE_FILE: _OF_A_CASE,
        RecordClass.CLIENT_IDENTITY: _OF_A_PERSON,
        RecordClass.DOCUMENT: _OF_A_CASE,
        RecordClass.EMPLOYMENT_EVIDENCE: _OF_A_CASE,
        RecordClass.CONSENT: (Event.CONSENT_ENDED, *_OF_A_PERSON),
        RecordClass.DISCLOSURE_LOG: _OF_A_PERSON,
        RecordClass.ACCESS_REQUEST: (Event.REQUEST_CLOSED_ON, *_OF_A_PERSON),
        RecordClass.INCIDENT: (Event.INCIDENT_CLOSED_ON, Event.CREATED_ON),
        RecordClass.BREACH_RECORD: (Event.BREACH_DETERMINED_ON, Event.CREATED_ON),
        RecordClass.CONFLICT_DECLARATION: (Event.LAST_EDITED_ON, Event.CREATED_ON),
        RecordClass.SUPERVISION: (Event.LAST_EDITED_ON, Event.CREATED_ON),
    }
)
# A whole case file or a person can be laid before somebody who decides; the other classes are kept, then destroyed.
_DECIDED_BY_PEOPLE: Final = (RecordClass.ANY, RecordClass.CASE_FILE, RecordClass.CLIENT_IDENTITY)


def classes_with_rules() -> tuple[RecordClass, ...]:
    """The classes that a rule can be written for: those that a table is registered under, and their ancestor."""
    read_every_model()
    named = {entry.retention for entry in registry.values()}
    return tuple(one for one in RecordClass if one is RecordClass.ANY or str(one) in named)


def actions_of(record_class: RecordClass) -> tuple[Action, ...]:
    """What may be done with records of a class when their period is over."""
    return tuple(Action) if record_class in _DECIDED_BY_PEOPLE else (Action.DESTROY,)


def expect_carried_out(record_class: RecordClass, action: Action) -> None:
    """Refuses a rule that nothing would ever carry out."""
    if record_class not in classes_with_rules() or action not in actions_of(record_class):
        raise Refused("Records of this kind can only be destroyed when their period is over.", field="action")
