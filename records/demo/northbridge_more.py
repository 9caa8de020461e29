"""People of Northbridge: those who are on their way."""

from records.demo.shapes import Added, Agreed, Given, Person, Told, Work

BEATRICE = Person(
    "beatrice", "Béatrice", "Lafrenière", "etienne", 290, (47, 140), language="fr", phone="705 555-0108",
    consents=(
        Given(290),
        Given(
            280, "release", conditions="Bilan de compétences au Centre des femmes.", taken_back=200,
            about={
                "recipient": "Centre des femmes", "recipient_category": "community", "scope": ("assessment",),
                "purpose": "support", "direction": "send",
            },
        ),
        Given(289, "research", lasts=400, taken_back=209),
        Given(285, "media", lasts=730, about={"scope": ("photo", "story")}),
    ),
    work=(Work(
        290, "Diriger une garderie plutôt que d’y courir.", "Emploi et formation",
        told=(
            Told(
                279, "collateral", 15, "Envoyé le bilan au Centre des femmes, comme Béatrice l’avait permis.",
                "Parlé à la personne désignée, et à elle seule. Confirmé la réception de deux pages.",
                "Noté ce qui est parti, quand et à qui.",
                no_steps="Béatrice nous dira si le Centre l’a appelée.",
            ),
            Told(
                80, "meeting", 30, "Béatrice retire sa permission de partager.",
                "Le Centre a donné son nom pour une photo sans le lui demander. Elle est en colère, avec raison. Elle "
                "garde le service chez nous. Je lui ai dit franchement que les deux pages déjà parties ne reviennent "
                "pas, mais que rien d’autre ne partira.",
                "Retiré la permission devant elle; écrit au Centre de ne plus se servir du bilan.",
                (Agreed("Donner à Béatrice la réponse du Centre", "worker", 10, 8),),
            ),
        ),
    ),),
)  # fmt: skip

TUAN = Person(
    "tuan", "Minh Tuấn", "Đặng", "mei-ling", 350, (31, 17), email="tuan.dang@example.org",
    consents=(
        Given(350),
        Given(
            170, "release", lasts=182, conditions="Level and dates only, nothing about work.",
            about={
                "recipient": "Sunrise Language School", "recipient_category": "training",
                "scope": ("attendance", "assessment"), "purpose": "training", "direction": "both",
            },
        ),
    ),
    work=(Work(
        350, "Cook in a real kitchen, then my own.", "Employment Services",
        told=(
            Told(
                349, "meeting", 45, "First meeting; wants evening English so that he can keep the day job.",
                "He washes dishes at a place where, he says, he cooks better than the cook. He would like his name "
                "written with its marks: Đặng Minh Tuấn, family name first when it is formal.",
                "Wrote it that way, and told him where it will lose its marks anyway.",
                (Agreed("Level test at the language school", "client", 20, 18),),
            ),
            Told(
                26, "email", 10, "The school wants to renew his place; his permission to share ends soon.",
                "He answered in an hour: yes, the same as before, level and dates, nothing about work.",
                "Wrote back with three times for signing it.",
                (Agreed("Sign the renewed permission", "client", 20),),
            ),
        ),
    ),),
)  # fmt: skip

WENDELL = Person(
    "wendell", "Wendell", "Baptiste", "dana", 260, (22, 300), phone="705 555-0110", consents=(Given(260),),
    work=(Work(
        260, "Stay on at the bike shop after the subsidy.", "Youth",
        told=(
            Told(
                150, "meeting", 30, "Month one at the shop.",
                "Wendell has been early every day. The owner lets him true wheels alone. He worries what happens when "
                "the wage subsidy ends and would rather ask than wonder.",
                "Practised how to ask it, in one sentence, on a good day.",
                (Agreed("Ask the owner about the spring", "client", 30, 26),),
                place="employer",
            ),
            Told(
                9, "phone", 15, "The shop will keep him as an ordinary employee from the first of the month.",
                "He said it very fast and then asked me to say it back. Thirty hours, a dollar more.",
                "Noted that from then on the months count as ordinary employment.",
                (Agreed("Send a photo of the new contract", "client", 14),),
            ),
        ),
    ),),
)  # fmt: skip

SIOBHAN = Person(
    "siobhan", "Siobhán", "Ní Dhomhnaill", "mei-ling", 240, (45, 60), phone="705 555-0111",
    consents=(Given(240),),
    work=(Work(
        240, "Enough hours, from however many jobs it takes.", "Employment Services",
        told=(
            Told(
                120, "phone", 20, "Started the second part-time job.",
                "School cafeteria in the mornings, pharmacy till three evenings a week: 31 hours together. She keeps "
                "two lunch bags by the door so as not to mix up the aprons.",
                "Wrote both employers and both start dates down as two spells.",
                (Agreed("Bring one pay slip from each", "client", 30, 24),),
            ),
            Told(
                35, "meeting", 30, "How it is going with two jobs.",
                "Good, and tired. The pharmacy may have a full post in the new year. She would take it, 'and then "
                "miss the kids at the cafeteria, you know yourself.'",
                "Looked at the posting together; she meets all of it but the cash-office part.",
                (Agreed("Ask the pharmacist to show her the cash-up", "client", 10, 10),),
            ),
        ),
    ),),
)  # fmt: skip

CURTIS = Person(
    "curtis", "Curtis", "Fontaine-Laliberté", "samir", 420, (33, 199), phone="705 555-0112",
    consents=(Given(420),),
    work=(Work(
        420, "Keep a job longer than a winter.", "Employment Services",
        told=(
            Told(
                419, "meeting", 50, "First meeting. Four jobs in three years, all lost between January and March.",
                "He says it is always the truck: it does not start, he is late, he is ashamed, he stops calling. "
                "We drew the four winters on one sheet. Same week in each.",
                "Asked what a job would look like that needs no truck.",
                (
                    Agreed("Mark on a map what he can walk to in thirty minutes", "client", 7, 7),
                    Agreed("List employers on that map", "worker", 10, 10),
                ),
            ),
            Told(
                30, "meeting", 40, "Curtis is back: the job at the depot ended in the fourth month.",
                "Not the truck this time. They cut the shift he was on. He called us the same day, which he has never "
                "done before, and I told him so.",
                "Reopened the case instead of starting over; read the four-winters sheet again.",
                (Agreed("Ask the depot for a letter saying why", "client", 5, 3),),
            ),
        ),
        closed=(170, "employed"),
        reopened=(30, "The job ended in month four when the shift was cut."),
    ),),
)  # fmt: skip

OLENA = Person(
    "olena", "Olena", "Kovalchuk", "priya", 380, (39, 77), email="olena.bakes@example.org", consents=(Given(380),),
    work=(Work(
        380, "My bakery, with my name on the window.", "Self-employment",
        told=(
            Told(
                379, "meeting", 60, "Plan for a bakery at the Saturday market.",
                "She brought the rye. We ate it while she explained margins to me: flour is nothing, the oven is "
                "everything. She ran the books of a bakery in Poltava with eleven people.",
                "Found the health unit's kitchen course and two church kitchens that rent by the hour.",
                (
                    Agreed("Food handler course", "client", 30, 21),
                    Agreed("Introduce her to the market's committee", "worker", 14, 12),
                ),
            ),
            Told(
                45, "video", 30, "Six months of Saturdays.",
                "Sold out on 19 of 24. She shows me the book: after rent and flour it is what a full-time clerk earns, "
                "on most months. Two cafés want bread on Wednesdays.",
                "Agreed on which pages count as evidence: the market's receipts, not the guest book.",
                (Agreed("Copy the receipts for the last three months", "client", 14, 9),),
            ),
        ),
    ),),
)  # fmt: skip

RAJAN = Person(
    "rajan", "Rajan", "Pillai", "dana", 230, (28, 310), phone="705 555-0114", email="rajan.pillai@example.org",
    consents=(Given(230),),
    work=(Work(
        230, "IT support with people, not tickets.", "Employment Services",
        told=(
            Told(
                95, "phone", 10, "Rajan started at the college help desk on Monday.",
                "He has a lanyard and a chair that squeaks. His first caller cried about a lost thesis and he found "
                "it. He is delighted.",
                "Asked for a letter or a pay slip when the first month is over.",
                (Agreed("Send a pay slip", "client", 35),),
            ),
            Told(
                9, "contact_attempt", 3, "No pay slip yet.",
                "No answer; left a message with my name and number, nothing about why.",
                "Sent the employer's form to Rajan by e-mail so that he decides who gets it.",
                (Agreed("Call again in the evening", "worker", 7),),
            ),
        ),
    ),),
)  # fmt: skip

_NINE = (330, 322, 315, 301, 294, 280, 266, 252, 240)

DARLENE = Person(
    "darlene", "Darlene", "Moxam", "joseph", 360, (52, 8), phone="705 555-0115", consents=(Given(360),),
    work=(Work(
        360, "Something quiet.", "Employment Services",
        told=(
            Told(
                359, "meeting", 25, "First meeting; she left early.",
                "Darlene answered what she was asked and looked at the door. She said she might come back when her "
                "brother is better.",
                "Told her the door stays open and that nobody will be cross.",
                no_steps="She will call. We may try too, in the mornings.",
            ),
            *(
                Told(
                    ago, "contact_attempt", 2, f"Attempt {number} of those we agreed on.",
                    "No answer, no voice mail." if number % 3 else "The line rang once and stopped.",
                    "Will try on another day of the week.",
                    no_steps="None until we reach her.",
                )
                for number, ago in enumerate(_NINE, start=1)
            ),
        ),
        closed=(230, "contact_lost"),
    ),),
)  # fmt: skip

SOLVEIG = Person(
    "solveig", "Sólveig", "Þórðardóttir", "fiona", 140, (36, 5), email="solveig@example.org",
    consents=(Given(140),),
    work=(Work(
        140, "Back into geology, with the children's hours.", "Employment Services",
        told=(
            Told(
                33, "meeting", 40, "Sólveig came to say that I had not called.",
                "I had promised Tuesday and did not call until Friday. She had turned down a shift to be home for "
                "it. She said it plainly and was right. I said so, without an explanation, and asked what would "
                "make it good. 'A text if it will be late. I can live with late.'",
                "Wrote the promise down where we both see it.",
                (
                    Agreed("A text by noon whenever a call will be late", "worker", 1, 1),
                    Agreed("Pay attention to whether it holds; say so at the next meeting", "client", 21),
                ),
                signed=3,
                added=Added("add_information", "She rated working together 2 of 5 that day and wants it asked again."),
            ),
        ),
    ),),
)  # fmt: skip

PEOPLE = (BEATRICE, TUAN, WENDELL, SIOBHAN, CURTIS, OLENA, RAJAN, DARLENE, SOLVEIG)
