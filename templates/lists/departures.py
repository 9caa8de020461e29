"""What the codes of an agency's leaving are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "departure_state": {
        "asked": L_("Asked for"),
        "approved": L_("Approved"),
        "closing": L_("Closed for changes"),
    },
    "departure_hold": {
        "acknowledged": L_("We know of it, and the records may end with the agency"),
        "transferred": L_("The records were handed over to somebody who keeps them"),
    },
    "departure_obstacle": {
        "day": L_("The last day has not come."),
        "receipt": L_("Nobody has typed the code of an archive that was made after the agency closed."),
        "hold": L_("A hold is in force of which nobody has said anything in writing."),
        "stopped": L_("Destruction is stopped in this agency."),
        "halted": L_("Whoever runs Northfile has stopped destruction in every agency."),
    },
    "archive_state": {
        "asked": L_("Waits for a second person"),
        "making": L_("Being made"),
        "ready": L_("Ready"),
        "erased": L_("Erased"),
    },
}
