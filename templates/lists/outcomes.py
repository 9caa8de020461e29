"""What the codes of schemes, checkpoints and evidence are called on the screen."""

from templates.words import lazy as L_

_READ: dict[str, object] = {
    "window_open": L_("Window open"),
    "contacting": L_("Trying to reach them"),
    "evidence_needed": L_("Evidence needed"),
    "evidence_in": L_("Evidence in"),
    "over": L_("Window over"),
    "scheduled": L_("Scheduled"),
}
_DECIDED: dict[str, object] = {
    "counts": L_("Verified: counts"),
    "not_counts": L_("Verified: does not count"),
    "not_reached": L_("Not reached: the work did not last"),
    "refused": L_("Evidence refused"),
    "late": L_("Approved late: counts"),
    "missed": L_("Window missed"),
}
LABELS: dict[str, dict[str, object]] = {
    "checkpoint_state": _READ | _DECIDED,
    "checkpoint_list": _READ,
    "checkpoint_decision": {
        "counts": L_("It counts"),
        "not_counts": L_("It does not count"),
        "not_reached": L_("The work did not last until then"),
        "refused": L_("Evidence was refused"),
        "late": L_("It counts, approved late"),
        "missed": L_("The window was missed"),
    },
    "checkpoint_next": {
        "window_open": L_("Reach the person, or ask the employer."),
        "contacting": L_("Try again, another way or at another time."),
        "evidence_needed": L_("File what shows the work, or ask the employer."),
        "evidence_in": L_("Verify the evidence and decide."),
        "over": L_("Approve it late with a reason, or say that it was missed."),
        "scheduled": L_("Nothing to do until the window opens."),
    },
    "counting": {
        "counts": L_("Counts"),
        "not_yet": L_("Not yet"),
        "no": L_("Does not count"),
    },
    "scheme_unit": {"months": L_("Months"), "weeks": L_("Weeks")},
    "evidence_kind": {
        "offer_letter": L_("Offer letter"),
        "pay_stub": L_("Pay stub"),
        "employer_letter": L_("Letter from the employer"),
        "employer_answer": L_("Employer’s answer by our link"),
        "attestation": L_("Attestation by the agency"),
        "registration": L_("Registration of their own business"),
        "self_report": L_("What the person says"),
    },
    "evidence_check": {
        "employer": L_("Name of the employer"),
        "client": L_("Name of the person"),
        "payment_date": L_("Date of payment"),
        "pay_period": L_("Pay period"),
        "hours": L_("Hours"),
    },
    "evidence_state": {"kept": L_("On file"), "in_error": L_("Entered in error")},
}
