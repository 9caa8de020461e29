"""Growing delays before another try, so that guessing is slow and no stranger locks anybody out (NIST SP 800-63B-4,
3.2.2). Kept by a hash of who or whence, and forgotten after a day."""

import hmac
import math
from dataclasses import dataclass
from enum import StrEnum

from tenants import clock, gate
from tenants.errors import TooSoon
from tenants.settings import settings


class Kind(StrEnum):
    """What is counted together."""

    ACCOUNT = "account"  # an address somebody signs in with, in browsers it was never used in
    BROWSER = "browser"  # the same in one where it was: what strangers try does not hold its owner up
    ADDRESS = "address"  # whatever comes from one address of the network
    RESET = "reset"  # links asked for, for one address
    CODE = "code"  # codes of a second step, for one person
    PUBLIC = "public"  # codes of documents and private links, from one address of the network


@dataclass(frozen=True, slots=True)
class Brake:
    """So many tries in vain are free; each further one doubles the wait, up to a cap. One is forgotten every `forgets`
    seconds. A try that went well forgives all others where it proves that they were the same person's."""

    free: int
    cap: int
    forgets: int
    forgives: bool


BRAKES = {
    Kind.ACCOUNT: Brake(free=5, cap=900, forgets=3600, forgives=True),
    Kind.BROWSER: Brake(free=10, cap=300, forgets=3600, forgives=True),
    # A whole office may stand behind one address.
    Kind.ADDRESS: Brake(free=50, cap=300, forgets=20, forgives=False),
    Kind.RESET: Brake(free=3, cap=3600, forgets=3600, forgives=True),
    Kind.CODE: Brake(free=5, cap=900, forgets=3600, forgives=True),
    Kind.PUBLIC: Brake(free=30, cap=300, forgets=20, forgives=False),
}


def delay(kind: Kind, wrong: float) -> int:
    """Seconds between the last of so many tries in vain and the next."""
    brake = BRAKES[kind]
    over = round(wrong) - brake.free
    return 0 if over < 0 else min(brake.cap, 2 ** min(over + 1, 30))


def wait(kind: Kind, key: str) -> float:
    """Seconds to wait before another try; 0 to go on."""
    now = clock.now()
    for row in gate.ask("tries_of", str(kind), _hash(kind, key), now):
        # Never longer than that, also when the clock was put back since.
        since: float = max(0.0, (now - row["last_at"]).total_seconds())
        return max(0.0, delay(kind, row["wrong"]) - since)
    return 0.0


def note(kind: Kind, key: str, *, well: bool) -> None:
    """Counts a try in vain; after one that went well, begins anew where that proves enough."""
    brake = BRAKES[kind]
    if not well:
        gate.ask("note_try", str(kind), _hash(kind, key), clock.now(), brake.forgets)
    elif brake.forgives:
        gate.ask("forgive", str(kind), _hash(kind, key))


def expect(*tries: tuple[Kind, str]) -> None:
    """Raises TooSoon when one of them has to wait."""
    seconds = math.ceil(max(wait(kind, key) for kind, key in tries))
    if seconds:
        raise TooSoon(seconds)


def _hash(kind: Kind, key: str) -> bytes:
    # Keyed: who reads the table cannot find out by trying whose addresses it counts.
    return hmac.digest(settings().root_key, f"tries|{kind}|{key}".encode(), "sha256")
