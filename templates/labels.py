"""What each code of a closed list is called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "role": {
        "front_desk": L_("Front desk"),
        "practitioner": L_("Practitioner"),
        "supervisor": L_("Supervisor"),
        "job_developer": L_("Job developer"),
        "privacy_lead": L_("Privacy lead"),
        "reporter": L_("Reporter"),
        "auditor": L_("Auditor"),
        "administrator": L_("Administrator"),
    },
    "province": {
        "AB": L_("Alberta"),
        "BC": L_("British Columbia"),
        "MB": L_("Manitoba"),
        "NB": L_("New Brunswick"),
        "NL": L_("Newfoundland and Labrador"),
        "NS": L_("Nova Scotia"),
        "NT": L_("Northwest Territories"),
        "NU": L_("Nunavut"),
        "ON": L_("Ontario"),
        "PE": L_("Prince Edward Island"),
        "QC": L_("Quebec"),
        "SK": L_("Saskatchewan"),
        "YT": L_("Yukon"),
    },
    "language": {"en": L_("English"), "fr": L_("French")},
    "client_status": {
        "prospect": L_("Not started"),
        "active": L_("Active"),
        "inactive": L_("Inactive"),
        "deceased": L_("Deceased"),
    },
    "case_status": {"active": L_("Open"), "on_hold": L_("Paused"), "closed": L_("Closed")},
    "exit_reason": {
        "employed": L_("Goal met: employed"),
        "training": L_("Goal met: training or education"),
        "self_employed": L_("Goal met: self-employed"),
        "stable": L_("Stable, no more needed"),
        "other_program": L_("Moved to another program"),
        "referred_on": L_("Referred on"),
        "client_stopped": L_("Client chose to stop"),
        "contact_lost": L_("Contact lost"),
        "relocated": L_("Relocated"),
        "not_eligible": L_("Not eligible any more"),
        "health_or_caring": L_("Health or caring"),
        "deceased": L_("Deceased"),
        "opened_in_error": L_("Opened in error"),
    },
    "consent_kind": {
        "service": L_("Service and information collection"),
        "release": L_("Permission to release information"),
    },
    "consent_state": {
        "given": L_("In force"),
        "expired": L_("Ended"),
        "withdrawn": L_("Withdrawn"),
        "refused": L_("Refused"),
        "superseded": L_("Replaced"),
    },
    "given_how": {
        "signed_paper": L_("Signed on paper"),
        "signed_screen": L_("Signed on screen"),
        "verbal": L_("Spoken, with a witness"),
    },
    "note_kind": {
        "meeting": L_("Meeting"),
        "phone": L_("Phone call"),
        "video": L_("Video meeting"),
        "email": L_("E-mail"),
        "group": L_("Group session"),
        "contact_attempt": L_("Contact attempt"),
        "collateral": L_("Contact with others"),
    },
    "place": {
        "office": L_("Our office"),
        "phone": L_("By phone"),
        "video": L_("By video"),
        "community": L_("In the community"),
        "employer": L_("At an employer's"),
        "home": L_("At the client's home"),
        "other": L_("Elsewhere"),
    },
    "who": {"client": L_("Client"), "worker": L_("Worker"), "provider": L_("Provider")},
    "addendum_reason": {
        "correct_fact": L_("Correct a fact"),
        "add_information": L_("Add information"),
        "client_disagrees": L_("The client disagrees"),
        "late_information": L_("Information that came late"),
    },
    "entry_kind": {
        "consent": L_("Consent"),
        "case_opened": L_("Case opened"),
        "case_closed": L_("Case closed"),
        "case_reopened": L_("Case reopened"),
        "note": L_("Note"),
        "document": L_("Document"),
    },
    "authority_kind": {
        "statute": L_("Law or regulation"),
        "funder": L_("Funder's rule"),
        "contract": L_("Agreement"),
        "agency": L_("Decision of the agency"),
    },
    "trigger": {
        "case_closed": L_("the closing of the case"),
        "last_service_on": L_("the last service"),
        "closed_or_served": L_("the closing or the last service, whichever is later"),
    },
    "cutoff": {
        "none": L_("nothing: that very day"),
        "calendar_year_end": L_("the end of that calendar year"),
        "fiscal_year_end": L_("the end of that fiscal year (March 31)"),
    },
    "period_unit": {"years": L_("years"), "months": L_("months"), "days": L_("days")},
    "retention_action": {
        "destroy": L_("destroy the file"),
        "de_identify": L_("destroy the file, keep statistics"),
        "review": L_("ask a person"),
    },
    "strength": {"mandatory": L_("We must"), "agency": L_("We choose to")},
    "hold_kind": {
        "funder_audit": L_("Funder's audit"),
        "litigation": L_("Legal proceeding"),
        "complaint": L_("Complaint"),
        "financial_dispute": L_("Payment in dispute"),
        "agency_decision": L_("Decision of the agency"),
        "access_request": L_("Request for access"),
        "erasure_request": L_("Request for erasure"),
        "correction_request": L_("Request for correction"),
        "open_incident": L_("Open incident"),
        "breach_investigation": L_("Breach being investigated"),
        "unfinished_export": L_("Unfinished export"),
    },
    "verdict": {
        "retained": L_("Kept"),
        "due": L_("Due"),
        "blocked": L_("Cannot go"),
        "unscheduled": L_("No rule"),
    },
    "run_state": {
        "planned": L_("Waits for approval"),
        "approved": L_("Approved, hiding the files"),
        "waiting": L_("Hidden, waiting"),
        "destroying": L_("Destroying"),
        "sweeping": L_("Checking that nothing is left"),
        "complete": L_("Complete"),
        "partial": L_("Ended with remains"),
        "cancelled": L_("Cancelled"),
    },
    "item_state": {
        "planned": L_("Listed"),
        "quarantined": L_("Hidden"),
        "held": L_("On hold"),
        "changed": L_("Changed, left out"),
        "restored": L_("Back in sight"),
        "busy": L_("In use, tried again"),
        "failed": L_("Could not be destroyed"),
        "destroyed": L_("Destroyed"),
        "cancelled": L_("Cancelled"),
    },
    "version_state": {
        "draft": L_("Draft"),
        "proposed": L_("Waits for a second person"),
        "published": L_("Published"),
        "discarded": L_("Given up"),
    },
    "document_kind": {"progress_report": L_("Progress report")},
    "document_size": {"regular": L_("Regular print"), "large": L_("Large print")},
}


def label(code: object, of: str) -> str:
    """The words for a code of a list, in the language in force. Raises KeyError for a code the list does not have."""
    return str(LABELS[of][str(code)])


def choices(of: str) -> list[tuple[str, object]]:
    """Every code of a list with its words, for a form."""
    return list(LABELS[of].items())
