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
# Told to the person: only contacts that were with them.
WITH_THE_CLIENT = frozenset(MEETINGS) - {"collateral", "contact_attempt"}
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
# What was used, by the codes of services and of what stands in a plan; to the person, so no code of a funder.
SERVICES = {
    "counselling": {"en": "Career counselling", "fr": "Conseils de carrière"},
    "assessment": {"en": "Looking at your skills and needs", "fr": "Bilan de vos compétences et besoins"},
    "needs_assessment": {
        "en": "Looking at your skills and needs",
        "fr": "Bilan de vos compétences et besoins",
    },
    "orientation": {"en": "Getting to know the services", "fr": "Découverte des services"},
    "action_planning": {"en": "Making a plan", "fr": "Préparation d’un plan"},
    "career_exploration": {"en": "Finding out what work fits", "fr": "Recherche d’un travail qui convient"},
    "job_search": {"en": "Help with your job search", "fr": "Aide à la recherche d’emploi"},
    "resume": {"en": "Help with your résumé", "fr": "Aide pour votre CV"},
    "interview": {"en": "Interview practice", "fr": "Préparation à l’entrevue"},
    "labour_market": {"en": "Facts about the job market", "fr": "Renseignements sur le marché du travail"},
    "workshop": {"en": "Group workshop", "fr": "Atelier de groupe"},
    "training": {"en": "Training", "fr": "Formation"},
    "training_referral": {"en": "Training", "fr": "Formation"},
    "placement": {"en": "Work placement", "fr": "Stage"},
    "employer_negotiation": {"en": "Talks with an employer", "fr": "Échanges avec un employeur"},
    "job_coaching": {"en": "Coaching on the job", "fr": "Accompagnement au travail"},
    "retention_contact": {"en": "Help to keep your job", "fr": "Aide pour garder votre emploi"},
    "support": {"en": "Help with costs", "fr": "Aide pour des frais"},
    "financial_support": {"en": "Help with costs", "fr": "Aide pour des frais"},
    "follow_up": {"en": "Keeping in touch", "fr": "Suivi"},
    "advocacy": {"en": "Speaking up with you", "fr": "Défense de vos intérêts"},
    "conflict": {"en": "Help in a conflict", "fr": "Aide dans un conflit"},
    "conflict_support": {"en": "Help in a conflict", "fr": "Aide dans un conflit"},
    "stabilisation_referral": {"en": "Help with life outside work", "fr": "Aide pour la vie hors du travail"},
    "supported_referral": {
        "en": "Going with you to another service",
        "fr": "Accompagnement vers un autre service",
    },
    "crisis": {"en": "Help in a hard moment", "fr": "Aide dans un moment difficile"},
    "wellbeing": {"en": "Support for your wellbeing", "fr": "Soutien à votre bien-être"},
    "other": {"en": "Other help", "fr": "Autre aide"},
}
# What was practised in group sessions of a kind; sessions of another kind say it in their own words.
SKILLS = {
    "resume": {"en": "Writing a résumé", "fr": "Rédaction d’un CV"},
    "interview": {"en": "Interview skills", "fr": "Techniques d’entrevue"},
    "digital": {"en": "Basic computer skills", "fr": "Bases de l’informatique"},
    "rights": {"en": "Rights at work", "fr": "Droits au travail"},
    "job_search": {"en": "Job search skills", "fr": "Techniques de recherche d’emploi"},
}
