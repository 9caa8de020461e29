"""What the codes of the case process are called on the screen."""

from templates.words import lazy as L_

LABELS: dict[str, dict[str, object]] = {
    "phase": {
        "assessing": L_("Assessing"),
        "planning": L_("Planning"),
        "implementing": L_("Implementing"),
        "evaluating": L_("Evaluating"),
    },
    "phase_state": {"ahead": L_("not begun"), "open": L_("going on"), "closed": L_("closed for now")},
    "phase_step": {
        "screened": L_("Screened: does the service fit?"),
        "data_gathered": L_("What we need to know is gathered"),
        "challenges": L_("Challenges named"),
        "risk": L_("Risks looked at"),
        "prioritised": L_("Challenges put in order with the person"),
        "goals": L_("Goals agreed"),
        "interventions": L_("Ways to get there chosen"),
        "informed": L_("Others who help are informed"),
        "tasks": L_("Who does what is agreed"),
        "performed": L_("Work done"),
        "followed_up": L_("Followed up"),
        "reassessed": L_("Plan looked at again"),
        "transitioned": L_("Handed on well"),
        "feedback": L_("Feedback asked for"),
        "communicated": L_("Outcomes told to the person"),
        "ended": L_("Case closed"),
    },
    "step_state": {
        "none": L_("To do"),
        "done": L_("Done"),
        "before": L_("Done in an earlier round"),
        "not_needed": L_("Not needed"),
    },
    "phase_mark": {
        "closed": L_("This phase is over for now"),
        "revisited": L_("We take it up again"),
    },
    "step_mark": {"done": L_("Done"), "not_needed": L_("Not needed"), "open": L_("To do again")},
}
