"""What the codes about people, how to reach them and possible doubles are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "anonymity": {
        "named": L_("By name"),
        "alias": L_("By a name they chose; the legal name is not known"),
        "anonymous": L_("Without a name; the file number stands for it"),
    },
    "contact_kind": {"phone": L_("Phone"), "email": L_("E-mail"), "other": L_("Something else")},
    "double_reason": {
        "same_name": L_("Same name"),
        "same_birth": L_("Same date of birth"),
        "same_email": L_("Same e-mail"),
        "same_phone": L_("Same phone"),
        "similar_name": L_("Similar name"),
        "similar_birth": L_("Similar date of birth"),
    },
}
