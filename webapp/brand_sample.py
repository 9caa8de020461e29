"""A made-up letter to show how an agency looks on paper: as long as a real one, about nobody."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from records.brands.values import Letterhead
from records.documents.values import Doer, Language, NextSteps, Step
from templates.words import lazy as L_
from templates.words import speaking

_NAME, _WORKER = "Alex Martin", "Camille Roy"
_STEPS: tuple[tuple[Doer, object], ...] = (
    ("client", L_("Bring your résumé and two references to our next meeting")),
    ("worker", L_("Call the training centre about the evening course")),
    ("client", L_("Visit one of the two workplaces we talked about")),
)


def sample(letterhead: Letterhead, language: Language, *, now: datetime, timezone: str) -> NextSteps:
    """One page of next steps, marked as a draft so that nobody takes it for a real one."""
    here = now.astimezone(ZoneInfo(timezone))
    with speaking(language):
        steps = tuple(
            Step(str(words), who, due_on=(here + timedelta(days=2 * number)).date())
            for number, (who, words) in enumerate(_STEPS, 1)
        )
    return NextSteps(
        language=language,
        issued_on=here.date(),
        timezone=timezone,
        mark="draft",
        letterhead=letterhead,
        client_name=_NAME,
        worker_name=_WORKER,
        steps=steps,
        next_at=(here + timedelta(days=7)).replace(hour=10, minute=0),
    )
