"""What Northbridge has to give, what its people are called, and which goal answers which barrier."""

from records.demo.deeds.facts import says
from records.demo.deeds.giving import answers, gave, no_goal_yet, served, shelved, titled
from records.demo.deeds.planning import agrees
from records.demo.shapes import Deed

DEEDS: tuple[Deed, ...] = (
    shelved(430, "harriet", "service", "housing money", name_en="Rent bank, Larch Street", name_fr="Banque de loyer",
        words="Mondays and Thursdays, nine to noon. No appointment. Bring the lease.", area="Northbridge",
        languages=["en", "fr"], cost="free", reading_level="easy"),
    shelved(330, "priya", "website", "labour_market job_search", name_en="Job Bank", name_fr="Guichet-Emplois",
        link="https://www.jobbank.gc.ca", languages=["en", "fr"], cost="free", reading_level="usual"),
    shelved(300, "etienne", "sheet", "newcomers training", name_fr="Faire reconnaître un diplôme, étape par étape",
        words="Deux pages, gros caractères. Classeur B, troisième tiroir.", languages=["fr"], cost="free",
        reading_level="easy"),
    shelved(260, "priya", "tool", "resume choosing", name_en="Forty things I can do", cost="free",
        words="Cards to sort at the kitchen table. Six sets in the cupboard of room 2.", reading_level="easy"),
    shelved(120, "fiona", "sheet", "conflict keeping_work", name_en="Before I answer: a page for hot moments",
        name_fr="Avant de répondre\u00a0: une page pour les moments chauds", languages=["en", "fr"], cost="free",
        words="Stop. Breathe out longer than in. What do I want in an hour? Say that.", reading_level="easy"),
    titled(420, "margaret", "priya", "Employment specialist", "Spécialiste en emploi"),
    titled(420, "margaret", "etienne", "Career counsellor", "Conseiller en développement de carrière"),
    titled(420, "margaret", "ana", "Employment developer", "Prospectrice d’emplois"),
    answers("gord", 159, "Building operator", "resume", "outdated_skills"),
    served("gord", 11, "Building operator", "interview", type="job_search", minutes=50, mode="in_person"),
    answers("zahra", 205, "infirmière autorisée", "foreign_credential", "language_level"),
    agrees("zahra", 204, review=-20, how="verbal", witness="Fiona MacLeod",
        reason="Les obstacles sont nommés\u00a0: l’objectif dit maintenant auxquels il répond."),
    answers("brandon", 100, "foreman", "routine"),
    no_goal_yet("brandon", 79, "conflict", "First what was agreed at the front desk; then a goal together."),
    says("brandon", 78, "conflict", where="work", what="When the others talk over me at the site I get loud and leave.",
        wish="Stay on a crew for a season.", strengths="He comes back, and says sorry first.",
        tried="Five minutes outside, agreed with the foreman.", how_it_is="better", safe=True, review_on=-10),
    gave("brandon", 78, "Before I answer: a page for hot moments", "paper", "Keeps it in his lunch box."),
    gave("zahra", 198, "Faire reconnaître un diplôme, étape par étape", "paper"),
)  # fmt: skip
