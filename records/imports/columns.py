"""What may be brought in, and which heading of a spreadsheet means what: pure decisions."""

from collections.abc import Mapping, Sequence
from typing import Final

from records.clients.rules import folded

KINDS: Final = ("people", "cases", "notes")

_WHO: Final = ("file_number", "legal_given", "legal_family", "birth_on")
_CASE: Final = ("opened_on", "closed_on", "exit_reason", "program", "worker", "goal")
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "people": (
        "legal_given",
        "legal_family",
        "full_name",
        "preferred_name",
        "pronouns",
        "birth_on",
        "language",
        "phone",
        "email",
        "former_number",
        *_CASE,
    ),
    "cases": (*_WHO, *_CASE),
    "notes": (*_WHO, "case_number", "occurred_on", "text", "written_by", "note_kind", "minutes", "place"),
}
# One of each of these must have a column; without it no row could be whole.
NEEDED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "people": (("legal_given", "full_name"),),
    "cases": (("file_number", "legal_given"), ("opened_on",)),
    "notes": (("file_number", "legal_given"), ("occurred_on",), ("text",)),
}
DAYS: Final = ("birth_on", "opened_on", "closed_on", "occurred_on")

# How agencies head their columns, in both languages; folded, without signs.
_HEADINGS: Final[Mapping[str, str]] = {
    "legal_given": "given name|first name|firstname|forename|given|first|prenom|prenom legal|legal first name",
    "legal_family": "family name|last name|lastname|surname|family|last|nom de famille|nom famille|legal last name",
    "full_name": "name|full name|client|client name|person|participant|nom|nom complet|nom et prenom|personne",
    "preferred_name": "preferred name|preferred|known as|nickname|goes by|nom prefere|nom usuel|prenom usuel|surnom",
    "pronouns": "pronouns|pronoun|pronoms|pronom",
    "birth_on": "date of birth|birth date|birthdate|dob|born|born on|birthday|d o b|"
    "date de naissance|naissance|ddn|ne le",
    "language": "language|preferred language|lang|langue|langue de service|langue des documents",
    "phone": "phone|telephone|phone number|tel|cell|mobile|cell phone|home phone|numero de telephone|cellulaire",
    "email": "email|e mail|email address|mail|courriel|adresse courriel|adresse de courriel",
    "former_number": "file number|file no|client id|id|client number|case id|reference|ref|number|no|former number|"
    "numero de dossier|no de dossier|dossier|numero|identifiant",
    "file_number": "file number|file no|client id|id|client number|reference|ref|number|no|file|"
    "numero de dossier|no de dossier|dossier|numero|identifiant",
    "opened_on": "opened|opened on|open date|date opened|start date|intake date|intake|start|registered|"
    "date d ouverture|ouverture|ouvert le|date de debut|debut|date d inscription",
    "closed_on": "closed|closed on|close date|date closed|end date|exit date|end|date de fermeture|fermeture|"
    "ferme le|date de fin|fin|date de sortie",
    "exit_reason": "exit reason|reason for closing|closing reason|outcome|reason closed|motif de fermeture|"
    "motif de sortie|motif|resultat|raison de fermeture",
    "program": "program|programme|service|funding stream|volet",
    "worker": "worker|counsellor|counselor|case manager|caseworker|advisor|practitioner|assigned to|staff|"
    "conseiller|conseillere|intervenant|intervenante|responsable",
    "goal": "goal|employment goal|objective|career goal|objectif|but|objectif d emploi",
    "case_number": "case number|case no|case|numero de suivi|suivi",
    "occurred_on": "date|note date|contact date|meeting date|date of contact|date of service|session date|"
    "date de la note|date du contact|date de rencontre|date de service",
    "text": "note|notes|text|details|comment|comments|summary|description|texte|commentaire|"
    "commentaires|contenu|resume",
    "note_kind": "kind|type|contact type|type of contact|kind of contact|note type|method|mode|type de contact|"
    "genre de contact|genre|type de note|moyen",
    "minutes": "minutes|min|duration|length|time spent|duree|duree en minutes|temps",
    "place": "place|location|where|lieu|endroit|ou",
    "written_by": "author|written by|by|note author|entered by|auteur|auteure|redige par|par|ecrit par",
}
_MEANS: Final = {field: frozenset(words.split("|")) for field, words in _HEADINGS.items()}


def plain(words: str) -> str:
    """A heading or a code without accents, capitals and signs, for comparing."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in folded(words)).split())


def guessed(kind: str, headings: Sequence[str]) -> dict[str, int]:
    """For each field whose heading is recognised, the place of its column; the first of two that fit."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        words = plain(heading)
        for field in FIELDS[kind]:
            if field not in found and words in _MEANS[field]:
                found[field] = place
                break
    # Beside a column of given names, one that only says "Name" or "Nom" holds the family name.
    if "legal_given" in found and "full_name" in found:
        found.setdefault("legal_family", found.pop("full_name"))
    return found


def lacking(kind: str, mapping: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The needs of a kind that no column meets."""
    return [fields for fields in NEEDED[kind] if not any(field in mapping for field in fields)]
