"""How names are folded and compared, so that a search forgives accents, case and punctuation."""

import re
import unicodedata

# Letters that no decomposition takes apart.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)
_BETWEEN = re.compile(r"[^\w]+|_")


def folded(words: str) -> str:
    """Lower case, without accents; scripts other than Latin stay as they are."""
    plain = words
    for _ in range(2):  # taking 𝐀 apart gives A, which is again a capital
        plain = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_PLAIN)


def tokens(*words: str) -> set[str]:
    """The folded words to find somebody by. `O'Brien` is found as obrien, o and brien."""
    found: set[str] = set()
    for phrase in words:
        whole = folded(phrase).replace("'", "").replace("’", "")
        found.update(part for part in _BETWEEN.split(whole) if part)
        found.update(part for part in _BETWEEN.split(folded(phrase)) if part)
    return found


def sort_name(family: str, given: str) -> str:
    """The key of the list of people: family name first, folded, at most 200 letters."""
    return f"{folded(family)} {folded(given)}".strip()[:200]


def digits(phone: str) -> str:
    """A phone number's digits without the leading 1 of North America."""
    only = re.sub(r"\D", "", phone)
    return only[1:] if len(only) == 11 and only.startswith("1") else only


def contact_key(kind: str, value: str) -> str:
    """The form of a phone or e-mail that is hashed for exact look-up."""
    return digits(value) if kind == "phone" else value.strip().casefold()
