"""What people of Northbridge were asked, what they signed on the screen, and what left their files."""

from records.demo.deeds.agreements import arrived, asked, declined, looked_at, passed_on, signed, taken_back

SCHOOL, CENTRE, EQUIVALENCE = (
    "Sunrise Language School",
    "Centre des femmes",
    "Service d’évaluation des diplômes du Nord",
)

SIGNED = (
    asked("gord", 40, "messages", scope=("email", "sms")),
    signed("gord", 40, "messages", "Gordon MacIsaac", ("sms",)),
    asked("solveig", 33, "messages", scope=("email", "sms")),
    signed("solveig", 33, "messages", "Sólveig Þórðardóttir", ("email", "sms")),
    asked("winnifred", 140, "release", recipient="Low vision clinic", recipient_category="health",
        scope=("identifying", "plan"),
        purpose="health", direction="both", lasts=225),
    signed("winnifred", 140, "release", "Winnifred Achneepineskum", ("identifying", "plan")),
    asked("olena", 200, "media", scope=("photo", "story", "name"), lasts=530),
    signed("olena", 199, "media", "Olena Kovalchuk", ("photo", "story", "name")),
    taken_back("olena", 60, "media", ("name",)),
    asked("wendell", 150, "release", recipient="Petrov Cycles", recipient_category="employer", scope=("attendance",
        "outcomes"),
        purpose="job", direction="both", lasts=215, conditions="Nothing about school."),
    signed("wendell", 150, "release", "Wendell Baptiste", ("attendance",)),
    asked("kwabena", 90, "release", recipient="Crescent Child Care", recipient_category="community",
        scope=("identifying",),
        purpose="support", direction="send", single_use=True, lasts=120),
    signed("kwabena", 88, "release", "Kwabena Asante", ("identifying",)),
    asked("rajan", 95, "follow_up", lasts=270),
    signed("rajan", 95, "follow_up", "Rajan Pillai"),
)  # fmt: skip

DECLINED = (
    asked("curtis", 400, "media", scope=("photo", "story")),
    declined("curtis", 400, "media", "Curtis Fontaine-Laliberté"),
    asked("marisol", 129, "research", lasts=200),
    declined("marisol", 128, "research", "M. Peña"),
)  # fmt: skip

WAITING = (
    asked("kiona", 18, "service"),
    asked("tuan", 26, "release", recipient=SCHOOL, recipient_category="training", scope=("attendance", "assessment"),
        purpose="training", direction="both", lasts=365, conditions="The same as before."),
    asked("tenzin", 4, "messages", offered=False, scope=("email",)),
)  # fmt: skip

LEFT = (
    passed_on("beatrice", 279, basis="permission", recipient=CENTRE, recipient_category="community",
        categories=("assessment",),
        purpose="support", what="Bilan de compétences, deux pages.", how_sent="mail"),
    arrived("beatrice", 272, "Accusé de réception de la personne désignée, par téléphone."),
    taken_back("beatrice", 80, "media"),
    passed_on("zahra", 178, basis="permission", recipient=EQUIVALENCE, recipient_category="training",
        categories=("identifying", "assessment"), purpose="training",
        what="Relevés de notes traduits, diplôme, lettre de l’ordre.",
        how_sent="email"),
    arrived("zahra", 175, "Numéro de dossier reçu par courriel."),
    passed_on("tuan", 120, basis="permission", recipient=SCHOOL, recipient_category="training",
        categories=("attendance",),
        purpose="training", what="Dates of his evening shifts for the spring term.", how_sent="email"),
    passed_on("kwabena", 30, basis="permission", recipient="Crescent Child Care", recipient_category="community",
        categories=("identifying",), purpose="support", what="Names of the twins' parents and a phone number.",
        how_sent="phone"),
    passed_on("marc-andre", 60, basis="permission", recipient="Dre Nguyen", recipient_category="health",
        categories=("plan",),
        purpose="health", what="Vingt-quatre heures par semaine, le mardi libre.", how_sent="mail"),
    passed_on("winnifred", 139, basis="permission", recipient="Low vision clinic", recipient_category="health",
        categories=("plan",), purpose="health", what="One page: the screens she would work with.",
        how_sent="fax"),
    passed_on("leszek", 88, basis="funder_audit", by="luc", recipient="Auditors of the employment services agreement",
        recipient_category="funder",
        categories=("outcomes",), purpose="reporting", reason="The agreement lets them see every paid support.",
        what="Receipt of the licence fee; name covered.", how_sent="in_person"),
)  # fmt: skip

EMERGENCIES = (
    passed_on("nadia", 52, basis="emergency", recipient="Paramedics at the door", recipient_category="health",
        categories=("identifying",),
        purpose="health", reason="She was having a seizure and could not speak.",
        what="Her name, year of birth and her cousin's number.",
        how_sent="in_person"),
    looked_at("nadia", 51, "harriet"),
    passed_on("tenzin", 2, basis="emergency", recipient="Emergency department, Health Sciences North Campus",
        recipient_category="health",
        categories=("identifying",), purpose="health", reason="He fainted in the shelter kitchen; they did not "
        "know whom they had.",
        what="His whole name, which is one word, and the languages he speaks.", how_sent="phone"),
)  # fmt: skip

DEEDS = (*SIGNED, *DECLINED, *WAITING, *LEFT, *EMERGENCIES)
