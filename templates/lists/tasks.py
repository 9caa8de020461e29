"""What the codes of tasks, check-ins and attempts to reach somebody are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "task_source": {
        "note": L_("Agreed in a note"),
        "wrap_up": L_("Agreed at the end of a meeting"),
        "plan": L_("From the plan"),
        "referral": L_("From a referral"),
        "hand": L_("Written down by itself"),
    },
    "task_state": {"open": L_("Open"), "done": L_("Done"), "dropped": L_("Dropped")},
    "check_in_state": {
        "planned": L_("Planned"),
        "done": L_("Done"),
        "not_needed": L_("Not needed any more"),
    },
    "attempt_outcome": {
        "reached": L_("Reached"),
        "message_left": L_("Message left"),
        "no_answer": L_("No answer"),
        "unsafe": L_("Not safe to contact"),
        "wrong_number": L_("Wrong number or address"),
    },
    "worklist": {
        "promises": L_("What I promised"),
        "steps": L_("What others do next"),
        "overdue": L_("Overdue"),
        "check_ins": L_("Check-ins due"),
        "quiet": L_("Gone quiet"),
        "paused": L_("Paused"),
    },
}
