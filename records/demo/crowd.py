"""The many: people made by lot, always the same ones, so that lists are long enough to be real."""

from random import Random

from records.demo.shapes import Agreed, Given, Person, Told, Work
from records.demo.threads import ENGLISH, FRENCH, Strand, Thread

HOW_MANY = 62
SEED = 20261122
GIVEN = (
    "Aaliyah", "Noah", "Chantal", "Dmitri", "Esperanza", "Farid", "Gabrielle", "Hyun-woo", "Isabel",
    "Jamal", "Katarzyna", "Liam", "Mireille", "Ngozi", "Owen", "Parveen", "Quentin", "Rosalie", "Sunita",
    "Théodore", "Uma", "Valérie", "Waleed", "Xiu", "Yolanda", "Zachary", "Amélie", "Bao", "Cedric",
    "Delphine", "Emeka", "Frida", "Gurpreet", "Hélène", "Idris", "Jasmine", "Kaito", "Lucie", "Mathilde",
    "Nasrin", "Oscar", "Pénélope", "Qamar", "Raoul", "Sienna", "Tobias", "Ugo", "Violaine", "Winona", "Ximena",
    "Yusuf", "Zofia", "Anouk", "Bilal", "Clémence", "Darius", "Édith", "Flavien", "Gisèle", "Hana", "Ilse", "Jules",
)  # fmt: skip
FAMILY = (
    "Abdi", "Bélanger", "Chen", "Dubois", "Ekwueme", "Fraser", "Gagnon", "Hussein", "Ivanović",
    "Johnston", "Kaur", "Lévesque", "MacDonald", "Nguyen", "O'Brien", "Papadopoulos", "Quesnel", "Ricci",
    "Singh", "Toulouse", "Uwimana", "Villeneuve", "Wemigwans", "Xu", "Yılmaz", "Zielińska", "Arsenault",
    "Beaucage", "Côté", "D'Souza", "Endanawas", "Ferreira", "Grewal", "Hachey", "Ibrahim", "Jørgensen",
)  # fmt: skip
TRADES = {
    "en": (
        "a cook", "a machinist", "a dental assistant", "a bookkeeper", "a school bus driver", "a roofer",
        "a night porter", "a personal support worker", "a cashier", "a welder", "a florist", "a mail carrier",
    ),
    "fr": (
        "éducatrice", "cuisinier", "préposé aux bénéficiaires", "caissière", "soudeur", "commis de bureau",
    ),
}  # fmt: skip
FRIENDS = {
    "en": ("a neighbour", "an old foreman", "a sister-in-law", "the librarian", "a cousin", "the pastor"),
    "fr": ("une voisine", "un ancien patron", "sa belle-sœur", "le bibliothécaire"),
}
WORKERS = {"en": ("priya", "dana", "joseph", "mei-ling", "fiona", "samir"), "fr": ("etienne", "samir")}
EXITS = ("employed", "employed", "training", "stable", "client_stopped", "relocated")


def people() -> tuple[Person, ...]:
    """All of them; the same at every call."""
    lot = drawn(SEED)
    return tuple(_person(lot, number) for number in range(HOW_MANY))


def drawn(seed: int) -> Random:
    """A lot that falls the same way every time."""
    return Random(seed)  # noqa: S311 - not a secret


def _person(lot: Random, number: int) -> Person:
    language = "fr" if lot.random() < 0.25 else "en"
    ago = lot.randrange(20, 420)
    key = f"crowd-{number + 1}"
    return Person(
        key,
        GIVEN[number],
        FAMILY[(number * 7) % len(FAMILY)],
        lot.choice(WORKERS[language]),
        ago,
        _age(lot),
        language=language,
        phone=f"705 555-01{34 + number}",
        email=f"{key}@example.org" if lot.random() < 0.6 else "",
        consents=(Given(ago, lasts=730 if lot.random() < 0.3 else None),),
        work=(_work(lot, language, ago),),
    )


def _age(lot: Random) -> tuple[int, int] | None:
    low, high = lot.choices(((18, 24), (25, 44), (45, 64), (65, 70)), (18, 47, 31, 4))[0]
    return None if lot.random() < 0.06 else (lot.randint(low, high), lot.randrange(365))


def _work(lot: Random, language: str, ago: int) -> Work:
    thread: Thread = lot.choice(ENGLISH if language == "en" else FRENCH)
    names = {"trade": lot.choice(TRADES[language]), "friend": lot.choice(FRIENDS[language])}
    told = tuple(_told(lot, strand, ago, names) for strand in thread.strands if ago - strand[0] > 4)
    is_over = ago > 200 and lot.random() < 0.45
    closed = (max(2, ago - lot.randrange(90, 190)), lot.choice(EXITS)) if is_over else None
    program = "Emploi et formation" if language == "fr" else "Employment Services"
    return Work(ago, thread.goal.format(**names), program, told=told, closed=closed)


def _told(lot: Random, strand: Strand, opened: int, names: dict[str, str]) -> Told:
    after, kind, minutes, reason, details, action, step, who, within = strand
    ago = opened - after
    signed = min(lot.choice((0, 0, 0, 1, 4)), ago - 2)
    done = min(lot.randrange(1, within + 3), ago - signed - 2)
    agreed = Agreed(step.format(**names), who, within, done if done > 0 and lot.random() < 0.7 else None)
    return Told(
        ago,
        kind,
        minutes,
        reason.format(**names),
        details.format(**names),
        action.format(**names),
        (agreed,),
        signed=signed,
    )
