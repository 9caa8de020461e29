"""Six people who do not exist, in English. Phones and addresses lead nowhere."""

from records.samples.values import MadeUp, Talk

PEOPLE = (
    MadeUp(
        "Maya", "Okonkwo", "705 555-0151", "maya.okonkwo@example.org", (1991, 4, 12), pronouns="she",
        opened=26, goal="A payroll job with regular hours before the school year starts.", meets_in=2,
        talks=(
            Talk(
                26, "meeting", "office", 60, "First meeting after two years at home with her son.",
                "Maya kept the books of a garage for six years and misses being good at something. She has child "
                "care from Monday to Thursday and a bus that runs every half hour.",
                "Listed what she did at the garage in words an employer uses.",
                "Bring the certificate of the payroll course", "client", 7,
            ),
            Talk(
                9, "phone", "phone", 20, "The course will count her garage years.",
                "The college takes her experience for the first module. She laughed: 'Six years for one module, and "
                "I will take it.'",
                "Sent her the dates and the form.", "Send the form to the college", "client", 5,
            ),
        ),
    ),
    MadeUp(
        "Thomas", "Lindqvist", "705 555-0152", "t.lindqvist@example.org", (1968, 11, 3), pronouns="he",
        opened=40, goal="Work with machines, indoors, close enough to walk.", meets_in=1,
        talks=(
            Talk(
                20, "meeting", "office", 45, "Looking at what the warehouse years are worth elsewhere.",
                "Thomas led a shift of twelve and never called it leading. He does not want to drive at night any "
                "more.",
                "Practised telling about the flood in the loading bay in two minutes.",
                "Call two maintenance shops in walking distance", "worker", 6,
            ),
            Talk(
                2, "phone", "phone", 15, "One of the shops called back.",
                "They want somebody for mornings and asked for a reference.",
                "Asked Thomas whom he would like us to name.", "Name a reference", "client", 3, is_draft=True,
            ),
        ),
    ),
    MadeUp(
        "Solène", "Beaudry", "705 555-0153", "solene.beaudry@example.org", (2003, 7, 21), language="fr",
        pronouns="elle", opened=18, goal="Un apprentissage en boulangerie, payé.", lasts=12,
        talks=(
            Talk(
                16, "meeting", "office", 50, "Première rencontre, en français.",
                "Solène fait du pain depuis ses quatorze ans et se lève volontiers à trois heures. Elle lit mieux à "
                "l’écran que sur papier.",
                "Regardé ensemble ce que demande un contrat d’apprentissage.",
                "Demander une journée d’essai à la boulangerie du marché", "client", 10,
            ),
        ),
    ),
    MadeUp(
        "Harpreet", "Gill", "705 555-0154", "harpreet.gill@example.org", (1985, 1, 30), pronouns="he",
        opened=12, goal="Be an engineering technologist here, as I was there.", waits_for="worker",
    ),
    MadeUp(
        "Nadia", "Petrenko", "705 555-0155", "nadia.petrenko@example.org", (1979, 9, 9), pronouns="she",
        opened=75, goal="A job in a kitchen that closes at night.", ended=(4, "employed"),
        talks=(
            Talk(
                28, "video", "video", 30, "A day of trial at the hospital kitchen.",
                "They liked her pace and her lists. She asked about sick days and they answered.",
                "Read the offer with her line by line.", "Sign the offer or say no", "client", 4,
            ),
        ),
    ),
    MadeUp("Joseph", "Akiwenzie", "705 555-0156", "joseph.akiwenzie@example.org", (2001, 2, 14)),
)  # fmt: skip
