"""What should not be written into a record: pure checks."""

import re

# Three groups of three, as people write a social insurance number; no digit before or after.
_NINE = re.compile(r"(?<![0-9])[0-9]{3}[\s.\-\u2010-\u2015]?[0-9]{3}[\s.\-\u2010-\u2015]?[0-9]{3}(?![0-9])")


def has_sin(text: str) -> bool:
    """True when nine digits in the text pass the check of a social insurance number."""
    return any(_passes(re.sub(r"[^0-9]", "", found)) for found in _NINE.findall(text))


def _passes(nine: str) -> bool:
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(nine))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
