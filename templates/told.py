"""How a record of any table is told to the person it is about; a table nobody named here is told by its own names."""

import re
from datetime import date

from templates.filters import short_day
from templates.labels import LABELS
from templates.words import gettext as _
from templates.words import lazy as L_

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

SOURCES: dict[str, object] = {
    "access_requests": L_("Request"),
    "alerts": L_("Alert"),
    "cases": L_("Case"),
    "clients": L_("Who you are"),
    "consents": L_("Consent"),
    "contact_points": L_("Contact details"),
    "disclosures": L_("Disclosure"),
    "documents": L_("Document"),
    "entries": L_("Entry in the file"),
    "former_names": L_("Former name"),
    "former_numbers": L_("Former file number"),
    "incident_notices": L_("Notice about an incident"),
    "incident_persons": L_("Somebody in an incident"),
    "incident_steps": L_("What followed an incident"),
    "incidents": L_("Incident"),
    "merges": L_("Files put together"),
    "next_steps": L_("Next step"),
    "note_addenda": L_("Addition to a note"),
    "note_errors": L_("Note said to be wrong"),
    "notes": L_("Note"),
    "paper_files": L_("File of a paper"),
    "papers": L_("Paper"),
    "particulars": L_("Details"),
    "request_steps": L_("What was done about a request"),
    "trigger_events": L_("Beginning or end of a case"),
    "versions": L_("What a record said before"),
}
FIELDS: dict[str, object] = {
    "act": L_("What was done"),
    "action_taken": L_("What was done"),
    "authority": L_("By what right"),
    "basis": L_("What allowed it"),
    "birth_on": L_("Date of birth"),
    "categories": L_("What it tells"),
    "client_words": L_("In your own words"),
    "closed_on": L_("Closed on"),
    "codes": L_("What was chosen"),
    "conditions": L_("Conditions"),
    "details": L_("What happened"),
    "done_on": L_("Done on"),
    "due_on": L_("To be done by"),
    "effective_on": L_("Counts from"),
    "ended_on": L_("Ended on"),
    "exit_reason": L_("How it ended"),
    "exit_words": L_("In words"),
    "late_reason": L_("Why it was written late"),
    "next_steps": L_("Next steps"),
    "expires_on": L_("Ends on"),
    "file_number": L_("File number"),
    "from_whom": L_("From whom"),
    "given_how": L_("How it was given"),
    "given_on": L_("Given on"),
    "goal": L_("Goal"),
    "immediate_action": L_("What was done at once"),
    "injuries": L_("Injuries"),
    "kind": L_("Kind"),
    "label": L_("Whose it is"),
    "language": L_("Language"),
    "legal_family": L_("Family name"),
    "legal_given": L_("Given name"),
    "media": L_("Kind of file"),
    "minutes": L_("Minutes"),
    "name": L_("Name"),
    "number": L_("Number"),
    "occurred_on": L_("Day"),
    "opened_on": L_("Opened on"),
    "opinion": L_("What the reporter thought"),
    "outcome": L_("Outcome"),
    "own_part": L_("About you alone"),
    "parts": L_("Parts of the note"),
    "participants": L_("Who else took part"),
    "place": L_("Place"),
    "preferred_name": L_("Preferred name"),
    "program": L_("Program"),
    "pronouns": L_("Pronouns"),
    "purpose": L_("Purpose"),
    "reason": L_("Reason"),
    "received_on": L_("Received on"),
    "recipient": L_("To whom"),
    "recipient_category": L_("Kind of recipient"),
    "relation": L_("Who asks"),
    "requester": L_("Name of who asks"),
    "scan": L_("Check for harmful software"),
    "scope": L_("What it covers"),
    "seen": L_("What was seen"),
    "sent_on": L_("Sent on"),
    "severity": L_("How serious"),
    "since": L_("Since"),
    "size": L_("Size"),
    "state": L_("State"),
    "status": L_("State"),
    "subject": L_("Of what"),
    "title": L_("Title"),
    "training": L_("Training given"),
    "value": L_("Address or number"),
    "values": L_("What it said"),
    "wants": L_("What is asked"),
    "what": L_("What"),
    "who": L_("Who does it"),
    "wording": L_("Wording"),
    "words": L_("Words"),
}
# The list that holds the words of a code, by table and field, or by field alone.
_LISTS = {
    "access_requests.kind": "request_kind",
    "access_requests.relation": "request_relation",
    "access_requests.state": "request_state",
    "access_requests.outcome": "request_outcome",
    "access_requests.identity_how": "identity_how",
    "request_steps.act": "request_act",
    "alerts.kind": "alert_kind",
    "cases.exit_reason": "exit_reason",
    "consents.kind": "consent_kind",
    "consents.state": "consent_state",
    "consents.given_how": "given_how",
    "consents.given_by": "given_by",
    "contact_points.kind": "contact_kind",
    "disclosures.basis": "disclosure_basis",
    "documents.kind": "document_kind",
    "documents.size": "document_size",
    "entries.kind": "entry_kind",
    "incidents.kind": "incident_kind",
    "incidents.severity": "incident_severity",
    "incidents.state": "incident_state",
    "note_addenda.reason": "addendum_reason",
    "notes.kind": "note_kind",
    "papers.kind": "paper_kind",
    "papers.source": "paper_source",
    "papers.original": "paper_original",
    "paper_files.scan": "paper_scan",
    "particulars.kind": "entry_kind",
    "how_sent": "how_sent",
    "language": "language",
    "purpose": "disclosure_purpose",
    "recipient_category": "disclosure_recipient",
}


def source_words(source: str) -> str:
    """What a record of this table is called."""
    return str(SOURCES.get(source) or source.replace("_", " ").capitalize())


def field_words(name: str) -> str:
    """What a field is called."""
    return str(FIELDS.get(name) or name.replace("_", " ").capitalize())


def value_words(words: str, source: str, name: str) -> str:
    """What a field holds: a code in words, a day as a day, anything else as it was written."""
    if words in ("yes", "no"):
        return _("Yes") if words == "yes" else _("No")
    known = LABELS.get(_LISTS.get(f"{source}.{name}") or _LISTS.get(name, ""), {})
    if words in known:
        return str(known[words])
    return short_day(date.fromisoformat(words)) if _DAY.fullmatch(words) else words


def excerpt(words: str, most: int = 160) -> str:
    """The beginning of a text, for a list."""
    return words if len(words) <= most else f"{words[:most].rstrip()}…"
