"""What the codes of instruments and assessments are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "answered_by": {
        "client": L_("The person"),
        "with_help": L_("The person, with help"),
        "worker": L_("The worker, from what was seen"),
        "other": L_("Somebody else"),
    },
    "assessment_state": {"recorded": L_("Recorded"), "in_error": L_("Entered in error")},
    "better": {"up": L_("More is better"), "down": L_("Less is better")},
    "score_change": {"better": L_("Better"), "worse": L_("Worse"), "same": L_("The same")},
}
