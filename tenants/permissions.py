"""What a member may do: a closed vocabulary and one table of roles."""

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """The fixed set of roles; a member of a small agency often holds several."""

    FRONT_DESK = "front_desk"
    PRACTITIONER = "practitioner"
    SUPERVISOR = "supervisor"
    JOB_DEVELOPER = "job_developer"
    PRIVACY_LEAD = "privacy_lead"
    REPORTER = "reporter"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class P(StrEnum):
    """Every permission. A name that starts with `see_` only reads; the others change something."""

    SEE_AGENCY = "see_agency"
    SEE_CLIENTS = "see_clients"
    WRITE_CLIENTS = "write_clients"
    SEE_CASES = "see_cases"
    WRITE_CASES = "write_cases"
    SEE_NOTES = "see_notes"
    WRITE_NOTES = "write_notes"
    SEE_CONSENTS = "see_consents"
    WRITE_CONSENTS = "write_consents"
    SEE_DOCUMENTS = "see_documents"
    MAKE_DOCUMENTS = "make_documents"
    SEE_RETENTION = "see_retention"
    SET_RETENTION = "set_retention"
    APPROVE_RETENTION = "approve_retention"
    PLACE_HOLDS = "place_holds"
    SEE_MEMBERS = "see_members"
    INVITE_MEMBERS = "invite_members"
    SEE_AUDIT = "see_audit"
    SEE_INCIDENTS = "see_incidents"
    SEE_REQUESTS = "see_requests"


_FILE = {P.SEE_CLIENTS, P.SEE_CASES, P.SEE_NOTES, P.SEE_CONSENTS, P.SEE_DOCUMENTS}
_CASEWORK = _FILE | {P.WRITE_CLIENTS, P.WRITE_CASES, P.WRITE_NOTES, P.WRITE_CONSENTS, P.MAKE_DOCUMENTS}
_RETENTION = {P.SEE_RETENTION, P.SET_RETENTION, P.APPROVE_RETENTION, P.PLACE_HOLDS}

ROLES: dict[Role, frozenset[P]] = {
    Role.FRONT_DESK: frozenset({P.SEE_CLIENTS, P.WRITE_CLIENTS}),
    Role.PRACTITIONER: frozenset(_CASEWORK | {P.SEE_RETENTION}),
    Role.SUPERVISOR: frozenset(_CASEWORK | {P.SEE_RETENTION, P.PLACE_HOLDS, P.APPROVE_RETENTION}),
    Role.JOB_DEVELOPER: frozenset({P.SEE_CLIENTS, P.SEE_CASES}),
    Role.PRIVACY_LEAD: frozenset({P.SEE_CLIENTS, P.SEE_CASES, P.SEE_CONSENTS, P.SEE_AUDIT} | _RETENTION),
    Role.REPORTER: frozenset(),
    Role.AUDITOR: frozenset({P.SEE_CLIENTS, P.SEE_CASES, P.SEE_RETENTION, P.SEE_AUDIT}),
    # No automatic right to read a client's file.
    Role.ADMINISTRATOR: frozenset({P.INVITE_MEMBERS, P.SEE_RETENTION, P.SET_RETENTION, P.APPROVE_RETENTION}),
}
_EVERYONE = frozenset({P.SEE_AGENCY, P.SEE_MEMBERS})

# A lapsed agency reads and exports, and changes nothing.
READ_ONLY_STANDINGS = frozenset({"read_only", "closing"})


def may(roles: Iterable[str], permission: P | str, standing: str = "active") -> bool:
    """True when one of the roles carries the permission and the organisation's standing allows changes, if it is one.
    Raises ValueError for a permission that does not exist, so that a typing error never means yes."""
    wanted = P(permission)
    if standing in READ_ONLY_STANDINGS and not wanted.startswith("see_"):
        return False
    return wanted in _EVERYONE or any(wanted in ROLES[Role(role)] for role in roles)
