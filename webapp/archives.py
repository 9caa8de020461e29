"""The archive of everything an agency has: asked for, approved, made, taken, gone after fourteen days."""

from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.departures import actions, queries
from records.departures.envelope import head
from templates.words import gettext as _
from tenants import audit, context, files, gate
from tenants.context import acting_for
from tenants.database import transaction
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import fresh, member_can
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("archives", __name__)


@pages.get("/departure/archives")
@member_can(P.SEE_DEPARTURE)
def index() -> Response:
    """The archives there are, and how far the one in hand is."""
    found = queries.archives(session())
    return answer(
        "departures/archives.html",
        archives=found,
        jobs=queries.jobs_of(session(), found),
        members=names_of(session()),
    )


@pages.post("/departure/archives")
@member_can(P.LEAVE_AGENCY)
@fresh
def create() -> Response:
    """Asks for one; the passphrase is shown here and never again."""
    _archive, passphrase = actions.ask_archive(session())
    return answer("departures/passphrase.html", passphrase=passphrase)


@pages.post("/departure/archives/<uuid:archive_id>/approval")
@member_can(P.LEAVE_AGENCY)
@fresh
def approve(archive_id: UUID) -> Response:
    """The second person agrees, and it is made."""
    actions.approve_archive(session(), queries.get_archive(session(), archive_id))
    return done(url_for("archives.index"), _("The archive is being made."))


@pages.post("/departure/archives/<uuid:archive_id>/giving-up")
@member_can(P.LEAVE_AGENCY)
def give_up(archive_id: UUID) -> Response:
    """Nobody wants this one any more."""
    actions.give_up_archive(session(), queries.get_archive(session(), archive_id))
    return done(url_for("archives.index"), _("The archive is given up."))


@pages.get("/departure/archives/<uuid:archive_id>/file")
@member_can(P.SEE_DEPARTURE)
@fresh
def file(archive_id: UUID) -> Response:
    """The encrypted file, piece by piece. Taking it is recorded."""
    archive = queries.get_archive(session(), archive_id)
    archive.expect_ready()
    pieces = queries.files_of(session(), archive)
    audit.viewed(audit.Verb.ARCHIVE_TAKEN, archive_id)
    now = context.current()
    response = Response(
        _pieces(now.organisation_id, head(archive.salt), pieces), mimetype="application/octet-stream"
    )
    response.headers["Content-Length"] = str(len(head(archive.salt)) + archive.size)
    response.headers["Content-Disposition"] = f'attachment; filename="{now.slug}.northfile"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _pieces(organisation_id: UUID, first: bytes, file_ids: list[UUID]) -> Iterator[bytes]:
    """One piece in memory at a time, each in a short transaction of its own: a download may take an hour."""
    yield first
    for file_id in file_ids:
        with acting_for(gate.tenancy_for(organisation_id)), transaction(read_only=True) as opened:
            data = files.read(opened, file_id)
        yield data
