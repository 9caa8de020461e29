"""What the steps of a first week are called, and how each is done."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "first_step": {
        "policies": L_("Read the agency’s policies"),
        "case": L_("Open a case"),
        "consent": L_("Ask for consent"),
        "appointment": L_("Book an appointment"),
        "wrap_up": L_("Wrap up a meeting"),
        "note": L_("Sign a note"),
        "barrier": L_("Write down what stands in the way"),
        "plan": L_("Agree on a plan"),
        "document": L_("Make a document"),
    },
    "first_step_how": {
        "policies": L_("Open each text and say that you have read it."),
        "case": L_(
            "Look for the person first; whoever is not there is added. Then open a case in their file."
        ),
        "consent": L_("In the file, under Consent. The wording is frozen with the answer, also with a no."),
        "appointment": L_("In the calendar, or in the person’s file under Appointments."),
        "wrap_up": L_(
            "At the end of an appointment. It agrees on the next step and begins the note for you."
        ),
        "note": L_(
            "What was begun by the wrap-up is read once more and signed. After that it can only be added to."
        ),
        "barrier": L_("In the case, under Barriers, in the person’s words."),
        "plan": L_("In the case, under Plan: a goal, a step, and the person’s agreement."),
        "document": L_("From the case: the action plan on paper, in the person’s language."),
    },
}
