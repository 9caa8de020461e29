"""What the codes of questions and thanks between colleagues are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "exchange_kind": {"question": L_("A question"), "thanks": L_("Thanks")},
    "exchange_state": {
        "open": L_("Not answered yet"),
        "answered": L_("Answered"),
        "closed": L_("Closed"),
    },
}
