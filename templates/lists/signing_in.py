"""What the codes about signing in are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "loss_checked": {
        "in_person": L_("I saw the person myself"),
        "by_video": L_("I saw and heard the person in a video call"),
    },
    "second_required": {
        "administrators": L_("Administrators"),
        "everyone": L_("Everyone"),
    },
}
