"""Passwords: long enough, not the obvious ones, kept only as argon2id hashes (NIST SP 800-63B-4)."""

import re
import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from zxcvbn import zxcvbn

from tenants.errors import Refused

# 15 where the password is the only factor, 8 beside another (800-63B-4, 3.1.1.2); the cap keeps hashing from becoming a
# weapon.
SHORTEST, SHORTEST_BESIDE, LONGEST = 15, 8, 256
# Tries that somebody needs who knows the lists of common and stolen passwords, names and words; fewer is refused.
_FEWEST_GUESSES = 10**8
_READ = 72  # letters; what reads the lists takes longer than a person waits for more
_OURS = ("northfile", "password", "motdepasse", "1234567890", "qwertyuiop")
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# An unknown address costs the same time as a known one.
_NOBODY = _hasher.hash("the password of nobody at all")


def hashed(password: str, *, about: Iterable[str] = (), second: bool = False) -> str:
    """The argon2id hash. Raises Refused when the password is too short (a shorter one will do where it is not the only
    thing that is asked for: `second`), too long, or guessed soon: common, stolen before, or made of the words in
    `about`, the person's and the agency's names."""
    plain = _plain(password)
    shortest = SHORTEST_BESIDE if second else SHORTEST
    if len(plain) < shortest:
        raise Refused(
            "Use at least %(count)d characters. A few words in a row work well.",
            field="password",
            count=shortest,
        )
    if len(plain) > LONGEST:
        raise Refused("Use at most %(count)d characters.", field="password", count=LONGEST)
    if _is_guessed_soon(plain, about):
        raise Refused(
            "That password is too easy to guess. Choose words that are not about you.", field="password"
        )
    return _hasher.hash(plain)


def matches(password: str, password_hash: str | None) -> bool:
    """True when the password fits; takes the same time when there is no such account."""
    plain = _plain(password)[:LONGEST]
    try:
        return _hasher.verify(password_hash or _NOBODY, plain) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


def hashed_anew(password: str, password_hash: str) -> str | None:
    """The hash as it is made today, of a password that fits one that was made more cheaply; None when there is nothing
    to better."""
    return _hasher.hash(_plain(password)) if _hasher.check_needs_rehash(password_hash) else None


def stands_alone(password: str) -> bool:
    """Whether it is long enough to be the only thing that is asked for."""
    return len(_plain(password)) >= SHORTEST


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password)


def _is_guessed_soon(plain: str, about: Iterable[str]) -> bool:
    bare = plain.casefold().replace(" ", "")
    for word in (*_OURS, *_words(about)):
        bare = bare.replace(word, "")
    return not bare or zxcvbn(bare[:_READ])["guesses"] < _FEWEST_GUESSES


def _words(about: Iterable[str]) -> list[str]:
    """The words of names, the longest first, so that none is left over in pieces."""
    found = {word for name in about for word in re.split(r"[\W_]+", name.casefold()) if len(word) > 2}
    return sorted(found, key=len, reverse=True)
