"""The pages of a paper as pictures, beside its data."""

from uuid import UUID

from flask import Blueprint, Response, g, make_response, request

from records.cases.queries import cases_of
from records.papers import queries
from tenants import audit, files
from tenants.errors import NotFound
from tenants.permissions import P
from webapp.access import member_can
from webapp.transaction import session

pages = Blueprint("paper_previews", __name__)


@pages.get("/people/<uuid:client_id>/papers/<uuid:paper_id>/files/<uuid:paper_file_id>/page")
@member_can(P.SEE_DOCUMENTS)
def show(client_id: UUID, paper_id: UUID, paper_file_id: UUID) -> Response:
    """One page, or the first, drawn by a worker. Looking is recorded like opening the file."""
    page = request.args.get("number", 1, type=int)
    cases = [case.id for case in cases_of(session(), client_id)]
    paper = queries.get_paper(session(), g.standing, paper_id, cases=cases)
    kept = queries.get_file(session(), paper, paper_file_id)
    preview = queries.find_preview(session(), kept.id)
    if preview is None or preview.file_id is None:
        raise NotFound()
    place = preview.place_of(page)
    response = make_response(files.read(session(), preview.file_id)[place])
    audit.viewed(audit.Verb.PAPER_OPENED, paper.id, client_id=client_id, file=kept.number, page=page)
    response.headers["Content-Type"] = "image/jpeg"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
