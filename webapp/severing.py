"""Reading a file for a request: what is given of each record, by two people."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.notes.queries import others_perhaps_named
from records.requests import queries, severing
from records.requests.models import AccessRequest
from records.requests.passages import passages
from records.requests.proposing import rules_about, waits_for_a_person
from records.requests.queries import Judged
from records.requests.severing_queries import kept_rules
from templates.told import field_words
from templates.words import gettext as _
from tenants import audit
from tenants.errors import Conflict, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.rendering import answer, done
from webapp.request_forms import DecisionForm
from webapp.requests import back
from webapp.transaction import session

pages = Blueprint("severing", __name__)

HERE = "/people/<uuid:client_id>/requests/<uuid:request_id>"
A_PAGE = 25


@pages.get(f"{HERE}/items")
@member_can(P.SEE_REQUESTED)
def index(client_id: UUID, request_id: UUID) -> Response:
    """Everything the file holds, with what is given of it. Reading is recorded."""
    found = queries.get_request(session(), client_id, request_id)
    items, start = queries.judged(session(), found), request.args.get("from", 0, type=int)
    audit.viewed(audit.Verb.REQUEST_READ, request_id, client_id=client_id)
    return answer(
        "requests/items.html",
        client=g.standing.client,
        request_=found,
        items=items[max(start, 0) :][:A_PAGE],
        start=max(start, 0),
        step=A_PAGE,
        count=len(items),
        undecided=sum(not one.is_decided for one in items),
        missing=len(queries.unlisted(session(), found)),
        alone=_decided_alone(found, items),
    )


@pages.post(f"{HERE}/list")
@member_can(P.HANDLE_REQUESTS)
def refresh(client_id: UUID, request_id: UUID) -> Response:
    """Begins the reading with the list of everything, or adds what came in since."""
    found = queries.get_request(session(), client_id, request_id)
    if found.state == "gathering":
        severing.start_review(session(), found, version=request.form.get("version", 0, type=int))
    else:
        severing.list_items(session(), found)
    return _to_list(found, _("The list holds everything that is in the file now."))


@pages.post(f"{HERE}/items")
@member_can(P.HANDLE_REQUESTS)
def decide_page(client_id: UUID, request_id: UUID) -> Response:
    """Decides what was read together on one page, as it was proposed."""
    found = queries.get_request(session(), client_id, request_id)
    seen = [one.partition(":") for one in request.form.getlist("item")]
    rows = {
        row.id: row.version
        for row in queries.rows_of(session(), request_id).values()
        if (str(row.id), ":", str(row.version)) in seen
    }
    severing.decide_as_proposed(session(), found, rows)
    start = request.form.get("from", 0, type=int)
    return _to_list(found, _("Decided as shown."), start)


@pages.get(f"{HERE}/items/<uuid:request_item_id>")
@member_can(P.SEE_REQUESTED)
def show(client_id: UUID, request_id: UUID, request_item_id: UUID) -> Response:
    """One record, passage by passage. Reading is recorded."""
    found = queries.get_request(session(), client_id, request_id)
    one = queries.get_judged(session(), found, request_item_id)
    audit.viewed(audit.Verb.REQUEST_READ, request_id, client_id=client_id, item=request_item_id)
    start = {
        "decision": one.row.decision or ("sever" if one.hidden else "give"),
        "hidden": [f"{hidden.field}:{hidden.place}" for hidden in one.hidden],
        "reason": one.row.reason,
        "version": one.row.version,
    }
    return _item(found, one, DecisionForm(data=start))


@pages.post(f"{HERE}/items/<uuid:request_item_id>")
@member_can(P.HANDLE_REQUESTS)
def decide(client_id: UUID, request_id: UUID, request_item_id: UUID) -> Response:
    """Says what is given of it."""
    found = queries.get_request(session(), client_id, request_id)
    one, form = queries.get_judged(session(), found, request_item_id), DecisionForm()
    if not _offered(form, one).validate():
        return _item(found, one, form, 422)
    given = form.values()
    marked = [
        (name, int(place)) for name, _sep, place in (mark.rpartition(":") for mark in given.pop("hidden"))
    ]
    try:
        severing.decide(session(), found, one.row, hidden=marked, **given)
    except Refused as refusal:
        if isinstance(refusal, Conflict):
            form.version.raw_data = [str(one.row.version)]
        return _item(found, one, form, form.accept(refusal))
    return _to_list(found, _("Decided."))


@pages.post(f"{HERE}/second-reading")
@member_can(P.HANDLE_REQUESTS)
def ask(client_id: UUID, request_id: UUID) -> Response:
    """Asks for the second reader."""
    found = queries.get_request(session(), client_id, request_id)
    severing.ask_second(session(), found, version=request.form.get("version", 0, type=int))
    return back(found, _("Somebody else can read it now."))


@pages.post(f"{HERE}/agreement")
@member_can(P.SECOND_READ)
def agree(client_id: UUID, request_id: UUID) -> Response:
    """The second reader agrees."""
    found = queries.get_request(session(), client_id, request_id)
    severing.agree(session(), found, version=request.form.get("version", 0, type=int))
    return back(found, _("The answer can be made and handed over."))


def _decided_alone(found: AccessRequest, items: list[Judged]) -> set[UUID]:
    rules = kept_rules(session(), found)
    return {one.row.id for one in items if waits_for_a_person(rules, one.item)}


def _item(found: AccessRequest, one: Judged, form: DecisionForm, status: int = 200) -> Response:
    words = "\n".join(one.item.texts.values())
    return answer(
        "requests/item.html",
        client=g.standing.client,
        request_=found,
        one=one,
        form=_offered(form, one),
        rules=rules_about(kept_rules(session(), found), one.item),
        named=others_perhaps_named(session(), [found.client_id], words),
        workers=names_of(session()),
        status=status,
    )


def _offered(form: DecisionForm, one: Judged) -> Any:
    return form.offer(
        hidden=[
            (f"{name}:{place}", _("%(what)s: %(told)s", what=field_words(name), told=words.strip()))
            for name, text in one.item.texts.items()
            for place, words in enumerate(passages(text))
        ]
    )


def _to_list(found: AccessRequest, told: object, start: int = 0) -> Response:
    there = url_for("severing.index", client_id=found.client_id, request_id=found.id)
    return done(f"{there}?from={start}" if start else there, told)
