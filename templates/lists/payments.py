"""What is to be seen of bills and cards where paying is tried out."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "invented_card": {
        "pays": L_("A card that pays"),
        "declined": L_("A card that is declined"),
        "declined_later": L_("A card that pays once and is declined from the next bill on"),
    },
    "bill_state": {"paid": L_("Bill is paid"), "open": L_("Not paid")},
    "tax": {"gst": L_("GST"), "hst": L_("HST"), "qst": L_("QST")},
}
