"""What a person allows, on a paper to sign, and what may be told to somebody else because they allowed it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from records.documents.proofs import Job
from records.documents.values import Language, Letter

Answer = Literal["", "given", "refused"]
# What a letter to somebody else can print, by what a permission covers. Notes, incidents and results of assessments
# are never printed in it: who sends them encloses them, and knows that they do.
Told = Literal["identifying", "attendance", "plan", "outcomes"]


@dataclass(frozen=True, slots=True)
class Allowed:
    """One thing a person is asked to allow, in the agency's own words and in no others; codes for what has a list.
    `answer` is empty on a form that waits to be signed."""

    kind: str
    wording: str
    wording_language: Language
    wording_version: str
    items: tuple[str, ...] = ()
    recipient: str = ""
    recipient_category: str = ""
    direction: str = ""
    purpose: str = ""
    often: Literal["", "once"] = ""
    conditions: str = ""
    until: date | None = None
    given_by: str = "client"
    giver: str = ""
    explained_by: str = ""
    answer: Answer = ""
    answered_on: date | None = None
    answered_how: str = ""
    signed_as: str = ""
    witness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentForm(Letter):
    """What a person is asked to allow, with room for their answer; or a copy of what they answered."""

    KIND: ClassVar[str] = "consent_form"

    allowed: tuple[Allowed, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class Permit:
    """What a permission to release says, as far as the reader must know it to keep to it; codes from closed lists."""

    given_on: date
    last_on: date | None
    covers: tuple[str, ...]
    purpose: str
    direction: str
    often: Literal["", "once"] = ""
    conditions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLetter(Letter):
    """Who is sent, why, and what is asked. Every fact about the person stands here under what the permission covers;
    `told` says which. Without the name in it, the person brings the letter along and `client_name` is empty."""

    KIND: ClassVar[str] = "referral_letter"

    partner_name: str
    partner_contact: str = ""
    referral_number: str
    need: str
    answer_by: date
    permit: Permit
    told: tuple[Told, ...]
    words: str = ""
    birth_on: date | None = None
    reach: str = ""
    since: date | None = None
    meetings: int = 0
    goals: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()
