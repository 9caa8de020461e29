"""Whether a permission covers a disclosure: a pure decision, which the database makes once more by itself."""

from dataclasses import dataclass
from datetime import date

from records.consents.rules import in_force
from tenants.errors import sentence

# Who passes something on under these decides for the agency: a supervisor or the privacy lead.
NEED_APPROVAL = frozenset({"law", "court_order", "funder_audit"})


@dataclass(frozen=True, slots=True)
class Permission:
    """What a consent said about passing on, on the day of sending; `ended_on` is the first day without it, `recipient`
    a keyed hash, `used` whether something left under it."""

    kind: str
    state: str
    given_on: date | None
    last_on: date | None
    ended_on: date | None
    recipient: bytes | None
    scope: frozenset[str]
    purpose: str | None
    direction: str | None
    single_use: bool
    used: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """What is about to leave."""

    recipient: bytes
    categories: frozenset[str]
    purpose: str
    on: date


def refusal(permission: Permission, sending: Sending) -> tuple[str, str] | None:
    """The field and the sentence that say why the permission does not cover it; None when it does."""
    told = permission.state, permission.given_on, permission.last_on
    if permission.kind != "release" or not in_force(*told, sending.on, ended_on=permission.ended_on):
        return "consent_id", sentence("This permission was not in force on that day. Ask for a new one.")
    return next(((field, words) for holds, field, words in _limits(permission, sending) if not holds), None)


def _limits(permission: Permission, sending: Sending) -> list[tuple[bool, str, str]]:
    return [
        (
            permission.direction in ("send", "both"),
            "consent_id",
            sentence("This permission is for asking others, not for telling them."),
        ),
        (
            not (permission.single_use and permission.used),
            "consent_id",
            sentence("This permission was for one time and is used. Ask for a new one."),
        ),
        (
            permission.recipient == sending.recipient,
            "recipient",
            sentence("The permission names somebody else. Choose the permission for this recipient."),
        ),
        (
            bool(sending.categories) and sending.categories <= permission.scope,
            "categories",
            sentence("The permission does not cover all of this. Take out what it does not name."),
        ),
        (
            permission.purpose == sending.purpose,
            "purpose",
            sentence("The permission was given for another purpose. Ask for a new one."),
        ),
    ]
