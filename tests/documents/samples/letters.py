"""What a client is handed in the course of the work."""

from datetime import date
from typing import Any

from press.setting import Printed
from records.documents.letters import ClosingLetter, IntroductionLetter, Outcome, Partner
from records.documents.values import (
    ActionPlan,
    Advance,
    Language,
    Measure,
    Meeting,
    NextSteps,
    PlannedGoal,
    ProgressReport,
    Recognized,
    Step,
)
from records.documents.words import MEETINGS, PLACES
from records.phases.rules import STEPS, Phase, Round, StepState
from tests.documents.samples.made import (
    AUGUST,
    MEETS_AT,
    NOVEMBER,
    OCTOBER,
    from_account,
    letter,
    on_screen,
    said,
    sample_of,
)

# Two phases open at once, one of them for the second time.
_STOOD: dict[str, tuple[Any, tuple[Round, ...], Any]] = {
    "assessing": ("open", (Round(1, AUGUST, closed_on=OCTOBER), Round(2, OCTOBER)), "before"),
    "planning": ("open", (Round(1, AUGUST),), "done"),
    "implementing": ("closed", (Round(1, AUGUST, closed_on=OCTOBER),), "done"),
    "evaluating": ("ahead", (), "none"),
}
PHASES = tuple(
    Phase(code, state, rounds, tuple(StepState(step, how) for step in STEPS[code]))
    for code, (state, rounds, how) in _STOOD.items()
)


def recognized(language: Language) -> tuple[Recognized, ...]:
    """What went well."""
    what = said(language, "Asked for the fee himself", "A demandé lui-même l’aide pour les frais")
    return (Recognized(OCTOBER, what, said(language, "I nearly did not", "J’ai failli ne pas le faire")),)


def advances(language: Language) -> tuple[Advance, ...]:
    """How far two goals are."""
    work = said(language, "Work in a warehouse", "Travailler en entrepôt")
    return (Advance(work, 3, 5), Advance(said(language, "A licence", "Un permis"), 7, 24))


@sample_of(ProgressReport)
def _report(language: Language) -> Printed:
    return ProgressReport(
        **letter(language, "PR-2026-0012"),
        period_from=AUGUST,
        period_to=NOVEMBER,
        goal=said(language, "A full-time job in a warehouse, close to home.",
                  "Un emploi à temps plein dans un entrepôt, près de chez moi."),
        summary=said(language, "You came to every meeting.\nThe course starts in January.",
                     "Vous êtes venu à chaque rencontre.\nLa formation commence en janvier."),
        meetings=(
            Meeting(AUGUST, MEETINGS["meeting"][language], 60, PLACES["office"][language],
                    said(language, "Your goal", "Votre objectif")),
            Meeting(date(2026, 9, 8), MEETINGS["phone"][language], 30),
        ),
        done=(Step(said(language, "Finish your résumé", "Terminer votre CV"), done_on=date(2026, 9, 29)),),
        next_steps=(
            Step(said(language, "Book your test", "Réserver votre examen"), due_on=date(2026, 12, 4)),
            Step(said(language, "Send the course fee", "Envoyer les frais de formation"), "worker", "Priya Nair"),
            Step(said(language, "Send the books", "Envoyer les livres"), "provider", "Red River Training",
                 date(2027, 1, 4)),
        ),
        phases=PHASES,
        recognized=recognized(language),
        advances=advances(language),
    )  # fmt: skip


@sample_of(NextSteps)
def _next_steps(language: Language) -> Printed:
    call = said(language, "Call the employer on the list, number", "Appeler l’employeur de la liste, numéro")
    return NextSteps(
        **letter(language, "D-1005") | {"client_name": "Sam"},
        steps=tuple(Step(f"{call} {n}", due_on=date(2026, 12, n)) for n in range(1, 6)),
        next_at=MEETS_AT,
        next_place=PLACES["office"][language],
        in_touch_on=date(2026, 12, 4),
    )


@sample_of(ActionPlan)
def _plan(language: Language) -> Printed:
    goal = PlannedGoal(
        wording=said(language, "Weld by June", "Souder d’ici juin"),
        decides="together",
        own_words=said(language, "Sparks, but paid", "Des étincelles, mais payées"),
        measure=said(language, "Pay slips", "Talons de paie"),
        target=said(language, "30 hours", "30 heures"),
        by=date(2027, 6, 1),
        steps=(Step(said(language, "Call the union", "Appeler le syndicat"), due_on=date(2026, 12, 4)),),
        measures=(Measure("workshop", said(language, "Safety week", "Semaine de la sécurité")),),
    )
    return ActionPlan(
        **letter(language, "D-1004"),
        version=2,
        signatures=(on_screen("client"), from_account("worker")),
        plan_number=2,
        agreed_on=date(2026, 11, 2),
        review_on=date(2027, 2, 1),
        goals=(goal,),
        reason=said(language, "The yard closed", "Le chantier a fermé"),
        phases=PHASES,
        recognized=recognized(language),
        advances=advances(language),
    )


@sample_of(ClosingLetter)
def _closing(language: Language) -> Printed:
    return ClosingLetter(
        **letter(language, "D-1010") | {"client_name": "Sam"},
        closed_on=date(2026, 11, 18),
        tone="reached",
        words=said(language, "I will remember the forklift.", "Je me souviendrai du chariot élévateur."),
        outcomes=(Outcome(said(language, "Sparks, but paid", "Des étincelles, mais payées"), "achieved"),),
        recognized=recognized(language),
        still_open=(
            Step(said(language, "Renew the licence", "Renouveler le permis"), due_on=date(2027, 3, 1)),
        ),
        helpers=(Partner("Red River Training", "204-555-0199"),),
        follow_up="agreed",
        kept_through=date(2033, 11, 18),
    )


@sample_of(IntroductionLetter)
def _introduction(language: Language) -> Printed:
    return IntroductionLetter(
        **letter(language, "D-1011") | {"client_name": "Sam"},
        next_at=MEETS_AT,
        next_place=PLACES["office"][language],
    )
