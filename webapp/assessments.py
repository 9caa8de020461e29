"""Assessments of a person: what was answered, how it moves over time, and what was done after a low rating."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, g, url_for

from records.assessments import actions, queries
from records.assessments.models import AssessmentRun, Instrument
from records.assessments.rules import due_after, is_due
from records.cases.models import Case
from records.cases.queries import cases_of, get_case
from records.history.queries import steps_of
from records.papers.queries import papers_of
from records.particulars.queries import particulars_of
from templates.trends import trend
from templates.words import gettext as _
from templates.words import language
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import members, names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.assessment_forms import (
    ChangedRun,
    NewRun,
    RepairForm,
    RunForm,
    RunInErrorForm,
    run_data,
    run_form,
)
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("assessments", __name__)

# What the history of a run calls each fact, beside the names of its scales.
FIELDS: dict[str, object] = {
    "done_on": L_("Day"),
    "giver_id": (L_("Given by"), "member"),
    "giver": L_("Given by somebody from outside"),
    "answered_by": (L_("Who answered"), "answered_by"),
    "mode": (L_("How"), "mode"),
    "language": (L_("Language"), "paper_language"),
    "client_view": L_("What the person says about it"),
    "meaning": L_("What it means for the work"),
    "validity": L_("What limits it"),
    "next_due": L_("To be asked again on"),
    "without_consent": L_("Why without consent"),
    "state": (L_("State"), "assessment_state"),
}


@pages.get("/people/<uuid:client_id>/assessments")
@member_can(P.SEE_ASSESSMENTS)
def index(client_id: UUID) -> Response:
    """Every instrument that was used, its answers beside each other and drawn over time."""
    runs = queries.runs_of(session(), client_id)
    return answer(
        "assessments/index.html",
        client=g.standing.client,
        series=queries.series_of(runs),
        in_error=[run for run, _instrument in runs if run.state == "in_error"],
        in_use={one.series_id: one for one in queries.instruments(session()) if one.retired_on is None},
        has_case=any(case.is_open for case in cases_of(session(), client_id)),
        has_earlier=any(row.kind == "assessment" for row in particulars_of(session(), g.standing)),
        is_due=is_due,
        trend=trend,
    )


@pages.get("/people/<uuid:client_id>/assessments/new/<uuid:instrument_id>")
@member_can(P.WRITE_ASSESSMENTS)
def new(client_id: UUID, instrument_id: UUID) -> Response:
    """The questions of an instrument, to be answered."""
    instrument, today = (
        queries.get_instrument(session(), instrument_id),
        clock.today(context.current().timezone),
    )
    start = {
        "case_id": next((case.id for case in _cases() if case.is_open), None),
        "done_on": today,
        "giver_id": context.current().member_id,
        "answered_by": "client",
        "mode": "in_person",
        "language": g.standing.client.language,
        "next_due": due_after(today, instrument.weeks),
    }
    return _form_page(_new_form(instrument, data=start), instrument)


@pages.post("/people/<uuid:client_id>/assessments/new/<uuid:instrument_id>")
@member_can(P.WRITE_ASSESSMENTS)
def create(client_id: UUID, instrument_id: UUID) -> Response:
    """Puts the answers into the file; refused when nothing allows to collect them."""
    instrument = queries.get_instrument(session(), instrument_id)
    form = _new_form(instrument)
    if not form.validate():
        return _form_page(form, instrument, status=422)
    told = form.told()
    case = get_case(session(), client_id, told.pop("case_id"))
    try:
        run = actions.record_run(session(), case, instrument, **told)
    except Refused as refusal:
        return _form_page(form, instrument, status=form.accept(refusal))
    return _to(run, _("The answers are in the file."))


@pages.get("/people/<uuid:client_id>/assessments/<uuid:assessment_id>")
@member_can(P.SEE_ASSESSMENTS)
def show(client_id: UUID, assessment_id: UUID) -> Response:
    """What was answered once. Looking is recorded."""
    run, instrument = queries.get_run(session(), client_id, assessment_id)
    audit.viewed(audit.Verb.ASSESSMENT_VIEWED, run.id, client_id=client_id)
    return _page(run, instrument)


@pages.get("/people/<uuid:client_id>/assessments/<uuid:assessment_id>/edit")
@member_can(P.WRITE_ASSESSMENTS)
def edit(client_id: UUID, assessment_id: UUID) -> Response:
    """What was recorded, to be corrected."""
    run, instrument = queries.get_run(session(), client_id, assessment_id)
    return _form_page(_changed_form(run, instrument, data=run_data(run)), instrument, run)


@pages.post("/people/<uuid:client_id>/assessments/<uuid:assessment_id>")
@member_can(P.WRITE_ASSESSMENTS)
def change(client_id: UUID, assessment_id: UUID) -> Response:
    """Keeps the correction, and what was said before."""
    run, instrument = queries.get_run(session(), client_id, assessment_id)
    form = _changed_form(run, instrument)
    if not form.validate():
        return _form_page(form, instrument, run, status=422)
    try:
        actions.change_run(session(), run, instrument, **form.told())
    except Refused as refusal:
        form.catch_up(run)
        return _form_page(form, instrument, run, status=form.accept(refusal))
    return _to(run, _("The change is kept."))


@pages.post("/people/<uuid:client_id>/assessments/<uuid:assessment_id>/error")
@member_can(P.WRITE_ASSESSMENTS)
def mark_in_error(client_id: UUID, assessment_id: UUID) -> Response:
    """Takes it out of every comparison; it is kept."""
    (run, instrument), form = queries.get_run(session(), client_id, assessment_id), RunInErrorForm()
    if not form.validate():
        return _page(run, instrument, wrong=form, status=422)
    actions.mark_in_error(session(), run, reason=form.reason.data, version=form.version.data or 0)
    return _to(run, _("It is marked as entered in error."))


@pages.post("/people/<uuid:client_id>/assessments/<uuid:assessment_id>/repair")
@member_can(P.WRITE_ASSESSMENTS)
def repair(client_id: UUID, assessment_id: UUID) -> Response:
    """Writes down what was done after a low rating."""
    (run, instrument), form = queries.get_run(session(), client_id, assessment_id), RepairForm()
    if not form.validate():
        return _page(run, instrument, repairing=form, status=422)
    try:
        actions.answer_low_rating(session(), run, repair=form.repair.data)
    except Refused as refusal:
        return _page(run, instrument, repairing=form, status=form.accept(refusal))
    return _to(run, _("It is in the file, with the rating."))


def _cases() -> list[Case]:
    return list(cases_of(session(), g.standing.client.id))


def _offered(form: RunForm) -> Any:
    """The form with the team and the papers that the reader may open."""
    papers = papers_of(session(), g.standing, cases=[case.id for case in _cases()])
    return form.offer(
        giver_id=[(member.id, member.name) for member in members(session())],
        paper_id=[(paper.id, f"{paper.number} {paper.title}") for paper, _file in papers],
    )


def _new_form(instrument: Instrument, **start: Any) -> Any:
    form = _offered(run_form(NewRun, instrument, **start))
    return form.offer(case_id=[(case.id, case.number) for case in _cases() if case.is_open])


def _changed_form(run: AssessmentRun, instrument: Instrument, **start: Any) -> Any:
    """Also with whom and what it names already: somebody who left, a paper that this reader may not open."""
    form = _offered(run_form(ChangedRun, instrument, **start))
    gone = names_of(session()).get(run.giver_id) if run.giver_id else None
    for field, value, words in (
        (form.giver_id, run.giver_id, gone or ""),
        (form.paper_id, run.paper_id, _("The paper named before")),
    ):
        if value is not None and value not in dict(field.choices):
            field.choices.append((value, words))
    return form


def _to(run: AssessmentRun, words: str) -> Response:
    there = url_for("assessments.show", client_id=run.client_id, assessment_id=run.id)
    return done(there, words)


def _form_page(
    form: Any, instrument: Instrument, run: AssessmentRun | None = None, status: int = 200
) -> Response:
    if run is None and instrument.retired_on is not None:
        abort(404)
    shown = {"form": form, "instrument": instrument, "run": run, "client": g.standing.client}
    return answer("assessments/form.html", status=status, **shown)


def _page(
    run: AssessmentRun,
    instrument: Instrument,
    *,
    wrong: RunInErrorForm | None = None,
    repairing: RepairForm | None = None,
    status: int = 200,
) -> Response:
    return answer(
        "assessments/show.html",
        client=g.standing.client,
        run=run,
        instrument=instrument,
        low=queries.low_answers(run, instrument),
        fields=FIELDS | {scale.code: scale.name(language()) for scale in instrument.measures},
        steps=steps_of(session(), run),
        workers=names_of(session()),
        papers=papers_of(session(), g.standing, cases=[case.id for case in _cases()]),
        wrong=wrong or RunInErrorForm(data={"version": run.version}),
        repairing=repairing or RepairForm(),
        status=status,
    )
