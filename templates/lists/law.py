"""What the law asks beside each act of privacy: why we do it, which duty, from which source. Never that a law binds
this agency: which one does depends on where it works and for whom, so its province only says which may.

A duty stands here only with a source that was read; what was only heard of is left out.
"""

from templates.words import lazy as L_

_STANDARD = L_("Standard 5.3 of the Canadian competency framework for career development professionals")
_QUEBEC = L_("Quebec’s act on the private sector as changed by Law 25, from summaries; have it checked")

# The duties beside each act, the nearest first.
ACTS: dict[str, tuple[str, ...]] = {
    "consent": ("separate", "informed", "purpose"),
    "withdrawal": ("separate", "informed", "account"),
    "release": ("separate", "released", "purpose"),
    "disclosure": ("purpose", "released", "account"),
    "emergency": ("purpose", "account"),
    "request": ("in_time", "kept_for_recourse", "account", "portable"),
    "extension": ("extended_once",),
    "refusal": ("refused_in_writing", "kept_for_recourse"),
    "severing": ("others", "refused_in_writing"),
    "correction": ("accurate", "policy"),
    "breach": ("harm", "serious", "every_breach", "safeguards"),
    "hold": ("kept_for_recourse", "needed"),
    "retention": ("purpose_over", "not_longer", "needed"),
    "purge": ("purpose_over", "not_longer", "kept_for_recourse"),
    "printing": ("purpose", "both_media"),
    "opening": ("safeguards", "policy"),
    "restricting": ("safeguards", "policy"),
    "looking": ("safeguards", "policy"),
    "papers": ("both_media", "accurate"),
    "importing": ("accurate", "purpose"),
    "demographic": ("separate", "only_required", "purpose"),
    "sin": ("sin",),
}
# Duties of one law profile alone.
ONLY = {"separate": "quebec", "serious": "quebec", "portable": "quebec", "purpose_over": "bc"}

LABELS: dict[str, dict[str, object]] = {
    "law_act": {
        "consent": L_("A person can only agree to what they understand, so we explain before we ask."),
        "withdrawal": L_(
            "A person may change their mind. What was given out before stays on record, so they can see it."
        ),
        "release": L_("The person decides who outside may hear what about them, and for what."),
        "disclosure": L_("Writing down what left lets the person ask later who knows what, and why."),
        "emergency": L_(
            "When somebody is in danger there is no time to ask; the reason is looked at afterwards."
        ),
        "request": L_("A person may ask what is kept about them, and the answer cannot wait."),
        "extension": L_("More time is fair only when the person hears of it early and knows why."),
        "refusal": L_("Somebody who is told no must be able to understand it and to take it further."),
        "severing": L_("The person gets what is theirs, and nobody else is laid open by it."),
        "correction": L_(
            "Decisions rest on what is written. Where you do not agree, the person’s own words stand beside it."
        ),
        "breach": L_("People can protect themselves only when they are told in time."),
        "hold": L_("What a question is still open about must not be gone when it is answered."),
        "retention": L_("What is kept without need can only be lost, stolen or misread."),
        "purge": L_("Destroying cannot be undone, so the reason is looked at before, by people."),
        "printing": L_("Paper leaves no trace of who reads it, so we note who printed it and what for."),
        "opening": L_("A file is opened because the work needs it, and the reason can be asked about."),
        "restricting": L_("Some files need fewer eyes, for example where staff know the person."),
        "looking": L_("Whoever knows that looking is seen looks with a reason."),
        "papers": L_("A paper in a drawer is as much a part of the file as what is typed here."),
        "importing": L_("What comes in wrong is believed as if it were right, so it is looked at first."),
        "demographic": L_(
            "Questions about who somebody is are asked for a purpose, and nobody has to answer."
        ),
        "sin": L_("With this number somebody else could act in the person’s name."),
    },
    "law_duty": {
        "informed": L_("The person’s informed consent is in the file, in writing."),
        "released": L_("A permission to release information is in the file."),
        "purpose": L_("What a record holds is used only for the purpose it was meant for."),
        "only_required": L_("Facts about family and others are recorded only as required."),
        "accurate": L_("What is recorded is accurate, current and pertinent."),
        "safeguards": L_("Reasonable efforts are made against the misuse of records."),
        "both_media": L_("The same care goes to records on paper and to electronic ones."),
        "needed": L_("What is needed for institutional, financial and legal purposes is kept."),
        "policy": L_("The agency’s policies on privacy and records are followed, by contractors too."),
        "in_time": L_(
            "The answer is due 30 days after the request came. No answer in time counts as a refusal."
        ),
        "extended_once": L_(
            "The time may be extended once, by at most 30 days or by what it takes to put the information into another"
            " format. The person is told within the first 30 days, with the reasons and their right to complain."
        ),
        "refused_in_writing": L_(
            "A refusal is written, with its reasons and what the person can do about it."
        ),
        "kept_for_recourse": L_(
            "What somebody asked for is kept until they have used up every way to complain."
        ),
        "others": L_(
            "What would reveal information about somebody else stays out, if it cannot be taken apart."
        ),
        "account": L_("The person may ask to whom information about them was given."),
        "not_longer": L_(
            "What is no longer needed should be destroyed, erased or made anonymous, by guidelines that say the"
            " shortest and the longest time."
        ),
        "harm": L_(
            "Where there is a real risk of significant harm, the privacy commissioner and the people concerned are"
            " told."
        ),
        "every_breach": L_("A record of every breach is kept for 24 months."),
        "sin": L_(
            "The number is collected only where a law provides for it, and never to identify somebody."
        ),
        "separate": L_("Consent is clear, and asked for apart from anything else."),
        "serious": L_(
            "Where an incident brings a risk of serious injury, the Commission and the people concerned are told. Every"
            " incident stands in a register."
        ),
        "portable": L_(
            "Since September 2024 a person may have their data in a form that another service can use."
        ),
        "purpose_over": L_(
            "What is held is destroyed when its purpose is over and no legal or business need is left."
        ),
    },
    "law_source": {
        **dict.fromkeys(
            (
                *("informed", "released", "purpose", "only_required", "accurate", "safeguards", "both_media"),
                *("needed", "policy"),
            ),
            _STANDARD,
        ),
        **dict.fromkeys(("separate", "serious", "portable"), _QUEBEC),
        "in_time": L_("PIPEDA, subsections 8(3) and 8(5)"),
        "extended_once": L_("PIPEDA, subsection 8(4)"),
        "refused_in_writing": L_("PIPEDA, subsection 8(7)"),
        "kept_for_recourse": L_("PIPEDA, subsection 8(8)"),
        "others": L_("PIPEDA, subsection 9(1)"),
        "account": L_("PIPEDA, schedule 1, principle 4.9"),
        "not_longer": L_("PIPEDA, schedule 1, principles 4.5.2 and 4.5.3"),
        "harm": L_("PIPEDA and its regulation on breaches"),
        "every_breach": L_("PIPEDA and its regulation on breaches"),
        "sin": L_("Advice of the Privacy Commissioner of Canada"),
        "purpose_over": L_("British Columbia’s Personal Information Protection Act"),
    },
    "law_profile": {
        "canada": L_(
            "The federal act (PIPEDA) may apply to your agency. It turns on commercial activity: many non-profits are"
            " outside it or partly outside. Funders often ask for the same by contract."
        ),
        "quebec": L_(
            "Quebec’s act on personal information in the private sector, with Law 25, may apply to your agency. The"
            " federal act (PIPEDA) may apply to some of its work. Funders often ask for the same by contract."
        ),
        "bc": L_(
            "British Columbia’s Personal Information Protection Act may apply to your agency. The federal act (PIPEDA)"
            " may apply to some of its work. Funders often ask for the same by contract."
        ),
        "alberta": L_(
            "Alberta’s Personal Information Protection Act and the federal act (PIPEDA) may apply to some of your"
            " agency’s work. Funders often ask for the same by contract."
        ),
        "ontario": L_(
            "Your contract with a ministry or a funder may bring rules of its own. The federal act (PIPEDA) may apply"
            " to some of your agency’s work."
        ),
    },
    "law_office": {
        "canada": L_(
            "the Office of the Privacy Commissioner of Canada, 30 Victoria Street, Gatineau, Quebec K1A 1H3,"
            " 1-800-282-1376"
        ),
        "quebec": L_("the Commission d’accès à l’information du Québec"),
        "bc": L_("the Information and Privacy Commissioner for British Columbia"),
        "alberta": L_("the Information and Privacy Commissioner of Alberta"),
        "ontario": L_(
            "the Office of the Privacy Commissioner of Canada, 30 Victoria Street, Gatineau, Quebec K1A 1H3,"
            " 1-800-282-1376"
        ),
    },
}


def duties(acts: tuple[str, ...], profile: str) -> list[str]:
    """The duties beside these acts, each once, of the profile in force. Raises KeyError for an act there is not."""
    found = dict.fromkeys(duty for act in acts for duty in ACTS[act])
    return [duty for duty in found if ONLY.get(duty, profile) == profile]
