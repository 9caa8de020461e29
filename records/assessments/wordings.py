"""The instruments every agency begins with, in words of our own: nobody's licence is needed."""

from typing import Any

# By a name that never changes; the id of the instrument in an agency follows from it.
STARTERS: dict[str, dict[str, Any]] = {
    "self_agency": {
        "name_en": "Self-agency",
        "name_fr": "Pouvoir d’agir",
        "owner": "Northfile. Free to use.",
        "alliance": False,
        "languages": ["en", "fr"],
        "repeats": True,
        "weeks": 6,
        "scales": [
            {
                "code": "hope",
                "en": "Hope",
                "fr": "Espoir",
                "ask_en": "How hopeful are you about your work in the year to come? (0 not at all, 10 very)",
                "ask_fr": "Avez-vous espoir pour votre travail dans l’année qui vient? (0 pas du tout, 10 beaucoup)",
            },
            {
                "code": "control",
                "en": "Control",
                "fr": "Maîtrise",
                "ask_en": "How much say do you have in what happens next? (0 none, 10 a great deal)",
                "ask_fr": "Avez-vous votre mot à dire sur la suite? (0 pas du tout, 10 tout à fait)",
            },
            {
                "code": "confidence",
                "en": "Confidence",
                "fr": "Confiance",
                "ask_en": "How sure are you that you can take the next step? (0 not at all, 10 completely)",
                "ask_fr": "Êtes-vous sûr de pouvoir faire le prochain pas? (0 pas du tout, 10 tout à fait)",
            },
            {
                "code": "motivation",
                "en": "Motivation",
                "fr": "Motivation",
                "ask_en": "How much do you want to work on this now? (0 not at all, 10 very much)",
                "ask_fr": "Avez-vous envie d’y travailler maintenant? (0 pas du tout, 10 beaucoup)",
            },
        ],
    },
    "session_check": {
        "name_en": "Session check",
        "name_fr": "Retour sur la rencontre",
        "owner": "Northfile. Free to use.",
        "alliance": True,
        "languages": ["en", "fr"],
        "repeats": True,
        "weeks": None,
        "scales": [
            {
                "code": "heard",
                "en": "Was I heard?",
                "fr": "M’a-t-on écouté?",
                "ask_en": "Did we listen to what matters to you today? (0 not at all, 10 completely)",
                "ask_fr": "Avons-nous écouté ce qui compte pour vous aujourd’hui? (0 pas du tout, 10 tout à fait)",
                "mark": 5,
            },
            {
                "code": "useful",
                "en": "Was this useful?",
                "fr": "Était-ce utile?",
                "ask_en": "Was today of use to you? (0 not at all, 10 very)",
                "ask_fr": "La rencontre vous a-t-elle été utile? (0 pas du tout, 10 beaucoup)",
                "mark": 5,
            },
        ],
    },
}
