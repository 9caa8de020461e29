"""Passwords: long enough, not the obvious ones, kept only as argon2id hashes (NIST SP 800-63B-4)."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from tenants.errors import Refused

# 15 where the password is the only factor (800-63B-4, 3.1.1.2); the cap keeps hashing from becoming a weapon.
SHORTEST, LONGEST = 15, 256
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# An unknown address costs the same time as a known one.
_NOBODY = _hasher.hash("the password of nobody at all")


def hashed(password: str, *, about: tuple[str, ...] = ()) -> str:
    """The argon2id hash. Raises Refused when the password is too short, too long, or made of the words in `about`
    (the person's and the agency's names) or of one repeated character."""
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST:
        raise Refused(
            "Use at least %(count)d characters. A few words in a row work well.", field="password", count=15
        )
    if len(plain) > LONGEST:
        raise Refused("Use at most %(count)d characters.", field="password", count=LONGEST)
    bare = plain.casefold().replace(" ", "")
    for word in (*about, "northfile", "password", "motdepasse", "1234567890", "qwertyuiop"):
        bare = bare.replace(word.casefold().replace(" ", ""), "") if word else bare
    if len(set(bare)) < 5:
        raise Refused(
            "That password is too easy to guess. Choose words that are not about you.", field="password"
        )
    return _hasher.hash(plain)


def matches(password: str, password_hash: str | None) -> bool:
    """True when the password fits; takes the same time when there is no such account."""
    plain = unicodedata.normalize("NFKC", password)[:LONGEST]
    try:
        return _hasher.verify(password_hash or _NOBODY, plain) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False
