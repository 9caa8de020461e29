"""A correction that somebody asked for, beside the ordinary forms: its number as their reason, and what came of it."""

from typing import Any, NamedTuple
from uuid import UUID

from flask import g, url_for

from records.access.rules import Level
from records.clients.queries import contact_points, get_client, get_contact_point
from records.history.queries import Step, steps_of
from records.particulars.kinds import KINDS
from records.particulars.models import ParticularRow
from records.particulars.queries import get_particular, particulars_of, reach_of
from records.requests.corrections import changes_for, is_for, notes_to_correct
from records.requests.models import AccessRequest
from templates.filters import short_day
from templates.labels import label
from templates.words import gettext as _
from tenants.errors import NotFound
from webapp import clients, contacts
from webapp.declared import labels_of, steps_in_words, title_of
from webapp.transaction import session


class Changed(NamedTuple):
    """One record that was changed for a request, and how."""

    words: str
    url: str
    steps: list[Step]
    fields: dict[str, Any]


def offered(asked: AccessRequest) -> list[tuple[str, str]]:
    """What a correction may be about: a signed note, a detail, what the person is known by."""
    if asked.kind != "correction":
        return []
    notes = [
        (f"note:{note.id}", f"{short_day(note.occurred_on)}, {label(note.kind, 'note_kind')}")
        for note in notes_to_correct(session(), asked)
        if note.occurred_on and note.kind
    ]
    return [("identity:", _("Name, contact and other identifying facts")), *_details(), *notes]


def to_change(asked: AccessRequest) -> list[tuple[str, str]]:
    """The ordinary forms of what the reader may change, each beginning with the request's number as the reason."""
    here: dict[str, Any] = {"client_id": asked.client_id, "for": asked.number}
    points = [
        (str(point.value), url_for("contacts.edit", point_id=point.id, **here))
        for point in contact_points(session(), asked.client_id)
    ]
    details = [
        (_titled(row),
         url_for("particulars.edit", particular_id=row.id, **here))
        for row in particulars_of(session(), g.standing)
        if reach_of(g.standing, KINDS[row.kind]) >= Level.WRITE
    ]  # fmt: skip
    return [(_("Name, date of birth, language"), url_for("clients.edit", **here)), *points, *details]


def changed(asked: AccessRequest) -> list[Changed]:
    """What was changed for a request, as far as the reader may open it."""
    subjects = dict.fromkeys((one.subject, one.subject_id) for one in changes_for(session(), asked))
    found = []
    for subject, subject_id in subjects:
        try:
            one = _READ[subject](asked.client_id, subject_id)
        except (KeyError, NotFound):
            continue
        found.append(one._replace(steps=[step for step in one.steps if is_for(step.reason, asked.number)]))
    return found


def _details() -> list[tuple[str, str]]:
    return [(f"particular:{row.id}", _titled(row)) for row in particulars_of(session(), g.standing)]


def _client(client_id: UUID, _subject_id: UUID) -> Changed:
    row = get_client(session(), client_id)
    there = url_for("clients.history", client_id=client_id)
    return Changed(_("Identifying facts"), there, steps_of(session(), row), clients.FIELDS)


def _contact(client_id: UUID, point_id: UUID) -> Changed:
    row = get_contact_point(session(), client_id, point_id)
    there = url_for("contacts.index", client_id=client_id)
    return Changed(_("Contact details"), there, steps_of(session(), row), contacts.FIELDS)


def _particular(client_id: UUID, particular_id: UUID) -> Changed:
    row = get_particular(session(), g.standing, particular_id)
    kind = KINDS[row.kind]
    there = url_for("particulars.show", client_id=client_id, particular_id=row.id)
    return Changed(_(kind.one), there, steps_in_words(kind, steps_of(session(), row)), labels_of(kind))


_READ = {"clients": _client, "contact_points": _contact, "particulars": _particular}


def _titled(row: ParticularRow) -> str:
    kind = KINDS[row.kind]
    return _("%(what)s: %(told)s", what=_(kind.one), told=title_of(kind, row))
