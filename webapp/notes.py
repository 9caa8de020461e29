"""Notes: write, save while typing, look over, sign, discard."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, request, url_for
from werkzeug.datastructures import MultiDict

from records.cases.queries import get_case
from records.notes import actions, queries
from records.notes.formats import USUAL
from records.notes.hints import Hint, hints
from records.notes.models import Note
from records.notes.rules import days_late, needs_late_reason
from records.plans.queries import active_goals
from templates import filters
from templates.words import gettext as _
from tenants import audit, clock, context
from tenants.errors import Conflict, Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.note_forms import FormatForm, NoteForm
from webapp.note_reviews import AddendumForm, find, signed_page
from webapp.phrases import ready
from webapp.rendering import answer, done, saved, wants_json
from webapp.transaction import session

pages = Blueprint("notes", __name__)


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes")
@member_can(P.WRITE_NOTES)
def create(client_id: UUID, case_id: UUID) -> Response:
    """Begins a draft and opens it."""
    note = actions.start_note(session(), get_case(session(), client_id, case_id))
    return done(url_for("notes.show", client_id=client_id, case_id=case_id, note_id=note.id))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>")
@member_can(P.SEE_NOTES)
def show(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """A draft to write on, or a signed note to read. Reading is recorded."""
    note = find(client_id, case_id, note_id)
    if note.is_draft:
        return _editor(note, _form_of(note))
    audit.viewed(audit.Verb.CLIENT_VIEWED, note.id, client_id=client_id, case=case_id)
    return signed_page(note, AddendumForm())


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/draft")
@member_can(P.WRITE_NOTES)
def save(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Keeps what is typed, whole or not; asked for by the page while a person types, or by a button."""
    note, form = find(client_id, case_id, note_id), NoteForm()
    try:
        actions.save_draft(session(), note, values=form.as_typed(), version=form.version.data or 0)
    except Conflict as refusal:
        if wants_json():
            raise
        return _conflicted(note, form, refusal)
    if wants_json():
        return saved(version=note.version, at=saved_at(note))
    if "looking_over" in request.form:
        return done(url_for("notes.look_over", client_id=client_id, case_id=case_id, note_id=note_id))
    to = url_for("cases.show", client_id=client_id, case_id=case_id)
    return done(to, _("Draft saved %(time)s", time=saved_at(note)))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/format")
@member_can(P.WRITE_NOTES)
def recast(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Another format for the same words."""
    note, form, wish = find(client_id, case_id, note_id), NoteForm(), FormatForm()
    if not wish.validate():
        return _editor(note, form, status=422)
    version, wanted = form.version.data or 0, wish.wanted.data
    try:
        actions.change_format(session(), note, values=form.as_typed(), wanted=wanted, version=version)
    except Conflict as refusal:
        return _conflicted(note, form, refusal)
    return done(url_for("notes.show", client_id=client_id, case_id=case_id, note_id=note_id))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/copying")
@member_can(P.WRITE_NOTES)
def copy(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Begins an empty draft with the words of the last note."""
    actions.copy_last(session(), find(client_id, case_id, note_id))
    to = url_for("notes.show", client_id=client_id, case_id=case_id, note_id=note_id)
    return done(to, _("These are the words of the last note. Change what is different today."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/signature")
@member_can(P.WRITE_NOTES)
def look_over(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """What signing will lock, as it will be read."""
    note = find(client_id, case_id, note_id)
    if not note.is_draft:
        return done(url_for("notes.show", client_id=client_id, case_id=case_id, note_id=note_id))
    return _overview(note, _form_of(note))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/signature")
@member_can(P.WRITE_NOTES)
def sign(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Signs and locks the note; nothing typed is lost when something is missing. A hint nobody saw comes first."""
    note = find(client_id, case_id, note_id)
    form = _offered(note, NoteForm())
    if not form.validate():
        return _editor(note, form, status=422)
    if note.is_draft and form.overlooked(_hints(note, form)):
        return _overview(note, form, status=422)
    try:
        actions.sign_note(session(), note, form.content(), version=form.version.data or 0)
    except Conflict as refusal:
        return _conflicted(note, form, refusal)
    except Refused as refusal:
        return _editor(note, form, status=form.accept(refusal))
    to = url_for("cases.show", client_id=client_id, case_id=case_id)
    return done(to, _("The note is signed and locked."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/discarding")
@member_can(P.WRITE_NOTES)
def discard(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Throws a draft away."""
    actions.discard_draft(session(), find(client_id, case_id, note_id))
    return done(url_for("cases.show", client_id=client_id, case_id=case_id), _("The draft is gone."))


def saved_at(note: Note) -> str:
    """When a draft was saved, as a clock on the wall says it."""
    return filters.time_of_day(note.saved_at.astimezone(ZoneInfo(context.current().timezone)))


def usual_start() -> dict[str, object]:
    """What a new note begins with: today, and what the writer chose last."""
    last = queries.last_signed(session())
    start = {"occurred_on": clock.today(context.current().timezone), "kind": "meeting", "place": "office"}
    start |= {"format": USUAL, "source": "typed"}
    if last is None:
        return start
    kind = "meeting" if last.kind in ("group", "contact_attempt") else last.kind
    return start | {"kind": kind, "place": last.place, "minutes": last.minutes, "format": last.format}


def _form_of(note: Note) -> NoteForm:
    if note.draft is not None:
        return NoteForm(MultiDict({"format": USUAL, **note.draft, "version": str(note.version)}))
    return NoteForm(data={**usual_start(), "version": note.version})


def _offered(note: Note, form: NoteForm) -> NoteForm:
    """The form with the goals that are worked on, first of all to be thought of."""
    form.offer(goal_ids=[(goal.id, goal.wording) for goal in active_goals(session(), note.case_id)])
    return form


def _hints(note: Note, form: NoteForm) -> list[Hint]:
    text = form.everything
    return hints(text, queries.others_perhaps_named(session(), [note.client_id], text))


def _editor(
    note: Note, form: NoteForm, *, theirs: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    client, found = g.standing.client, _hints(note, form)
    form.overlooked(found)
    return answer(
        "notes/edit.html",
        note=note,
        client=client,
        form=_offered(note, form),
        theirs=theirs,
        hints=found,
        phrases=ready(client),
        is_late=_needs_reason(form),
        last=queries.last_signed(session(), case_id=note.case_id) if note.draft is None else None,
        status=status,
    )


def _overview(note: Note, form: NoteForm, status: int = 200) -> Response:
    client, found = g.standing.client, _hints(note, form)
    form.overlooked(found)
    return answer(
        "notes/sign.html", note=note, client=client, form=_offered(note, form), hints=found, status=status
    )


def _needs_reason(form: NoteForm) -> bool:
    day = form.occurred_on.data
    return bool(day) and needs_late_reason(days_late(day, clock.today(context.current().timezone)))


def _conflicted(note: Note, form: NoteForm, refusal: Conflict) -> Response:
    """Both texts, side by side; signing again from here is a decision, so the form takes the newer version. Of a note
    that was signed meanwhile only what was typed, to be copied."""
    session().refresh(note)
    form.accept(refusal)
    form.version.raw_data = [str(note.version)]
    return _editor(note, form, theirs=(note.draft or {}) if note.is_draft else None, status=409)
