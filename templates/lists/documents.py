"""What the codes about documents are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "document_kind": {
        "progress_report": L_("Progress report"),
        "next_steps": L_("Next steps on one page"),
        "action_plan": L_("Action plan, as agreed"),
        "service_summary": L_("Service summary: what we did together"),
        "consent_form": L_("Consent form, to sign or as a copy"),
        "participation_certificate": L_("Certificate of participation"),
        "referral_letter": L_("Referral letter"),
        "introduction_letter": L_("Letter: your new worker"),
        "closing_letter": L_("Closing letter"),
    },
    "document_gap": {
        "outcomes": L_("No goal was agreed, so the letter names none that was reached."),
        "recognized": L_("Nothing the person did well is recorded as told to them."),
        "follow_up": L_("Nobody has asked whether we may follow up; the letter says that we will not."),
        "kept": L_(
            "No retention period can be worked out, so the letter does not say how long the file is kept."
        ),
        "next_at": L_("No appointment is booked, so the letter names no first meeting."),
        "no_meeting": L_("No signed note tells of a meeting, so no time together is counted."),
        "no_service": L_("No service, no step of the plan that began and no group session is on record."),
        "no_result": L_("No goal was agreed and no work is recorded, so nothing is named that came of it."),
        "no_session": L_("The person came to no group session; the certificate speaks of the program."),
        "no_program": L_("The case names no program; the certificate speaks of a career program."),
        "no_room": L_("A certificate has no room for words of your own; they are left out."),
        "no_skill": L_("The group sessions name nothing that was practised."),
        "nothing_asked": L_("No consent waits for an answer, and none holds."),
        "asked_otherwise": L_(
            "Some words of consent are not there in this language; they stand in the other."
        ),
        "signed_otherwise": L_("Some of it was answered in the other language; the copy keeps those words."),
        "not_named": L_(
            "The permission does not cover the name, so the letter names nobody. The person brings it."
        ),
        "no_reach": L_("No safe way to reach the person is on record, so the letter names none."),
        "no_goal": L_("The permission covers the plan, but no goal is on record."),
        "enclose": L_(
            "The permission also covers notes, assessments or incidents. The letter does not print them; enclose"
            " what they need."
        ),
    },
    "document_failure": {
        "long": L_("This document is too long to print. Take some lines out, or make two documents of it."),
        "deep": L_("This document has too many layers to print. Make its lists simpler."),
        "time": L_(
            "This document took too long to draw and was stopped. Make it shorter, or make two documents of it."
        ),
        "memory": L_("This document needs more memory than one document may use. Make it shorter."),
        "glyphs": L_("Some letters of this document cannot be printed here. Write them another way."),
        "invalid": L_(
            "This document did not pass the check that everything handed out must pass. Nothing was issued. Tell"
            " your administrator; meanwhile you can print the draft."
        ),
        "broken": L_(
            "This document could not be drawn. Nothing is lost. Try again, and tell us if it happens twice."
        ),
    },
    "document_size": {"regular": L_("Regular print"), "large": L_("Large print")},
    "paper": {"letter": L_("Letter, 8½ × 11 inches"), "a4": L_("A4, 210 × 297 millimetres")},
    "document_state": {
        "draft": L_("Draft"),
        "making": L_("Being made"),
        "issued": L_("Issued"),
        "replaced": L_("Replaced"),
        "withdrawn": L_("Withdrawn"),
        "dropped": L_("Dropped"),
    },
    # Who sees what a person allows; told to them.
    "consent_seen": {
        "service": L_("The people here who work with you"),
        "release": L_("Those named here, and nobody else"),
        "research": L_("Those who do the study, without your name"),
        "media": L_("Everybody who sees what is shown there"),
        "messages": L_("You, and whoever uses the same phone or e-mail"),
        "follow_up": L_("The people here who call you"),
        "sharing": L_("The programs named here, and nobody else"),
    },
    "document_slot": {
        "opening": L_("How it begins"),
        "need": L_("What you ask for"),
        "certified": L_("What the certificate says"),
        "come_back": L_("How to come back"),
        "stays": L_("What stays as it is"),
        "change": L_("If something changes"),
        "wrong": L_("If something is wrong"),
        "phases": L_("Before the map of the work"),
        "reach": L_("How to reach you"),
        "follow_up": L_("Whether you call later"),
        "thanks": L_("How it ends"),
        "if_not_right": L_("If it is not right for them"),
    },
}
