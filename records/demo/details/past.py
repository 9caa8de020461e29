"""Where people of Northbridge come from: history, work over time, who sent them, and answers about themselves."""

from typing import Any

from records.demo.deeds.facts import says
from records.demo.shapes import Deed

FUNDER = "Figures for the funder, without names"
IN_FRENCH = {"zahra", "marc-andre"}
SOURCE = dict.fromkeys(("zahra", "marc-andre", "camille"), "La personne")


def _told(who: str, ago: int, topic: str, summary: str, **more: Any) -> Deed:
    return says(
        who, ago, "history", topic=topic, summary=summary, source=SOURCE.get(who, "The person"), **more
    )


def _answers(who: str, ago: int, **answers: str | None) -> tuple[Deed, ...]:
    """None is a person's full answer, too: they prefer not to say."""
    return tuple(
        says(
            who, ago, "demographic", question=question, answer=answer,
            purpose="Chiffres du bailleur de fonds, sans noms" if who in IN_FRENCH else FUNDER,
            given="answered" if answer else "declined",
        )
        for question, answer in answers.items()
    )  # fmt: skip


HISTORY = (
    _told("zahra", 209, "work", "Onze ans infirmière en pédiatrie, Hérat; responsable de nuit les trois dernières.",
        from_day=5400, to_day=1500),
    _told("zahra", 209, "immigration", "Arrivée par Islamabad, seize mois d’attente avec trois enfants.",
        from_day=900, to_day=420),
    _told("gord", 319, "work", "Twenty-nine years on the recovery boiler; one unplanned shutdown.", from_day=10950,
        to_day=362),
    _told("gord", 300, "schooling", "Left in Grade 11 for the mill. Fourth-class engineer's papers since.",
        from_day=15000, to_day=14000),
    _told("kiona", 74, "schooling", "Two English credits missing; better outdoors than in the building."),
    _told("kiona", 60, "housing", "With the aunt since they were nine."),
    _told("marisol", 129, "work", "Kept the books of a family business for twelve years, never on the payroll.",
        from_day=5000, to_day=200),
    _told("marisol", 120, "justice", "There is a protection order; the paper is in her own hands, a copy is not kept "
        "here."),
    _told("patrick", 87, "work", "Managed a shoe store, eleven staff, trained all of them.", from_day=3500, to_day=100),
    _told("ingrid", 57, "work", "Timber cruiser, four seasons.", from_day=2600, to_day=800),
    _told("ingrid", 57, "caring", "Home with the baby for fourteen months.", from_day=480, to_day=60),
    _told("jon", 399, "training", "1,900 welding hours; no paper for 600 of them.", from_day=2000, to_day=700),
    _told("tuan", 349, "work", "Sous-chef in Huế for six years; dishwasher here.", from_day=4000, to_day=900),
    _told("wendell", 258, "schooling", "Grade 12, evening school."),
    _told("curtis", 418, "work", "Four winters, four jobs, all lost between January and March.", from_day=1600,
        to_day=460),
    _told("olena", 379, "work", "Ran the books of a bakery in Poltava with eleven people.", from_day=5200, to_day=1100),
    _told("brandon", 189, "justice", "Eighteen months' probation, ended; he wants it said before somebody finds it.",
        from_day=1500, to_day=950),
    _told("nadia", 108, "training", "Community interpreter course, two of three modules."),
    _told("nadia", 45, "health", "What she needs from a workplace after the seizure: no night shifts, a colleague "
        "who knows."),
    _told("marc-andre", 169, "health", "Fatigue qui revient; ce qui compte pour le plan est le nombre d’heures, pas "
        "le nom."),
    _told("dwayne", 64, "work", "Forklift, eleven years, no accident; the ticket ran out.", from_day=4800, to_day=500),
    _told("camille", 298, "work", "Serveuse puis gérante du restaurant familial depuis l’âge de quinze ans.",
        from_day=3600),
    _told("kwabena", 154, "schooling", "Bachelor of commerce, Kumasi; assessed as equal to a Canadian degree."),
    _told("josephine", 124, "work", "Housekeeping at the lake hotel, nine years.", from_day=3500, to_day=130),
    _told("alasi", 94, "training", "Community health course at home, four courses, with an outline nobody has read "
        "yet."),
    _told("fernanda", 84, "work", "Notary's clerk in Puebla, fifteen years.", from_day=7000, to_day=1300),
)  # fmt: skip

SITUATIONS = (
    says("zahra", 210, "employment", status="employed", hours=28, employer="Entretien de bureaux, la nuit",
        noc_before="31301", noc_wanted="31301"),
    says("gord", 320, "employment", status="unemployed", weeks=6, noc_before="93101", noc_wanted="93101"),
    says("gord", 160, "employment", status="unemployed", weeks=29, noc_before="93101", noc_wanted="92100"),
    says("kiona", 75, "employment", status="training", noc_wanted="22112"),
    says("patrick", 87, "employment", status="employed", hours=44, employer="Stride Shoes, manager",
        noc_before="60020", noc_wanted="41321"),
    says("tuan", 349, "employment", status="employed", hours=40, employer="Dishwasher, Lantern House",
        noc_before="63200", noc_wanted="62200"),
    says("wendell", 260, "employment", status="unemployed", weeks=20, noc_wanted="73310"),
    says("wendell", 152, "employment", status="employed", hours=30, employer="Petrov Cycles, subsidised post",
        noc_wanted="73310"),
    says("siobhan", 240, "employment", status="unemployed", weeks=9, noc_before="65201", noc_wanted="64100"),
    says("siobhan", 120, "employment", status="employed", hours=31, employer="School cafeteria, and Corner Pharmacy"),
    says("curtis", 420, "employment", status="unemployed", weeks=11, noc_before="75101", noc_wanted="75101"),
    says("curtis", 170, "employment", status="employed", hours=36, employer="North Depot, shift"),
    says("curtis", 30, "employment", status="unemployed", weeks=1, noc_before="75101", noc_wanted="14400"),
    says("olena", 45, "employment", status="self_employed", hours=38, employer="Kovalchuk Rye, Saturday market",
        noc_wanted="62020"),
    says("rajan", 95, "employment", status="employed", hours=37, employer="College help desk", noc_wanted="22221"),
    says("darlene", 359, "employment", status="not_looking"),
    says("solveig", 140, "employment", status="not_looking", weeks=260, noc_before="21102", noc_wanted="21102"),
    says("camille", 299, "employment", status="employed", hours=50, employer="Restaurant familial",
        noc_before="60030", noc_wanted="14100"),
    says("brandon", 190, "employment", status="employed", hours=40, employer="Ridge Paving, labourer",
        noc_before="75110", noc_wanted="72014"),
    says("winnifred", 145, "employment", status="unemployed", weeks=104, noc_before="14200", noc_wanted="14200"),
    says("dwayne", 66, "employment", status="unemployed", weeks=70, noc_before="75100", noc_wanted="75100"),
    says("kwabena", 155, "employment", status="employed", hours=20, employer="Night stock, GreenGrocer",
        noc_wanted="12200"),
    says("ernest", 2621, "employment", status="employed", hours=40, employer="Township roads, inspector"),
)  # fmt: skip

SENT_BY = (
    says("zahra", 210, "referral_in", organisation="Carrefour francophone d’accueil", contact="Mme Lavoie",
        reason="Reconnaissance du diplôme d’infirmière.", papers="Lettre et relevés", reported_on=180),
    says("gord", 320, "referral_in", organisation="Union hall, Local 74", contact="Counsellor",
        reason="Layoff of 140; a résumé before anything else."),
    says("kiona", 75, "referral_in", organisation="Guidance office, Lakeside Secondary",
        reason="Credits and a summer job outside."),
    says("marisol", 130, "referral_in", organisation="Genevra House",
        reason="Needs work and a bank account of her own; safety first.",
        contact="By phone only, number known to Harriet"),
    says("nadia", 110, "referral_in", organisation="Newcomer Welcome Table", reason="Interpreting as a profession."),
    says("marc-andre", 170, "referral_in", organisation="Clinique familiale du Nord", contact="Dre Nguyen",
        reason="Retour au travail, graduellement.", reported_on=58),
    says("tuan", 350, "referral_in", organisation="Sunrise Language School",
        reason="Evening English beside a day job."),
    says("wendell", 260, "referral_in", organisation="Youth Hub", reason="First steady job."),
)  # fmt: skip

ANSWERS = (
    *_answers("zahra", 208, gender="Femme", newcomer="Oui, depuis quatorze mois",
        francophone="Non, mais c’est ma langue ici", racialized=None),
    *_answers("gord", 318, gender="Man", indigenous="No", education="Grade 11", disability=None),
    *_answers("kiona", 74, gender="Two-Spirit", indigenous="Anishinaabe, Whitefish River", lgbtq="Yes"),
    *_answers("marisol", 129, gender=None, racialized=None, lone_parent=None),
    *_answers("tuan", 348, newcomer="Four years in May", education="Cooking school, Huế", racialized="Vietnamese"),
    *_answers("dwayne", 64, indigenous="Atikameksheng Anishnawbek", disability=None),
    *_answers("winnifred", 143, disability="Low vision", gender="Woman", indigenous="Yes, First Nations"),
    *_answers("alasi", 94, indigenous="Inuk", newcomer="No. I was here first.", gender="Woman"),
    *_answers("marc-andre", 168, francophone="Oui", disability=None),
    *_answers("nadia", 108, gender="Woman", newcomer=None, disability=None),
    *_answers("kwabena", 153, racialized="Black", newcomer="Three years", education="Bachelor's degree"),
    *_answers("brandon", 189, indigenous="Oneida", income="Work"),
    *_answers("tenzin", 48, newcomer="Eight months", racialized="Tibetan", income=None),
)  # fmt: skip

DEEDS = (*HISTORY, *SITUATIONS, *SENT_BY, *ANSWERS)
