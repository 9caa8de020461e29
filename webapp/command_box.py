"""The command box: people, places and acts by a few letters, for those who would rather type than look."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from flask import Blueprint, Response, current_app, request, url_for
from werkzeug.exceptions import HTTPException

from records.cases.queries import cases_of
from records.clients.finding import Found, find_people, opened_last
from records.clients.rules import tokens
from templates.words import gettext as _
from tenants import context
from tenants.errors import NotFound, Refused
from tenants.permissions import P, may
from webapp.access import may_here, member_can, reaches_here
from webapp.forms import Form, Text
from webapp.rendering import answer
from webapp.transaction import session

pages = Blueprint("command_box", __name__)

SHOWN = 8  # of the people who fit
LETTERS = 2  # the shortest family names have two
CASES = 3


class BoxForm(Form):
    """What was typed; sent as a form, because a name does not belong in an address."""

    q = Text("", limit=200)


class Act(NamedTuple):
    """Something that may be done from where the reader is; `sent` when it takes a form and not a link."""

    words: str
    url: str
    sent: bool = False


@pages.get("/commands")
@member_can(P.SEE_AGENCY)
def show() -> Response:
    """Whom the reader opened last, and what may be done and gone to."""
    return _answered("")


@pages.post("/commands")
@member_can(P.SEE_AGENCY)
def search() -> Response:
    """The people, acts and places that fit what was typed."""
    form = BoxForm()
    if not form.validate():
        raise Refused("Look for a shorter name, or for a file number, a phone number or an e-mail address.")
    return _answered((form.q.data or "").strip())


def _answered(words: str) -> Response:
    acts = [act for act in (*_in_the_file(), *_anywhere()) if _fits(words)(act.words)]
    found: dict[str, Any] = {"words": words, "people": _people(words), "acts": acts, "fits": _fits(words)}
    return answer("commands/show.html", fragment="commands/_results.html", shown=SHOWN, **found)


def _people(words: str) -> Found:
    if not _may(P.SEE_CLIENTS) or 0 < len(words) < LETTERS:
        return Found([])
    return find_people(session(), words) if words else Found(opened_last(session()))


def _fits(words: str) -> Callable[[object], bool]:
    """Whether each of the typed words begins a word of it, whatever its accents."""
    typed = tokens(words)
    return lambda said: all(any(one.startswith(word) for one in tokens(str(said))) for word in typed)


def _anywhere() -> list[Act]:
    each = (
        (P.WRITE_CLIENTS, _("Add a person"), "clients.new"),
        (P.WRITE_NOTES, _("Write a group note"), "group_notes.new"),
    )
    return [Act(words, url_for(endpoint)) for permission, words, endpoint in each if _may(permission)]


def _may(permission: P) -> bool:
    now = context.current()
    return may(now.roles, permission, now.standing)


def _in_the_file() -> list[Act]:
    """What may be done with the person in whose file the reader is, and in their open cases."""
    here = _here()
    client_id = here.get("client_id")
    if client_id is None or not _reaches(client_id):
        return []
    acts = [act for case in _open_cases(client_id, here.get("case_id")) for act in _in_a_case(*case)]
    if may_here(P.WRITE_APPOINTMENTS):
        acts.append(Act(_("Book an appointment"), url_for("appointments.new", client_id=client_id)))
    return acts


def _here() -> dict[str, Any]:
    """The ids in the address of the page the box was opened on; of a page that is not ours, nothing."""
    page = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    try:
        return dict(current_app.url_map.bind("").match(page.path.removeprefix(request.script_root))[1])
    except HTTPException:
        return {}


def _reaches(client_id: UUID) -> bool:
    try:
        return reaches_here(P.SEE_CLIENTS, client_id)
    except NotFound:
        return False


def _open_cases(client_id: UUID, case_id: UUID | None) -> list[tuple[dict[str, Any], str]]:
    """The case the reader is in, or else all that are open, each with its number where there are several."""
    if not may_here(P.SEE_CASES):
        return []
    cases = [one for one in cases_of(session(), client_id) if one.is_open and case_id in (None, one.id)]
    several = len(cases) > 1
    return [
        ({"client_id": client_id, "case_id": one.id}, one.number if several else "") for one in cases[:CASES]
    ]


def _in_a_case(case: dict[str, Any], number: str) -> list[Act]:
    acts = (
        (P.WRITE_NOTES, _("Write a note"), "notes.create", True),
        (P.MAKE_DOCUMENTS, _("Make a document"), "documents.new", False),
        (P.WRITE_NOTES, _("Add a task"), "tasks.of_case", False),
    )
    return [
        Act(f"{words} {number}".strip(), url_for(endpoint, **case), sent)
        for permission, words, endpoint, sent in acts
        if may_here(permission)
    ]
