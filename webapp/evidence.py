"""One piece of evidence: what it shows, who looked at it, and that it should never have been there."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.outcomes import actions, queries
from records.outcomes.models import Evidence
from records.outcomes.queries import Looked
from records.outcomes.rules import missing_checks
from templates.words import gettext as _
from tenants import audit, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Form
from webapp.outcome_forms import ErrorForm, VerifyForm
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("evidence", __name__)
OF_ONE = "/people/<uuid:client_id>/cases/<uuid:case_id>/outcomes/checkpoints/<uuid:checkpoint_id>/evidence"


@pages.get(f"{OF_ONE}/<uuid:evidence_id>")
@member_can(P.SEE_EMPLOYMENT)
def show(client_id: UUID, case_id: UUID, checkpoint_id: UUID, evidence_id: UUID) -> Response:
    """What it shows and who verified it. Looking is recorded."""
    looked = queries.get_checkpoint(session(), case_id, checkpoint_id)
    evidence = queries.get_evidence(session(), looked.checkpoint, evidence_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, client_id, client_id=client_id, case=case_id)
    return _page(looked, evidence)


@pages.post(f"{OF_ONE}/<uuid:evidence_id>/verification")
@member_can(P.WRITE_EMPLOYMENT)
def verify(client_id: UUID, case_id: UUID, checkpoint_id: UUID, evidence_id: UUID) -> Response:
    """Somebody has looked at it."""
    looked, form = queries.get_checkpoint(session(), case_id, checkpoint_id), VerifyForm()
    evidence = queries.get_evidence(session(), looked.checkpoint, evidence_id)
    if not form.validate():
        return _page(looked, evidence, form, status=422)
    try:
        actions.verify_evidence(session(), looked, evidence, alone=form.alone.data or "")
    except Refused as refusal:
        return _page(looked, evidence, form, status=form.accept(refusal))
    return done(_to(looked), _("The evidence is verified."))


@pages.post(f"{OF_ONE}/<uuid:evidence_id>/error")
@member_can(P.WRITE_EMPLOYMENT)
def mark_in_error(client_id: UUID, case_id: UUID, checkpoint_id: UUID, evidence_id: UUID) -> Response:
    """It should never have been there."""
    looked, form = queries.get_checkpoint(session(), case_id, checkpoint_id), ErrorForm()
    evidence = queries.get_evidence(session(), looked.checkpoint, evidence_id)
    if not form.validate():
        return _page(looked, evidence, form, status=422)
    actions.mark_evidence_in_error(session(), looked, evidence, reason=form.error_reason.data)
    return done(_to(looked), _("The evidence is marked as entered in error."))


def _page(looked: Looked, evidence: Evidence, form: Form | None = None, status: int = 200) -> Response:
    told: dict[str, Any] = {
        kind.__name__: form if type(form) is kind else kind(formdata=None) for kind in (VerifyForm, ErrorForm)
    }
    return answer(
        "outcomes/evidence.html",
        client=looked.client,
        case=looked.case,
        looked=looked,
        evidence=evidence,
        missing=missing_checks(evidence.kind, evidence.checks),
        is_own=evidence.author_id == context.current().member_id,
        workers=names_of(session()),
        forms=told,
        status=status,
    )


def _to(looked: Looked) -> str:
    one = looked.checkpoint
    ids: dict[str, Any] = {"client_id": one.client_id, "case_id": one.case_id, "checkpoint_id": one.id}
    return url_for("checkpoints.show", **ids)
