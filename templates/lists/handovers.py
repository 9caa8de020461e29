"""What the codes of handovers are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "handover_occasion": {
        "leaving": L_("The worker leaves"),
        "away": L_("The worker is away; somebody stands in"),
        "balance": L_("Somebody else has more room"),
        "asked": L_("The person asked for it"),
        "other": L_("Another reason"),
    },
    "handover_state": {
        "draft": L_("Being prepared"),
        "offered": L_("Offered"),
        "accepted": L_("Accepted"),
        "declined": L_("Declined"),
        "withdrawn": L_("Taken back"),
    },
    "handover_point": {
        "told": L_("The person was told by their worker"),
        "introduced": L_("The new worker was introduced by name"),
        "meeting": L_("The first meeting is booked"),
        "letter": L_("The person has a letter that says it"),
    },
}
