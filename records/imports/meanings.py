"""What agencies write in their lists, folded, and which of our codes it means: pure data."""

import re
from collections.abc import Mapping
from typing import Final

# Brought in without being told; no form offers it.
NOT_RECORDED: Final = "not_recorded"
LANGUAGES: Final = {
    **dict.fromkeys(("en", "eng", "english", "anglais", "a", "e"), "en"),
    **dict.fromkeys(("fr", "fra", "fre", "french", "francais", "f"), "fr"),
}
# Beside the codes themselves.
REASONS: Final = {
    **dict.fromkeys(
        ("employment", "job", "found work", "emploi", "en emploi", "goal met employed"), "employed"
    ),
    **dict.fromkeys(("education", "school", "formation", "etudes", "goal met training"), "training"),
    **dict.fromkeys(("self employment", "travail autonome", "goal met self employed"), "self_employed"),
    **dict.fromkeys(("moved", "demenagement", "demenage"), "relocated"),
    **dict.fromkeys(("referred", "reference", "oriente"), "referred_on"),
    **dict.fromkeys(("withdrew", "quit", "abandon", "client withdrew"), "client_stopped"),
    **dict.fromkeys(("lost contact", "no contact", "perte de contact", "contact perdu"), "contact_lost"),
    **dict.fromkeys(("died", "death", "deces", "decede"), "deceased"),
    **dict.fromkeys(("health", "sante"), "health_or_caring"),
    **dict.fromkeys(("ineligible", "non admissible"), "not_eligible"),
    **dict.fromkeys(("other program", "autre programme", "transfer", "transfert"), "other_program"),
}


def _meanings(told: Mapping[str, str]) -> dict[str, str]:
    return {words: code for code, many in told.items() for words in many.split("|")}


NOTE_KINDS: Final = _meanings(
    {
        "meeting": "meeting|in person|face to face|appointment|visit|rencontre|en personne|rendez vous|visite",
        "session": "session|planned session|counselling session|coaching|seance|seance prevue|counseling",
        "phone": "phone|phone call|call|telephone|tel|appel|appel telephonique",
        "video": "video|video meeting|video call|zoom|teams|visio|visioconference|rencontre par video",
        "email": "email|e mail|mail|message|text|sms|courriel|texto",
        "group": "group|group session|workshop|groupe|seance de groupe|atelier",
        "contact_attempt": "contact attempt|attempt|no answer|no show|voicemail|tentative de contact|tentative|"
        "sans reponse|absence|boite vocale",
        "collateral": "collateral|contact with others|third party|employer contact|contact avec des tiers|tiers",
    }
)
PLACES: Final = _meanings(
    {
        "office": "office|our office|on site|centre|bureau|notre bureau|sur place",
        "phone": "phone|by phone|telephone|par telephone|au telephone",
        "video": "video|by video|online|virtual|remote|par video|en ligne|virtuel|a distance",
        "community": "community|in the community|outreach|dans la communaute|communaute|milieu",
        "employer": "employer|at an employer s|workplace|job site|employeur|chez un employeur|lieu de travail",
        "home": "home|at the client s home|home visit|domicile|a domicile|chez le client|chez la cliente",
        "other": "other|elsewhere|autre|ailleurs",
    }
)


_LENGTH: Final = re.compile(
    r"(?:([0-9]{1,2}(?:[.,][0-9]{1,2})?)\s*(?:h|hrs?|hours?|heures?|:)\s*)?(?:([0-9]{1,4})\s*(?:m|mins?|minutes?)?)?(?::00)?"
)


def minutes_in(words: str) -> int | None:
    """A length as people write it: 45, 45 min, 1:30, 1 h 30, 0,75 h; None when it is none or longer than a day."""
    found = _LENGTH.fullmatch(words.strip().casefold())
    if found is None or not any(found.groups()):
        return None
    total = round(float((found[1] or "0").replace(",", ".")) * 60) + int(found[2] or 0)
    return total if total <= 1440 else None
