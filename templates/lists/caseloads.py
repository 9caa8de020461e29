"""What the codes of caseloads are called on the screen: what a case needs, what weighs how much, and what came of
giving cases to others."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "support": {
        "light": L_("Light support"),
        "medium": L_("Medium support"),
        "intensive": L_("Intensive support"),
    },
    "contact_plan": {
        "weekly": L_("Every week"),
        "fortnightly": L_("Every two weeks"),
        "monthly": L_("Every month"),
        "follow_up": L_("Follow-up only"),
    },
    "work_way": {
        "here": L_("At our place"),
        "remote": L_("Mostly at a distance"),
        "travel": L_("The worker travels"),
    },
    "factor": {
        "light": L_("Light support"),
        "medium": L_("Medium support"),
        "intensive": L_("Intensive support"),
        "unsaid": L_("How much support is not said yet"),
        "barriers": L_("Severe barrier that is open, at most three"),
        "adapted": L_("Interpreter, or a format other than the usual one"),
        "danger": L_("High risk or safety alert"),
        "new": L_("First 30 days of the case"),
        "weekly": L_("In touch every week"),
        "fortnightly": L_("In touch every two weeks"),
        "monthly": L_("In touch every month"),
        "follow_up": L_("Follow-up only"),
        "partners": L_("Three or more partners at work"),
        "remote": L_("Mostly at a distance"),
        "travel": L_("The worker travels"),
        "after": L_("Closed, and still followed up"),
    },
    "reassigned": {
        "moved": L_("Reassigned"),
        "put_back": L_("Put back"),
        "changed": L_("Not touched: the case changed meanwhile"),
        "closed": L_("Not touched: the case is closed"),
        "conflict": L_("Not touched: this worker is kept away from the file for a conflict of interest"),
        "restricted": L_("Not touched: the file is only for those on its list"),
    },
}
