"""What should not be written into a field: pure checks."""

import re


def is_sin_like(text: str) -> bool:
    """True for nine digits that pass the check of a social insurance number (the Luhn formula)."""
    digits = [int(letter) for letter in re.sub(r"[\s-]", "", text) if letter in "0123456789"]
    if len(digits) != 9 or not re.fullmatch(r"[0-9\s-]+", text.strip()):
        return False
    doubled = [digit * 2 - 9 * (digit > 4) if place % 2 else digit for place, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0
