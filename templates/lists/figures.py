"""What the figures of the work are called, and how each is counted."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "figure": {
        "served": L_("People served"),
        "opened": L_("Cases opened"),
        "closed": L_("Cases closed, by reason"),
        "services": L_("Services, by type"),
        "notes": L_("Notes signed"),
        "punctual": L_("Meetings begun on time"),
        "requests": L_("Requests about a file answered"),
    },
    "figure_counted": {
        "served": L_(
            "People with a signed note or a recorded service in the period. Consent is the one to the service that is"
            " in force today. A person with two merged files counts once."
        ),
        "opened": L_("Cases whose first day is in the period, also those opened in error."),
        "closed": L_(
            "Cases whose last day is in the period and that were not reopened, by the reason given at closing."
        ),
        "services": L_(
            "Services recorded with a date in the period, and their minutes. A person may stand in several lines."
        ),
        "notes": L_(
            "Signed notes of meetings in the period. In time means signed within three days. Notes entered in error and"
            " notes brought in from elsewhere are left out."
        ),
        "punctual": L_(
            "Meetings booked for the period that began. On time means within ten minutes of the booked time. It is told"
            " of the team as a whole, and of nobody alone: with fewer than five workers it is hidden."
        ),
        "requests": L_(
            "Requests answered in the period. In time means by the last day, with its extension if there was one."
        ),
    },
    "figure_column": {
        "people": L_("People"),
        "number": L_("How many"),
        "minutes": L_("Minutes"),
        "share": L_("Of a hundred"),
    },
    "report_state": {
        "making": L_("Being made"),
        "failed": L_("Not made"),
        "draft": L_("To be signed"),
        "signed": L_("Signed draft"),
        "dropped": L_("Set aside"),
        "issued": L_("Issued"),
        "replaced": L_("Replaced"),
        "withdrawn": L_("Withdrawn"),
    },
    "figure_line": {
        "agreed": L_("With a consent in force"),
        "not_agreed": L_("Without a consent in force"),
        "in_time": L_("In time"),
        "late": L_("Late"),
        "on_time": L_("On time"),
        "later": L_("Begun later"),
    },
}
