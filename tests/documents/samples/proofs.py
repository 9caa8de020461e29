"""What a person can show of the work, and what they allow to be told."""

from datetime import date

from press.setting import Printed
from records.documents.letters import Outcome
from records.documents.permissions import Allowed, ConsentForm, Permit, ReferralLetter
from records.documents.proofs import Job, ParticipationCertificate, Used, WorkSummary
from records.documents.values import Language
from records.documents.words import MEETINGS, SERVICES, SKILLS
from tests.documents.samples.made import AUGUST, NOVEMBER, OCTOBER, letter, on_paper, said, sample_of


def _workshops(language: Language) -> tuple[Used, ...]:
    return (
        Used(said(language, "Job search in winter", "Chercher un emploi en hiver"), 3, AUGUST, OCTOBER, 360),
        Used(said(language, "Safety in the warehouse", "La sécurité en entrepôt"), 1, OCTOBER, OCTOBER, 90),
    )


@sample_of(WorkSummary)
def _summary(language: Language) -> Printed:
    job = said(language, "Forklift operator", "Conducteur de chariot élévateur")
    return WorkSummary(
        **letter(language, "D-1012"),
        period_from=AUGUST,
        period_to=NOVEMBER,
        ended_on=NOVEMBER,
        meetings=6,
        minutes=390,
        ways=(
            Used(MEETINGS["meeting"][language], 4, AUGUST, NOVEMBER, 270),
            Used(MEETINGS["phone"][language], 2, OCTOBER, NOVEMBER, 120),
        ),
        services=(Used(SERVICES["job_search"][language], 2, AUGUST, OCTOBER, 120),),
        sessions=_workshops(language),
        results=(Outcome(said(language, "Work in a warehouse", "Travailler en entrepôt"), "achieved"),),
        jobs=(Job(job, "Prairie Freight", NOVEMBER),),
    )


@sample_of(ParticipationCertificate)
def _participation(language: Language) -> Printed:
    return ParticipationCertificate(
        **letter(language, "D-1013"),
        signatures=(on_paper("director"),),
        first_on=AUGUST,
        last_on=OCTOBER,
        minutes=450,
        sessions=_workshops(language),
        skills=tuple(words[language] for words in list(SKILLS.values())[:2]),
    )


@sample_of(ConsentForm)
def _consent(language: Language) -> Printed:
    service = said(
        language,
        "I want to work with Northside Careers. They may write down what we do together.",
        "Je veux travailler avec Carrières du Nord, qui peut noter ce que nous faisons ensemble.",
    )
    release = said(
        language,
        "Northside Careers may tell Red River Training how my plan is going.",
        "Carrières du Nord peut dire à Red River Training comment avance mon plan.",
    )
    return ConsentForm(
        **letter(language, "D-1014"),
        signers=("client",),
        allowed=(
            Allowed("service", service, language, "2026-04"),
            Allowed("release", release, language, "2026-04", ("attendance", "plan"), "Red River Training",
                    "training", "both", "training", until=date(2027, 5, 31)),
        ),
    )  # fmt: skip


@sample_of(ReferralLetter)
def _referral(language: Language) -> Printed:
    return ReferralLetter(
        **letter(language, "D-1015"),
        signers=("worker",),
        partner_name="Red River Training",
        partner_contact="204-555-0199",
        referral_number="F-1003",
        need=said(language, "A forklift course with a licence at its end.",
                  "Un cours de chariot élévateur qui mène au permis."),
        answer_by=date(2026, 12, 4),
        permit=Permit(OCTOBER, date(2027, 5, 31), ("identifying", "attendance", "plan"), "training", "both"),
        told=("identifying", "attendance", "plan"),
        birth_on=date(1994, 3, 2),
        reach="204-555-0177",
        since=AUGUST,
        meetings=6,
        goals=(said(language, "Work in a warehouse", "Travailler en entrepôt"),),
    )  # fmt: skip
