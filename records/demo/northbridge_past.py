"""People of Northbridge: closed files, holds, and what the privacy lead has to look after."""

from records.demo.shapes import Added, Agreed, Asked, Given, Held, Person, Told, Work

# Seven years and two months, eight years: past the end of the seven that the schedule asks for.
SEVEN_YEARS_TWO_MONTHS, EIGHT_YEARS = 2620, 2925

ERNEST = Person(
    "ernest", "Ernest", "Goulais", "joseph", SEVEN_YEARS_TWO_MONTHS + 240, (66, 120), phone="705 555-0116",
    consents=(Given(SEVEN_YEARS_TWO_MONTHS + 240),),
    work=(Work(
        SEVEN_YEARS_TWO_MONTHS + 240, "A few years more on the roads crew, off the shovel.", "Employment Services",
        told=(
            Told(
                SEVEN_YEARS_TWO_MONTHS + 239, "meeting", 45, "First meeting; his shoulder will not do another winter.",
                "Ernest knows every culvert between here and the river. The township needs somebody who does.",
                "Wrote to the township's superintendent with him, one page.",
                (Agreed("Take the letter in himself", "client", 7, 5),),
            ),
            Told(
                SEVEN_YEARS_TWO_MONTHS + 1, "phone", 10, "He has been road inspector since Monday.",
                "He called from the truck, parked, to say that the heater works.",
                "Wished him well. Told him how long we keep the file.",
                no_steps="None: the work is done.",
            ),
        ),
        closed=(SEVEN_YEARS_TWO_MONTHS, "employed"),
    ),),
)  # fmt: skip

MARGUERITE = Person(
    "marguerite", "Marguerite", "d'Entremont", "etienne", EIGHT_YEARS + 200, (71, 33), language="fr",
    consents=(Given(EIGHT_YEARS + 200),),
    work=(Work(
        EIGHT_YEARS + 200, "Un peu de travail, beaucoup de monde.", "Emploi et formation",
        told=(
            Told(
                EIGHT_YEARS + 190, "meeting", 40, "Mme d’Entremont veut travailler à la bibliothèque, même bénévole.",
                "Quarante ans d’enseignement; elle reconnaît la moitié de nos clients à leur écriture. La retraite "
                "est trop tranquille.",
                "Appelé la bibliothèque: deux matins par semaine, payés.",
                (Agreed("Se présenter lundi à la bibliothécaire", "client", 5, 5),),
            ),
        ),
        closed=(EIGHT_YEARS, "employed"),
    ),),
)  # fmt: skip

LESZEK = Person(
    "leszek", "Leszek", "Wójcik", "mei-ling", 2700, (58, 12), phone="705 555-0118", consents=(Given(2700),),
    work=(Work(
        2700, "Drive a school bus.", "Employment Services",
        told=(
            Told(
                2690, "meeting", 40, "What the bus licence asks for.",
                "Leszek drove a tram for sixteen years and thinks a bus is a tram with opinions. His eyes were tested "
                "in May.",
                "Paid the licence fee from client supports; receipt in the file.",
                (Agreed("Book the road test", "client", 14, 10),),
            ),
        ),
        closed=(2600, "employed"),
        held=Held(90, "funder_audit", "Funder's audit 2019/20", "The auditors have asked for all paid supports."),
    ),),
)  # fmt: skip

AGNES = Person(
    "agnes", "Agnes", "Nakogee", "joseph", 1500, (63, 180), consents=(Given(1500),),
    work=(Work(
        1500, "Teach beading, and be paid for it.", "Employment Services",
        told=(
            Told(
                1499, "meeting", 50, "Agnes has a paper file from before; it is in box 14.",
                "The paper agreement of that time was scanned today. She brought three pairs of moccasins so that I "
                "understand the difference between a craft and a trade. I do now.",
                "Asked the college's continuing education office what an instructor has to show.",
                (Agreed("Photograph the work, ten pieces, plain background", "client", 21, 19),),
            ),
        ),
        closed=(1100, "self_employed"),
    ),),
)  # fmt: skip

CAMILLE = Person(
    "camille", "Camille", "St-Onge", "etienne", 300, (25, 88), pronouns="elle", language="fr",
    email="camille.stonge@example.org", consents=(Given(300),),
    work=(Work(
        300, "Sortir du restaurant de la famille sans sortir de la famille.", "Emploi et formation",
        told=(
            Told(
                299, "meeting", 55, "Camille veut quitter le restaurant et ne sait pas comment le dire.",
                "Sa sœur Élodie compte sur elle le samedi. Un autre client était dans la salle d’attente et l’a "
                "saluée; elle en a été gênée. Nous avons écrit ce qu’elle dirait, puis nous l’avons raccourci jusqu’à "
                "ce que ce soit vrai: « J’ai besoin d’un travail où je suis débutante. »",
                "Proposé qu’elle entre désormais par la porte du côté.",
                (Agreed("Parler à Élodie avant dimanche", "client", 5, 6),),
            ),
            Told(
                26, "email", 10, "Camille demande une copie de tout son dossier.",
                "Elle veut voir ce qui est écrit sur sa sœur. Elle en a le droit pour ce qui la concerne, elle.",
                "Transmis à Luc le jour même; expliqué les trente jours.",
                (Agreed("Préparer la copie, sans ce qui est à d’autres", "worker", 30),),
            ),
        ),
    ),),
)  # fmt: skip

BRANDON = Person(
    "brandon", "Brandon", "Kechego", "harriet", 190, (30, 222), phone="705 555-0121", consents=(Given(190),),
    work=(Work(
        190, "Be foreman of something.", "Employment Services",
        told=(
            Told(
                80, "meeting", 35, "After he shouted at the front desk on Monday.",
                "Brandon had waited forty minutes for an appointment that we had moved without telling him. He is "
                "sorry for how he said it and not for what he said. Tyler does not want a fuss; he wants it not to "
                "happen again. Both are fair.",
                "Agreed together: he may always ask for Harriet; nobody is shouted at; we call when we move a time.",
                (
                    Agreed("Say sorry to Tyler, in his own words", "client", 3, 2),
                    Agreed("A call before any appointment is moved", "worker", 1, 1),
                ),
                added=Added("client_disagrees", "Brandon asks us to write that he waited fifty minutes, not forty.", 4),
            ),
        ),
    ),),
)  # fmt: skip

NADIA = Person(
    "nadia", "Nadia", "El-Haddad", "samir", 110, (27, 150), phone="705 555-0122", consents=(Given(110),),
    work=(Work(
        110, "Interpret for people at the clinic.", "Employment Services",
        told=(
            Told(
                52, "group", 60, "Nadia had a seizure in the digital basics workshop.",
                "It lasted two minutes; she was on her side with a coat under her head. The ambulance came in nine. "
                "Her words to me afterwards: الحمد لله، أنا بخير. What happened to her health is hers to tell.",
                "Stayed until her cousin came. Told Harriet, who has the incident in review.",
                (Agreed("Call Nadia on Monday, not about work", "worker", 4, 4),),
            ),
        ),
    ),),
)  # fmt: skip

WINNIFRED = Person(
    "winnifred", "Winnifred", "Achneepineskum", "priya", 145, (61, 240), phone="705 555-0123",
    consents=(Given(145),),
    work=(Work(
        145, "Answer phones again, with a screen I can read.", "Employment Services",
        told=(
            Told(
                144, "phone", 40, "First talk; Winnie prefers the phone, and print of at least 18 points.",
                "She ran a switchboard with 60 lines and knew every voice. The forms at the last place were grey on "
                "grey. Short sentences on paper, please, and no boxes to find.",
                "Everything we give her goes out in large print from today.",
                (Agreed("Borrow the screen magnifier for two weeks", "worker", 6, 6),),
            ),
        ),
        asked=(Asked(3, "en", "large"),),
    ),),
)  # fmt: skip

PEOPLE = (ERNEST, MARGUERITE, LESZEK, AGNES, CAMILLE, BRANDON, NADIA, WINNIFRED)
