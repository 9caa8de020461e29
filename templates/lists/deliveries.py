"""What the codes about private links are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "delivery_way": {
        "email": L_("By e-mail, in a message that names nobody and nothing"),
        "hand": L_("I hand the link over myself; it is shown once"),
    },
    "delivery_fact": {
        "birth_year": L_("Their year of birth"),
        "code": L_("A code that I tell them by telephone"),
    },
    "delivery_question": {
        "birth_year": L_("In which year were you born?"),
        "code": L_("Which code did we tell you by telephone?"),
    },
    "delivery_opening": {"page": L_("Read on a page"), "file": L_("Downloaded")},
    "delivery_state": {
        "open": L_("Can be opened"),
        "expired": L_("Its time is over"),
        "revoked": L_("Closed by us"),
        "attempts": L_("Closed after too many wrong answers"),
    },
}
