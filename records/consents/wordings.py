"""The words a client agrees to, per kind, version and language; frozen into each consent."""

from dataclasses import dataclass

VERSION = "1"


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of the words for a kind, in both languages, and for how many days it is usually given."""

    kind: str
    version: str
    words: dict[str, str]
    lasts_days: int | None

    def frozen(self, language: str) -> dict[str, str]:
        """What a consent keeps of it."""
        return {"wording": self.words[language], "wording_version": self.version, "language": language}


# How long each kind is usually given for; what is not named here holds until it is taken back.
LASTS_DAYS = {"release": 365, "research": 365, "media": 730, "follow_up": 365, "sharing": 365}

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
    "research": {
        "en": (
            "I agree that the agency may use information about me, without my name, for the study named here. Taking"
            " part is my choice. Saying no changes nothing about the help I get, and I may stop at any time; what was"
            " already put together without my name cannot be taken out."
        ),
        "fr": (
            "J’accepte que l’agence utilise des renseignements à mon sujet, sans mon nom, pour l’étude indiquée ici."
            " La participation est mon choix. Un refus ne change rien à l’aide que je reçois, et je peux arrêter en"
            " tout temps; ce qui a déjà été regroupé sans mon nom ne peut plus être retiré."
        ),
    },
    "media": {
        "en": (
            "I agree that the agency may use what is named here (for example a photo or my story) to show its work, in"
            " the places named here. Saying no changes nothing about the help I get. I may take this back at any time;"
            " the agency then stops using it, but cannot call back what others already have."
        ),
        "fr": (
            "J’accepte que l’agence utilise ce qui est indiqué ici (par exemple une photo ou mon histoire) pour faire"
            " connaître son travail, aux endroits indiqués. Un refus ne change rien à l’aide que je reçois. Je peux"
            " retirer ce consentement en tout temps; l’agence cesse alors de s’en servir, mais ne peut pas reprendre"
            " ce que d’autres ont déjà."
        ),
    },
    "messages": {
        "en": (
            "I agree that the agency may write to me in the ways named here about my appointments and our work"
            " together. Others may see my messages on a shared phone or computer. I may stop this at any time."
        ),
        "fr": (
            "J’accepte que l’agence m’écrive par les moyens indiqués ici au sujet de mes rendez-vous et de notre"
            " travail. D’autres personnes peuvent voir mes messages sur un appareil partagé. Je peux arrêter cela en"
            " tout temps."
        ),
    },
    "follow_up": {
        "en": (
            "I agree that the agency may contact me after my file is closed to ask how I am doing in work or school."
            " I do not have to answer, and I may stop this at any time."
        ),
        "fr": (
            "J’accepte que l’agence communique avec moi après la fermeture de mon dossier pour savoir comment vont mon"
            " travail ou mes études. Je ne suis pas tenu de répondre, et je peux arrêter cela en tout temps."
        ),
    },
    "sharing": {
        "en": (
            "I agree that the programs of this agency named here may share what they know about me with each other, so"
            " that I do not have to tell it twice. I may take this back at any time; that does not undo what was"
            " already shared."
        ),
        "fr": (
            "J’accepte que les programmes de cette agence indiqués ici s’échangent ce qu’ils savent de moi, pour que"
            " je n’aie pas à le répéter. Je peux retirer ce consentement en tout temps; cela n’annule pas ce qui a"
            " déjà été communiqué."
        ),
    },
}
SHIPPED = {kind: Wording(kind, VERSION, words, LASTS_DAYS.get(kind)) for kind, words in WORDINGS.items()}
