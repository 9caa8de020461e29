"""What people of Northbridge want, how they will know, and what came of it."""

from records.demo.deeds.facts import says
from records.demo.shapes import Deed


def _wants(who: str, ago: int, goal: str, by_day: int | None = None, priority: int = 1) -> Deed:
    return says(who, ago, "goal", goal=goal, by_day=by_day, priority=priority)


def _aims(who: str, ago: int, objective: str, *, goal: str, measure: str, by_day: int) -> Deed:
    return says(who, ago, "objective", objective=objective, goal=goal, measure=measure, by_day=by_day)


def _came(who: str, ago: int, of: str, *, measure: str, found: str, reached: str) -> Deed:
    return says(who, ago, "outcome", of=of, measure=measure, found=found, reached=reached)


# Days in the future are below zero.
GOALS = (
    _wants("zahra", 209, "Redevenir infirmière, ici.", -300),
    _wants("zahra", 209, "Ne plus nettoyer des bureaux la nuit.", -60, 2),
    _wants("zahra", 150, "Que l’ordre écrive mon nom comme il est.", -20, 3),
    _wants("gord", 319, "My old job back when the mill starts up again.", 200),
    _wants("gord", 160, "Building operator at the hospital or the school board by fall.", -45),
    _wants("kiona", 74, "Finish Grade 12.", -120),
    _wants("kiona", 74, "Get paid to be outside.", -90, 2),
    _wants("marisol", 129, "A job with a lock on the door.", -40),
    _wants("marisol", 129, "My own bank account.", 60, 2),
    _wants("tuan", 349, "Cook in a real kitchen.", -30),
    _wants("tuan", 200, "My own kitchen, small, with six tables.", -700, 2),
    _wants("siobhan", 239, "Thirty hours, from however many jobs it takes.", 110),
    _wants("curtis", 419, "Keep a job longer than a winter.", -120),
    _wants("olena", 379, "My bakery, with my name on the window.", -250),
    _wants("rajan", 229, "IT support with people, not tickets.", 90),
    _wants("solveig", 139, "Back into geology, with the children's hours.", -100),
    _wants("winnifred", 144, "Answer phones again, with a screen I can read.", -50),
    _wants("dwayne", 65, "Get my forklift back, and nobody making me read out loud.", -30),
    _wants("marc-andre", 169, "Travailler sans retomber malade.", -90),
    _wants("kwabena", 154, "Childcare first, then accounting.", -60),
    _wants("brandon", 189, "Be foreman of something.", -200),
    _wants("nadia", 109, "Interpret for people at the clinic.", -120),
    _wants("agnes", 1499, "Teach beading, and be paid for it.", 1200),
)  # fmt: skip

OBJECTIVES = (
    _aims("zahra", 208, "L’ordre ouvre le dossier.", goal="Redevenir infirmière", measure="Lettre de l’ordre",
        by_day=120),
    _aims("zahra", 150, "Examen de français professionnel réussi.", goal="Redevenir infirmière",
        measure="Résultat, oral et écrit", by_day=-45),
    _aims("gord", 159, "The operator's certificate is on the wall.", goal="Building operator", measure="Certificate",
        by_day=-10),
    _aims("gord", 40, "Two interviews without apologizing for himself.", goal="Building operator",
        measure="What Gord says after each", by_day=-14),
    _aims("kiona", 73, "Two English credits, online.", goal="Finish Grade 12", measure="Transcript", by_day=-60),
    _aims("tuan", 330, "English level 5.", goal="A real kitchen", measure="Test of the language school", by_day=150),
    _aims("siobhan", 238, "Paid hours a week.", goal="Thirty hours", measure="Pay slips, added up", by_day=120),
    _aims("curtis", 28, "Work within thirty minutes on foot.", goal="Longer than a winter", measure="First pay slip",
        by_day=-45),
    _aims("olena", 370, "Food handler course.", goal="My bakery", measure="Certificate", by_day=340),
    _aims("winnifred", 130, "Reads a call screen for four hours.", goal="Answer phones again",
        measure="Trial day with the magnifier", by_day=-20),
    _aims("dwayne", 60, "Forklift ticket renewed by an oral test.", goal="Forklift back", measure="Ticket", by_day=-15),
    _aims("marc-andre", 60, "Vingt-quatre heures par semaine pendant un mois.", goal="Travailler sans retomber",
        measure="Son carnet d’énergie", by_day=-5),
    _aims("kwabena", 120, "Two places in child care.", goal="Childcare first", measure="Start date in writing",
        by_day=20),
    _aims("brandon", 188, "The course for lead hands.", goal="Be foreman of something",
        measure="Certificate of the course", by_day=-30),
    _aims("rajan", 228, "Three interviews in places with people.", goal="People, not tickets", measure="Interviews",
        by_day=110),
)  # fmt: skip

OUTCOMES = (
    _came("zahra", 148, "L’ordre ouvre le dossier.", measure="Lettre de l’ordre",
        found="Dossier ouvert, une preuve d’emploi manque.", reached="part"),
    _came("zahra", 41, "Examen de français professionnel réussi.", measure="Résultat",
        found="Compréhension réussie, oral manqué de quatre points.", reached="part"),
    _came("gord", 42, "The operator's certificate is on the wall.", measure="Certificate",
        found="Passed with 88; hung beside the union card.", reached="full"),
    _came("tuan", 148, "English level 5.", measure="Test", found="Level 5 in listening, 4 in writing.", reached="part"),
    _came("siobhan", 118, "Paid hours a week.", measure="Pay slips", found="31 hours in two jobs.", reached="more"),
    _came("curtis", 32, "Work within thirty minutes on foot.", measure="Pay slips",
        found="Four months at the depot, then the shift was cut.", reached="part"),
    _came("olena", 350, "Food handler course.", measure="Certificate",
        found="Passed; the inspector took a loaf home.", reached="full"),
    _came("rajan", 100, "Three interviews in places with people.", measure="Interviews", found="Two were enough.",
        reached="more"),
    _came("kwabena", 27, "Two places in child care.", measure="Start date",
        found="Both twins begin on the first Monday.", reached="full"),
    _came("darlene", 236, "To be reached at all.", measure="Attempts", found="Nine attempts, no answer.",
        reached="not"),
    _came("agnes", 1102, "Teach beading, and be paid for it.", measure="Contract",
        found="Two courses a term at the college.", reached="full"),
)  # fmt: skip

EVALUATIONS = (
    says("gord", 38, "evaluation", attained="Certificate yes, interviews next.",
        feedback="'You let me be sad about the mill for one day and no longer. That was right.'",
        judgement="Writing down everything he looked after worked better than any résumé exercise. We waited too "
        "long with the mock interviews.", then="go_on"),
    says("zahra", 40, "evaluation", attained="Dossier ouvert, oral à reprendre.",
        feedback="« Vous m’attendez quand je cherche le mot. »",
        judgement="L’interprète au téléphone suffit pour les papiers, pas pour les décisions: en personne "
        "dorénavant.", then="go_on"),
    says("curtis", 29, "evaluation", attained="A job, but not through the winter.",
        feedback="'Nobody else ever drew me my winters.'",
        judgement="The map worked. We did not ask the employer about winter shifts; next time we do.", then="change"),
    says("solveig", 32, "evaluation", attained="Two postings found, none applied for.",
        feedback="Two of five for working together, because of the call.",
        judgement="A promise was not kept. It is on a list that both of us see now.", then="change"),
    says("darlene", 231, "evaluation", attained="Nothing that we could see.",
        judgement="The first meeting asked too much. Next time one question and the coffee.", then="close"),
    says("agnes", 1101, "evaluation", attained="Reached.", feedback="Three pairs of moccasins for the front desk.",
        judgement="Photographs did what the résumé could not.", then="close"),
    says("rajan", 94, "evaluation", attained="Reached, evidence missing.",
        judgement="He found it himself once the word 'people' was in the search.", then="go_on"),
    says("beatrice", 78, "evaluation", attained="La moitié: le bilan est fait, le poste non.",
        feedback="« Chez vous, on me dit ce qui part. »",
        judgement="Nommer la personne au Centre n’a pas suffi; la prochaine permission dira aussi pour quoi pas.",
        then="go_on"),
    says("kwabena", 25, "evaluation", attained="Child care settled.",
        judgement="Calling three centres on the same day would have saved two months.", then="go_on"),
)  # fmt: skip

DEEDS = (*GOALS, *OBJECTIVES, *OUTCOMES, *EVALUATIONS)
