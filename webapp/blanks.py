"""Printed forms: blank sheets for a pen in both languages, and the way back from the code in the footer."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, g, request, url_for

from records.blanks.queries import find_file
from records.blanks.rules import Code, parsed
from records.cases.models import Case
from records.cases.queries import cases_of, get_case
from records.clients.finding import find_people
from records.entries.actions import came_on_paper, enter
from records.entries.models import Kind
from records.notes.actions import save_draft, start_note
from records.notes.models import Note
from templates.words import LANGUAGES, speaking
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import may_here, member_can
from webapp.blank_sheets import Sheet, find_sheet, sheets
from webapp.forms import Choice, Day, Form, Text, Tick
from webapp.notes import usual_start
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("blanks", __name__)


class CodeForm(Form):
    """The code in the footer of a form that came back."""

    code = Text(
        L_("Code in the footer"),
        missing=L_("Enter the code that stands at the foot of the form."),
        hint=L_("For example: NF-ADDRESS-1-EN."),
        limit=60,
    )


class WhoForm(Form):
    """Whose the form is, when its code does not say."""

    q = Text(
        L_("Whose form is it? Name, file number or phone"), missing=L_("Enter a name or a number."), limit=200
    )


class KeyingForm(Form):
    """What is on the paper beside its questions, and that it is this person's."""

    paper_on = Day(L_("Day on the form"), missing=L_("Enter the day that stands on the form."))
    scan_follows = Tick(L_("The scan follows later"))
    same_person = Tick(missing=L_("Look at the name and the number on the paper, then tick this."))


class NoteKeyingForm(KeyingForm):
    """The same for a progress note, which belongs to a case."""

    case_id = Choice(L_("Case"), missing=L_("Choose the case this belongs to."))


@pages.get("/forms")
@member_can(P.SEE_CLIENTS)
def index() -> Response:
    """Every form that can be printed, and where a code is entered."""
    return _list(CodeForm())


@pages.post("/forms/keying")
@member_can(P.WRITE_CLIENTS)
def key() -> Response:
    """From the code to the person's file, or to the question whose form it is."""
    form = CodeForm()
    if not form.validate():
        return _list(form, status=422)
    code = parsed(form.code.data)
    if code is None or find_sheet(code) is None:
        return _list(form, status=form.accept(Refused("There is no form of this code.", field="code")))
    if not code.file_number:
        return done(url_for("blanks.whose", code=str(code)))
    client_id = find_file(session(), code.file_number)
    if client_id is None:
        return _list(form, status=form.accept(Refused("There is no such file here.", field="code")))
    return done(url_for("blanks.confirm", client_id=client_id, code=str(code._replace(file_number=""))))


@pages.get("/forms/<code>")
@member_can(P.SEE_CLIENTS)
def show(code: str) -> Response:
    """A blank sheet for anybody."""
    return _printed(_sheet(code))


@pages.get("/forms/<code>/keying")
@member_can(P.WRITE_CLIENTS)
def whose(code: str) -> Response:
    """Whose form it is."""
    return answer("blanks/whose.html", sheet=_sheet(code), form=WhoForm(), found=None)


@pages.post("/forms/<code>/keying")
@member_can(P.WRITE_CLIENTS)
def look(code: str) -> Response:
    """The people who fit."""
    form, sheet = WhoForm(), _sheet(code)
    if not form.validate():
        return answer("blanks/whose.html", sheet=sheet, form=form, found=None, status=422)
    found = find_people(session(), form.q.data)
    return answer("blanks/whose.html", sheet=sheet, form=form, found=found)


@pages.get("/people/<uuid:client_id>/forms")
@member_can(P.SEE_CLIENTS)
def of_client(client_id: UUID) -> Response:
    """Every form, to be printed with the file number of this person."""
    return _list(CodeForm(), client=g.standing.client)


@pages.get("/people/<uuid:client_id>/forms/<code>")
@member_can(P.SEE_CLIENTS)
def show_for(client_id: UUID, code: str) -> Response:
    """A blank sheet with the file number; the name stands on it only when that was asked for."""
    client = g.standing.client
    named = client.name if "named" in request.args else ""
    return _printed(_sheet(code), file_number=client.file_number, named=named)


@pages.get("/people/<uuid:client_id>/forms/<code>/keying")
@member_can(P.WRITE_CLIENTS)
def confirm(client_id: UUID, code: str) -> Response:
    """Whether it is this person's, and of which day."""
    sheet = _to_type(code)
    return _confirm_page(sheet, _keying_form(sheet))


@pages.post("/people/<uuid:client_id>/forms/<code>/keying")
@member_can(P.WRITE_CLIENTS)
def begin(client_id: UUID, code: str) -> Response:
    """To the page where the answers are typed."""
    sheet = _to_type(code)
    form = _keying_form(sheet)
    if not form.validate():
        return _confirm_page(sheet, form, status=422)
    try:
        return done(_place(client_id, sheet, **form.values()))
    except Refused as refusal:
        return _confirm_page(sheet, form, status=form.accept(refusal))


def _sheet(text: str) -> Sheet:
    code = parsed(text)
    sheet = find_sheet(code) if code else None
    if sheet is None:
        abort(404)
    return sheet


def _to_type(text: str) -> Sheet:
    sheet = _sheet(text)
    if not may_here(sheet.needs):
        abort(403)
    return sheet


def _list(form: CodeForm, *, client: Any = None, status: int = 200) -> Response:
    offered = {code: list(sheets(code)) for code in LANGUAGES}
    pairs = list(zip(*offered.values(), strict=True))
    large = "large" if request.args.get("size") == "large" else None
    return answer("blanks/index.html", form=form, pairs=pairs, client=client, size=large, status=status)


def _printed(sheet: Sheet, *, file_number: str = "", named: str = "") -> Response:
    code, spoken = sheet.code._replace(file_number=file_number), partial(_spoken, sheet.code.language)
    large = request.args.get("size") == "large"
    return answer("blanks/show.html", sheet=sheet, code=code, named=named, is_large=large, spoken=spoken)


def _spoken(language: str, caller: Callable[[], str]) -> str:
    """What stands inside a `call` of it, in the language of the sheet; the page around it speaks the reader's."""
    with speaking(language):
        return caller()


def _keying_form(sheet: Sheet) -> KeyingForm:
    client = g.standing.client
    form = NoteKeyingForm() if sheet.code.form == "note" else KeyingForm()
    if isinstance(form, NoteKeyingForm):
        cases = cases_of(session(), client.id)
        form.offer(case_id=[(case.id, case.number) for case in cases if case.is_open])
    form.same_person.label.text = _(
        "The paper is of %(name)s, file %(number)s", name=client.name, number=client.file_number
    )
    return form


def _confirm_page(sheet: Sheet, form: KeyingForm, status: int = 200) -> Response:
    return answer("blanks/confirm.html", sheet=sheet, form=form, client=g.standing.client, status=status)


def _place(
    client_id: UUID,
    sheet: Sheet,
    *,
    paper_on: date,
    scan_follows: bool,
    case_id: UUID | None = None,
    **_: Any,
) -> str:
    """Where the answers are typed, with what is known of the paper."""
    if paper_on > clock.today(context.current().timezone):
        raise Refused("This day cannot be in the future.", field="paper_on")
    form, day = sheet.code.form, paper_on.isoformat()
    if case_id is not None:
        note = _begun_note(get_case(session(), client_id, case_id), paper_on)
        came_on_paper(session(), client_id, note.id, on=paper_on, scan_follows=scan_follows)
        return url_for("notes.show", client_id=client_id, case_id=case_id, note_id=note.id)
    if form == "intake":
        entry = enter(session(), Kind.INTAKE, client_id=client_id, occurred_on=paper_on)
        came_on_paper(session(), client_id, entry.id, on=paper_on, scan_follows=scan_follows)
        return url_for("clients.edit", client_id=client_id, paper_on=day)
    if sheet.words:
        return _consent_place(client_id, sheet.code, day)
    follows = "yes" if scan_follows else None
    return url_for("particulars.new", client_id=client_id, kind=form, paper_on=day, scan_follows=follows)


def _consent_place(client_id: UUID, code: Code, day: str) -> str:
    kind, version = code.form.removeprefix("consent_"), code.version
    page = "consents.new_release" if kind == "release" else "consents.new"
    language = code.language
    return url_for(
        page, client_id=client_id, kind=kind, paper_on=day, language=language, wording_version=version
    )


def _begun_note(case: Case, paper_on: date) -> Note:
    note = start_note(session(), case)
    start = usual_start() | {"source": "paper", "occurred_on": paper_on}
    typed = {name: str(value) for name, value in start.items() if value is not None}
    save_draft(session(), note, values=typed, version=note.version)
    return note
