"""Screening: whether the agency may serve somebody, by its own rules."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.barriers import actions, queries
from records.barriers.rules import RULES
from records.cases.models import Case
from records.cases.queries import get_case
from templates.labels import LABELS, choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("screening", __name__)


def _asked(rule: str) -> Choice:
    answers = choices("screening_answer")
    return Choice(LABELS["screening_rule"][rule], choices=answers, as_radio=True, default="open")


class ScreeningForm(Form):
    """The agency's questions, their answers, and what was decided."""

    rule_age = _asked("age")
    rule_status = _asked("status")
    rule_area = _asked("area")
    rule_seeking = _asked("seeking")
    rule_not_served_elsewhere = _asked("not_served_elsewhere")
    decision = Choice(
        L_("Decision"),
        missing=L_("Choose what was decided."),
        choices=choices("screening_decision"),
        as_radio=True,
    )
    reason = LongText(L_("Why, when it goes past the rules"), limit=2000, rows=2)
    screened_on = Day(L_("On"), missing=L_("Enter the day."))
    words = LongText(L_("In a few words"), limit=2000, rows=2)

    @property
    def questions(self) -> list[Choice]:
        """The fields of the questions, in their order."""
        return [self[f"rule_{rule}"] for rule in RULES]

    def told(self) -> dict[str, Any]:
        """What was entered, as the action takes it."""
        given = {answered: [r for r in RULES if self[f"rule_{r}"].data == answered] for answered in _ANSWERED}
        words = {name: self[name].data or "" for name in ("decision", "reason", "words")}
        return given | words | {"screened_on": self.screened_on.data}


_ANSWERED = ("met", "unmet")


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/screening")
@member_can(P.SEE_ASSESSMENTS)
def show(client_id: UUID, case_id: UUID) -> Response:
    """What was decided, and the questions to decide anew. Looking is recorded."""
    case = get_case(session(), client_id, case_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _page(case, ScreeningForm(data={"screened_on": clock.today(context.current().timezone)}))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/screening")
@member_can(P.WRITE_ASSESSMENTS)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Takes down the answers and the decision."""
    case, form = get_case(session(), client_id, case_id), ScreeningForm()
    if not form.validate():
        return _page(case, form, status=422)
    try:
        actions.screen(session(), case, **form.told())
    except Refused as refusal:
        return _page(case, form, status=form.accept(refusal))
    to = url_for("screening.show", client_id=client_id, case_id=case_id)
    return done(to, _("The screening is written down."))


def _page(case: Case, form: ScreeningForm, status: int = 200) -> Response:
    return answer(
        "screening/show.html",
        client=g.standing.client,
        case=case,
        screenings=queries.screenings_of(session(), case.id),
        rules=RULES,
        form=form,
        status=status,
    )
