"""Possible doubles: who may be the same person, told apart, merged, and parted again."""

from uuid import UUID

from flask import Blueprint, Response, g, url_for

from records.clients.models import Client
from records.clients.queries import contact_points, get_client
from records.doubles import actions, queries
from records.doubles.actions import CHOSEN
from records.doubles.models import Merge
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.clients import FIELDS
from webapp.forms import Choice, Form, Text, Tick, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("doubles", __name__)

_MINE, _THEIRS = "mine", "theirs"


class MergeForm(Form):
    """Which facts are taken over from the other file; for each, one of two."""

    legal_given = Choice(FIELDS["legal_given"], as_radio=True)
    legal_family = Choice(FIELDS["legal_family"], as_radio=True)
    preferred_name = Choice(FIELDS["preferred_name"], as_radio=True)
    said_as = Choice(FIELDS["said_as"], as_radio=True)
    pronouns = Choice(FIELDS["pronouns"], as_radio=True)
    birth_on = Choice(FIELDS["birth_on"], as_radio=True)
    language = Choice(L_("Language of documents"), as_radio=True)
    reason = Text(L_("Why"), limit=200, hint=L_("For example: opened twice at the front desk."))
    version = Version()
    merged_version = Version()


class UndoForm(Form):
    """Why, and whether the notes signed since were looked at."""

    reason = Text(L_("Why"), limit=200)
    reviewed = Tick(L_("I looked at the notes signed since; each may stay in the file it was written in"))


@pages.get("/people/doubles")
@member_can(P.SEE_CLIENTS)
def everywhere() -> Response:
    """The likeliest pairs of the agency."""
    return answer("doubles/everywhere.html", pairs=queries.likely_pairs(session()))


@pages.get("/people/<uuid:client_id>/doubles")
@member_can(P.SEE_CLIENTS)
def index(client_id: UUID) -> Response:
    """Which other files may be of this person."""
    client = g.standing.client
    matches = queries.doubles_of(session(), client)
    return answer("doubles/index.html", fragment="doubles/_matches.html", client=client, matches=matches)


@pages.get("/people/<uuid:client_id>/doubles/<uuid:other_id>")
@member_can(P.MERGE_CLIENTS)
def compare(client_id: UUID, other_id: UUID) -> Response:
    """Both files side by side, what would stand together, and which facts to keep."""
    client, other = g.standing.client, queries.get_other(session(), other_id)
    start: dict[str, object] = {"version": client.version, "merged_version": other.version}
    start |= {name: _MINE if getattr(client, name) else _THEIRS for name in CHOSEN}
    return _compare_page(client, other, _offered(MergeForm(data=start)))


@pages.post("/people/<uuid:client_id>/doubles/<uuid:other_id>/difference")
@member_can(P.WRITE_CLIENTS)
def differ(client_id: UUID, other_id: UUID) -> Response:
    """Remembers that they are two people."""
    actions.tell_apart(session(), g.standing.client, get_client(session(), other_id))
    return done(url_for("clients.show", client_id=client_id), _("It is remembered: these are two people."))


@pages.post("/people/<uuid:client_id>/doubles/<uuid:other_id>/merge")
@member_can(P.MERGE_CLIENTS)
def merge(client_id: UUID, other_id: UUID) -> Response:
    """Makes the two files one."""
    client, other = g.standing.client, queries.get_other(session(), other_id)
    form = _offered(MergeForm())
    if not form.validate():
        return _compare_page(client, other, form, status=422)
    given = form.values()
    theirs = {name: given.pop(name) == _THEIRS for name in CHOSEN}
    try:
        actions.merge_files(session(), client, other, theirs=theirs, **given)
    except Refused as refusal:
        return _compare_page(client, other, form, status=form.accept(refusal))
    return done(url_for("clients.show", client_id=client_id), _("The two files are one now."))


@pages.get("/people/<uuid:client_id>/merges")
@member_can(P.SEE_CLIENTS)
def merges(client_id: UUID) -> Response:
    """What was merged into this file, when and by whom."""
    found = [(merge, queries.is_undoable(merge)) for merge in queries.merges_of(session(), client_id)]
    return answer("doubles/merges.html", client=g.standing.client, merges=found, workers=names_of(session()))


@pages.get("/people/<uuid:client_id>/merges/<uuid:merge_id>")
@member_can(P.MERGE_CLIENTS)
def parting(client_id: UUID, merge_id: UUID) -> Response:
    """What undoing a merge means, and the form for it."""
    found = queries.get_merge(session(), client_id, merge_id)
    return _parting_page(found, UndoForm())


@pages.post("/people/<uuid:client_id>/merges/<uuid:merge_id>/undo")
@member_can(P.MERGE_CLIENTS)
def undo(client_id: UUID, merge_id: UUID) -> Response:
    """Parts the files again."""
    found, form = queries.get_merge(session(), client_id, merge_id), UndoForm()
    if not form.validate():
        return _parting_page(found, form, status=422)
    try:
        merged = actions.undo_merge(
            session(), found, reason=form.reason.data or "", reviewed=form.reviewed.data
        )
    except Refused as refusal:
        return _parting_page(found, form, status=form.accept(refusal))
    return done(url_for("clients.show", client_id=merged.id), _("These are two files again."))


def _offered(form: MergeForm) -> MergeForm:
    sides = [(_MINE, L_("This file’s")), (_THEIRS, L_("The other file’s"))]
    form.offer(**dict.fromkeys(CHOSEN, sides))
    return form


def _compare_page(client: Client, other: Client, form: MergeForm, status: int = 200) -> Response:
    return answer(
        "doubles/compare.html",
        client=client,
        other=other,
        form=form,
        fields=FIELDS,
        differing=[name for name in CHOSEN if getattr(client, name) != getattr(other, name)],
        contents=queries.contents_of(session(), other.id),
        points=len(contact_points(session(), other.id)),
        status=status,
    )


def _parting_page(merge: Merge, form: UndoForm, status: int = 200) -> Response:
    return answer(
        "doubles/parting.html",
        client=g.standing.client,
        merge=merge,
        form=form,
        is_undoable=queries.is_undoable(merge),
        signed=queries.signed_since(session(), merge),
        status=status,
    )
