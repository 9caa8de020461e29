"""The closed lists of documents made for many people at once."""

from templates.words import lazy as L_

LABELS = {
    "batch_state": {
        "making": L_("Being made"),
        "ready": L_("Ready to print"),
        "ended": L_("The files have ended"),
    },
    "batch_left_out": {
        "closed": L_("You may not make documents in this file"),
        "deceased": L_("The person has died"),
        "not_offered": L_("This document does not fit how the case stands"),
        "no_plan": L_("No plan is in force"),
        "made_today": L_("Made today already"),
        "in_hand": L_("Somebody is writing this document now"),
        "no_address": L_("No postal address at which letters may arrive"),
        "by_hand": L_("Taken out by hand"),
    },
}
