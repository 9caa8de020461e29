"""Notes: write, save while typing, sign, add to."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, url_for
from werkzeug.datastructures import MultiDict

from records.cases.queries import get_case
from records.clients.queries import get_client
from records.notes import actions, queries
from records.notes.models import Note
from records.notes.rules import Content, Step
from templates import filters
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Conflict, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Clock, Day, Entry, Form, LongText, Text, Version, Whole
from webapp.rendering import answer, done, saved, wants_json
from webapp.transaction import session

pages = Blueprint("notes", __name__)

STEPS = (1, 2, 3)


class NoteForm(Form):
    """What standard 5.3 asks of progress notes, in the order in which a meeting is told."""

    kind = Choice(
        L_("Kind of contact"), missing=L_("Choose the kind of contact."), choices=choices("note_kind")
    )
    occurred_on = Day(L_("Date"), missing=L_("Enter the date of the meeting, for example 2026-11-20."))
    started_at = Clock(L_("Start"))
    minutes = Whole(L_("Minutes"), missing=L_("Enter how many minutes it took."), high=1440)
    place = Choice(L_("Place"), missing=L_("Choose where it took place."), choices=choices("place"))
    reason = LongText(L_("Why you were in contact"), rows=2)
    details = LongText(L_("What happened"), rows=6)
    training = LongText(L_("Training given"), rows=2, hint=L_("Leave it empty when there was none."))
    action_taken = LongText(L_("What you did"), rows=3)
    step_1_what = Text(L_("Next step 1"), limit=300)
    step_1_who = Choice(L_("Who does step 1"), choices=choices("who"))
    step_1_due_on = Day(L_("Step 1 by"))
    step_2_what = Text(L_("Next step 2"), limit=300)
    step_2_who = Choice(L_("Who does step 2"), choices=choices("who"))
    step_2_due_on = Day(L_("Step 2 by"))
    step_3_what = Text(L_("Next step 3"), limit=300)
    step_3_who = Choice(L_("Who does step 3"), choices=choices("who"))
    step_3_due_on = Day(L_("Step 3 by"))
    next_steps = LongText(L_("If there is no next step, say why"), rows=2)
    version = Version()

    def content(self) -> Content:
        """What was written, ready to be signed."""
        given: dict[str, Any] = self.values()
        steps = tuple(
            Step(given[f"step_{n}_what"], given[f"step_{n}_who"] or "client", given[f"step_{n}_due_on"])
            for n in STEPS
            if given[f"step_{n}_what"]
        )
        texts = ("reason", "details", "training", "action_taken", "next_steps")
        exact = ("kind", "occurred_on", "started_at", "minutes", "place")
        told: dict[str, Any] = {name: given[name] or "" for name in texts}
        return Content(**told, **{name: given[name] for name in exact}, steps=steps)


class AddendumForm(Form):
    """What is to be added, and why."""

    reason = Choice(L_("Reason"), missing=L_("Choose a reason."), choices=choices("addendum_reason"))
    words = LongText(L_("What you add"), missing=L_("Write what you add."))


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
    note = _note(client_id, case_id, note_id)
    if note.is_draft:
        return _editor(note, _form_of(note))
    audit.viewed(audit.Verb.CLIENT_VIEWED, note.id, client_id=client_id, case=case_id)
    return _signed(note, AddendumForm())


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/draft")
@member_can(P.WRITE_NOTES)
def save(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Keeps what is typed, whole or not; asked for by the page while a person types, or by a button."""
    note, form = _note(client_id, case_id, note_id), NoteForm()
    try:
        actions.save_draft(session(), note, values=_as_typed(form), version=form.version.data or 0)
    except Conflict as refusal:
        if wants_json():
            raise
        return _conflicted(note, form, refusal)
    at = filters.time_of_day(note.saved_at.astimezone(ZoneInfo(context.current().timezone)))
    if wants_json():
        return saved(version=note.version, at=at)
    return done(
        url_for("cases.show", client_id=client_id, case_id=case_id), _("Draft saved %(time)s", time=at)
    )


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/signature")
@member_can(P.WRITE_NOTES)
def sign(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Signs and locks the note; nothing typed is lost when something is missing."""
    note, form = _note(client_id, case_id, note_id), NoteForm()
    if not form.validate():
        return _editor(note, form, status=422)
    try:
        actions.sign_note(session(), note, form.content(), version=form.version.data or 0)
    except Conflict as refusal:
        return _conflicted(note, form, refusal)
    except Refused as refusal:
        return _editor(note, form, status=form.accept(refusal))
    return done(
        url_for("cases.show", client_id=client_id, case_id=case_id), _("The note is signed and locked.")
    )


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/discarding")
@member_can(P.WRITE_NOTES)
def discard(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Throws a draft away."""
    actions.discard_draft(session(), _note(client_id, case_id, note_id))
    return done(url_for("cases.show", client_id=client_id, case_id=case_id), _("The draft is gone."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/addenda")
@member_can(P.WRITE_NOTES)
def add(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Adds words to a signed note."""
    note, form = _note(client_id, case_id, note_id), AddendumForm()
    note.expect_signed()
    if not form.validate():
        return _signed(note, form, status=422)
    actions.add_addendum(session(), note, **form.values())
    return done(
        url_for("notes.show", client_id=client_id, case_id=case_id, note_id=note_id),
        _("The addendum is signed."),
    )


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/steps/<uuid:step_id>/completion")
@member_can(P.WRITE_NOTES)
def finish(client_id: UUID, case_id: UUID, step_id: UUID) -> Response:
    """Marks a next step done."""
    case = get_case(session(), client_id, case_id)
    actions.finish_step(session(), queries.get_step(session(), case.id, step_id))
    return done(url_for("cases.show", client_id=client_id, case_id=case_id), _("The step is done."))


def _note(client_id: UUID, case_id: UUID, note_id: UUID) -> Note:
    return queries.get_note(session(), get_case(session(), client_id, case_id).id, note_id)


def _as_typed(form: NoteForm) -> dict[str, str]:
    return {
        field.short_name: field.shown
        for field in form
        if isinstance(field, Entry) and field.name != "version"
    }


def _form_of(note: Note) -> NoteForm:
    if note.draft is not None:
        return NoteForm(MultiDict({**note.draft, "version": str(note.version)}))
    start = {"occurred_on": clock.today(context.current().timezone), "kind": "meeting", "place": "office"}
    return NoteForm(data={**start, "version": note.version})


def _editor(
    note: Note, form: NoteForm, *, theirs: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    client = get_client(session(), note.client_id)
    return answer("notes/edit.html", note=note, client=client, form=form, theirs=theirs, status=status)


def _conflicted(note: Note, form: NoteForm, refusal: Conflict) -> Response:
    """Both texts, side by side; signing again from here is a decision, so the form takes the newer version. Of a note
    that was signed meanwhile only what was typed, to be copied."""
    session().refresh(note)
    form.accept(refusal)
    form.version.raw_data = [str(note.version)]
    return _editor(note, form, theirs=(note.draft or {}) if note.is_draft else None, status=409)


def _signed(note: Note, form: AddendumForm, status: int = 200) -> Response:
    return answer(
        "notes/show.html",
        note=note,
        client=get_client(session(), note.client_id),
        addenda=queries.addenda_of(session(), note.id),
        steps=[step for step in queries.steps_of_case(session(), note.case_id) if step.note_id == note.id],
        workers=names_of(session()),
        form=form,
        status=status,
    )
