"""What the codes of consents, permissions to release and disclosures are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "consent_kind": {
        "service": L_("Service and information collection"),
        "release": L_("Permission to release information"),
        "research": L_("Research"),
        "media": L_("Photo or story"),
        "messages": L_("Messages by e-mail or text"),
        "follow_up": L_("Follow-up after closing"),
        "sharing": L_("Sharing between our programs"),
    },
    "consent_state": {
        "draft": L_("Not asked yet"),
        "offered": L_("Waits for the client’s answer"),
        "given": L_("In force"),
        "expiring": L_("In force, ends soon"),
        "expired": L_("Ended"),
        "withdrawn": L_("Withdrawn"),
        "refused": L_("Refused"),
        "superseded": L_("Replaced"),
    },
    "without_consent": {
        "service": L_(
            "Without this consent the agency cannot keep a case file, so it can only give general information."
        ),
        "release": L_(
            "Without this permission nothing is passed on. The help from this agency stays the same."
        ),
        "research": L_("Without this consent nothing is used for the study. The help stays the same."),
        "media": L_("Without this consent no photo or story is used. The help stays the same."),
        "messages": L_("Without this consent the agency calls or sends letters instead."),
        "follow_up": L_(
            "Without this consent nobody calls after the file is closed. The help until then stays the same."
        ),
        "sharing": L_("Without this consent each program asks for what it needs. The help stays the same."),
    },
    "given_how": {
        "signed_paper": L_("Signed on paper"),
        "signed_screen": L_("Signed on screen"),
        "verbal": L_("Spoken, with a witness"),
    },
    "given_by": {
        "client": L_("The client"),
        "guardian": L_("A parent or guardian"),
        "substitute": L_("A substitute decision-maker"),
    },
    "consent_item": {
        "identifying": L_("Name, birth date, contact details"),
        "attendance": L_("Attendance and dates of service"),
        "plan": L_("Goals and action plan"),
        "assessment": L_("Assessment results"),
        "notes": L_("Notes"),
        "outcomes": L_("Work and training outcomes"),
        "incident": L_("Incidents"),
        "photo": L_("Photo"),
        "recording": L_("Voice or video"),
        "story": L_("My story"),
        "name": L_("My name"),
        "email": L_("E-mail"),
        "sms": L_("Text message"),
    },
    "data_category": {
        "identifying": L_("Name, birth date, contact details"),
        "attendance": L_("Attendance and dates of service"),
        "plan": L_("Goals and action plan"),
        "assessment": L_("Assessment results"),
        "notes": L_("Notes"),
        "outcomes": L_("Work and training outcomes"),
        "incident": L_("Incidents"),
    },
    "release_purpose": {
        "job": L_("Find or keep work"),
        "training": L_("Training or school"),
        "funding": L_("Funding or income support"),
        "support": L_("Help from another service"),
        "health": L_("Health or safety"),
        "legal": L_("Legal matter"),
        "reporting": L_("Report to the funder"),
        "other": L_("Another purpose, named in the conditions"),
    },
    "recipient_category": {
        "employer": L_("Employer"),
        "training": L_("School or trainer"),
        "funder": L_("Funder"),
        "government": L_("Government office"),
        "health": L_("Health or social service"),
        "legal": L_("Court, police or lawyer"),
        "family": L_("Family or friend"),
        "community": L_("Community organization"),
        "other": L_("Somebody else"),
    },
    "direction": {
        "send": L_("We may tell them"),
        "receive": L_("We may ask them"),
        "both": L_("We may tell them and ask them"),
    },
    "disclosure_basis": {
        "permission": L_("The client’s permission"),
        "law": L_("A law requires it"),
        "court_order": L_("Court order or warrant"),
        "emergency": L_("Emergency"),
        "funder_audit": L_("Audit by the funder"),
        "own_request": L_("The client’s own request"),
    },
    "how_sent": {
        "email": L_("By e-mail"),
        "mail": L_("By mail"),
        "fax": L_("By fax"),
        "phone": L_("By phone"),
        "in_person": L_("In person"),
        "portal": L_("Through their website"),
    },
}
# What leaves may also go to the client, which nobody needs a permission for.
LABELS["disclosure_recipient"] = {"client": L_("The client")} | LABELS["recipient_category"]
LABELS["disclosure_purpose"] = LABELS["release_purpose"] | {
    "own_request": L_("So that the client knows what is held")
}
