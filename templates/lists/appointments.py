"""What the codes of appointments are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "appointment_kind": {
        "first": L_("First meeting"),
        "counselling": L_("Counselling"),
        "planning": L_("Planning"),
        "job_search": L_("Job search"),
        "assessment": L_("Assessment"),
        "follow_up": L_("Follow-up"),
        "other": L_("Something else"),
    },
    "appointment_state": {
        "booked": L_("Booked"),
        "reminded": L_("Reminded"),
        "arrived": L_("Here"),
        "in_progress": L_("Going on"),
        "wrap_up": L_("To wrap up"),
        "completed": L_("Wrapped up"),
        "no_show": L_("Did not come"),
        "late_cancel": L_("Called off late"),
        "cancelled": L_("Cancelled by us"),
        "moved": L_("Moved"),
    },
    "appointment_need": {
        "large_print": L_("Large print"),
        "longer": L_("Longer time"),
        "child_seating": L_("A seat for a child"),
        "step_free": L_("No steps to climb"),
        "quiet_room": L_("A quiet room"),
        "support_person": L_("Somebody comes along"),
    },
    "interpreter": {
        "needed": L_("Needed, not booked yet"),
        "booked": L_("Booked"),
    },
    "asked_by": {
        "client": L_("The person"),
        "agency": L_("We"),
    },
}
