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
    BILLING = "billing"
    # Of those who run the product; made by `tenants.support` for hours, never chosen for a member.
    SUPPORT = "support"


GIVEN_BY_AGENCIES = tuple(role for role in Role if role is not Role.SUPPORT)


class P(StrEnum):
    """Every permission. A name that starts with `see_` only reads; the others change something."""

    SEE_AGENCY = "see_agency"
    SEE_CLIENTS = "see_clients"
    WRITE_CLIENTS = "write_clients"
    MERGE_CLIENTS = "merge_clients"
    SEE_APPOINTMENTS = "see_appointments"
    WRITE_APPOINTMENTS = "write_appointments"
    SEE_WORKSHOPS = "see_workshops"
    LEAD_WORKSHOPS = "lead_workshops"
    IMPORT_CLIENTS = "import_clients"
    OPEN_WITH_REASON = "open_with_reason"
    ASK_FOR_ACCESS = "ask_for_access"
    GRANT_ACCESS = "grant_access"
    SEE_CASES = "see_cases"
    WRITE_CASES = "write_cases"
    SEE_NOTES = "see_notes"
    WRITE_NOTES = "write_notes"
    ADD_TO_NOTES = "add_to_notes"
    REVIEW_NOTES = "review_notes"
    SEE_CONSENTS = "see_consents"
    WRITE_CONSENTS = "write_consents"
    SET_WORDINGS = "set_wordings"
    APPROVE_DISCLOSURES = "approve_disclosures"
    SEE_REFERRALS = "see_referrals"
    WRITE_REFERRALS = "write_referrals"
    KEEP_RESOURCES = "keep_resources"
    SEE_EMPLOYERS = "see_employers"
    ADD_EMPLOYERS = "add_employers"
    WRITE_EMPLOYERS = "write_employers"
    SEE_EMPLOYMENT = "see_employment"
    WRITE_EMPLOYMENT = "write_employment"
    SEE_DOCUMENTS = "see_documents"
    MAKE_DOCUMENTS = "make_documents"
    SIGN_FOR_AGENCY = "sign_for_agency"
    SEE_ASSESSMENTS = "see_assessments"
    WRITE_ASSESSMENTS = "write_assessments"
    SET_INSTRUMENTS = "set_instruments"
    SET_SCHEMES = "set_schemes"
    SEE_RETENTION = "see_retention"
    SET_RETENTION = "set_retention"
    APPROVE_RETENTION = "approve_retention"
    PLACE_HOLDS = "place_holds"
    SEE_DEPARTURE = "see_departure"
    LEAVE_AGENCY = "leave_agency"
    SEE_BILLING = "see_billing"
    SET_BILLING = "set_billing"
    SEE_MEMBERS = "see_members"
    INVITE_MEMBERS = "invite_members"
    CHANGE_MEMBERS = "change_members"
    SET_BRAND = "set_brand"
    SET_UP = "set_up"
    ANSWER_FOR_ONESELF = "answer_for_oneself"
    SET_HANDBOOK = "set_handbook"
    SEE_ACKNOWLEDGEMENTS = "see_acknowledgements"
    SEE_CONFLICTS = "see_conflicts"
    REVIEW_CONFLICTS = "review_conflicts"
    SEE_AUDIT = "see_audit"
    PROVE_AUDIT = "prove_audit"
    SEE_SECURITY = "see_security"
    SET_SIGN_IN = "set_sign_in"
    REVIEW_ACCESS = "review_access"
    ADMIT_SUPPORT = "admit_support"
    WRITE_ALERTS = "write_alerts"
    END_ALERTS = "end_alerts"
    SEE_OWN_INCIDENTS = "see_own_incidents"
    SEE_INCIDENTS = "see_incidents"
    REPORT_INCIDENTS = "report_incidents"
    HANDLE_INCIDENTS = "handle_incidents"
    SEE_REQUESTS = "see_requests"
    SEE_REQUESTED = "see_requested"
    RECEIVE_REQUESTS = "receive_requests"
    HANDLE_REQUESTS = "handle_requests"
    SECOND_READ = "second_read"
    SEE_FIGURES = "see_figures"
    ISSUE_FIGURES = "issue_figures"
    REVIEW_FILES = "review_files"
    SEE_OWN_CASELOAD = "see_own_caseload"
    SEE_CASELOADS = "see_caseloads"
    SET_CASELOADS = "set_caseloads"


_FILE = {P.SEE_CLIENTS, P.SEE_CASES, P.SEE_NOTES, P.SEE_CONSENTS, P.SEE_DOCUMENTS, P.SEE_ASSESSMENTS} | {
    *(P.SEE_REFERRALS, P.SEE_EMPLOYMENT),
}
_WRITING = {P.WRITE_CLIENTS, P.WRITE_CASES, P.WRITE_NOTES, P.ADD_TO_NOTES, P.WRITE_CONSENTS, P.MAKE_DOCUMENTS}
_CASEWORK = _FILE | _WRITING | {P.WRITE_ASSESSMENTS, P.WRITE_REFERRALS, P.WRITE_EMPLOYMENT}
_WITH_EMPLOYERS = {P.SEE_EMPLOYERS, P.ADD_EMPLOYERS}
_WORKSHOPS = {P.SEE_WORKSHOPS, P.LEAD_WORKSHOPS}
_BOOKING = {P.SEE_APPOINTMENTS, P.WRITE_APPOINTMENTS, P.KEEP_RESOURCES} | _WORKSHOPS
_RELEASING = {P.SET_WORDINGS, P.APPROVE_DISCLOSURES}
_RECEIVING = {P.SEE_REQUESTS, P.RECEIVE_REQUESTS}
_READING_TWICE = _RECEIVING | {P.SEE_REQUESTED, P.SECOND_READ}
_REPORTING = {P.SEE_OWN_INCIDENTS, P.REPORT_INCIDENTS}
_HANDLING = _REPORTING | {P.SEE_INCIDENTS, P.HANDLE_INCIDENTS, P.END_ALERTS}
_RETENTION = {P.SEE_RETENTION, P.SET_RETENTION, P.APPROVE_RETENTION, P.PLACE_HOLDS}
_CONFLICTS = {P.SEE_ACKNOWLEDGEMENTS, P.SEE_CONFLICTS, P.REVIEW_CONFLICTS}
_HANDBOOK = {P.SET_HANDBOOK, P.SEE_ACKNOWLEDGEMENTS}
_TRAIL = {P.SEE_AUDIT, P.PROVE_AUDIT}
_ACCESS = {P.SEE_SECURITY, P.REVIEW_ACCESS}
_LOOKING = {P.SEE_CLIENTS, P.SEE_CASES, P.SEE_EMPLOYMENT, P.SEE_RETENTION}
_BILLING = {P.SEE_BILLING, P.SET_BILLING}
_CASELOADS = {P.SEE_OWN_CASELOAD, P.SEE_CASELOADS, P.SET_CASELOADS}

ROLES: dict[Role, frozenset[P]] = {
    Role.FRONT_DESK: frozenset({P.SEE_CLIENTS, P.WRITE_CLIENTS} | _BOOKING | _REPORTING),
    Role.PRACTITIONER: frozenset(
        _CASEWORK
        | _BOOKING
        | _REPORTING
        | _RECEIVING
        | _WITH_EMPLOYERS
        | {P.WRITE_ALERTS, P.ASK_FOR_ACCESS, P.SEE_RETENTION, P.SEE_OWN_CASELOAD}
    ),
    Role.SUPERVISOR: frozenset(
        _CASEWORK
        | _BOOKING
        | _HANDLING
        | _WITH_EMPLOYERS
        | {P.SET_INSTRUMENTS, P.SET_SCHEMES, P.WRITE_EMPLOYERS, P.SIGN_FOR_AGENCY}
        | {P.WRITE_ALERTS, P.REVIEW_NOTES, P.OPEN_WITH_REASON, P.GRANT_ACCESS, P.SEE_AUDIT}
        | {P.REVIEW_FILES, P.SEE_FIGURES, P.ISSUE_FIGURES}
        | _CASELOADS
        | {P.IMPORT_CLIENTS, P.MERGE_CLIENTS, P.SEE_RETENTION, P.PLACE_HOLDS, P.APPROVE_RETENTION}
        | _CONFLICTS
        | _RELEASING
        | _READING_TWICE
    ),
    Role.JOB_DEVELOPER: frozenset(
        {P.SEE_CLIENTS, P.SEE_CASES, P.SEE_APPOINTMENTS, P.SEE_WORKSHOPS, P.SEE_EMPLOYMENT, P.KEEP_RESOURCES}
        | _REPORTING
        | _WITH_EMPLOYERS
        | {P.WRITE_EMPLOYERS}
    ),
    Role.PRIVACY_LEAD: frozenset(
        _FILE
        | _HANDLING
        | {P.SEE_APPOINTMENTS, P.SEE_WORKSHOPS}
        | {P.MERGE_CLIENTS, P.WRITE_CONSENTS, P.GRANT_ACCESS, P.SEE_FIGURES}
        | (_TRAIL | _ACCESS)
        | (_RETENTION | _HANDBOOK | _CONFLICTS | _RELEASING)
        | (_READING_TWICE | {P.HANDLE_REQUESTS})
    ),
    Role.REPORTER: frozenset({P.SEE_FIGURES, P.ISSUE_FIGURES}),
    Role.AUDITOR: frozenset(_LOOKING | _TRAIL | {P.SEE_SECURITY}),
    Role.SUPPORT: frozenset(_LOOKING),
    Role.BILLING: frozenset(_BILLING),
    # No automatic right to read a client's file.
    Role.ADMINISTRATOR: frozenset(
        _HANDBOOK
        | {P.SET_INSTRUMENTS, P.SET_SCHEMES}
        | {P.INVITE_MEMBERS, P.CHANGE_MEMBERS, P.SET_BRAND, P.IMPORT_CLIENTS, P.SEE_FIGURES, P.ISSUE_FIGURES}
        | {P.SEE_DEPARTURE, P.LEAVE_AGENCY}
        | _BILLING
        | _ACCESS
        | {P.ADMIT_SUPPORT, P.SET_UP, P.SET_SIGN_IN}
        | {P.SEE_RETENTION, P.SET_RETENTION, P.APPROVE_RETENTION}
    ),
}
FOR_EVERYONE = frozenset({P.SEE_AGENCY, P.SEE_MEMBERS, P.ANSWER_FOR_ONESELF})

# A lapsed agency reads and exports, and changes nothing.
READ_ONLY_STANDINGS = frozenset({"read_only", "closing"})
# Whatever its standing, an agency takes along what is its own, comes back, pays, and may ask for help.
ALWAYS = frozenset({P.LEAVE_AGENCY, P.SET_BILLING, P.PROVE_AUDIT, P.ADMIT_SUPPORT})


def may(roles: Iterable[str], permission: P | str, standing: str = "active") -> bool:
    """True when one of the roles carries the permission and the organisation's standing allows changes, if it is one.
    Raises ValueError for a permission that does not exist, so that a typing error never means yes."""
    wanted, held = P(permission), frozenset(roles)
    if Role.SUPPORT in held and not wanted.startswith("see_"):
        return False  # whoever helps only looks
    if standing in READ_ONLY_STANDINGS and not (wanted.startswith("see_") or wanted in ALWAYS):
        return False
    return wanted in FOR_EVERYONE or any(wanted in ROLES[Role(role)] for role in held)
