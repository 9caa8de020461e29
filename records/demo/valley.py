"""Les gens de Rivière-aux-Pins: people of the agency that works in French."""

from records.demo.shapes import Agreed, Asked, Given, Person, Told, Work

PEOPLE = (
    Person(
        "rejean", "Réjean", "L'Heureux", "mathieu", 310, (57, 15), language="fr", phone="418 555-0160",
        consents=(Given(310),),
        work=(Work(
            310, "Finir ma vie de travail à l’abri du vent.", "Services d’emploi",
            told=(
                Told(
                    309, "meeting", 50, "Premier rendez-vous, après la fermeture de la scierie.",
                    "Réjean a classé du bois pendant trente-et-un ans: il voit un nœud à dix mètres. L’ordinateur, "
                    "c’est sa fille. Il a mis une chemise neuve pour venir.",
                    "Écrit « contrôle de la qualité » en haut d’une page, et il a raconté le reste.",
                    (
                        Agreed("Apporter son carnet de classement", "client", 7, 7),
                        Agreed("Appeler l’usine de fenêtres", "worker", 5, 4),
                    ),
                ),
                Told(
                    240, "meeting", 35, "Retour de l’usine de fenêtres.",
                    "Ils lui ont tendu un cadre sans rien dire; il a trouvé le défaut. Ils l’ont fait revenir avec le "
                    "patron. Il raconte cela debout.",
                    "Relu l’offre avec lui, ligne par ligne, y compris ce qui manque.",
                    (Agreed("Demander la date des assurances", "client", 4, 3),),
                ),
            ),
            closed=(120, "employed"),
        ),),
    ),
    Person(
        "fatoumata", "Fatoumata", "Diallo", "aicha", 140, (29, 260), language="fr", email="f.diallo@example.org",
        consents=(
            Given(140),
            Given(
                139, "release", lasts=365, conditions="Relevés seulement.",
                about={
                    "recipient": "Comité d’équivalence", "recipient_category": "training", "scope": ("identifying",),
                    "purpose": "training", "direction": "send",
                },
            ),
        ),
        work=(Work(
            140, "Enseigner la chimie ici comme à Conakry.", "Services d’emploi",
            told=(
                Told(
                    139, "meeting", 60, "Ce que demande l’autorisation d’enseigner.",
                    "Elle a déjà tout lu, mieux que moi. Il lui manque quinze crédits et un endroit où les enfants "
                    "peuvent dormir quand elle étudie. Elle a fait une expérience avec mon thé pour m’expliquer les "
                    "acides.",
                    "Demandé à la commission scolaire une liste de remplacements.",
                    (
                        Agreed("Choisir un cours pour l’hiver, un seul", "client", 12, 9),
                        Agreed("Trouver une gardienne pour les jeudis", "worker", 14, 14),
                    ),
                ),
            ),
            asked=(Asked(4, "fr"),),
        ),),
    ),
    Person(
        "jean-guy", "Jean-Guy", "Vollant", "mathieu", 95, (46, 80), language="fr", phone="418 555-0162",
        consents=(Given(95, how="verbal", witness="Louise Gagné"),),
        work=(Work(
            95, "Guider, l’hiver aussi.", "Services d’emploi",
            told=(
                Told(
                    94, "phone", 20, "Premier appel, d’un endroit où le signal va et vient.",
                    "Il guide l’été et coupe du bois l’hiver, et il préfère les gens au bois. Il rit avant la fin de "
                    "ses propres phrases.",
                    "Promis de rappeler le mardi, quand il est au village.",
                    (Agreed("Rappeler mardi à midi", "worker", 5, 5),),
                ),
            ),
        ),),
    ),
    Person(
        "solange", "Solange", "Arsenault-Bouchard", "aicha", 12, (19, 7), language="fr", consents=(Given(12),),
        work=(Work(
            12, "Partir de chez mes parents avec leur bénédiction.", "Services d’emploi",
            told=(
                Told(
                    11, "meeting", 40, "Premier rendez-vous; sa mère attendait dans l’auto.",
                    "Solange veut un appartement, donc un salaire, donc un diplôme, donc du temps: elle a tout mis "
                    "dans l’ordre avant de venir. Elle voulait surtout que quelqu’un le lise.",
                    "Lu, et posé deux questions.",
                    (Agreed("Montrer la page à sa mère, si elle veut", "client", 10),),
                ),
            ),
        ),),
    ),
)  # fmt: skip
