"""To whom people of Northbridge were sent on, and what came of it."""

from records.demo.deeds.sending import sent_on

# Refused, no answer after fifteen days, and one that came back with something.
DEEDS = (
    *sent_on("kwabena", 92, "Little Pines Child Care", "child_care", "Two places for the twins",
        (90, "declined", "Full until next fall; on the list. Ask again in spring."), (88, "closed", "not_used")),
    *sent_on("kwabena", 15, "Harvest Hill Child Care", "child_care", "Two places for the twins",
        (3, "asked", "Left a message with the office."), within=10),
    *sent_on("kwabena", 34, "Crescent Child Care", "child_care", "Two places for the twins",
        (32, "accepted", "Two places from the first Monday."), (29, "started", ""), (28, "received", ""),
        (27, "feedback", "The twins are settled. Bring the health cards.")),
    *sent_on("zahra", 149, "Clinique juridique du Nord", "legal", "Déclaration sous serment",
        (145, "accepted", ""), (139, "received", ""), (138, "feedback", "Déclaration signée, deux copies."),
        (135, "closed", "helped")),
    *sent_on("zahra", 178, "Service d’évaluation des diplômes du Nord", "credentials", "Équivalence du diplôme",
        (170, "acknowledged", ""), (120, "accepted", "Dossier ouvert.")),
    *sent_on("tuan", 12, "Sunrise Language School", "language", "Evening writing course, level 5"),
    *sent_on("nadia", 40, "Epilepsy support line", "health", "Somebody to talk to who knows",
        (33, "accepted", "")),
    *sent_on("darlene", 355, "Grief group, St. Mark's", "mental_health", "Her brother is very ill",
        (335, "asked", "Called twice and got nobody."), (322, "no_response", ""), (320, "closed", "not_used")),
    *sent_on("winnifred", 140, "Low vision clinic", "health", "Workplace vision check",
        (138, "accepted", ""), (137, "received", ""), (133, "feedback", "Report in four days: screen set to 200 %."),
        (130, "closed", "helped")),
    *sent_on("marc-andre", 59, "Clinique Nguyen", "health", "Confirmer le nombre d’heures",
        (54, "accepted", ""), (52, "received", ""),
        (51, "feedback", "Vingt à vingt-quatre heures; revoir dans trois mois."), (50, "closed", "helped")),
    *sent_on("brandon", 78, "Building trades college", "training", "A first step to foreman", (60, "accepted", "")),
)  # fmt: skip
