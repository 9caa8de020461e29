"""The words a client agrees to, per kind, version and language; frozen into each consent."""

VERSION = "2026-11"

WORDINGS: dict[str, dict[str, str]] = {
    "service": {
        "en": (
            "I agree that the agency may write down and keep information about me so that it can help me with my"
            " career and work. It uses this information only for that purpose, keeps it safe, and tells me how long it"
            " keeps it. I may see my file, ask for corrections, and take this consent back at any time; that does not"
            " undo what was done before."
        ),
        "fr": (
            "J’accepte que l’agence note et conserve des renseignements à mon sujet afin de m’aider dans ma carrière"
            " et mon travail. Elle ne s’en sert qu’à cette fin, les protège et m’indique combien de temps elle les"
            " garde. Je peux consulter mon dossier, demander des corrections et retirer ce consentement en tout temps;"
            " cela n’annule pas ce qui a été fait auparavant."
        ),
    },
    "release": {
        "en": (
            "I agree that the agency may share the information named here with the person or organization named here,"
            " for the reason named here and until the date given. I may take this permission back at any time; that"
            " does not undo what was already shared."
        ),
        "fr": (
            "J’accepte que l’agence communique les renseignements indiqués ici à la personne ou à l’organisme indiqué,"
            " pour la raison indiquée et jusqu’à la date donnée. Je peux retirer cette permission en tout temps; cela"
            " n’annule pas ce qui a déjà été communiqué."
        ),
    },
}
