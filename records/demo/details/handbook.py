"""What Northbridge settled for itself, who has read it, and what connects its people with others."""

from collections.abc import Mapping

from records.demo.deeds.house import adopted, conflict, no_conflict, read, reworded, settled, works_as
from records.demo.shapes import Deed
from records.handbook.wordings import STARTERS

FILLED = {
    "[name of the privacy lead]": "Luc Desrosiers",
    "[nom de la personne responsable de la vie privée]": "Luc Desrosiers",
    "[place]": "cabinets A and B in the basement",
    "[how]": "the shredder, with a second person watching",
    "[endroit]": "les armoires A et B du sous-sol",
    "[moyen]": "la déchiqueteuse, sous les yeux d’une deuxième personne",
    "[name of the code]": "the code of ethics of the career development profession",
    "[nom du code]": "le code de déontologie du développement de carrière",
    "[name]": "Harriet Blackwood or Luc Desrosiers",
    "[nom]": "Harriet Blackwood ou Luc Desrosiers",
}
TEAM = (
    *("margaret", "luc", "harriet", "priya", "etienne", "dana", "joseph", "mei-ling", "samir", "fiona", "ana"),
    *("tyler", "noor"),
)  # fmt: skip
# Days ago; the last is read by some only, so far.
POLICIES = {"confidentiality": 900, "records": 620, "ethics": 610, "conflict": 400}
AGAIN = 18
NO_PAPER = {
    "text_en": "Paper with a name on it does not leave the office. Notes on the way go into the phone, which locks.",
    "text_fr": "Aucun papier portant un nom ne sort du bureau. En chemin, on note dans le téléphone, qui se "
    "verrouille.",
}


def filled(kind: str) -> Mapping[str, str]:
    """A starting text in the agency's own words."""
    words = dict(STARTERS[kind])
    for gap, own in FILLED.items():
        words = {name: text.replace(gap, own) for name, text in words.items()}
    return words


def _read_by(team: tuple[str, ...], kind: str, ago: int) -> tuple[Deed, ...]:
    return tuple(read(ago - place // 3, member, kind) for place, member in enumerate(team, start=1))


_BETTER = filled("confidentiality")

DEEDS = (
    works_as(57, "margaret", "noor", "student", since=57, ends_with_month=False),
    *(adopted(ago, "margaret", kind, filled(kind)) for kind, ago in POLICIES.items()),
    *(deed for kind, ago in POLICIES.items() for deed in _read_by(TEAM[:-1], kind, ago - 1)),
    *(read(54, "noor", kind) for kind in POLICIES),
    reworded(AGAIN, "luc", "confidentiality", {
        **_BETTER, **{name: f"{_BETTER[name]}\n\n{words}" for name, words in NO_PAPER.items()},
    }),
    *_read_by(TEAM[:8], "confidentiality", AGAIN - 1),
    *(no_conflict(60 - place, member) for place, member in enumerate(TEAM) if member not in {"fiona", "samir",
        "tyler"}),
    conflict(58, "fiona", "My husband, Patrick O'Shaughnessy", "family",
        "He comes here; Mei-Ling works with him. I want his file closed to me."),
    settled(57, "harriet", "fiona", "other_worker", "Closed the file the day he came; nothing more is needed."),
    conflict(24, "samir", "Restaurant de la famille St-Onge", "friend", "J’y mange chaque jeudi."),
)  # fmt: skip
