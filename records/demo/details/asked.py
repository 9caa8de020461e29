"""What people of Northbridge were asked and answered, several times over, and what followed from a low rating."""

from records.assessments.values import Band, Scale
from records.demo.deeds.asking import adds_instrument, answers, makes_good
from records.demo.shapes import Deed

SELF, CHECK = "Self-agency", "Session check"
_PASS = (Band(0, "not yet", "pas encore"), Band(60, "passed", "réussi"))


def _placed(en: str, fr: str) -> Scale:
    return Scale("", en, fr, 1, 12)


def _marked(en: str, fr: str) -> Scale:
    return Scale("", en, fr, 0, 100, bands=_PASS)


INSTRUMENTS = (
    adds_instrument("harriet", 400, ("Language placement", "Classement linguistique"),
        "Sunrise Language School; results only",
        [_placed("Listening", "Écoute"), _placed("Speaking", "Expression orale"), _placed("Reading", "Lecture"),
            _placed("Writing", "Écriture")]),
    adds_instrument("harriet", 399, ("Interest cards, 60 items", "Cartes d’intérêts, 60 cartes"), "Our own",
        [Scale("", "Repair", "Réparer", 0, 20), Scale("", "People", "Les gens", 0, 20),
            Scale("", "Outdoors", "Dehors", 0, 20)]),
    adds_instrument("harriet", 398, ("Work readiness", "Prêt pour le travail"), "Our own",
        [Scale("", "Getting there", "S’y rendre"), Scale("", "Asking", "Demander"), Scale("", "Staying", "Rester")]),
    adds_instrument("margaret", 397, ("Skills review", "Bilan de compétences"), "Our own",
        [Scale("", "Organizing", "Organiser"), Scale("", "Deciding", "Décider"), Scale("", "Figures", "Chiffres")]),
    adds_instrument("margaret", 300, ("Professional French, health", "Français professionnel, santé"),
        "Centre de langue du Nord; results only",
        [_marked("Comprehension", "Compréhension"), _marked("Oral", "Oral"), _marked("Written", "Écrit")]),
    adds_instrument("harriet", 250, ("Workplace vision check", "Vision au travail"), "Low vision clinic; results only",
        [Scale("", "Smallest print at 40 cm", "Plus petits caractères à 40 cm", 6, 36, better="down")]),
)  # fmt: skip

# Once or twice, by others or by us.
RESULTS = (
    answers("tuan", 330, "Language placement", 5, 4, 4, 4, giver="Sunrise Language School", giver_id=None,
        meaning="A kitchen brigade is within reach; the health inspector's paper is not yet."),
    answers("tuan", 60, "Language placement", 7, 6, 6, 5, giver="Sunrise Language School", giver_id=None,
        meaning="The inspector's paper can be tried. Writing wants one more term."),
    answers("gord", 290, "Interest cards, 60 items", 18, 9, 11,
        meaning="Machines indoors, with somebody to talk to at noon."),
    answers("beatrice", 281, "Skills review", 9, 8, 5, meaning="Direction oui, comptabilité avec appui."),
    answers("wendell", 258, "Work readiness", 8, 3, 6, meaning="Practise asking; the rest he has."),
    answers("wendell", 20, "Work readiness", 9, 7, 7, client_view="I asked. Nobody died.", mode="phone"),
    answers("winnifred", 138, "Workplace vision check", 18, giver="Low vision clinic", giver_id=None,
        meaning="Any screen that can be set so; most can."),
    answers("winnifred", 50, "Workplace vision check", 14, giver="Low vision clinic", giver_id=None,
        validity="With the magnifier on loan."),
    answers("zahra", 120, "Professional French, health", 71, 49, None, giver="Centre de langue du Nord",
        giver_id=None, validity="L’écrit a été remis, faute de temps."),
    answers("zahra", 55, "Professional French, health", 78, 56, 71, giver="Centre de langue du Nord", giver_id=None,
        meaning="Seul l’oral est à reprendre, et de peu."),
)  # fmt: skip

# The same questions over months: the goal that was refused, and the second one.
OVER_TIME = (
    answers("gord", 319, SELF, 3, 2, 5, 8, client_view="I know one place and it is shut."),
    answers("gord", 200, SELF, 2, 2, 4, 5, client_view="They sent the letter to everybody.",
        meaning="The mill will not call back. Look at what his hands know elsewhere."),
    answers("gord", 159, SELF, 4, 5, 4, 7, meaning="A new goal that is his own."),
    answers("gord", 90, SELF, 6, 5, 6, 8),
    answers("gord", 12, SELF, 7, 6, 8, 9, client_view="I can see the building from the bus."),
    answers("zahra", 209, SELF, 6, 2, 5, 9, client_view="Je sais ce que je veux. Je ne sais pas à qui le dire."),
    answers("zahra", 150, SELF, 5, 3, 5, 9),
    answers("zahra", 92, SELF, 7, 5, 6, None, validity="Avec interprète; la dernière question a été sautée."),
    answers("olena", 379, SELF, 4, 4, 3, 9),
    answers("olena", 200, SELF, 6, 7, 5, 9),
    answers("olena", 45, SELF, 9, 8, 8, 9, mode="video", client_view="The sign is ordered."),
    answers("kiona", 74, SELF, 5, 3, 6, 4),
    answers("kiona", 30, SELF, 6, 5, 6, 7, meaning="Being outside counts for more than we thought."),
)  # fmt: skip

# The call that came three days late, said and made good; one that waits for an answer.
RATINGS = (
    answers("solveig", 90, CHECK, 8, 7),
    answers("solveig", 33, CHECK, 2, 4, client_view="I turned a shift down for a call that did not come."),
    makes_good("solveig", 32, "Said that she was right. A text by noon whenever a call will be late; the promise "
        "stands on the page that both see. She wants to be asked again in three weeks."),
    answers("solveig", 12, CHECK, 8, 8, client_view="It has held so far."),
    answers("winnifred", 40, CHECK, 9, 8, mode="phone"),
    answers("winnifred", 5, CHECK, 5, 8, mode="phone", client_view="You talked to my sister more than to me."),
)  # fmt: skip

DEEDS: tuple[Deed, ...] = (*INSTRUMENTS, *RESULTS, *OVER_TIME, *RATINGS)
