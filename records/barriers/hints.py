"""Words that judge where they should tell: a soft hint, never a wall. A pure check."""

import re

from records.clients.rules import folded

_WORDS = re.compile(r"[^\W_]+")

# Words that say what somebody is instead of what happened or what helps. Folded.
LOADED = (
    *(
        "lazy",
        "unmotivated",
        "non compliant",
        "noncompliant",
        "resistant",
        "manipulative",
        "attention seeking",
    ),
    *(
        "difficult client",
        "hopeless",
        "unemployable",
        "low functioning",
        "dysfunctional",
        "refuses to",
        "claims",
    ),
    *("addict", "junkie", "crazy", "ex con", "criminal", "illegal", "welfare", "broken home", "suffers from"),
    *("paresseux", "paresseuse", "demotive", "demotivee", "non collaborant", "resistant", "resistante"),
    *(
        "manipulateur",
        "manipulatrice",
        "cas lourd",
        "cas desespere",
        "inemployable",
        "refuse de",
        "pretend que",
    ),
    *("drogue", "droguee", "fou", "folle", "assiste social", "clandestin", "clandestine", "souffre de"),
)


def loaded(text: str) -> list[str]:
    """The words in a text that may judge, in their order in the list, each once."""
    plain = f" {' '.join(_WORDS.findall(folded(text)))} "
    return [words for words in dict.fromkeys(LOADED) if f" {words} " in plain]
