"""What the codes about cases and their papers are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
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
        "disclosure": L_("Disclosure"),
        "case_opened": L_("Case opened"),
        "case_closed": L_("Case closed"),
        "case_reopened": L_("Case reopened"),
        "note": L_("Note"),
        "document": L_("Document"),
        "alert": L_("Alert"),
        "incident": L_("Incident"),
        "paper": L_("Paper"),
        "request": L_("Request"),
    },
    "document_kind": {"progress_report": L_("Progress report")},
    "document_failure": {
        "long": L_("This document is too long to print. Take some lines out, or make two documents of it."),
        "deep": L_("This document has too many layers to print. Make its lists simpler."),
        "time": L_(
            "This document took too long to draw and was stopped. Make it shorter, or make two documents of it."
        ),
        "memory": L_("This document needs more memory than one document may use. Make it shorter."),
        "glyphs": L_("Some letters of this document cannot be printed here. Write them another way."),
        "broken": L_(
            "This document could not be drawn. Nothing is lost. Try again, and tell us if it happens twice."
        ),
    },
    "document_size": {"regular": L_("Regular print"), "large": L_("Large print")},
    "paper_kind": {
        "consent_scan": L_("Signed consent"),
        "agreement": L_("Agreement"),
        "certificate": L_("Certificate or diploma"),
        "resume": L_("Résumé"),
        "letter": L_("Letter"),
        "id_seen": L_("ID seen"),
        "assessment_report": L_("Assessment report"),
        "photo": L_("Photograph"),
        "other": L_("Something else"),
    },
    "paper_language": {"en": L_("English"), "fr": L_("French"), "other": L_("Another language")},
    "paper_source": {
        "upload": L_("Sent as a file"),
        "scan": L_("Scanned from paper"),
        "email": L_("By e-mail"),
    },
    "paper_original": {
        "none": L_("There is no paper"),
        "returned": L_("Returned to the person"),
        "kept": L_("Kept by us on paper"),
        "destroyed": L_("Shredded after the scan"),
    },
    "paper_scan": {
        "waiting": L_("Being checked"),
        "clean": L_("Checked, nothing harmful found"),
        "refused": L_("Harmful software found"),
        "unscanned": L_("Not checked: no scanner is set up, or the file is too large for it"),
    },
    "paper_reach": {
        "case": L_("Whoever may see the documents of this file"),
        "sensitive": L_("Workers of this file and supervisors"),
        "restricted": L_("You and supervisors only"),
    },
}
