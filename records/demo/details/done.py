"""What was done for people of Northbridge, by whom and how long; to whom they were sent on; what lies on paper."""

from typing import Any

from records.demo.deeds.facts import says
from records.demo.shapes import Deed

FUNDER = "Employment services agreement"


def _had(who: str, ago: int, kind: str, minutes: int, mode: str = "in_person", **more: Any) -> Deed:
    return says(who, ago, "service", type=kind, minutes=minutes, mode=mode, funder=FUNDER, **more)


def _sent(who: str, ago: int, organisation: str, reason: str, progress: str, **more: Any) -> Deed:
    return says(who, ago, "referral_out", organisation=organisation, reason=reason, progress=progress, **more)


SERVICES = (
    _had("zahra", 209, "counselling", 75, place="Our office", provider="Étienne Gauthier"),
    _had("zahra", 41, "training", 90, "group", place="Bibliothèque", provider="Groupe d’oral du jeudi"),
    _had("gord", 319, "counselling", 60, provider="Priya Raman"),
    _had("gord", 160, "job_search", 50, provider="Priya Raman"),
    _had("gord", 40, "support", 15, "written", provider="Client supports: certificate fee, 240 $"),
    _had("gord", 12, "job_search", 45, provider="Priya Raman, Fiona MacLeod"),
    _had("kiona", 74, "counselling", 40, place="By the dock", provider="Joseph Recollet"),
    _had("marisol", 129, "counselling", 55, place="Small room", provider="Harriet Blackwood"),
    _had("ingrid", 57, "workshop", 90, "group", provider="Résumé workshop, third visit"),
    _had("tuan", 349, "assessment", 45, provider="Mei-Ling Chau"),
    _had("wendell", 152, "placement", 30, place="Petrov Cycles", provider="Ana Lucía Herrera"),
    _had("siobhan", 35, "job_search", 30, provider="Mei-Ling Chau"),
    _had("curtis", 30, "counselling", 40, provider="Samir Haddad"),
    _had("curtis", 27, "support", 10, "written", provider="Client supports: winter boots, 110 $"),
    _had("olena", 379, "counselling", 60, provider="Priya Raman"),
    _had("olena", 45, "follow_up", 30, "video", provider="Priya Raman"),
    _had("rajan", 95, "follow_up", 10, "phone", provider="Dana Kowalczyk"),
    _had("leszek", 2690, "support", 20, "written", provider="Client supports: licence fee"),
    _had("brandon", 80, "counselling", 35, provider="Harriet Blackwood"),
    _had("nadia", 52, "workshop", 60, "group", provider="Digital basics"),
    _had("winnifred", 144, "counselling", 40, "phone", provider="Priya Raman"),
    _had("dwayne", 65, "counselling", 30, provider="Joseph Recollet"),
    _had("marc-andre", 60, "counselling", 45, provider="Étienne Gauthier"),
    _had("kwabena", 28, "job_search", 15, "phone", provider="Dana Kowalczyk"),
)  # fmt: skip

ASSESSMENTS = (
    says("tuan", 330, "assessment", instrument="Canadian Language Benchmarks placement",
        given_by="Sunrise Language School",
        scores="Listening 5\nSpeaking 4\nReading 4\nWriting 4", meaning="A kitchen brigade is within reach; the "
        "health inspector's paper is not yet.", report="Under Papers"),
    says("zahra", 55, "assessment", instrument="Examen de français professionnel, santé",
        given_by="Centre de langue du Nord",
        scores="Compréhension 78\nOral 56 (seuil 60)\nÉcrit 71", meaning="Seul l’oral est à reprendre, et de peu."),
    says("beatrice", 281, "assessment", instrument="Bilan de compétences, version 3", given_by="Étienne Gauthier",
        scores="Organiser 9\nDécider 8\nChiffres 5", meaning="Direction oui, comptabilité avec appui.",
        report="Remis à Béatrice"),
    says("gord", 290, "assessment", instrument="Interest cards, 60 items", given_by="Priya Raman",
        scores="Repair 18 of 20\nPeople 9\nOutdoors 11", meaning="Machines indoors, with somebody to talk to at "
        "noon."),
    says("wendell", 258, "assessment", instrument="Employment readiness questionnaire", given_by="Dana Kowalczyk",
        scores="Getting there 8\nAsking 3\nStaying 6", meaning="Practise asking; the rest he has."),
    says("winnifred", 138, "assessment", instrument="Workplace vision check", given_by="Low vision clinic",
        scores="18 point at 40 cm\nContrast: black on white only", meaning="Any screen that can be set so; most can."),
)  # fmt: skip

INTERVENTIONS = (
    says("gord", 160, "intervention", what="Compared nine postings with his two pages, line by line.",
        towards="Certificate", ended=150, result="Applied for the certificate the same week.", result_on=148),
    says("gord", 12, "intervention", what="Mock interviews with a number in every answer.", towards="Two interviews"),
    says("zahra", 150, "intervention", what="Déclaration sous serment à la clinique juridique.",
        towards="L’ordre ouvre le dossier", ended=139, result="Acceptée comme preuve d’emploi.", result_on=120),
    says("zahra", 40, "intervention", what="Relèves de quart jouées et enregistrées.", towards="Examen de français"),
    says("curtis", 418, "intervention", what="Drew the four winters on one sheet.", ended=300,
        result="He saw it was the same week each year.", result_on=290),
    says("wendell", 150, "intervention", what="One sentence to ask the owner about spring, practised on a good day.",
        ended=12, result="Asked. The shop keeps him.", result_on=9),
    says("kwabena", 100, "intervention", what="Three child care centres, one after the other.", towards="Two places",
        ended=28, result="The third has both places.", result_on=28),
    says("winnifred", 137, "intervention", what="Magnifier on loan, four evenings at home.",
        towards="Reads a call screen"),
    says("marc-andre", 80, "intervention", what="Carnet d’énergie, de un à cinq, trois semaines.",
        towards="Vingt-quatre heures", ended=60, result="Le creux du mardi; vingt-quatre heures choisies par lui.",
        result_on=60),
    says("solveig", 33, "intervention", what="A list of promises that both see.", towards="Working together"),
)  # fmt: skip

# Refused, no answer after fifteen days, and one that came back with something.
REFERRALS = (
    _sent("kwabena", 92, "Little Pines Child Care", "Two places for the twins", "refused", followed_up_on=90,
        feedback="Full until next fall; on the list.", recommended="Ask again in spring"),
    _sent("kwabena", 90, "Harvest Hill Child Care", "Two places for the twins", "sent", contact="Office, mornings",
        followed_up_on=75),
    _sent("kwabena", 34, "Crescent Child Care", "Two places for the twins", "received", followed_up_on=28,
        feedback="Two places from the first Monday.", recommended="Bring the health cards"),
    _sent("zahra", 149, "Clinique juridique du Nord", "Déclaration sous serment", "received", followed_up_on=139,
        feedback="Déclaration signée, deux copies."),
    _sent("zahra", 178, "Service d’évaluation des diplômes du Nord", "Équivalence du diplôme", "accepted",
        followed_up_on=120),
    _sent("tuan", 14, "Sunrise Language School", "Evening writing course, level 5", "sent", contact="Registrar"),
    _sent("nadia", 40, "Epilepsy support line", "Somebody to talk to who knows", "accepted", followed_up_on=33),
    _sent("darlene", 355, "Grief group, St. Mark's", "Her brother is very ill", "no_answer", followed_up_on=322,
        feedback="They called twice and got nobody."),
    _sent("winnifred", 140, "Low vision clinic", "Workplace vision check", "received", followed_up_on=137,
        feedback="Report in four days.", recommended="Screen set to 200 %"),
    _sent("olena", 378, "Public health unit", "Food handler course", "received", followed_up_on=350,
        feedback="Passed."),
    _sent("marisol", 127, "Credit union, women's desk", "An account that shows nowhere else", "received",
        followed_up_on=110, feedback="Opened; the card is kept at the branch."),
    _sent("marc-andre", 59, "Dre Nguyen", "Confirmer le nombre d’heures", "received", followed_up_on=52,
        feedback="Vingt à vingt-quatre heures.", recommended="Revoir dans trois mois"),
    _sent("brandon", 78, "Lead hand course, building trades college", "A first step to foreman", "accepted",
        followed_up_on=60),
)  # fmt: skip

PAPER_FILES = (
    says("agnes", 1499, "paper_file", place="Box 14, cabinet B, basement",
        holds="File of an earlier program: agreement, letters, four photographs", pages=37, scanned_on=1499),
    says("ernest", 2850, "paper_file", place="Box 9, cabinet A, basement",
        holds="Signed consent and the superintendent's letter", pages=6),
    says("leszek", 2690, "paper_file", place="Box 11, cabinet A, basement", holds="Receipts of paid supports",
        pages=12, scanned_on=89),
    says("marguerite", 3110, "paper_file", place="Boîte 3, armoire A", holds="Consentement signé", pages=2,
        scanned_on=3000, shredded_on=2990,
        shredded_how="Déchiqueteuse du bureau, vu par Luc Desrosiers"),
)  # fmt: skip

DEEDS = (*SERVICES, *ASSESSMENTS, *INTERVENTIONS, *REFERRALS, *PAPER_FILES)
