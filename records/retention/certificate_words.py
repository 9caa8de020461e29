"""The few words a printed certificate takes from closed lists, in the agency's language (not a reader's screen)."""

from collections.abc import Mapping

CLASSES = {
    "case_file": {"en": "Case file", "fr": "Dossier de suivi"},
    "client_identity": {"en": "Identity of a person", "fr": "Identité d'une personne"},
    "employment_evidence": {"en": "Evidence of employment", "fr": "Preuves d'emploi"},
    "document": {"en": "Papers of a case", "fr": "Pièces d'un suivi"},
    "incident": {"en": "Incident", "fr": "Incident"},
    "breach_record": {"en": "Record of a breach", "fr": "Inscription au registre des atteintes"},
    "conflict_declaration": {"en": "Declaration of interests", "fr": "Déclaration d'intérêts"},
    "supervision": {"en": "Question or thanks", "fr": "Question ou remerciement"},
}
SKIPPED = {
    "changed": {"en": "changed after it was listed", "fr": "modifié après son inscription à la liste"},
    "held": {"en": "under a hold", "fr": "en suspens"},
    "restored": {"en": "taken back before its day", "fr": "ramené avant son jour"},
    "busy": {"en": "in use each time", "fr": "en cours d'utilisation à chaque essai"},
    "failed": {"en": "could not be destroyed", "fr": "n'a pas pu être détruit"},
    "kept": {
        "en": "kept by another case or rule",
        "fr": "conservé en raison d'un autre suivi ou d'une autre règle",
    },
}
STORES = {
    "database": {"en": "Database", "fr": "Base de données"},
    "files": {"en": "Stored files", "fr": "Fichiers conservés"},
    "keys": {"en": "Encryption keys", "fr": "Clés de chiffrement"},
    "backups": {"en": "Backup copies", "fr": "Copies de sauvegarde"},
}
OUTCOMES = {
    "empty": {"en": "nothing found", "fr": "rien n'a été trouvé"},
    "remains": {"en": "something remains", "fr": "il en reste"},
    "until_horizon": {"en": "until the day above", "fr": "jusqu'au jour indiqué plus haut"},
}
ROLES = {
    "administrator": {"en": "Administrator", "fr": "Administration"},
    "privacy_lead": {"en": "Privacy lead", "fr": "Protection de la vie privée"},
    "supervisor": {"en": "Supervisor", "fr": "Supervision"},
}
MEMBER = {"en": "Member", "fr": "Membre"}
VERSION = {"en": "Retention schedule, version %s", "fr": "Calendrier de conservation, version %s"}
METHOD = {
    "en": "The rows of each file were deleted from the database together, in one transaction. The stored files were"
    " erased. When a person's last file went, the key that their text was sealed with was destroyed as well, so that"
    " no copy of that text can be opened.",
    "fr": "Les lignes de chaque dossier ont été supprimées ensemble de la base de données, en une seule transaction."
    " Les fichiers ont été effacés. Quand le dernier dossier d'une personne est parti, la clé qui scellait ses textes"
    " a été détruite aussi : aucune copie de ces textes ne peut plus être ouverte.",
}
STATISTICS = {
    "en": "Only totals of the whole agency stay: how many cases, people, notes and minutes. They point at nobody.",
    "fr": "Seuls restent des totaux pour toute l'agence : nombres de suivis, de personnes, de notes et de minutes."
    " Ils ne désignent personne.",
}
HINT = {
    "en": "Ask the agency for the signed file of this certificate and for its public key. Anyone can then check that"
    " not one character was changed since it was signed, and that no certificate before it is missing.",
    "fr": "Demandez à l'agence le fichier signé de cette attestation et sa clé publique. N'importe qui peut alors"
    " vérifier qu'aucun caractère n'a changé depuis la signature et qu'aucune attestation antérieure ne manque.",
}


def said(words: Mapping[str, str], language: str) -> str:
    """The words in a language, with the apostrophe of print."""
    return words[language].replace("'", "\u2019")
