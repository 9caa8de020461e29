"""One session with several people: written once, signed as one note for each."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, Response, url_for
from werkzeug.datastructures import MultiDict

from records.cases.queries import OpenCase, caseload_of, get_case
from records.clients.models import Client, full_name
from records.notes import groups
from records.notes.hints import Hint, hints
from records.notes.models import Note
from records.notes.queries import group_of, others_perhaps_named
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import context
from tenants.errors import Conflict, Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choices, Form, LongText
from webapp.note_forms import OWN, MeetingForm
from webapp.notes import saved_at, usual_start
from webapp.phrases import ready
from webapp.rendering import answer, done, saved, wants_json
from webapp.transaction import session

pages = Blueprint("group_notes", __name__)

Drafts = Sequence[tuple[Note, Client]]


class PeopleForm(Form):
    """Who was there."""

    cases = Choices(L_("Who took part"), missing=L_("Choose who took part."))


@pages.get("/group-notes/new")
@member_can(P.WRITE_NOTES)
def new() -> Response:
    """One's open cases, to choose from."""
    return answer("notes/group_new.html", form=_offered(PeopleForm()))


@pages.post("/group-notes")
@member_can(P.WRITE_NOTES)
def create() -> Response:
    """Begins a draft for each."""
    form = _offered(PeopleForm())
    if not form.validate():
        return answer("notes/group_new.html", form=form, status=422)
    owners = {case.id: case.client_id for case in _caseload()}
    chosen = [get_case(session(), owners[case_id], case_id) for case_id in form.cases.data]
    try:
        group_id = groups.start_group(session(), chosen)
    except Refused as refusal:
        return answer("notes/group_new.html", form=form, status=form.accept(refusal))
    return done(url_for("group_notes.show", group_id=group_id))


@pages.get("/group-notes/<uuid:group_id>")
@member_can(P.WRITE_NOTES)
def show(group_id: UUID) -> Response:
    """The shared part, and beside it each person's own."""
    drafts = group_of(session(), group_id)
    return _editor(drafts, _form_of(drafts))


@pages.post("/group-notes/<uuid:group_id>/draft")
@member_can(P.WRITE_NOTES)
def save(group_id: UUID) -> Response:
    """Keeps what is typed in every draft."""
    drafts = group_of(session(), group_id)
    notes, form = [note for note, _client in drafts], _form_for(drafts)
    own, version = _own(notes, form), form.version.data or 0
    try:
        groups.save_group(session(), notes, shared=form.as_typed(), own=own, version=version)
    except Conflict as refusal:
        if wants_json():
            raise
        return _conflicted(drafts, form, refusal)
    if wants_json():
        return saved(version=groups.version_of(notes), at=saved_at(notes[0]))
    return done(url_for("today.show"), _("The drafts are saved."))


@pages.post("/group-notes/<uuid:group_id>/signature")
@member_can(P.WRITE_NOTES)
def sign(group_id: UUID) -> Response:
    """Signs all of them, or none."""
    drafts = group_of(session(), group_id)
    notes, form = [note for note, _client in drafts], _form_for(drafts)
    if not form.validate() or form.overlooked(_hints(drafts, form)):
        return _editor(drafts, form, status=422)
    own, version = _own(notes, form), form.version.data or 0
    try:
        groups.sign_group(session(), notes, form.content(), own=own, version=version)
    except Conflict as refusal:
        return _conflicted(drafts, form, refusal)
    except Refused as refusal:
        return _editor(drafts, form, status=form.accept(refusal))
    return done(url_for("today.show"), _("The notes are signed and locked, one for each person."))


def _caseload() -> list[OpenCase]:
    me = context.current().member_id
    assert me is not None
    return caseload_of(session(), me)


def _offered(form: PeopleForm) -> PeopleForm:
    form.offer(
        cases=[
            (
                case.id,
                f"{full_name(case.preferred_name, case.legal_given, case.legal_family)} · {case.number}",
            )
            for case in _caseload()
        ]
    )
    return form


def _form_for(drafts: Drafts, data: MultiDict[str, str] | None = None) -> MeetingForm:
    """The form of one group: it has a field for each person's own part."""
    own = {
        f"{OWN}{note.id.hex}": LongText(_("About %(name)s alone", name=client.name), rows=2)
        for note, client in drafts
    }
    kind = type("GroupForm", (MeetingForm,), own)
    form: MeetingForm = kind() if data is None else kind(data)
    return form


def _form_of(drafts: Drafts) -> MeetingForm:
    first = drafts[0][0].draft or {}
    start = {name: str(value) for name, value in usual_start().items() if value is not None}
    own = {f"{OWN}{note.id.hex}": (note.draft or {}).get("own_part", "") for note, _client in drafts}
    version = groups.version_of([note for note, _client in drafts])
    return _form_for(drafts, MultiDict({**start, **first, **own, "version": str(version)}))


def _own(notes: Sequence[Note], form: MeetingForm) -> dict[UUID, str]:
    return {note.id: form[f"{OWN}{note.id.hex}"].shown for note in notes}


def _hints(drafts: Drafts, form: MeetingForm) -> list[Hint]:
    """Nobody may be named in the part that all share; an own part stands in one file only."""
    shared = "\n".join(form.as_typed().values())
    named = hints(shared, others_perhaps_named(session(), [], shared))
    return [*hints(form.everything), *(hint for hint in named if hint.code == "name")]


def _editor(drafts: Drafts, form: MeetingForm, *, conflicting: bool = False, status: int = 200) -> Response:
    found = _hints(drafts, form)
    form.overlooked(found)
    return answer(
        "notes/group.html",
        drafts=drafts,
        group_id=drafts[0][0].group_id,
        form=form,
        own=[form[f"{OWN}{note.id.hex}"] for note, _client in drafts],
        hints=found,
        phrases=ready(),
        conflicting=conflicting,
        status=status,
    )


def _conflicted(drafts: Drafts, form: MeetingForm, refusal: Conflict) -> Response:
    """What was typed here stays; each draft still holds what was saved meanwhile."""
    for note, _client in drafts:
        session().refresh(note)
    form.accept(refusal)
    form.version.raw_data = [str(groups.version_of([note for note, _client in drafts]))]
    return _editor(drafts, form, conflicting=True, status=409)
