"""What the codes about who may open a file are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "grant_kind": {
        "caseload": L_("On their caseload"),
        "granted": L_("Given"),
        "opened": L_("Opened with a reason"),
        "request": L_("Answers a request"),
        "asked": L_("Asked"),
    },
    "block_kind": {
        "relative": L_("Relative or partner"),
        "friend": L_("Friend or neighbour"),
        "business": L_("Business or money"),
        "former_client": L_("Was their client elsewhere"),
        "other": L_("Something else"),
    },
}
