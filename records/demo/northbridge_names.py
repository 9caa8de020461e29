"""People of Northbridge: those who wait, those who are gone, and names that forms elsewhere turn away."""

from records.demo.shapes import Added, Agreed, Given, Person, Told, Work

DWAYNE = Person(
    "dwayne", "Dwayne", "Petahtegoose", "joseph", 66, (44, 9), phone="705 555-0124",
    consents=(Given(66, how="verbal", witness="Tyler Boudreau"),),
    work=(Work(
        66, "Get my forklift back, and nobody making me read out loud.", "Employment Services",
        told=(
            Told(
                65, "meeting", 30, "Went through the consent aloud, one sentence at a time.",
                "Dwayne stopped me at 'purpose' and asked what it meant. Good question; I said 'what for'. He would "
                "rather have a voice message than a letter. He remembers everything the first time.",
                "Recorded today's two next steps on his phone, in my voice.",
                (
                    Agreed("Call the yard and ask for Len", "client", 5, 4),
                    Agreed("Voice message the evening before each appointment", "worker", 6, 6),
                ),
            ),
        ),
    ),),
)  # fmt: skip

MARC_ANDRE = Person(
    "marc-andre", "Marc-André", "Ouellette-Beauséjour", "etienne", 170, (50, 19), language="fr",
    phone="705 555-0126",
    consents=(
        Given(170),
        Given(
            168, "release", lasts=365, conditions="Horaires et fatigue, rien d’autre.",
            about={
                "recipient": "Dre Nguyen", "recipient_category": "health", "scope": ("plan",),
                "purpose": "health", "direction": "both",
            },
        ),
    ),
    work=(Work(
        170, "Travailler sans retomber malade.", "Emploi et formation",
        told=(
            Told(
                60, "meeting", 45, "Trouver le nombre d’heures qui tient.",
                "Il a noté son énergie de un à cinq pendant trois semaines. Le mardi est toujours le creux. Sa "
                "médecin, avec sa permission, propose vingt heures. Lui en voulait trente; il a regardé ses propres "
                "chiffres et il a dit vingt-quatre.",
                "Écrit les trois signes qui veulent dire « ralentir », dans ses mots.",
                (
                    Agreed("Garder le mardi libre pendant un mois", "client", 30, 30),
                    Agreed("Demander à Ana un poste de quatre jours", "worker", 10, 10),
                ),
            ),
        ),
    ),),
)  # fmt: skip

KWABENA = Person(
    "kwabena", "Kwabena", "Asante", "dana", 155, (37, 70), email="k.asante@example.org", consents=(Given(155),),
    work=(Work(
        155, "Childcare first, then accounting.", "Employment Services",
        told=(
            Told(
                90, "collateral", 10, "First child care centre: full until next fall.",
                "They were kind about it and put the twins on the list. Kwabena had guessed.",
                "Asked the second centre the same day.",
                (Agreed("Call the second centre if there is no answer in two weeks", "worker", 15),),
            ),
            Told(
                28, "phone", 15, "The third one, near the mosque, has two places.",
                "He called me before he called his wife, he says, and told me not to tell her that.",
                "Wrote the start date down; the accounting refresher begins the week after.",
                (Agreed("Register for the refresher", "client", 10, 8),),
            ),
        ),
    ),),
)  # fmt: skip

# Where the museum pays, its agreement says how long the file is kept.
WORKSHOP = "Museum workshop"

HENRIK = Person(
    "henrik", "Henrik", "Østergaard", "fiona", 500, (64, 200), consents=(Given(500),),
    work=(Work(
        500, "Fix clocks for the museum.", WORKSHOP,
        told=(
            Told(
                205, "phone", 15, "His daughter called: Henrik died on Sunday, at home.",
                "She found our card in the clock he was working on. She wanted us to know that he liked coming. She "
                "does not want letters in his name.",
                "Told her how sorry we are. Stopped everything that goes out by itself.",
                no_steps="None. She may call about his tools.",
            ),
        ),
        closed=(203, "deceased"),
    ),),
)  # fmt: skip

MONICA = Person(
    "monica", "Mónica", "Ribeiro da Silva", "dana", 46, (32, 61), phone="705 555-0129", consents=(Given(46),),
    work=(Work(46, "Work that uses my Portuguese and my hands.", "Employment Services", waits_for="worker"),),
)  # fmt: skip

JOSEPHINE = Person(
    "josephine", "Josephine", "Wabegijig", "mei-ling", 125, (56, 44), phone="705 555-0130", consents=(Given(125),),
    work=(Work(
        125, "Leave housekeeping before it takes my knees.", "Employment Services",
        told=(
            Told(
                70, "meeting", 40, "Why she left the hotel.",
                "Josephine gave notice after the third schedule change in a month. She had asked in writing for the "
                "old one and got no answer.",
                "Put the dates in order with her, in case anyone asks.",
                (Agreed("Bring the e-mails about the schedule", "client", 10, 10),),
                added=Added(
                    "client_disagrees",
                    "Josephine read this note and says: 'I did not give notice. They took me off the schedule and "
                    "waited.' Her page of the same day is with the file.",
                    6,
                ),
            ),
        ),
    ),),
)  # fmt: skip

TENZIN = Person(
    "tenzin", "Tenzin", "", "priya", 50, (24, 101), email="tenzin@example.org", consents=(Given(50),),
    work=(Work(
        50, "One good reference in this country.", "Employment Services",
        told=(
            Told(
                49, "meeting", 35, "First meeting. One name, and it is enough.",
                "The bank printed 'Tenzin Tenzin' and the bus pass 'FNU Tenzin'. He collects them. He looked after "
                "yaks, then guests, then a dying man, and does not see why these need three résumés.",
                "Wrote one, in that order.",
                (Agreed("Two mornings at the shelter kitchen, for the reference", "client", 20, 18),),
            ),
        ),
    ),),
)  # fmt: skip

ALASI = Person(
    "alasi", "ᐊᓛᓯ", "ᐅᑭᐅᖅ", "fiona", 95, (29, 333), phone="705 555-0132",
    consents=(Given(95),),
    work=(Work(
        95, "Nurse's aide here, then home to Mittimatalik with it.", "Employment Services",
        told=(
            Told(
                94, "video", 45, "First meeting, from her cousin's kitchen.",
                "She spells her name ᐊᓛᓯ and says Alaasi when people get stuck. She has the community health course "
                "from home; nobody here has asked to see it. Her grandmother listened in and laughed at the same "
                "places we did.",
                "Sent the certificate to the college for credit, with a copy of the course outline.",
                (Agreed("Ask home for the signed outline", "client", 15, 12),),
            ),
            Told(
                1, "video", 30, "The college has answered.",
                "They give credit for two of the four courses. She is pleased about the first two and",
                "",
                signed=None,
            ),
        ),
    ),),
)  # fmt: skip

LONG_NAME = Person(
    "fernanda", "Maria Fernanda Guadalupe Esperanza", "de los Santos y Cervantes", "samir", 85, (48, 5),
    preferred="Fernanda", consents=(Given(85), Given(
        85, "release", refused=True,
        about={"recipient": "Law Clerks’ Register", "recipient_category": "other", "scope": ("identifying",),
               "purpose": "job", "direction": "send"},
    )),
    work=(Work(
        85, "Be a notary's clerk again.", "Employment Services",
        told=(
            Told(
                84, "meeting", 40, "First meeting; she does not want anything shared with anyone, and that is fine.",
                "She has been asked for a shorter name eleven times since she landed; she counts. We found where the "
                "forms cut it off and wrote the whole of it in the margin.",
                "Noted the refusal; explained that the service does not depend on it.",
                (Agreed("Ask the law society what a clerk needs here", "worker", 10, 9),),
                signed=31,
                late="She asked for time to think about what may be written down; she agreed today.",
            ),
            Told(
                2, "phone", 12, "She called about the law society's letter.",
                "They want a police check from each place she has lived in. There are five.",
                "Will look up which ones can be asked for by mail.",
                signed=None,
            ),
        ),
    ),),
)  # fmt: skip

PEOPLE = (DWAYNE, MARC_ANDRE, KWABENA, HENRIK, MONICA, JOSEPHINE, TENZIN, ALASI, LONG_NAME)
