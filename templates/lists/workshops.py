"""What the codes of group sessions are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "workshop_kind": {
        "resume": L_("Résumé"),
        "interview": L_("Interview"),
        "digital": L_("Digital basics"),
        "rights": L_("Workplace rights"),
        "job_search": L_("Job search"),
        "other": L_("Something else"),
    },
    "workshop_language": {"en": L_("English"), "fr": L_("French"), "both": L_("English and French")},
    "workshop_state": {
        "planned": L_("Session planned"),
        "held": L_("Took place"),
        "called_off": L_("Called off"),
    },
    "workshop_view": {"coming": L_("Coming"), "past": L_("Past")},
    "registration_state": {
        "registered": L_("Has a place"),
        "waiting": L_("Waits for a place"),
        "attended": L_("Attended"),
        "late": L_("Came late"),
        "absent": L_("Did not come"),
        "off": L_("Taken off the list"),
    },
    "attendance_mark": {
        "attended": L_("Attended"),
        "late": L_("Late"),
        "absent": L_("Did not come"),
    },
}
