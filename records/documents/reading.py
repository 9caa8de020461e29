"""How hard the words of a document read: a hint for who writes them, never a wall.

English is measured by the grade of Flesch and Kincaid (1975), French by the index of Kandel and Moles (1958). Both look
at the length of sentences and of words; names, addresses and numbers, which nobody can make simpler, do not count.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pyphen import Pyphen

Language = Literal["en", "fr"]
Ease = Literal["easy", "plain", "fairly_hard", "hard"]
# What most people read without effort: grade 8, which is about 60 of the French index.
TARGET_GRADE = 8
# A single short sentence says nothing of a text.
SHORT = 8
MOST_NAMED = 2

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”»’)\s]+|[;:]\s|\n+")
_ADDRESS = re.compile(r"\S+(?:@|://)\S+|\bwww\.\S+", re.IGNORECASE)
_WORD = re.compile(r"\w[\w'’-]*")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüÿœæ]+")
# The last letters that are written and not spoken.
_MUTE = {
    "en": re.compile(r"(?<=[^aeiouyl])e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouyszxhcg])es$"),
    "fr": re.compile(r"(?<=[^aeiouyàâéèêîôû])es?$"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text reads: the school grade in English or the index of ease in French (`score`), what that means, and the
    sentences that would help most if they were shorter."""

    language: Language
    score: int
    ease: Ease
    hardest: tuple[str, ...] = ()

    @property
    def is_easy(self) -> bool:
        """True when it stays within the target."""
        return self.ease in ("easy", "plain")


def reading_of(text: str, language: Language, *, names: Iterable[str] = ()) -> Reading | None:
    """How the text reads, without these names; None when it has no words that count."""
    known = {word for name in names for word in _parts(name)}
    counted = [(one, words) for one in sentences_of(text) if (words := _words(one, known))]
    if not counted:
        return None
    grade = _grade([words for _one, words in counted], language)
    by_grade = sorted(counted, key=lambda one: _grade([one[1]], language), reverse=True)
    hard = [
        one for one, words in by_grade if len(words) >= SHORT and _grade([words], language) > TARGET_GRADE
    ]
    score = max(1, round(grade)) if language == "en" else round(_index(grade))
    return Reading(language, score, _ease(grade), tuple(hard[:MOST_NAMED]))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; a line of a list is one."""
    return [plain for one in _SENTENCE.split(text) if (plain := one.strip())]


def syllables(word: str, language: Language) -> int:
    """How many syllables a word has, by where it may be broken and by its spoken vowels: hyphenation alone leaves out
    a syllable of one letter."""
    plain = word.casefold()
    spoken = len(_VOWELS.findall(_MUTE[language].sub("", plain)))
    return max(1, spoken, len(_breaks(language).positions(plain)) + 1)


def _words(sentence: str, names: set[str]) -> list[str]:
    """The words that count: no name, no address and nothing with a number in it. A capital inside a sentence begins a
    name."""
    found = _WORD.findall(_ADDRESS.sub(" ", sentence))
    told = [word for at, word in enumerate(found) if at == 0 or not word[0].isupper()]
    return [word for word in told if not _has_number(word) and not names & set(_parts(word))]


def _parts(word: str) -> list[str]:
    return _LETTERS.findall(word.casefold())


def _has_number(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


@cache
def _breaks(language: Language) -> Pyphen:
    return Pyphen(lang="en_US" if language == "en" else "fr")


def _grade(sentences: list[list[str]], language: Language) -> float:
    """The school grade; the French index is put on the same ladder, ten of it to a grade, sixty being grade 8."""
    words = [word for sentence in sentences for word in sentence]
    length = len(words) / len(sentences)
    spoken = sum(syllables(word, language) for word in words) / len(words)
    if language == "en":
        return 0.39 * length + 11.8 * spoken - 15.59
    return TARGET_GRADE + (60 - (207 - 1.015 * length - 73.6 * spoken)) / 10


def _index(grade: float) -> float:
    return min(100.0, max(0.0, 60 - 10 * (grade - TARGET_GRADE)))


def _ease(grade: float) -> Ease:
    if round(grade) <= TARGET_GRADE - 2:
        return "easy"
    if round(grade) <= TARGET_GRADE:
        return "plain"
    return "fairly_hard" if round(grade) <= TARGET_GRADE + 3 else "hard"
