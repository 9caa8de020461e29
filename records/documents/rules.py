"""What a document for a client says, from the facts of the record: pure functions into frozen plain values."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from records.documents import composing_permissions, composing_proofs
from records.documents.facts import Agreed, Contact, Ending, Facts
from records.documents.kinds import ClientDocument
from records.documents.letters import ClosingLetter, IntroductionLetter, Tone
from records.documents.permissions import ConsentForm, ReferralLetter
from records.documents.proofs import ParticipationCertificate, WorkSummary
from records.documents.values import (
    ActionPlan,
    Measure,
    Meeting,
    NextSteps,
    PlannedGoal,
    ProgressReport,
    Step,
)
from records.documents.words import MEETINGS, PLACES, WITH_THE_CLIENT
from records.phases.rules import Phase

_REACHED = frozenset({"employed", "training", "self_employed", "stable"})
_WITH_PARTNER = frozenset({"accepted", "waitlisted", "started", "received", "feedback", "decided"})
MOST_NEXT_STEPS = 3
# What one page holds in regular print; in large print nothing is left out for the sake of the page.
MOST_ON_A_SHEET = 8


def compose(facts: Facts) -> ClientDocument:
    """What the document says that was asked for."""
    if facts.kind == ActionPlan.KIND:
        assert facts.agreed is not None
        return _plan(facts, facts.agreed)
    if facts.kind == ClosingLetter.KIND:
        assert facts.ending is not None
        return _farewell(facts, facts.ending)
    if facts.kind == IntroductionLetter.KIND:
        return _introduction(facts)
    if facts.kind in _COMPOSERS:
        return _COMPOSERS[facts.kind](facts)
    return _sheet(facts) if facts.kind == NextSteps.KIND else _report(facts)


def tone_of(exit_reason: str) -> Tone:
    """How a letter speaks when the work ended for this reason. Who could not be reached may have moved: a letter that
    somebody else may open tells nothing of the work."""
    if exit_reason == "contact_lost":
        return "unreached"
    return "reached" if exit_reason in _REACHED else "underway"


def can_help(state: str, outcome: str | None) -> bool:
    """True for a referral whose partner the person may turn to: they take the person or helped, and nobody said no."""
    return state in _WITH_PARTNER or (state == "closed" and outcome in ("helped", "partly"))


def gaps(facts: Facts) -> list[str]:
    """What a letter would be better for and the record does not say, as codes."""
    if facts.kind in _GAPS:
        return _GAPS[facts.kind](facts)
    if facts.kind != ClosingLetter.KIND or facts.ending is None:
        return []
    tells = tone_of(facts.ending.exit_reason) != "unreached"
    lacks = {
        "outcomes": tells and not facts.ending.outcomes,
        "recognized": tells and not facts.recognized,
        "follow_up": tells and facts.ending.follow_up == "undecided",
        "kept": facts.ending.kept_through is None,
    }
    return [code for code, is_missing in lacks.items() if is_missing]


def told_phases(phases: Sequence[Phase]) -> tuple[Phase, ...]:
    """The map as a person may see it: how far each phase is, without what workers wrote about it among themselves."""
    return tuple(
        replace(
            phase,
            rounds=tuple(replace(one, reason="", closed_words="") for one in phase.rounds),
            steps=tuple(replace(step, words="") for step in phase.steps),
        )
        for phase in phases
    )


def _letter(facts: Facts) -> dict[str, Any]:
    """What every document for a client begins with."""
    return {
        "language": facts.language,
        "size": facts.size,
        "letterhead": facts.letterhead,
        "client_name": facts.client_name,
        "file_number": facts.file_number,
        "worker_name": facts.worker_name,
        "worker_title": facts.worker_title,
        "worker_contact": facts.worker_contact,
        "issued_on": facts.today,
        "timezone": facts.timezone,
    }


def _called(facts: Facts) -> dict[str, Any]:
    """The same, of a document that speaks to the person by the name they go by."""
    return _letter(facts) | {"client_name": facts.called or facts.client_name}


def _plan(facts: Facts, agreed: Agreed) -> ActionPlan:
    """The plan in the words that were agreed, whatever its goals say today."""
    return ActionPlan(
        **_letter(facts),
        plan_number=agreed.number,
        agreed_on=agreed.agreed_on,
        review_on=agreed.review_on,
        goals=tuple(_planned(goal) for goal in agreed.content["goals"]),
        reason=agreed.reason,
        phases=told_phases(facts.phases),
        recognized=tuple(facts.recognized),
        advances=tuple(facts.advances),
    )


def _planned(goal: Mapping[str, Any]) -> PlannedGoal:
    return PlannedGoal(
        wording=goal["wording"],
        decides=goal["decides"],
        own_words=goal["own_words"] or "",
        measure=goal["measure"] or "",
        target=goal["target"] or "",
        by=_day(goal["target_on"]),
        steps=tuple(Step(one["step"], due_on=_day(one["due_on"])) for one in goal["objectives"]),
        measures=tuple(
            Measure(one["type"], one["what"] or "", one["provider"] or "") for one in goal["interventions"]
        ),
    )


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _aims(facts: Facts) -> str:
    """What the client works toward: what was agreed, in their own words where they gave them; else as it was said when
    the work began."""
    goals = facts.agreed.content["goals"] if facts.agreed else ()
    return "\n".join(goal["own_words"] or goal["wording"] for goal in goals) or facts.goal


def _sheet(facts: Facts) -> NextSteps:
    """One page: what is still to be done, soonest first, and when we see each other again."""
    return NextSteps(
        **_called(facts),
        steps=tuple(_ahead(facts)[:MOST_ON_A_SHEET]),
        next_at=facts.next_at,
        next_place=PLACES[facts.next_place][facts.language] if facts.next_place else "",
        in_touch_on=facts.in_touch_on,
    )


def _ahead(facts: Facts) -> list[Step]:
    undone = (step for step in facts.steps if step.done_on is None)
    return sorted(undone, key=lambda step: step.due_on or date.max)


def _report(facts: Facts) -> ProgressReport:
    """The report: what was done together, what the client did, and at most three next steps, soonest first."""
    told = [contact for contact in facts.contacts if contact.kind in WITH_THE_CLIENT]
    return ProgressReport(
        **_letter(facts),
        period_from=facts.opened_on,
        period_to=facts.today,
        goal=_aims(facts),
        summary=facts.words,
        phases=told_phases(facts.phases),
        recognized=tuple(facts.recognized),
        advances=tuple(facts.advances),
        meetings=tuple(_meeting(contact, facts.language) for contact in told),
        done=tuple(step for step in facts.steps if step.done_on is not None),
        next_steps=tuple(_ahead(facts)[:MOST_NEXT_STEPS]),
    )


def _farewell(facts: Facts, ending: Ending) -> ClosingLetter:
    tone = tone_of(ending.exit_reason)
    letter = ClosingLetter(
        **_called(facts),
        words=facts.words,
        closed_on=ending.closed_on,
        tone=tone,
        kept_through=ending.kept_through,
    )
    if tone == "unreached":
        return letter
    return replace(
        letter,
        aims="" if ending.outcomes else facts.goal,
        outcomes=tuple(ending.outcomes),
        recognized=tuple(facts.recognized),
        still_open=tuple(step for step in _ahead(facts) if step.who != "worker"),
        helpers=tuple(ending.helpers),
        follow_up="agreed" if ending.follow_up == "agreed" else "none",
    )


def _introduction(facts: Facts) -> IntroductionLetter:
    return IntroductionLetter(
        **_called(facts),
        words=facts.words,
        next_at=facts.next_at,
        next_place=PLACES[facts.next_place][facts.language] if facts.next_place else "",
    )


def _meeting(contact: Contact, language: str) -> Meeting:
    return Meeting(
        on=contact.on,
        kind=MEETINGS[contact.kind][language],
        minutes=contact.minutes,
        # Where a call took place is said by its kind.
        place="" if contact.kind in ("phone", "video", "email") else PLACES[contact.place][language],
    )


# Kinds with a file of their own.
_COMPOSERS: dict[str, Callable[[Facts], ClientDocument]] = {
    WorkSummary.KIND: lambda facts: composing_proofs.service_summary(facts, _called(facts)),
    ParticipationCertificate.KIND: lambda facts: composing_proofs.participation_certificate(
        facts, _letter(facts)
    ),
    ConsentForm.KIND: lambda facts: composing_permissions.consent_form(facts, _letter(facts)),
    ReferralLetter.KIND: lambda facts: composing_permissions.referral_letter(facts, _letter(facts)),
}
_GAPS: dict[str, Callable[[Facts], list[str]]] = {
    IntroductionLetter.KIND: lambda facts: [] if facts.next_at else ["next_at"],
    WorkSummary.KIND: composing_proofs.summary_gaps,
    ParticipationCertificate.KIND: composing_proofs.certificate_gaps,
    ConsentForm.KIND: composing_permissions.consent_gaps,
    ReferralLetter.KIND: composing_permissions.referral_gaps,
}
