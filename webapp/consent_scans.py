"""The scan of a consent that was signed on paper: chosen among the papers of the file, or added to it."""

from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.consents.keeping import attach_scan
from records.consents.models import Consent
from records.consents.queries import get_consent
from records.papers.queries import papers_of
from templates.labels import label
from templates.words import gettext as _
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.consent_forms import DecisionForm, ScanForm
from webapp.paper_forms import take_files
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("consent_scans", __name__)
take_files(pages)

FormOf = TypeVar("FormOf", bound=ScanForm)


@pages.get("/people/<uuid:client_id>/consents/<uuid:consent_id>/scan")
@member_can(P.WRITE_CONSENTS)
def new(client_id: UUID, consent_id: UUID) -> Response:
    """Which paper shows the signature."""
    return _form_page(get_consent(session(), client_id, consent_id), offered(ScanForm()))


@pages.post("/people/<uuid:client_id>/consents/<uuid:consent_id>/scan")
@member_can(P.WRITE_CONSENTS)
def create(client_id: UUID, consent_id: UUID) -> Response:
    """Puts the scan beside the consent."""
    consent, form = get_consent(session(), client_id, consent_id), offered(ScanForm())
    if not form.validate():
        return _form_page(consent, form, status=422)
    try:
        _attach(consent, form.values())
    except Refused as refusal:
        return _form_page(consent, form, status=form.accept(refusal))
    there = url_for("consents.show", client_id=client_id, consent_id=consent_id)
    return done(there, _("The scan is attached."))


def offered(form: FormOf) -> FormOf:
    """The form with the papers that may prove a consent."""
    form.offer(paper_id=papers().items())
    return form


def papers() -> dict[UUID, str]:
    """The papers of the whole file that the reader may open, by what a list shows of each."""
    found = papers_of(session(), g.standing, cases=())
    return {paper.id: f"{paper.number} {paper.title}" for paper, _file in found}


def parted(form: DecisionForm) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was decided, and the scan that shows it."""
    given = form.values()
    return given, {name: given.pop(name) for name in ("paper_id", "files")}


def prove(consent: Consent, scan: dict[str, Any]) -> None:
    """Attaches the scan; none is sent when it is to follow."""
    if any(scan.values()):
        _attach(consent, scan)


def _attach(consent: Consent, scan: dict[str, Any]) -> None:
    attach_scan(session(), consent, g.standing, title=label(consent.kind, "consent_kind"), **scan)


def _form_page(consent: Consent, form: ScanForm, status: int = 200) -> Response:
    return answer("consents/scan.html", client=g.standing.client, consent=consent, form=form, status=status)
