"""A forgotten password: a link by mail to the address we keep, good once and for a day. Who asks learns nothing."""

from datetime import timedelta
from uuid import UUID

from tenants import clock, devices, gate, jobs, passwords, throttle
from tenants.context import acting_for
from tenants.database import new_id, transaction
from tenants.errors import Conflict
from tenants.gate import Row
from tenants.organisations import canonical_email
from tenants.signing_in import about, tell
from tenants.throttle import Kind

HOURS = 24


def ask(email: str, *, address: str) -> None:
    """Asks for a link. The same is done in the same time whoever's address it is: whose, a worker finds out. `address`
    is that of the network. Raises TooSoon when links were asked for too often."""
    wanted, now = canonical_email(email), clock.now()
    tries = [(Kind.RESET, wanted), (Kind.ADDRESS, address)]
    throttle.expect(*tries)
    for kind, key in tries:
        throttle.note(kind, key, well=False)
    reset_id = new_id()
    gate.ask("ask_reset", reset_id, wanted, now)
    with acting_for(gate.platform()), transaction() as session:
        jobs.enqueue(session, jobs.Job.SEND_RESET, reset=reset_id)


def issued(reset_id: UUID) -> tuple[str, str, str] | None:
    """A link for what was asked: its token, and the address we keep and the language of whose it is. None when the
    address is nobody's; then nothing is kept of it."""
    token, until = gate.new_token(), clock.now() + timedelta(hours=HOURS)
    for row in gate.ask("issue_reset", reset_id, gate.hash_of(token), until):
        return token, row["email"], row["language"]
    return None


def at_once(email: str) -> str:
    """The token of such a link for somebody who has just shown their password and must choose a longer one."""
    reset_id = new_id()
    gate.ask("ask_reset", reset_id, canonical_email(email), clock.now())
    made = issued(reset_id)
    if made is None:
        raise Conflict("This link was used already or is more than a day old. Ask for a new one.")
    return made[0]


def find(token: str) -> Row | None:
    """Whose password this link changes (identity_id, email, name), while it holds."""
    return next(iter(gate.ask("find_reset", gate.hash_of(token), clock.now())), None)


def redeem(token: str, *, password: str, second: bool) -> UUID:
    """The new password, once; every session of the person ends, their tries are forgiven, and a mail says so. Returns
    the identity. Raises Conflict when the link was used or is over."""
    wanted = find(token)
    if wanted is not None:
        mine = about(wanted["identity_id"], wanted["name"], wanted["email"])
        new = passwords.hashed(password, about=mine, second=second)
        for row in gate.ask("redeem_reset", gate.hash_of(token), new, clock.now()):
            for kind in (Kind.ACCOUNT, Kind.RESET):
                throttle.note(kind, canonical_email(row["email"]), well=True)
            devices.forget_all(row["identity_id"])
            tell(row["email"], row["language"], "password_changed")
            return UUID(str(row["identity_id"]))
    raise Conflict("This link was used already or is more than a day old. Ask for a new one.")
