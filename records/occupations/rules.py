"""What a code of the classification says by its digits, and which codes some words mean: pure decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from records.clients.rules import folded, is_close, tokens

# Words that stand in most titles and mean nothing in a search.
_SMALL = frozenset(
    {
        *("a", "and", "except", "in", "of", "or", "the", "to"),
        *("au", "aux", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "n", "ou", "sauf"),
    }
)
# What a word of a search costs by how well it fits; one that fits nowhere costs more than any that does.
_SAME, _BEGINS, _CLOSE, _MISSING = 0, 1, 3, 100


@dataclass(frozen=True)
class Occupation:
    """One unit group: five digits, of which the first is the broad category and the second the TEER, and its titles."""

    code: str
    en: str
    fr: str
    everyday: tuple[str, ...] = ()

    @property
    def broad(self) -> str:
        """The broad category, 0 to 9."""
        return self.code[0]

    @property
    def teer(self) -> str:
        """Training, education, experience and responsibilities, 0 (management) to 5 (work shown on the job)."""
        return self.code[1]

    def title(self, language: str) -> str:
        """What it is called, in English or French."""
        return self.fr if language == "fr" else self.en

    @cached_property
    def phrases(self) -> list[frozenset[str]]:
        """What it is found by: its titles and what people say, each as folded words; and its code."""
        said = (self.en, self.fr, *self.everyday)
        return [*(frozenset(tokens(words)) for words in said), frozenset({self.code})]


class _Fit(NamedTuple):
    """How badly some words fit a phrase, and how much more the phrase says."""

    cost: int
    more: int


def search(occupations: Iterable[Occupation], words: str, most: int = 25) -> list[Occupation]:
    """The occupations that some words mean, the best first: accents, case and the ends of words do not matter, nor
    does a small slip. When nothing holds all the words, what holds the most of them."""
    known = list(occupations)
    all_words = {word for one in known for phrase in one.phrases for word in phrase}
    wanted = [_meanings(word, all_words) for word in sorted(_wanted(words))]
    if not wanted:
        return []
    fits = [(min(_fit(wanted, phrase) for phrase in one.phrases), one.code, one) for one in known]
    found = sorted((fit, code, one) for fit, code, one in fits if fit.cost < len(wanted) * _MISSING)
    best = found[0][0].cost // _MISSING if found else 0
    return [one for fit, _code, one in found if fit.cost // _MISSING == best][:most]


def _wanted(words: str) -> set[str]:
    found = tokens(words[:200])
    return {word for word in found if word not in _SMALL} or found


def _meanings(word: str, known: Iterable[str]) -> Mapping[str, int]:
    """What each known word costs when this one was typed; a slip is looked for only when nothing else fits."""
    begun = {one: _SAME if one == word else _BEGINS for one in known if one.startswith(word)}
    return begun or {one: _CLOSE for one in known if is_close(word, one)}


def _fit(wanted: list[Mapping[str, int]], phrase: frozenset[str]) -> _Fit:
    cost = sum(min((costs[word] for word in phrase if word in costs), default=_MISSING) for costs in wanted)
    return _Fit(cost, max(len(phrase) - len(wanted), 0))


def in_order(occupations: Iterable[Occupation], language: str) -> list[Occupation]:
    """By title, as a reader of this language looks for them."""
    return sorted(occupations, key=lambda one: (folded(one.title(language)), one.code))
