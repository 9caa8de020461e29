"""How names are folded and compared, so that a search forgives accents, case and punctuation."""

import re
import unicodedata
from collections.abc import Iterable

# Letters that no decomposition takes apart.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"}
)
_BETWEEN = re.compile(r"[^\w]+|_")
_NUMBERED = re.compile(r"\b([a-z])-(?=\d)")
_EXTENSION = re.compile(r"(?:ext|poste|x|#)\.?\s*\d*\s*$", re.IGNORECASE)
# What a slip of the ear or the hand leaves alone: not the vowels, and not an h.
_CONSONANTS = "bcdfgjklmnpqrstvwxz"
PART = 3  # inside a word, fewer letters fit nearly everybody
SHORT_PHONE = 7


def folded(words: str) -> str:
    """Lower case, without accents; scripts other than Latin stay as they are."""
    if words.isascii():
        return words.lower()
    plain = words
    for _ in range(2):  # taking 𝐀 apart gives A, which is again a capital
        plain = unicodedata.normalize("NFKD", plain.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).translate(_PLAIN)


def tokens(*words: str) -> set[str]:
    """The folded words to find somebody by. `O'Brien` is found as obrien, o and brien; `N-1001` is one word, because
    every file has the n."""
    found: set[str] = set()
    for phrase in words:
        plain = _NUMBERED.sub(r"\1", folded(phrase))
        whole = plain.replace("'", "").replace("’", "")
        found.update(_BETWEEN.split(whole))
        if whole != plain:
            found.update(_BETWEEN.split(plain))
    return found - {""}


def parts(word: str) -> set[str]:
    """The ends of a word, for search inside it: `tremblay` is found by `blay`, too."""
    return {word[start:] for start in range(1, len(word) - PART + 1)}


def alike(word: str) -> str:
    """What stays of a word when vowels, doubled letters and their order are forgotten: its consonants, each once.
    Nothing of what is no word."""
    return "".join(sorted(set(word) & set(_CONSONANTS))) if word.isalpha() else ""


def near(key: str) -> set[str]:
    """Every key that one wrong, missing or added consonant makes of this one, and itself."""
    held = set(key)
    others = set(_CONSONANTS) - held
    sets = [held, *(held - {letter} for letter in held), *(held | {letter} for letter in others)]
    sets += [held - {letter} | {other} for letter in held for other in others]
    return {"".join(sorted(one)) for one in sets if one}


def slips(one: str, other: str, most: int = 200) -> int:
    """How many letters are wrong, missing, added or swapped with their neighbour between two words; counted no further
    than it takes to know that they are more than `most`."""
    before, line = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        last, before, line = before, line, [row, *[0] * len(other)]
        for column, theirs in enumerate(other, 1):
            line[column] = min(
                before[column] + 1, line[column - 1] + 1, before[column - 1] + (letter != theirs)
            )
            swapped = row > 1 and column > 1 and (letter, theirs) == (other[column - 2], one[row - 2])
            if swapped:
                line[column] = min(line[column], last[column - 2] + 1)
        if min(*before, *line) > most:
            break
    return line[-1]


def is_close(one: str, other: str) -> bool:
    """True for two spellings that may be the same name: one slip from four letters on, two from seven."""
    short = min(len(one), len(other))
    allowed = 2 if short >= 7 else 1 if short >= 4 else 0
    return abs(len(one) - len(other)) <= allowed and slips(one, other, allowed) <= allowed


def index_of(names: Iterable[str], former: Iterable[str] = ()) -> set[tuple[str, str, str]]:
    """What a person is found by, as kind, word and what of it is forgiving: the words of the names, the words of
    former names, and the ends of both; a number without its letter, too."""
    now, then = tokens(*names), tokens(*former)
    now |= {word[1:] for word in now if word[0].isalpha() and word[1:].isdecimal()}
    found = {("name", word, alike(word)) for word in now}
    found |= {("former", word, alike(word)) for word in then - now}
    return found | {("part", end, "") for word in now | then if word.isalpha() for end in parts(word)}


def sort_name(family: str, given: str) -> str:
    """The key of the list of people: family name first, folded, at most 200 letters."""
    return f"{folded(family)} {folded(given)}".strip()[:200]


def digits(phone: str) -> str:
    """A phone number's digits without the leading 1 of North America, and without an extension."""
    only = re.sub(r"\D", "", _EXTENSION.sub("", phone))
    return only[1:] if len(only) == 11 and only.startswith("1") else only


def contact_key(kind: str, value: str) -> str:
    """The form of a phone or e-mail that is hashed for exact look-up."""
    return digits(value) if kind == "phone" else value.strip().casefold()


def short_key(kind: str, value: str) -> str | None:
    """A phone's last seven digits, as people say a number of their own town; None for what has no such form."""
    number = digits(value)
    return number[-SHORT_PHONE:] if kind == "phone" and len(number) >= SHORT_PHONE else None
