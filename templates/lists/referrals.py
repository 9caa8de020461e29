"""What the codes about partners and referrals are called on the screen."""

from templates.words import lazy as L_

_STEPS: dict[str, object] = {
    "acknowledged": L_("They have it"),
    "accepted": L_("Accepted"),
    "waitlisted": L_("On their waiting list"),
    "declined": L_("Declined"),
    "no_response": L_("No answer"),
    "started": L_("Service has begun"),
    "received": L_("Service received"),
    "not_attended": L_("Did not attend"),
    "feedback": L_("Feedback has come"),
    "decided": L_("Decided what follows"),
    "cancelled": L_("The person does not want it"),
    "withdrawn": L_("The permission was taken back"),
    "closed": L_("Closed"),
}
LABELS: dict[str, dict[str, object]] = {
    "partner_kind": {
        "housing": L_("Housing"),
        "food": L_("Food"),
        "child_care": L_("Child care"),
        "language": L_("Language school"),
        "training": L_("Training or school"),
        "credentials": L_("Credential assessment"),
        "apprenticeship": L_("Apprenticeship"),
        "driving": L_("Driving lessons"),
        "employer": L_("Employer"),
        "health": L_("Health"),
        "mental_health": L_("Mental health"),
        "legal": L_("Legal help"),
        "settlement": L_("Settlement"),
        "income": L_("Income support"),
        "volunteering": L_("Volunteering"),
        "other": L_("Something else"),
    },
    "referral_state": {"draft": L_("Written down"), "sent": L_("Waiting for an answer")} | _STEPS,
    "referral_step": {"draft": L_("Written down"), "sent": L_("Sent")}
    | _STEPS
    | {"asked": L_("Asked again"), "reopened": L_("Opened again")},
    "partner_answer": {
        "acknowledged": L_("We have it and will look at it"),
        "accepted": L_("We can help"),
        "waitlisted": L_("We put them on our waiting list"),
        "declined": L_("We cannot help"),
        "started": L_("Our service has begun"),
        "received": L_("Our service is done"),
        "not_attended": L_("They did not come"),
    },
    "referral_outcome": {
        "helped": L_("It helped"),
        "partly": L_("It helped in part"),
        "not_helped": L_("It did not help"),
        "not_used": L_("It was not used"),
        "not_needed": L_("It is no longer needed"),
    },
    "asked": {
        "asked": L_("Yes"),
        "not_reached": L_("Tried, not reached"),
        "not_wanted": L_("No, not wanted or not needed"),
    },
}
