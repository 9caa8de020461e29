"""Six personnes qui n’existent pas, en français: the same as in English, for an agency that works in French."""

from records.samples.values import MadeUp, Talk

PEOPLE = (
    MadeUp(
        "Maya", "Okonkwo", "418 555-0151", "maya.okonkwo@example.org", (1991, 4, 12), language="fr",
        pronouns="elle", opened=26, goal="Un poste à la paie, à heures fixes, avant la rentrée.", meets_in=2,
        talks=(
            Talk(
                26, "meeting", "office", 60, "Première rencontre après deux ans à la maison avec son fils.",
                "Maya a tenu les livres d’un garage pendant six ans et s’ennuie d’être bonne dans quelque chose. Elle "
                "a une garderie du lundi au jeudi et un autobus aux demi-heures.",
                "Mis ce qu’elle faisait au garage dans les mots d’un employeur.",
                "Apporter l’attestation du cours de paie", "client", 7,
            ),
            Talk(
                9, "phone", "phone", 20, "Le cégep reconnaît ses années au garage.",
                "Son expérience compte pour le premier module. Elle a ri: « Six ans pour un module, et je le prends. »",
                "Envoyé les dates et le formulaire.", "Envoyer le formulaire au cégep", "client", 5,
            ),
        ),
    ),
    MadeUp(
        "Thomas", "Lindqvist", "418 555-0152", "t.lindqvist@example.org", (1968, 11, 3), language="fr",
        pronouns="il", opened=40, goal="Travailler avec des machines, à l’intérieur, à distance de marche.",
        meets_in=1,
        talks=(
            Talk(
                20, "meeting", "office", 45, "Ce que valent ailleurs les années d’entrepôt.",
                "Thomas a mené un quart de douze personnes sans jamais appeler cela diriger. Il ne veut plus conduire "
                "la nuit.",
                "Répété en deux minutes l’histoire de l’inondation du quai.",
                "Appeler deux ateliers d’entretien du quartier", "worker", 6,
            ),
            Talk(
                2, "phone", "phone", 15, "Un des ateliers a rappelé.",
                "On cherche quelqu’un le matin et on demande une référence.",
                "Demandé à Thomas qui nommer.", "Nommer une référence", "client", 3, is_draft=True,
            ),
        ),
    ),
    MadeUp(
        "Solène", "Beaudry", "418 555-0153", "solene.beaudry@example.org", (2003, 7, 21), language="fr",
        pronouns="elle", opened=18, goal="Un apprentissage en boulangerie, payé.", lasts=12,
        talks=(
            Talk(
                16, "meeting", "office", 50, "Première rencontre.",
                "Solène fait du pain depuis ses quatorze ans et se lève volontiers à trois heures. Elle lit mieux à "
                "l’écran que sur papier.",
                "Regardé ensemble ce que demande un contrat d’apprentissage.",
                "Demander une journée d’essai à la boulangerie du marché", "client", 10,
            ),
        ),
    ),
    MadeUp(
        "Harpreet", "Gill", "418 555-0154", "harpreet.gill@example.org", (1985, 1, 30), language="en",
        pronouns="he", opened=12, goal="Be an engineering technologist here, as I was there.", waits_for="worker",
    ),
    MadeUp(
        "Nadia", "Petrenko", "418 555-0155", "nadia.petrenko@example.org", (1979, 9, 9), language="fr",
        pronouns="elle", opened=75, goal="Une cuisine qui ferme la nuit.", ended=(4, "employed"),
        talks=(
            Talk(
                28, "video", "video", 30, "Journée d’essai à la cuisine de l’hôpital.",
                "On a aimé son rythme et ses listes. Elle a demandé pour les congés de maladie et on a répondu.",
                "Lu l’offre avec elle ligne par ligne.", "Signer l’offre ou dire non", "client", 4,
            ),
        ),
    ),
    MadeUp("Joseph", "Akiwenzie", "418 555-0156", "joseph.akiwenzie@example.org", (2001, 2, 14), language="fr"),
)  # fmt: skip
