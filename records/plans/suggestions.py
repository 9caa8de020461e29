"""Which interventions may help with which barrier: choices offered beside the catalogue, never chosen by themselves."""

from collections.abc import Collection, Iterable, Mapping

# By kind of barrier, the likeliest first. Starter content, kept in the words of the catalogue of interventions.
SUGGESTED: Mapping[str, tuple[str, ...]] = {
    "unclear_goal": ("career_exploration", "labour_market"),
    "conflicting_advice": ("career_exploration", "action_planning"),
    "labour_market": ("labour_market", "career_exploration"),
    "choice_confidence": ("career_exploration", "wellbeing"),
    "schooling": ("training_referral", "financial_support"),
    "literacy": ("training_referral", "supported_referral"),
    "numeracy": ("training_referral",),
    "digital": ("workshop", "training_referral"),
    "language_level": ("training_referral", "supported_referral"),
    "foreign_credential": ("advocacy", "training_referral"),
    "licence": ("training_referral", "financial_support"),
    "canadian_experience": ("placement", "employer_negotiation"),
    "outdated_skills": ("training_referral", "placement"),
    "resume": ("resume", "workshop"),
    "online_applications": ("job_search", "workshop"),
    "interviews": ("interview", "job_search"),
    "networks": ("workshop", "job_search"),
    "disclosure_questions": ("interview", "employer_negotiation"),
    "references": ("job_search", "placement"),
    "gap": ("resume", "interview"),
    "short_spells": ("resume", "retention_contact"),
    "dismissal": ("interview", "employer_negotiation"),
    "age_bias": ("job_search", "employer_negotiation"),
    "overqualified": ("resume", "labour_market"),
    "transport": ("financial_support", "stabilisation_referral"),
    "driving": ("financial_support", "training_referral"),
    "care": ("supported_referral", "stabilisation_referral"),
    "phone_internet": ("financial_support", "stabilisation_referral"),
    "identification": ("supported_referral", "advocacy"),
    "bank_account": ("supported_referral",),
    "clothing_tools": ("financial_support",),
    "work_permit": ("supported_referral", "advocacy"),
    "income": ("financial_support", "stabilisation_referral"),
    "debt": ("supported_referral", "stabilisation_referral"),
    "benefits": ("advocacy", "supported_referral"),
    "housing": ("stabilisation_referral", "supported_referral"),
    "shelter": ("stabilisation_referral", "crisis"),
    "food": ("stabilisation_referral", "financial_support"),
    "physical_limits": ("employer_negotiation", "job_coaching"),
    "pain_fatigue": ("employer_negotiation", "wellbeing"),
    "accommodation": ("employer_negotiation", "advocacy"),
    "wellbeing": ("wellbeing", "supported_referral"),
    "substance_use": ("supported_referral", "wellbeing"),
    "medication": ("employer_negotiation", "wellbeing"),
    "isolation": ("workshop", "stabilisation_referral"),
    "family_duties": ("stabilisation_referral", "employer_negotiation"),
    "conflict": ("conflict_support", "advocacy"),
    "discrimination": ("advocacy", "conflict_support"),
    "stigma": ("advocacy", "wellbeing"),
    "cultural_adjustment": ("orientation", "workshop"),
    "safety": ("crisis", "supported_referral"),
    "record": ("advocacy", "employer_negotiation"),
    "conditions": ("advocacy", "employer_negotiation"),
    "hope": ("wellbeing", "career_exploration"),
    "work_anxiety": ("wellbeing", "job_coaching"),
    "routine": ("job_coaching", "placement"),
    "conduct": ("job_coaching", "conflict_support"),
    "keeping_job": ("retention_contact", "job_coaching"),
    "fear_of_losing_benefits": ("labour_market", "advocacy"),
    "waiting_lists": ("advocacy", "follow_up"),
    "eligibility_gap": ("advocacy", "supported_referral"),
    "office_access": ("follow_up", "advocacy"),
    "service_language": ("supported_referral", "advocacy"),
}


def suggested_for(barriers: Iterable[str], planned: Collection[str] = ()) -> dict[str, list[str]]:
    """What may help, each kind of intervention with the kinds of barrier it may help with; what helps with most comes
    first, and what is planned already is left out."""
    found: dict[str, list[str]] = {}
    for barrier in dict.fromkeys(barriers):
        for intervention in SUGGESTED[barrier]:
            found.setdefault(intervention, []).append(barrier)
    ordered = sorted(found.items(), key=lambda one: -len(one[1]))
    return {intervention: of for intervention, of in ordered if intervention not in planned}
