"""The threads of which the lives of the many are woven: short runs of notes with room for a trade and a name."""

from dataclasses import dataclass

# (days after the opening, kind of contact, minutes, reason, what happened, what was done, next step, who, days)
Strand = tuple[int, str, int, str, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Thread:
    """A run of notes and the goal they work towards."""

    goal: str
    strands: tuple[Strand, ...]


ENGLISH = (
    Thread(
        "Work as {trade} again, close to home.",
        (
            (1, "meeting", 50, "First meeting, sent to us by {friend}.",
             ("Was {trade} for years and was good at it. The last place closed without paying the final week. Wants it "
             "said first that the work was never the problem. Bus line four, no car."),
             "Marked every employer on bus line four.",
             "Visit two of them, just to look", "client", 10),
            (24, "phone", 15, "How the visits went.",
             "One was rude; the other asked about Saturdays and gave a name to call. 'I nearly did not go in.'",
             "Practised the call until it sounded like talking.",
             "Call the name before noon", "client", 3),
            (52, "video", 30, "They offered a trial week.",
             "Three shifts, paid. Nervous about the new till, not about the people.",
             "Found the till's manual and read the first chapter together.",
             "A message after the first shift", "client", 8),
        ),
    ),
    Thread(
        "Find out what I could do besides being {trade}.",
        (
            (1, "meeting", 60, "Wants a change and cannot say into what.",
             ("Made two lists: what makes the day go fast and what makes it slow. 'Explaining' was in the first list "
             "four times. Had not noticed."),
             "Lent the cards with the job families for a week.",
             "Sort the cards into three piles with {friend}", "client", 7),
            (20, "meeting", 45, "Looked through the three piles.",
             ("The 'maybe' pile was the honest one. Teaching adults came up twice. Money worries make every choice "
             "feel like the last one."),
             "Wrote a budget for six months of part-time study. It is tight, and it closes.",
             "Sit in on one evening class", "client", 14),
            (61, "email", 10, "A long message after the evening class.",
             "Stayed for the coffee after it. Wants to start in January and asked what is still in the way.",
             "Answered with three things and left two of them to us.",
             "Check whether the fee can be covered", "worker", 6),
        ),
    ),
    Thread(
        "Get my first job in Canada as {trade}.",
        (
            (2, "meeting", 55, "Seven months here, and no answer to sixty applications.",
             ("Sixty applications, one résumé. The résumé lists everything and says nothing. The interview voice is "
             "very formal; the story about the flood at the old workplace is wonderful and is not on the page."),
             "Put the flood on the page.",
             "Send the new page to five places, not sixty", "client", 14),
            (30, "meeting", 40, "Two answers out of five.",
             ("Both want 'Canadian experience'. We talked about what they may be afraid of, and what would take the "
             "fear away. {friend} may vouch for the English."),
             "Asked Ana for a work trial that is paid.",
             "Practise the first two minutes of an interview aloud", "client", 9),
            (58, "phone", 20, "The day before the work trial.",
             ("Has the boots, the route and the name of the supervisor. Asked whether to bring food for everyone. "
             "I said yes."),
             "Went over what to say about the gap, once, and then left it.",
             "Call us from the break, good or bad", "client", 2),
        ),
    ),
    Thread(
        "Stay {trade} without hurting my back again.",
        (
            (1, "meeting", 45, "Came with the doctor's note and a folder of letters.",
             ("Can stand for two hours, not eight. The employer is willing and does not know how. Is ashamed to ask "
             "for a stool."),
             "Drew the shift hour by hour and found where a stool fits.",
             "Talk to the lead hand, with the drawing", "client", 5),
            (17, "collateral", 15, "The employer called, with permission.",
             "They have moved the packing to the bench by the window. They wonder what else; I said: ask.",
             "Sent both of them the same page about breaks.",
             "See how two weeks feel", "client", 14),
        ),
    ),
    Thread(
        "Be {trade} somewhere that answers the phone.",
        (
            (1, "phone", 25, "First talk by phone; the bus does not run on Sundays out there.",
             ("Works alone, far out, and misses people. The pay is good, which makes it hard to say. {friend} says "
             "to stay until spring."),
             "Made a list of what spring would change and what it would not.",
             "Read the list once more on a bad day and once on a good one", "client", 20),
            (33, "video", 35, "Read the list on both days.",
             "Same answer on both. That settles it. Sold the quad to {friend} already.",
             "Looked at rents in town together and at three postings.",
             "Write to two of the three", "client", 10),
            (70, "contact_attempt", 3, "Wanted to hear about the two letters.",
             "Voice mail; the greeting is new and cheerful.",
             "Left my name and that there is no hurry.",
             "Try once more next week", "worker", 8),
        ),
    ),
    Thread(
        "Pass the test for {trade} on the first try.",
        (
            (1, "meeting", 40, "Wants help with the test, not with anything else.",
             ("Knows the work by hand and freezes on paper. Reads slowly and well. Never told a school about it; "
             "there was always {friend} to copy from."),
             "Asked the testing office about extra time. They have it; it only has to be asked for.",
             "Fill in the form for extra time together", "worker", 7),
            (26, "group", 90, "Study group, third evening.",
             "Explained gear ratios to the table with two bottle caps. Two people asked to keep the bottle caps.",
             "Said so afterwards: that was teaching.",
             "Do one old test with the clock running", "client", 12),
        ),
    ),
)  # fmt: skip

FRENCH = (
    Thread(
        "Travailler comme {trade}, en français autant que possible.",
        (
            (1, "meeting", 50, "Premier rendez-vous, sur le conseil de {friend}.",
             ("Parle trois langues et s’excuse pour chacune. Dix ans de métier, deux lettres de recommandation que "
             "personne n’a encore demandé à voir. La garderie ferme à cinq heures et demie."),
             "Dessiné la semaine avec la garderie au milieu.",
             "Apporter les deux lettres", "client", 7),
            (28, "video", 30, "Retour sur l’entrevue de mardi.",
             ("La question du salaire a tout gâché. Nous l’avons rejouée quatre fois; la dernière, avec un silence "
             "bien placé."),
             "Envoyé l’échelle des salaires de la région.",
             "Écrire un chiffre et s’y tenir", "client", 5),
        ),
    ),
    Thread(
        "Reprendre des études sans cesser d’être {trade}.",
        (
            (1, "phone", 25, "Premier appel, entre deux quarts de travail.",
             ("Veut finir le secondaire à quarante ans passés et ne l’a dit à personne, sauf à {friend}. Craint "
             "d’être la personne la plus âgée de la classe. Ce sera sans doute vrai."),
             "Trouvé le cours du samedi, où la moitié a plus de trente-cinq ans.",
             "Passer voir la salle un samedi", "client", 10),
            (40, "meeting", 45, "Première note: 71 en mathématiques.",
             ("La feuille est pliée dans le portefeuille. Les fractions restent l’ennemi; les pourcentages, c’est "
             "la caisse, donc facile."),
             "Fait le lien entre les deux avec des rabais de circulaire.",
             "Deux pages de fractions, pas plus", "client", 7),
        ),
    ),
)  # fmt: skip
