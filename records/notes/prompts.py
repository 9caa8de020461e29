"""Templates for notes, one for each skill of case work, in both languages: a beginning that an agency makes its own by
keeping it among its phrases. The blanks are those of phrases."""

from collections.abc import Mapping
from typing import NamedTuple


class Template(NamedTuple):
    """What it is called, and what it asks."""

    name: str
    words: str


TEMPLATES: Mapping[str, Mapping[str, Template]] = {
    "advocacy": {
        "en": Template(
            "Advocacy",
            "What {first name} asked me to speak up for: \n"
            "What they want to come of it, in their words: \n"
            "With whom I spoke, and under which permission: \n"
            "What I said, and what I left unsaid: \n"
            "What they answered: \n"
            "What {first name} can do alone next time: \n"
            "Who does what next, by when: ",
        ),
        "fr": Template(
            "Défense des intérêts",
            "Ce que {son prénom} m’a demandé d’appuyer\u00a0: \n"
            "Ce que la personne veut obtenir, dans ses mots\u00a0: \n"
            "À qui j’ai parlé, et selon quelle permission\u00a0: \n"
            "Ce que j’ai dit, et ce que j’ai tu\u00a0: \n"
            "Ce qu’on a répondu\u00a0: \n"
            "Ce que {son prénom} pourra faire sans aide la prochaine fois\u00a0: \n"
            "Qui fait quoi ensuite, et pour quand\u00a0: ",
        ),
    },
    "interviewing": {
        "en": Template(
            "Interview with a person",
            "What {first name} wanted to talk about: \n"
            "What I asked openly, and what they said: \n"
            "What I heard, said back in my words, and whether it was right: \n"
            "What they are good at, and what worked before: \n"
            "What they want to change, how much it matters and how sure they are (0 to 10): \n"
            "What we agreed: ",
        ),
        "fr": Template(
            "Entretien avec une personne",
            "Ce dont {son prénom} voulait parler\u00a0: \n"
            "Mes questions ouvertes, et les réponses\u00a0: \n"
            "Ce que j’ai compris, redit dans mes mots, et si c’était juste\u00a0: \n"
            "Ses forces, et ce qui a déjà marché\u00a0: \n"
            "Ce que la personne veut changer, son importance et sa confiance (de 0 à 10)\u00a0: \n"
            "Ce dont nous avons convenu\u00a0: ",
        ),
    },
    "service_planning": {
        "en": Template(
            "Service planning",
            "What stands in the way, in the order agreed with {first name}: \n"
            "The goal it leads to: \n"
            "What we looked at, with what speaks for and against each: \n"
            "What {first name} chose, and why: \n"
            "Who provides it, from when, at what cost, who pays: \n"
            "How we will know that it helps, and when we look again: ",
        ),
        "fr": Template(
            "Planification des services",
            "Les obstacles, dans l’ordre convenu avec {son prénom}\u00a0: \n"
            "L’objectif visé\u00a0: \n"
            "Ce que nous avons examiné, avec le pour et le contre\u00a0: \n"
            "Le choix de {son prénom}, et pourquoi\u00a0: \n"
            "Qui offre le service, à partir de quand, à quel coût, qui paie\u00a0: \n"
            "Comment nous saurons que cela aide, et quand nous y reviendrons\u00a0: ",
        ),
    },
    "report_writing": {
        "en": Template(
            "Writing a report",
            "For whom, about what, and under which permission: \n"
            "What the reader must decide: \n"
            "What happened, with days: \n"
            "What came of it, and how we know: \n"
            "What is my view and not a fact: \n"
            "What {first name} says about it, after reading it: ",
        ),
        "fr": Template(
            "Rédaction d’un rapport",
            "Pour qui, à quel sujet, et selon quelle permission\u00a0: \n"
            "Ce que le lecteur doit décider\u00a0: \n"
            "Ce qui s’est passé, avec les dates\u00a0: \n"
            "Ce qui en est ressorti, et comment nous le savons\u00a0: \n"
            "Ce qui est mon avis et non un fait\u00a0: \n"
            "Ce que {son prénom} en dit, après lecture\u00a0: ",
        ),
    },
    "records_management": {
        "en": Template(
            "Setting a record right",
            "What in the file is missing, late or wrong: \n"
            "How I noticed: \n"
            "What I corrected or added, and what stays as it was: \n"
            "What still has to come, from whom: \n"
            "Who was told: ",
        ),
        "fr": Template(
            "Mise en ordre d’un dossier",
            "Ce qui manque au dossier, est en retard ou inexact\u00a0: \n"
            "Comment je l’ai remarqué\u00a0: \n"
            "Ce que j’ai corrigé ou ajouté, et ce qui reste tel quel\u00a0: \n"
            "Ce qui doit encore venir, et de qui\u00a0: \n"
            "Qui a été averti\u00a0: ",
        ),
    },
}


def template_of(skill: str, language: str) -> Template | None:
    """The template for a skill in a language, if there is one."""
    return TEMPLATES.get(skill, {}).get(language)
