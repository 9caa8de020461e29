"""What is known of the many beside their notes, by lot and always the same: some of everything, as agencies have it."""

from collections.abc import Iterator
from random import Random
from typing import Any

from records.demo import crowd
from records.demo.deeds.facts import says_all
from records.demo.deeds.planning import begins_plan
from records.demo.shapes import Deed, Person

SEED = 61122
STREETS = (
    "Bay Street",
    "Birch Lane",
    "Caswell Drive",
    "Durham Street",
    "Frood Road",
    "Lasalle Court",
    "Minto Street",
)
POSTAL = ("P3A 1B2", "P3B 2C3", "P3C 3E4", "P3E 4G5", "P3L 5H6")
SENT = {
    "en": (
        "Ontario Works office",
        "The library",
        "A friend who was here",
        "Settlement agency",
        "Walked in by themselves",
    ),
    "fr": ("Centre de santé", "Carrefour francophone", "Une amie", "Le collège", "De son propre chef"),
}
ASKED = {
    "gender": (("Woman", "Man", "Non-binary"), (52, 46, 2)),
    "newcomer": (("Yes", "No"), (28, 72)),
    "indigenous": (("Yes", "No"), (9, 91)),
    "disability": (("Yes", "No"), (17, 83)),
    "education": (("High school", "College", "University", "Less than Grade 12"), (40, 30, 15, 15)),
}
IN_FRENCH = {
    "Woman": "Femme", "Man": "Homme", "Non-binary": "Non binaire", "Yes": "Oui", "No": "Non",
    "High school": "Secondaire",
    "College": "Collégial", "University": "Universitaire", "Less than Grade 12": "Moins que la 12e année",
}  # fmt: skip
MODES = {"meeting": "in_person", "phone": "phone", "video": "video", "email": "written", "group": "group"}
FUNDER = {
    "en": "Figures for the funder, without names",
    "fr": "Chiffres du bailleur de fonds, sans noms",
}
STEPS = {
    "en": (
        "Two applications a week that fit",
        "One interview without notes",
        "A certificate that counts here",
    ),
    "fr": (
        "Deux demandes par semaine qui conviennent",
        "Une entrevue sans notes",
        "Un certificat reconnu ici",
    ),
}


Fact = tuple[str, dict[str, Any]]


def deeds() -> tuple[Deed, ...]:
    """All of them; the same at every call."""
    lot = crowd.drawn(SEED)
    return tuple(deed for person in crowd.people() for deed in _of(lot, person))


def _of(lot: Random, person: Person) -> Iterator[Deed]:
    [work] = person.work
    yield says_all(person.key, person.ago, (*_arrival(lot, person), *_answers(lot, person)))
    yield _plan(lot, person)
    for told in work.told:
        if told.kind in MODES:
            had = {"type": "counselling", "minutes": told.minutes, "mode": MODES[told.kind]}
            yield says_all(person.key, told.ago, [("service", had)])
    if work.closed is not None:
        ago, reason = work.closed
        status = {"employed": "employed", "training": "training"}.get(reason, "not_looking")
        now = {"status": status, "hours": 36 if status == "employed" else None}
        yield says_all(person.key, ago, [("employment", now)])


def _arrival(lot: Random, person: Person) -> Iterator[Fact]:
    if lot.random() < 0.85:
        lines = f"{lot.randrange(4, 980)} {lot.choice(STREETS)}"
        place = {"town": "Northbridge", "region": "Ontario", "postal_code": lot.choice(POSTAL)}
        yield "address", {"type": "home", "lines": lines, "letters": lot.random() < 0.8, **place}
    if lot.random() < 0.6:
        why = "Cherche du travail." if person.language == "fr" else "Looking for work."
        yield "referral_in", {"organisation": lot.choice(SENT[person.language]), "reason": why}
    yield "employment", {"status": "unemployed", "weeks": lot.randrange(2, 90)}


def _answers(lot: Random, person: Person) -> Iterator[Fact]:
    declines = lot.random() < 0.22
    for question, (answers, weights) in ASKED.items():
        if lot.random() < 0.3:
            continue
        answer = lot.choices(answers, weights)[0]
        said = IN_FRENCH[answer] if person.language == "fr" else answer
        gave = {"given": "answered", "answer": said}
        if declines and lot.random() < 0.5:
            gave = {"given": "declined"}
        yield "demographic", {"question": question, "purpose": FUNDER[person.language], **gave}


def _plan(lot: Random, person: Person) -> Deed:
    ago, kind = person.ago, lot.choice(("employment", "employment", "training", "explore"))
    told: dict[str, Any] = {
        "wording": person.work[0].goal,
        "type": kind,
        "target_on": ago - 240,
        "is_agreed": lot.random() < 0.4,
    }
    if lot.random() < 0.5:
        told["step"] = lot.choice(STEPS[person.language])
        told["measure"] = "Les deux, ensemble" if person.language == "fr" else "Both of us, looking back"
    return begins_plan(person.key, ago, **told)
