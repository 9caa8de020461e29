"""The one place where a password is asked for and looked at, and where it is changed."""

from dataclasses import dataclass
from uuid import UUID

from tenants import devices, gate, mail, passwords, throttle
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import Conflict, Refused
from tenants.organisations import canonical_email
from tenants.sessions import end_other_sessions
from tenants.throttle import Kind


@dataclass(frozen=True, slots=True)
class Browser:
    """Where somebody sits: a name we gave their browser, who signed in with it before, and the address of the network
    they come from."""

    id: str
    people: frozenset[UUID]
    address: str


def prove(email: str, password: str, *, browser: Browser) -> UUID:
    """Whose this address and password are. Unknown address and wrong password are one Refused, in the same time; after
    too many of them TooSoon, and nothing is looked at."""
    address = _canonical(email)
    found = gate.find_login(address)
    tries = _tries(address, found[0] if found else None, browser)
    throttle.expect(*tries)
    is_right = passwords.matches(password, found[1] if found else None)
    for kind, key in tries:
        throttle.note(kind, key, well=is_right)
    if found is None or not is_right:
        raise Refused("This e-mail and password do not belong together. Check both and try again.")
    if better := passwords.hashed_anew(password, found[1]):
        gate.ask("set_password", found[0], found[1], better)
    return found[0]


def change_password(
    me: gate.Identity, *, current: str, password: str, second: bool, browser: Browser, token: str
) -> None:
    """A new password for whoever knows the one there is; every session of theirs but that of `token` ends, and a mail
    says so."""
    try:
        prove(me.email, current, browser=browser)
    except Refused as refusal:
        refusal.field = "current"
        raise
    new = passwords.hashed(password, about=about(me.id, me.name, me.email), second=second)
    old = gate.find_login(canonical_email(me.email))
    if old is None or not gate.ask("set_password", me.id, old[1], new)[0]["set_password"]:
        raise Conflict("Load the page again to see what it is now.")
    end_other_sessions(me.id, token)
    devices.forget_all(me.id)
    tell(me.email, me.language, "password_changed")


def about(identity_id: UUID, name: str, email: str) -> tuple[str, ...]:
    """What a password of this person must not be made of: their name and address, and their agencies' names."""
    agencies = (agency["name"] for agency in gate.agencies_of(identity_id))
    return name, email.partition("@")[0], *agencies


def tell(email: str, language: str, template: str, **params: str) -> None:
    """A mail to a person about their sign-in, always to the address we keep."""
    with acting_for(gate.platform()), transaction() as session:
        mail.send(session, template, to=email, language=language, **params)


def _canonical(email: str) -> str:
    try:
        return canonical_email(email)
    except Refused:
        return email.casefold()


def _tries(address: str, identity_id: UUID | None, browser: Browser) -> list[tuple[Kind, str]]:
    """What this try counts for."""
    here = (Kind.ACCOUNT, address)
    if identity_id is not None and identity_id in browser.people:
        here = (Kind.BROWSER, f"{browser.id}|{address}")
    return [here, (Kind.ADDRESS, browser.address)]
