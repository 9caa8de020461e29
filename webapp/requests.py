"""Requests: receive one, see its day, move it on."""

from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.clients.models import Client
from records.requests import actions, corrections, queries
from records.requests.models import AccessRequest
from records.requests.rules import acts_in
from templates.labels import label
from templates.words import gettext as _
from tenants.errors import Conflict, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp import correcting
from webapp.access import member_can
from webapp.forms import Form
from webapp.rendering import answer, done
from webapp.request_forms import (
    CorrectionForm,
    DeliveryForm,
    ExtensionForm,
    HandlerForm,
    RequestForm,
    StepForm,
)
from webapp.transaction import session

pages = Blueprint("requests", __name__)

# What is done by a button of its own.
ELSEWHERE = ("review", "ask", "agree", "deliver")


@pages.get("/requests")
@member_can(P.SEE_REQUESTS)
def index() -> Response:
    """What waits for an answer, the next to be due first, and what was closed last."""
    return answer(
        "requests/index.html",
        waiting=queries.open_requests(session()),
        ended=queries.ended_requests(session()),
        workers=names_of(session()),
        today=actions.today(),
    )


@pages.get("/people/<uuid:client_id>/requests")
@member_can(P.SEE_REQUESTS)
def of_client(client_id: UUID) -> Response:
    """What was asked about one file."""
    client = g.standing.client
    found = queries.requests_of(session(), client_id)
    return answer("requests/file.html", client=client, found=found, today=actions.today())


@pages.get("/people/<uuid:client_id>/requests/new")
@member_can(P.RECEIVE_REQUESTS)
def new(client_id: UUID) -> Response:
    """An empty request."""
    client = g.standing.client
    start = {"received_on": actions.today(), "language": client.language, "relation": "client"}
    return _new_page(client, RequestForm(data=start | {"requester": client.name}))


@pages.post("/people/<uuid:client_id>/requests")
@member_can(P.RECEIVE_REQUESTS)
def create(client_id: UUID) -> Response:
    """Receives it: the clock runs and the file is held."""
    client, form = g.standing.client, RequestForm()
    form.offer(handler_id=_handlers())
    if not form.validate():
        return _new_page(client, form, 422)
    try:
        made = actions.receive_request(session(), client, **form.values())
    except Refused as refusal:
        return _new_page(client, form, form.accept(refusal))
    return back(made, _("The request is received. The file is held until it is closed."))


@pages.get("/people/<uuid:client_id>/requests/<uuid:request_id>")
@member_can(P.SEE_REQUESTS)
def show(client_id: UUID, request_id: UUID) -> Response:
    """One request: its day, what was done, what may be done next."""
    return page(queries.get_request(session(), client_id, request_id))


@pages.post("/people/<uuid:client_id>/requests/<uuid:request_id>/steps")
@member_can(P.HANDLE_REQUESTS)
def step(client_id: UUID, request_id: UUID) -> Response:
    """Moves it on."""
    request = queries.get_request(session(), client_id, request_id)
    form = StepForm().offer(act=_acts(request))
    if not form.validate():
        return page(request, 422, step=form)
    try:
        given = {name: value for name, value in form.values().items() if value}
        actions.take_step(session(), request, given.pop("act"), version=given.pop("version"), **given)
    except Refused as refusal:
        return page(request, caught(request, form, refusal), step=form)
    return back(request, _("The step is noted down."))


@pages.post("/people/<uuid:client_id>/requests/<uuid:request_id>/extension")
@member_can(P.HANDLE_REQUESTS)
def extend(client_id: UUID, request_id: UUID) -> Response:
    """Extends the time, once."""
    request, form = queries.get_request(session(), client_id, request_id), ExtensionForm()
    if not form.validate():
        return page(request, 422, extension=form)
    given = form.values()
    try:
        actions.extend_time(session(), request, words=given.pop("why"), **given)
    except Refused as refusal:
        return page(request, caught(request, form, refusal), extension=form)
    there = url_for("request_packages.letter", client_id=client_id, request_id=request_id)
    return done(there, _("The time is extended. Print the notice and send it today."))


@pages.post("/people/<uuid:client_id>/requests/<uuid:request_id>/handler")
@member_can(P.GRANT_ACCESS)
def assign(client_id: UUID, request_id: UUID) -> Response:
    """Gives it to somebody else to answer."""
    request, form = queries.get_request(session(), client_id, request_id), HandlerForm()
    form.offer(handler_id=_handlers())
    if not form.validate():
        return page(request, 422, handler=form)
    actions.assign_request(session(), request, handler_id=form.handler_id.data)
    return back(request, _("They answer it now."))


@pages.post("/people/<uuid:client_id>/requests/<uuid:request_id>/correction")
@member_can(P.HANDLE_REQUESTS)
def correct(client_id: UUID, request_id: UUID) -> Response:
    """Answers a correction: it was made, or what the client says is attached."""
    request, form = queries.get_request(session(), client_id, request_id), CorrectionForm()
    if not form.offer(record=correcting.offered(request)).validate():
        return page(request, 422, correction=form)
    about, _sep, record = form.record.data.partition(":")
    told = {"agreed": form.agreed.data == "yes", "words": form.statement.data, "version": form.version.data}
    try:
        if about == "note":
            corrections.correct_note(session(), request, UUID(record), **told)
        else:
            corrections.correct_detail(session(), request, UUID(record) if record else None, **told)
    except Refused as refusal:
        return page(request, caught(request, form, refusal), correction=form)
    return back(request, _("The correction is answered."))


def page(request: AccessRequest, status: int = 200, **given: Form) -> Response:
    """The page of a request with the forms for what may be done; `given` is one that comes back refused."""
    start, is_correction = {"version": request.version}, request.kind == "correction"
    forms: dict[str, Form] = {
        "step": StepForm(formdata=None, data=start),
        "extension": ExtensionForm(formdata=None, data=start),
        "delivery": DeliveryForm(formdata=None, data=start),
        "correction": CorrectionForm(formdata=None, data=start),
        "handler": HandlerForm(formdata=None, data={"handler_id": str(request.handler_id)}),
    } | given
    forms["step"].offer(act=_acts(request))
    forms["handler"].offer(handler_id=_handlers())
    forms["correction"].offer(record=correcting.offered(request))
    return answer(
        "requests/show.html",
        client=g.standing.client,
        request_=request,
        forms=forms,
        acts=acts_in(request.state, request.kind),
        steps=queries.steps_of(session(), request.id),
        packages=queries.packages_of(session(), request.id),
        to_change=correcting.to_change(request) if is_correction and request.is_open else [],
        changed=correcting.changed(request) if is_correction else [],
        workers=names_of(session()),
        today=actions.today(),
        status=status,
    )


def _new_page(client: Client, form: RequestForm, status: int = 200) -> Response:
    form.offer(handler_id=_handlers())
    return answer("requests/new.html", client=client, form=form, status=status)


def _handlers() -> list[tuple[UUID, str]]:
    return [(member.id, member.name) for member in queries.handlers(session())]


def _acts(request: AccessRequest) -> list[tuple[str, str]]:
    found = [act for act in acts_in(request.state, request.kind) if act not in ELSEWHERE]
    return [(act, label(act, "request_do")) for act in found]


def caught(request: AccessRequest, form: Form, refusal: Refused) -> int:
    """The refusal on its form; after a conflict the form takes what is true now."""
    if isinstance(refusal, Conflict):
        session().refresh(request)
        form.catch_up(request)
    return form.accept(refusal)


def back(request: AccessRequest, told: object = None) -> Response:
    """To the page of the request."""
    return done(url_for("requests.show", client_id=request.client_id, request_id=request.id), told)
