"""Outcomes: what waits in the whole agency, and what of a case is followed up."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.cases.queries import get_case
from records.employment.queries import get_spell, spells_of
from records.outcomes import actions, queries
from records.outcomes.rules import STATES
from records.outcomes.scheme_queries import get_scheme, schemes
from records.tasks.queries import reach_of
from templates import words
from templates.words import gettext as _
from tenants import audit
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.outcome_forms import EndingForm, FollowUpForm
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("outcomes", __name__)
MINE = "mine"  # due, of one's own cases
CASE = "/people/<uuid:client_id>/cases/<uuid:case_id>/outcomes"


@pages.get("/outcomes")
@member_can(P.SEE_EMPLOYMENT)
def worklist() -> Response:
    """Checkpoints that wait, of people whose work the reader may see."""
    asked = request.args.get("state", "")
    state = asked if asked in STATES else ""
    found = queries.worklist(session(), state, mine=asked == MINE, after=request.args.get("after"))
    reach = reach_of(session(), [one.client.id for one in found.rows])
    return answer(
        "outcomes/worklist.html", block="rows", found=found, asked=asked, states=STATES, reach=reach
    )


@pages.get(CASE)
@member_can(P.SEE_EMPLOYMENT)
def index(client_id: UUID, case_id: UUID) -> Response:
    """The checkpoints of a case. Looking is recorded."""
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _page(client_id, case_id)


@pages.post(CASE)
@member_can(P.WRITE_EMPLOYMENT)
def begin(client_id: UUID, case_id: UUID) -> Response:
    """Follows the case up by a scheme; its checkpoints are there at once."""
    case, form = get_case(session(), client_id, case_id), _offered(case_id)
    if not form.validate():
        return _page(client_id, case_id, form, status=422)
    scheme = get_scheme(session(), form.scheme_id.data)
    spell = get_spell(session(), case_id, form.spell_id.data)
    try:
        actions.follow_up(session(), case, scheme, spell)
    except Refused as refusal:
        return _page(client_id, case_id, form, status=form.accept(refusal))
    return done(_here(client_id, case_id), _("The checkpoints are set."))


@pages.get(f"{CASE}/<uuid:enrolment_id>/end")
@member_can(P.WRITE_EMPLOYMENT)
def ending(client_id: UUID, case_id: UUID, enrolment_id: UUID) -> Response:
    """Asks why."""
    return _ending_page(client_id, case_id, enrolment_id, EndingForm())


@pages.post(f"{CASE}/<uuid:enrolment_id>/end")
@member_can(P.WRITE_EMPLOYMENT)
def end(client_id: UUID, case_id: UUID, enrolment_id: UUID) -> Response:
    """Looks no further."""
    enrolment, form = queries.get_enrolment(session(), case_id, enrolment_id), EndingForm()
    if not form.validate():
        return _ending_page(client_id, case_id, enrolment_id, form, status=422)
    actions.end_follow_up(session(), enrolment, reason=form.reason.data)
    return done(_here(client_id, case_id), _("The follow-up has ended. What was decided stays."))


def _ending_page(
    client_id: UUID, case_id: UUID, enrolment_id: UUID, form: EndingForm, status: int = 200
) -> Response:
    case, client = get_case(session(), client_id, case_id), g.standing.client
    enrolment = queries.get_enrolment(session(), case_id, enrolment_id)
    told: dict[str, Any] = {"client": client, "case": case, "enrolment": enrolment, "form": form}
    return answer("outcomes/ending.html", status=status, **told)


def _page(client_id: UUID, case_id: UUID, form: FollowUpForm | None = None, status: int = 200) -> Response:
    return answer(
        "outcomes/index.html",
        client=g.standing.client,
        case=get_case(session(), client_id, case_id),
        followed=queries.followed(session(), case_id),
        work=spells_of(session(), case_id),
        form=form or _offered(case_id),
        status=status,
    )


def _offered(case_id: UUID) -> FollowUpForm:
    form, language = FollowUpForm(), words.language()
    in_use = [one for one in schemes(session()) if one.retired_on is None]
    form.offer(
        scheme_id=[(one.id, one.name_in(language)) for one in in_use],
        spell_id=[(one.id, f"{one.title}, {one.employer_name}") for one in spells_of(session(), case_id)],
    )
    return form


def _here(client_id: UUID, case_id: UUID) -> str:
    return url_for("outcomes.index", client_id=client_id, case_id=case_id)
