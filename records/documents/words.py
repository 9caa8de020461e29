"""The few words that a document takes from closed lists, in the document's language (not the worker's screen)."""

MEETINGS = {
    "meeting": {"en": "Meeting", "fr": "Rencontre"},
    "session": {"en": "Planned session", "fr": "Séance prévue"},
    "phone": {"en": "Phone call", "fr": "Appel téléphonique"},
    "video": {"en": "Video meeting", "fr": "Rencontre par vidéo"},
    "email": {"en": "E-mail", "fr": "Courriel"},
    "group": {"en": "Group session", "fr": "Séance de groupe"},
    "contact_attempt": {"en": "Contact attempt", "fr": "Tentative de contact"},
    "collateral": {"en": "Contact with others", "fr": "Contact avec des tiers"},
}
PLACES = {
    "office": {"en": "our office", "fr": "notre bureau"},
    "phone": {"en": "by phone", "fr": "par téléphone"},
    "video": {"en": "by video", "fr": "par vidéo"},
    "community": {"en": "in the community", "fr": "dans la communauté"},
    "employer": {"en": "at an employer's", "fr": "chez un employeur"},
    "home": {"en": "at home", "fr": "à domicile"},
    "other": {"en": "elsewhere", "fr": "ailleurs"},
    "not_recorded": {"en": "", "fr": ""},
}
