"""What the codes of file reviews are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "review_scope": {
        "open": L_("Cases open at some time in the period"),
        "closed": L_("Cases closed in the period"),
    },
    "review_point": {
        "identity": L_("Identifying data and ways to reach the person"),
        "consent": L_("Informed consent"),
        "release": L_("Permission to release information"),
        "background": L_("History and demographic facts; of others only as needed"),
        "referral_in": L_("Who referred the person"),
        "goals": L_("Goal, objectives and outcomes"),
        "services": L_("Dates and types of services"),
        "assessments": L_("Results of assessments"),
        "notes": L_("Progress notes"),
        "results": L_("What came of interventions"),
        "evaluation": L_("Evaluation"),
        "incidents": L_("Incident reports"),
        "referrals_out": L_("Referrals to others, with what came back"),
        "ending": L_("Reason for ending services"),
    },
    "review_verdict": {
        "met": L_("Met"),
        "partly": L_("Partly met"),
        "not_met": L_("Not met"),
        "not_applicable": L_("Does not apply"),
    },
}
