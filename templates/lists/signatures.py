"""The closed lists of signatures, and of what is looked at before a document is handed out."""

from templates.words import lazy as L_

LABELS = {
    "signature_role": {
        "client": L_("The person"),
        "worker": L_("The worker"),
        "director": L_("The director"),
    },
    "signature_state": {
        "waiting": L_("Not yet"),
        "signed": L_("Signed"),
        "declined": L_("Declined"),
        "checking": L_("Scan being checked"),
        "refused": L_("Scan cannot be opened"),
        "over": L_("No longer needed"),
    },
    "signature_how": {
        "screen": L_("On a screen"),
        "account": L_("From their own account"),
        "paper": L_("On paper"),
    },
    "signature_known_by": {
        "worker": L_("The worker knows the person"),
        "photo_id": L_("The worker saw a photo ID"),
        "account": L_("Signed in with their own account and gave the password again"),
        "session": L_("Signed in with their own account"),
    },
    "document_check": {
        "facts_missing": L_("What it cannot say yet"),
        "reads_grade": L_("Reads like grade %(score)s"),
        "reads_easy": L_("Reads easily (index %(score)s of 100)"),
        "reads_plain": L_("Reads well (index %(score)s of 100)"),
        "reads_fairly_hard": L_("Reads fairly hard (index %(score)s of 100)"),
        "reads_hard": L_("Reads hard (index %(score)s of 100)"),
        "names_none": L_("No other client is named in your words"),
        "names_others": L_("Your words seem to name another client"),
        "letters_print": L_("Every letter can be printed"),
        "letters_missing": L_("These letters cannot be printed"),
        "reader_allowed": L_("A consent covers the reader"),
        "reader_refused": L_("The reader may not have it"),
        "link_broken": L_("The address to check documents at is not set"),
    },
}
