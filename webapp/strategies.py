"""Whether what was tried about a barrier helped."""

from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.barriers import actions, queries
from records.barriers.models import Strategy
from records.cases.queries import get_case
from records.history.queries import steps_of
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("strategies", __name__)


class ResultForm(Form):
    """What came of it."""

    tried_on = Day(L_("Tried on"), missing=L_("Enter the day."))
    result = Choice(
        L_("Did it help?"),
        missing=L_("Choose whether it helped."),
        choices=choices("strategy_result"),
        as_radio=True,
    )
    words = LongText(L_("In a few words"), limit=2000, rows=2)
    version = Version()


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/strategies/<uuid:strategy_id>")
@member_can(P.SEE_ASSESSMENTS)
def show(client_id: UUID, case_id: UUID, strategy_id: UUID) -> Response:
    """One strategy, and what was said of it before. Looking is recorded."""
    case = get_case(session(), client_id, case_id)
    strategy = queries.get_strategy(session(), case.id, strategy_id, g.standing)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    start = {"tried_on": strategy.tried_on or clock.today(context.current().timezone)}
    start |= {name: getattr(strategy, name) for name in ("result", "words", "version")}
    return _page(strategy, ResultForm(data=start))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/strategies/<uuid:strategy_id>")
@member_can(P.WRITE_ASSESSMENTS)
def say_result(client_id: UUID, case_id: UUID, strategy_id: UUID) -> Response:
    """It helped, partly or not."""
    case, form = get_case(session(), client_id, case_id), ResultForm()
    strategy = queries.get_strategy(session(), case.id, strategy_id, g.standing)
    if not form.validate():
        return _page(strategy, form, status=422)
    told = form.values() | {"version": form.version.data or 0, "words": form.words.data or ""}
    try:
        actions.say_result(session(), strategy, **told)
    except Refused as refusal:
        form.catch_up(strategy)
        return _page(strategy, form, status=form.accept(refusal))
    barrier_id = strategy.barrier_id
    to = url_for("barriers.show", client_id=client_id, case_id=case_id, barrier_id=barrier_id)
    return done(to, _("The result is written down."))


def _page(strategy: Strategy, form: ResultForm, status: int = 200) -> Response:
    return answer(
        "barriers/strategy.html",
        client=g.standing.client,
        strategy=strategy,
        past=steps_of(session(), strategy),
        workers=names_of(session()),
        form=form,
        status=status,
    )
