"""A signed note: read it, add to it, co-sign it, talk about it, say that it was entered in error."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.cases.queries import get_case
from records.notes import actions, queries, reviews
from records.notes.models import Note
from records.tasks.queries import tasks_of_case
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, members
from tenants.errors import Conflict, Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Form, LongText
from webapp.rendering import answer, done
from webapp.supervision import ExchangeForm
from webapp.transaction import session

pages = Blueprint("note_reviews", __name__)


class AddendumForm(Form):
    """What is to be added, and why."""

    reason = Choice(L_("Reason"), missing=L_("Choose a reason."), choices=choices("addendum_reason"))
    words = LongText(L_("What you add"), missing=L_("Write what you add."))


class ReturnForm(Form):
    """What the author is to add."""

    comment = LongText(
        L_("What is to be added"), missing=L_("Write what is to be added."), limit=5000, rows=3
    )


class ErrorForm(Form):
    """Why the whole note is wrong."""

    why = LongText(
        L_("Why the whole note is wrong"), missing=L_("Say why the whole note is wrong."), limit=2000, rows=2
    )


class DecisionForm(Form):
    """What the second person decides."""

    decision = Choice(
        L_("What you decide"),
        missing=L_("Choose what you decide."),
        choices=[("confirmed", L_("It was entered in error")), ("declined", L_("It stays as it is"))],
        as_radio=True,
    )


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/addenda")
@member_can(P.ADD_TO_NOTES)
def add(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Adds words to a signed note."""
    note, form = find(client_id, case_id, note_id), AddendumForm()
    note.expect_signed()
    if not form.validate():
        return signed_page(note, form, status=422)
    try:
        actions.add_addendum(session(), note, **form.values())
    except Conflict:
        raise
    except Refused as refusal:
        return signed_page(note, form, status=form.accept(refusal))
    return _back(note, _("The addendum is signed."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/co-signature")
@member_can(P.REVIEW_NOTES)
def cosign(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Puts a second name under the note."""
    note = find(client_id, case_id, note_id)
    reviews.cosign(session(), note)
    return _back(note, _("The note is co-signed."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/reviews")
@member_can(P.REVIEW_NOTES)
def send_back(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Sends a note that waits for a co-signature back to its author."""
    note, form = find(client_id, case_id, note_id), ReturnForm()
    if not form.validate():
        return signed_page(note, form, status=422)
    reviews.send_back(session(), note, words=form.comment.data)
    return _back(note, _("The note goes back. Its author sees your words."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/error")
@member_can(P.WRITE_NOTES)
def ask_in_error(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Asks a second person to agree that the note was entered in error."""
    note, form = find(client_id, case_id, note_id), ErrorForm()
    if not form.validate():
        return signed_page(note, form, status=422)
    reviews.ask_in_error(session(), note, reason=form.why.data)
    return _back(note, _("A second person is asked. Until they agree, the note stays as it is."))


@pages.post("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/error/decision")
@member_can(P.REVIEW_NOTES)
def decide_error(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """The second person's decision."""
    note, form = find(client_id, case_id, note_id), DecisionForm()
    if not form.validate():
        return signed_page(note, form, status=422)
    reviews.decide_error(session(), note, confirmed=form.decision.data == "confirmed")
    return _back(note, _("Your decision is kept."))


@pages.get("/people/<uuid:client_id>/cases/<uuid:case_id>/notes/<uuid:note_id>/as-signed")
@member_can(P.REVIEW_NOTES)
def as_signed(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """The text of a note entered in error, for whoever checks. Looking is recorded."""
    note = find(client_id, case_id, note_id)
    note.expect_was_signed()
    audit.viewed(audit.Verb.CLIENT_VIEWED, note.id, client_id=client_id, case=case_id, state=note.state)
    return signed_page(note, AddendumForm(), in_full=True)


@pages.post("/team/<uuid:member_id>/co-signing")
@member_can(P.REVIEW_NOTES)
def need_cosigning(member_id: UUID) -> Response:
    """From now on a member's notes wait for a second name, or no longer."""
    member = members.get_member(session(), member_id)
    reviews.need_cosigning(session(), member, needed=not member.needs_cosign)
    return done(url_for("team.index"), _("From the next note on, this holds."))


def find(client_id: UUID, case_id: UUID, note_id: UUID) -> Note:
    """The note of an address. Raises NotFound."""
    return queries.get_note(session(), get_case(session(), client_id, case_id).id, note_id)


def signed_page(note: Note, form: Form, *, in_full: bool = False, status: int = 200) -> Response:
    """The note as it was signed and what followed; `form` is the one that was sent, in its place."""
    note.expect_was_signed()
    forms: dict[str, Any] = {
        kind.__name__: form if type(form) is kind else kind(formdata=None)
        for kind in (AddendumForm, ReturnForm, ExchangeForm, ErrorForm, DecisionForm)
    }
    addenda = queries.addenda_of(session(), note.id)
    return answer(
        "notes/show.html",
        note=note,
        client=g.standing.client,
        addenda=[one for one in addenda if one.reason != queries.COSIGNED],
        cosigned=next((one for one in addenda if one.reason == queries.COSIGNED), None),
        comments=queries.reviews_of(session(), note.id),
        error=queries.error_of(session(), note.id),
        steps=[step for step in tasks_of_case(session(), note.case_id) if step.note_id == note.id],
        workers=members.names_of(session()),
        forms=forms,
        in_full=in_full or not note.is_in_error,
        status=status,
    )


def _back(note: Note, words: str) -> Response:
    to = url_for("notes.show", client_id=note.client_id, case_id=note.case_id, note_id=note.id)
    return done(to, words)
