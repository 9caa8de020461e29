"""What is handed over: letters to be printed, packages made anew each time, and the handing over itself."""

from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

from flask import Blueprint, Response, g, make_response

from records.requests import actions, packages, queries
from records.requests.models import RequestPackage
from templates import words
from templates.words import gettext as _
from tenants import audit, files
from tenants.errors import NotFound, Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer
from webapp.request_forms import DeliveryForm
from webapp.requests import back, caught, page
from webapp.transaction import session

pages = Blueprint("request_packages", __name__)


@pages.get("/people/<uuid:client_id>/requests/<uuid:request_id>/letter")
@member_can(P.SEE_REQUESTS)
def letter(client_id: UUID, request_id: UUID) -> Response:
    """The letter to be printed: that the time is extended, or that the request is refused, in their language."""
    request = queries.get_request(session(), client_id, request_id)
    told = {step.act: step.words for step in queries.steps_of(session(), request_id)}
    client = g.standing.client
    with words.speaking(request.language):
        return answer(
            "requests/letter.html", request_=request, client=client, told=told, today=actions.today()
        )


@pages.post("/people/<uuid:client_id>/requests/<uuid:request_id>/packages")
@member_can(P.HANDLE_REQUESTS)
def make(client_id: UUID, request_id: UUID) -> Response:
    """Makes the package anew from the record."""
    request = queries.get_request(session(), client_id, request_id)
    packages.ask_package(session(), request)
    return back(request)


@pages.get("/people/<uuid:client_id>/requests/<uuid:request_id>/packages/<uuid:package_id>/file")
@member_can(P.SEE_REQUESTED)
def file(client_id: UUID, request_id: UUID, package_id: UUID) -> Response:
    """The whole package, with the data and the files. Opening it is recorded."""
    package, data = _opened(client_id, request_id, package_id)
    return _sent(data, "application/zip", f'attachment; filename="{package.number}.zip"')


@pages.get("/people/<uuid:client_id>/requests/<uuid:request_id>/packages/<uuid:package_id>/print")
@member_can(P.SEE_REQUESTED)
def printed(client_id: UUID, request_id: UUID, package_id: UUID) -> Response:
    """The package's document alone. Opening it is recorded."""
    package, data = _opened(client_id, request_id, package_id)
    with ZipFile(BytesIO(data)) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".pdf"))
        return _sent(archive.read(name), "application/pdf", f'inline; filename="{package.number}.pdf"')


@pages.post("/people/<uuid:client_id>/requests/<uuid:request_id>/packages/<uuid:package_id>/delivery")
@member_can(P.HANDLE_REQUESTS)
def deliver(client_id: UUID, request_id: UUID, package_id: UUID) -> Response:
    """Writes down that it was handed over."""
    request, form = queries.get_request(session(), client_id, request_id), DeliveryForm()
    package = queries.get_package(session(), request_id, package_id)
    if not form.validate():
        return page(request, 422, delivery=form)
    try:
        packages.deliver(session(), request, package, **form.values())
    except Refused as refusal:
        return page(request, caught(request, form, refusal), delivery=form)
    return back(request, _("It is handed over and stands in the account of disclosures."))


def _opened(client_id: UUID, request_id: UUID, package_id: UUID) -> tuple[RequestPackage, bytes]:
    request = queries.get_request(session(), client_id, request_id)
    package = queries.get_package(session(), request_id, package_id)
    if package.file_id is None:
        raise NotFound()
    package.expect_fresh(request)
    data = files.read(session(), package.file_id)
    audit.viewed(audit.Verb.PACKAGE_OPENED, package_id, client_id=client_id)
    return package, data


def _sent(data: bytes, media: str, disposition: str) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = media
    response.headers["Content-Disposition"] = disposition
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response
