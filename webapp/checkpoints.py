"""One checkpoint: trying to reach somebody, filing evidence, asking the employer, moving the day, deciding."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.consents.queries import releases_in_force
from records.history.queries import steps_of
from records.outcomes import actions, asking, queries
from records.outcomes.queries import Looked
from records.papers.queries import papers_of
from records.retention.run_queries import parts_gone
from records.retention.terms import RecordClass
from templates import words
from templates.labels import label
from templates.words import gettext as _
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Form
from webapp.outcome_forms import (
    AttemptForm,
    DecisionForm,
    EmployerForm,
    EvidenceForm,
    MoveForm,
    TakeBackForm,
)
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("checkpoints", __name__)
ONE = "/people/<uuid:client_id>/cases/<uuid:case_id>/outcomes/checkpoints/<uuid:checkpoint_id>"


@pages.get(ONE)
@member_can(P.SEE_EMPLOYMENT)
def show(client_id: UUID, case_id: UUID, checkpoint_id: UUID) -> Response:
    """How far it is, whether it counts, and what may come next. Looking is recorded."""
    looked = queries.get_checkpoint(session(), case_id, checkpoint_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _page(looked)


@pages.post(f"{ONE}/attempts")
@member_can(P.WRITE_EMPLOYMENT)
def attempt(client_id: UUID, case_id: UUID, checkpoint_id: UUID) -> Response:
    """Takes down an attempt to reach the person."""
    looked, form = queries.get_checkpoint(session(), case_id, checkpoint_id), AttemptForm()
    if not form.validate():
        return _page(looked, form, status=422)
    actions.try_to_reach(session(), looked, channel=form.channel.data, outcome=form.outcome.data)
    return done(_here(looked), _("The attempt is on file."))


@pages.post(f"{ONE}/evidence")
@member_can(P.WRITE_EMPLOYMENT)
def file(client_id: UUID, case_id: UUID, checkpoint_id: UUID) -> Response:
    """Takes down what shows the work."""
    looked = queries.get_checkpoint(session(), case_id, checkpoint_id)
    form = _evidence_form(looked)
    if not form.validate():
        return _page(looked, form, status=422)
    try:
        actions.file_evidence(session(), looked, **form.values())
    except Refused as refusal:
        return _page(looked, form, status=form.accept(refusal))
    return done(_here(looked), _("The evidence is on file. Somebody verifies it now."))


@pages.post(f"{ONE}/decision")
@member_can(P.WRITE_EMPLOYMENT)
def decide(client_id: UUID, case_id: UUID, checkpoint_id: UUID) -> Response:
    """Says how it ended."""
    looked, form = queries.get_checkpoint(session(), case_id, checkpoint_id), DecisionForm()
    if not form.validate():
        return _page(looked, form, status=422)
    told = {"outcome": form.outcome.data, "words": form.words.data or "", "version": form.version.data or 0}
    try:
        actions.decide(session(), looked, **told)
    except Refused as refusal:
        return _page(looked, form, status=form.accept(refusal))
    return done(_here(looked), _("The checkpoint is decided."))


@pages.post(f"{ONE}/decision/withdrawal")
@member_can(P.WRITE_EMPLOYMENT)
def take_back(client_id: UUID, case_id: UUID, checkpoint_id: UUID) -> Response:
    """The decision was wrong."""
    looked, form = queries.get_checkpoint(session(), case_id, checkpoint_id), TakeBackForm()
    if not form.validate():
        return _page(looked, form, status=422)
    try:
        actions.take_back(session(), looked, reason=form.reason.data, version=form.back_version.data or 0)
    except Refused as refusal:
        return _page(looked, form, status=form.accept(refusal))
    return done(_here(looked), _("The decision is taken back. The checkpoint is open again."))


@pages.post(f"{ONE}/day")
@member_can(P.WRITE_EMPLOYMENT)
def move(client_id: UUID, case_id: UUID, checkpoint_id: UUID) -> Response:
    """Looks on another day."""
    looked, form = queries.get_checkpoint(session(), case_id, checkpoint_id), MoveForm()
    if not form.validate():
        return _page(looked, form, status=422)
    day, version = form.due_on.data, form.move_version.data or 0
    try:
        actions.move_checkpoint(session(), looked, due_on=day, reason=form.moved_why.data, version=version)
    except Refused as refusal:
        return _page(looked, form, status=form.accept(refusal))
    return done(_here(looked), _("The checkpoint has another day."))


@pages.post(f"{ONE}/employer")
@member_can(P.WRITE_EMPLOYMENT)
def ask_employer(client_id: UUID, case_id: UUID, checkpoint_id: UUID) -> Response:
    """Sends the employer a link by which they confirm the work."""
    looked = queries.get_checkpoint(session(), case_id, checkpoint_id)
    form = _employer_form(looked)
    if not form.validate():
        return _page(looked, form, status=422)
    try:
        asking.ask_employer(session(), looked, **_asked(looked, form))
    except Refused as refusal:
        return _page(looked, form, status=form.accept(refusal))
    return done(_here(looked), _("The employer gets a link by e-mail. Their answer appears here."))


def _asked(looked: Looked, form: EmployerForm) -> dict[str, Any]:
    return {
        "spell": next(one for one in looked.work if one.id == form.job_id.data),
        "consent_id": form.consent_id.data,
        "email": form.email.data,
        "language": form.ask_language.data,
        "what": _("The name, and that we follow up their work there."),
    }


def _page(looked: Looked, form: Form | None = None, status: int = 200) -> Response:
    one = looked.checkpoint
    past = [step for step in steps_of(session(), one) if step.reason]
    return answer(
        "outcomes/checkpoint.html",
        client=looked.client,
        case=looked.case,
        looked=looked,
        attempts=queries.attempts_for(session(), one.case_id, one.id),
        evidence=queries.evidence_for(session(), one.case_id, one.id),
        decisions=queries.decisions_for(session(), one.case_id, one.id),
        asked=queries.requests_for(session(), one.case_id, one.id),
        past=past,
        gone_on=parts_gone(session(), [one.case_id], RecordClass.EMPLOYMENT_EVIDENCE).get(one.case_id),
        workers=names_of(session()),
        forms=_forms(looked, form),
        status=status,
    )


def _forms(looked: Looked, sent: Form | None) -> dict[str, Any]:
    """Every form of the page as it begins, and the one that was sent, in its place."""
    one = looked.checkpoint
    today = clock.today(context.current().timezone)
    start: dict[str, Any] = {"version": one.version, "back_version": one.version, "move_version": one.version}
    start |= {"covers_on": min(one.due_on, today), "came_on": today, "due_on": one.due_on}
    kinds = (AttemptForm, DecisionForm, TakeBackForm, MoveForm)
    forms: dict[str, Any] = {kind.__name__: kind(formdata=None, data=start) for kind in kinds}
    forms["EvidenceForm"] = _evidence_form(looked, formdata=None, data=start)
    forms["EmployerForm"] = _employer_form(looked, formdata=None, data={"ask_language": words.language()})
    return forms | ({type(sent).__name__: sent} if sent else {})


def _evidence_form(looked: Looked, **given: Any) -> EvidenceForm:
    form = EvidenceForm(**given)
    papers = papers_of(session(), g.standing, cases=[looked.case.id])
    accepted = looked.scheme.accepted_at(looked.checkpoint.place)
    form.offer(
        kind=[(kind, label(kind, "evidence_kind")) for kind in accepted if kind != "employer_answer"],
        paper_id=[(paper.id, f"{paper.number} {paper.title}") for paper, _file in papers],
    )
    return form


def _employer_form(looked: Looked, **given: Any) -> EmployerForm:
    form = EmployerForm(**given)
    held = releases_in_force(session(), looked.client.id, clock.today(context.current().timezone))
    on = looked.checkpoint.due_on
    form.offer(
        job_id=[(one.id, one.employer_name) for one in looked.work if one.starts_on <= on],
        consent_id=[(one.consent.id, one.consent.recipient or _("nobody named")) for one in held],
    )
    return form


def _here(looked: Looked) -> str:
    one = looked.checkpoint
    ids: dict[str, Any] = {"client_id": one.client_id, "case_id": one.case_id, "checkpoint_id": one.id}
    return url_for("checkpoints.show", **ids)
