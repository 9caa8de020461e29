"""What a consent form and a referral letter say: pure functions of the facts; nothing that a permission leaves out."""

from dataclasses import replace
from typing import Any, get_args

from records.documents.facts import Facts
from records.documents.permissions import ConsentForm, ReferralLetter, Told
from records.documents.proofs import Job
from records.documents.words import WITH_THE_CLIENT

# What a permission may cover and a letter does not print.
ENCLOSED = ("assessment", "notes", "incident")


def consent_form(facts: Facts, head: dict[str, Any]) -> ConsentForm:
    """What waits for an answer, with room for it; when nothing waits, a copy of what was answered and holds."""
    waiting = [one for one in facts.allowed if not one.answer]
    return ConsentForm(**head, words=facts.words, allowed=tuple(waiting or facts.allowed))


def referral_letter(facts: Facts, head: dict[str, Any]) -> ReferralLetter:
    """Who, why, and what is asked; of the person only what the permission covers."""
    assert facts.referred is not None
    referred, permit = facts.referred, facts.referred.permit
    told: tuple[Told, ...] = tuple(one for one in get_args(Told) if one in permit.covers)
    named: dict[str, Any] = {} if "identifying" in told else {"client_name": "", "file_number": ""}
    return ReferralLetter(
        **head | named,
        partner_name=referred.partner_name,
        partner_contact=referred.partner_contact,
        referral_number=referred.number,
        need=referred.need,
        answer_by=referred.answer_by,
        permit=permit,
        told=told,
        words=facts.words,
        **_covered(facts, told),
    )


def _covered(facts: Facts, told: tuple[Told, ...]) -> dict[str, Any]:
    """Each fact under the one item of a permission that covers it."""
    assert facts.referred is not None
    by_item: dict[Told, dict[str, Any]] = {
        "identifying": {"birth_on": facts.referred.birth_on, "reach": facts.referred.reach},
        "attendance": {"since": facts.opened_on, "meetings": _times_met(facts)},
        "plan": {"goals": tuple(_goals(facts))},
        "outcomes": {"jobs": tuple(_jobs(facts))},
    }
    return {name: value for item in told for name, value in by_item[item].items()}


def _times_met(facts: Facts) -> int:
    return sum(one.kind in WITH_THE_CLIENT for one in facts.contacts)


def _goals(facts: Facts) -> list[str]:
    """What was agreed, in the formal words; the person's own stay with them."""
    agreed = facts.agreed.content["goals"] if facts.agreed else ()
    return [goal["wording"] for goal in agreed] or [facts.goal] * bool(facts.goal)


def _jobs(facts: Facts) -> list[Job]:
    """The work that was found and since when; where it is, nobody needs to know."""
    return [replace(job, employer="") for job in (facts.together.jobs if facts.together else ())]


def consent_gaps(facts: Facts) -> list[str]:
    """What the form cannot say as it should."""
    signed = [one for one in facts.allowed if one.answer]
    is_copy = len(signed) == len(facts.allowed)
    lacks = {
        "nothing_asked": not facts.allowed,
        "signed_otherwise": is_copy and any(one.wording_language != facts.language for one in signed),
        "asked_otherwise": not is_copy
        and any(one.wording_language != facts.language for one in facts.allowed),
    }
    return [code for code, is_missing in lacks.items() if is_missing]


def referral_gaps(facts: Facts) -> list[str]:
    """What the letter leaves out, because the permission does or because the record does."""
    if facts.referred is None:
        return []
    covers = facts.referred.permit.covers
    lacks = {
        "not_named": "identifying" not in covers,
        "no_reach": "identifying" in covers and not facts.referred.reach,
        "no_goal": "plan" in covers and not _goals(facts),
        "enclose": any(item in covers for item in ENCLOSED),
    }
    return [code for code, is_missing in lacks.items() if is_missing]
