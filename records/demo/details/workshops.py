"""The sessions for groups: in Northbridge last week and next, one in French in Rivière-aux-Pins."""

from records.demo.deeds.workshops import Came, Group, gives_name, held, not_held, planned, written

# The one at which somebody had a chair, and no name yet.
_GAP = Group(66, "13:00", "resume", "dana", "Résumé: a gap is a line, not a hole", minutes=90)
_TWO_MINUTES = Group(
    9, "17:30", "interview", "fiona", "Interview: say it in two minutes", minutes=75, places=8,
    about="Everybody answers “Tell us about yourself” twice, and hears what stayed with the others.",
)  # fmt: skip
_FIRST_CLICKS = Group(
    6, "10:00", "digital", "samir", "Digital basics: the first clicks", "Premiers clics", "both", 6,
    about="An e-mail address, an attachment, a form that does not lose what was typed.",
)  # fmt: skip
_SNOW = Group(4, "18:00", "job_search", "joseph", "Job search on a phone", room="Room 2")
_CHERCHER = Group(
    2, "12:00", "job_search", "etienne", "", "Chercher un emploi au Canada: les premiers pas", "fr", 8, 90,
    about="Le marché caché, les codes, et ce qu’on peut demander sans gêne.",
)  # fmt: skip
_ONE_PAGE = Group(
    -2, "10:00", "resume", "mei-ling", "Résumé: one page that is read", "Un CV d’une page", "en", 5,
    about="Bring the longest version. You leave with the shortest.",
)  # fmt: skip
_RIGHTS = Group(
    -5, "13:30", "rights", "dana", "Your rights at work", "Vos droits au travail", "both", 12, 90, "harriet",
    about="Hours, breaks, pay on time, and whom to ask when it does not come.",
)  # fmt: skip
_TRADES = Group(
    -8, "18:00", "other", "mei-ling", "Women in trades: an evening at the shop", kind_words="Women in trades",
    places=14, second="ana", room="Shop floor, 2nd Avenue",
)  # fmt: skip
_LE_CV = Group(
    -3, "13:30", "resume", "aicha", "", "Le CV en une page", "fr", 6, 90, room="Grande salle",
    about="On apporte tout; on garde l’essentiel.",
)  # fmt: skip

DEEDS = (
    *planned(_GAP, 74, "ingrid", "crowd-13", "crowd-36"),
    held(_GAP, Came(visitors=3)),
    gives_name("ingrid", 58, "Ingrid", "Sætre"),
    *planned(_TWO_MINUTES, 20, "solveig", "alasi", "crowd-22", "crowd-50", "winnifred"),
    held(_TWO_MINUTES, Came({"alasi": 50}, ("crowd-50",), {"alasi": "The bus from Azilda. Stayed to the end."})),
    written(
        _TWO_MINUTES, "Interview workshop.", "Each told about themselves in two minutes, twice, and heard what stayed "
        "with the others.", "Gave everyone the card with the three questions.", "Tell it once more at home.",
    ),
    *planned(_FIRST_CLICKS, 16, "fernanda", "crowd-3", "crowd-8", "dwayne"),
    held(_FIRST_CLICKS, Came(visitors=2, remarks={"dwayne": "Listened; used the reader on the phone."})),
    *planned(_SNOW, 15, "kiona", "crowd-53"),
    not_held(_SNOW, 5, "Snow; the buses stop at five."),
    *planned(_CHERCHER, 14, "zahra", "marc-andre", "crowd-21", "crowd-62"),
    held(_CHERCHER, Came({"marc-andre": 60}, ("crowd-21",), visitors=1)),
    *planned(_ONE_PAGE, 12, "tenzin", "monica", "kwabena", "crowd-28", "crowd-18", "wendell"),
    *planned(_RIGHTS, 11, "josephine", "rajan", "crowd-33"),
    *planned(_TRADES, 10, "crowd-48"),
)  # fmt: skip
IN_THE_VALLEY = planned(_LE_CV, 9, "fatoumata", "solange", by="louise")
