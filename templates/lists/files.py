"""What the codes about a file as a whole are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "entry_group": {
        "notes": L_("Notes"),
        "consent": L_("Consent and disclosures"),
        "documents": L_("Documents and papers"),
        "work": L_("Plan and services"),
        "details": L_("Details"),
        "cases": L_("Cases"),
        "safety": L_("Alerts and incidents"),
    },
    "file_check": {
        "no_contact": L_("No way to reach the person is on file"),
        "contact_old": L_("Ways to reach the person were not confirmed for a year"),
        "no_address": L_("No address is on file"),
        "no_birth_date": L_("No date of birth is on file"),
        "no_consent": L_("No consent to the service is in force"),
        "consent_expired": L_("The consent to the service has ended"),
        "consent_expiring": L_("The consent to the service ends soon"),
        "consent_without_scan": L_("A consent signed on paper has no scan yet: scan to follow"),
        "no_worker": L_("The worker of the case has left"),
        "no_goal": L_("No goal is written"),
        "no_plan": L_("No plan was agreed within 30 days"),
        "old_plan": L_("The review of the plan is overdue"),
        "quiet": L_("No signed note for 60 days"),
        "service_without_note": L_("A service without a note of that day"),
        "drafts": L_("Notes you have not signed"),
        "assessment_due": L_("An assessment is due to be asked again"),
        "low_rating": L_("A low rating waits for an answer"),
        "risk_review": L_("A risk to look at again"),
        "related_without_reason": L_("A related person is recorded without saying why"),
        "not_asked": L_("Your agency does not ask about this. Is it still needed?"),
    },
    "print_purpose": {
        "access_request": L_("The person asked for their file"),
        "legal": L_("A court, a tribunal or a lawyer asked"),
        "audit": L_("A funder’s audit or review"),
        "file_review": L_("Supervision or a review of the file"),
        "transfer": L_("The work goes on elsewhere"),
        "meeting": L_("To have it on paper in a meeting"),
        "other": L_("Something else"),
    },
}
