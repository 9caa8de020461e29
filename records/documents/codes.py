"""The code on a paper that leads to its line in the register: made to be typed by somebody with the paper in hand."""

import secrets

# Crockford's base 32: no I, L, O or U, so that what is read aloud or off a bad copy is still one code.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("ILO", "110")
LENGTH = 16


def new_code() -> str:
    """Eighty random bits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(LENGTH))


def code_of(typed: str) -> str | None:
    """The code that somebody typed with whatever spaces, dashes and small letters; None when it cannot be one."""
    letters = "".join(one for one in typed.upper() if one.isalnum()).translate(_MISREAD)
    return letters if len(letters) == LENGTH and set(letters) <= set(_LETTERS) else None
