"""Who may open a file: what was asked and given, who may not, who works with the person."""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, g, request, url_for

from records.access import actions
from records.access.queries import blocks_of, get_block, get_grant, grants_of
from records.clients import keeping
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import members, names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("grants", __name__)
WHO = partial(Choice, L_("Who"), missing=L_("Choose a member of the team."))
WHY = partial(LongText, L_("Why"), missing=L_("Write down why; one sentence is enough."), limit=500, rows=2)


class GrantForm(Form):
    """To whom the file opens, how long, and why."""

    member_id = WHO()
    last_day = Day(L_("Last day"), missing=L_("Enter the last day of the access."))
    reason = WHY()


class BlockForm(Form):
    """To whom the file closes, and why."""

    member_id = WHO()
    kind = Choice(
        L_("What lies between them"),
        missing=L_("Choose what lies between them."),
        choices=choices("block_kind"),
    )
    until = Day(L_("Last day"), hint=L_("Empty: until it is lifted."))
    reason = WHY()


class WorkerForm(Form):
    """Who works with the person."""

    worker_id = Choice(L_("Worker"), missing=L_("Choose a member of the team."))


@pages.get("/people/<uuid:client_id>/access")
@member_can(P.GRANT_ACCESS)
def index(client_id: UUID) -> Response:
    """Everything that opens or closes this file."""
    return _page(client_id)


@pages.get("/people/<uuid:client_id>/looks")
@member_can(P.SEE_AUDIT)
def looks(client_id: UUID) -> Response:
    """Who looked at the file, when and why; printed, it can be given to the client."""
    return answer(
        "grants/looks.html",
        block="rows",
        client=g.standing.client,
        page=audit.events_of(session(), client_id, after=request.args.get("after")),
        reasons=[grant for grant in grants_of(session(), client_id) if grant.kind == "opened"],
        workers=names_of(session()),
    )


@pages.post("/people/<uuid:client_id>/access")
@member_can(P.GRANT_ACCESS)
def grant(client_id: UUID) -> Response:
    """Opens the file to somebody for a time."""
    form = _offered(GrantForm())
    if not form.validate():
        return _page(client_id, giving=form, status=422)
    last_moment = datetime.combine(
        form.last_day.data + timedelta(days=1), time(), ZoneInfo(context.current().timezone)
    )
    try:
        actions.grant_access(
            session(), client_id, member_id=form.member_id.data, reason=form.reason.data, ends_at=last_moment
        )
    except Refused as refusal:
        return _page(client_id, giving=form, status=form.accept(refusal))
    return done(url_for("grants.index", client_id=client_id), _("The file is open to them until that day."))


@pages.post("/people/<uuid:client_id>/access/<uuid:grant_id>/end")
@member_can(P.GRANT_ACCESS)
def end(client_id: UUID, grant_id: UUID) -> Response:
    """Ends an access, or declines what was asked."""
    actions.end_access(session(), get_grant(session(), client_id, grant_id))
    return done(url_for("grants.index", client_id=client_id), _("This access has ended."))


@pages.post("/people/<uuid:client_id>/blocks")
@member_can(P.GRANT_ACCESS)
def block(client_id: UUID) -> Response:
    """Closes the file to somebody entirely."""
    form = _offered(BlockForm(prefix="block-"))
    if not form.validate():
        return _page(client_id, blocking=form, status=422)
    try:
        actions.block_access(session(), client_id, **form.values())
    except Refused as refusal:
        return _page(client_id, blocking=form, status=form.accept(refusal))
    return done(url_for("grants.index", client_id=client_id), _("They do not meet this file any more."))


@pages.post("/people/<uuid:client_id>/blocks/<uuid:block_id>/end")
@member_can(P.GRANT_ACCESS)
def lift(client_id: UUID, block_id: UUID) -> Response:
    """Lifts a block."""
    actions.lift_block(session(), get_block(session(), client_id, block_id))
    return done(url_for("grants.index", client_id=client_id), _("The block is lifted."))


@pages.post("/people/<uuid:client_id>/restriction")
@member_can(P.GRANT_ACCESS)
def restrict(client_id: UUID) -> Response:
    """Makes the file one that only its list can see, or an ordinary one again."""
    client = g.standing.client
    if client.restricted:
        keeping.unrestrict(session(), client)
        return done(url_for("grants.index", client_id=client_id), _("The file is an ordinary one again."))
    keeping.restrict(session(), client)
    # Whoever does not stand on the list does not find this page again.
    return done(url_for("clients.index"), _("Only those on its list see the file now."))


@pages.post("/people/<uuid:client_id>/worker")
@member_can(P.GRANT_ACCESS)
def assign(client_id: UUID) -> Response:
    """Hands the client to another worker."""
    form = WorkerForm()
    form.offer(worker_id=_team())
    if not form.validate():
        return _page(client_id, handing=form, status=422)
    keeping.assign_worker(session(), g.standing.client, worker_id=form.worker_id.data)
    return done(url_for("grants.index", client_id=client_id), _("The person has a new worker."))


def _team() -> list[tuple[UUID, str]]:
    return [(member.id, member.name) for member in members(session())]


def _offered(form: Form) -> Form:
    return form.offer(member_id=_team())


def _page(
    client_id: UUID,
    *,
    giving: Form | None = None,
    blocking: Form | None = None,
    handing: Form | None = None,
    status: int = 200,
) -> Response:
    client, now = g.standing.client, clock.now()
    grants = [one for one in grants_of(session(), client_id) if one.kind != "caseload"]
    return answer(
        "grants/index.html",
        client=client,
        asked=[one for one in grants if one.kind == "asked" and one.ended_at is None],
        running=[one for one in grants if one.kind != "asked" and one.runs_at(now)],
        past=[one for one in grants if one.kind != "asked" and not one.runs_at(now)],
        blocks=blocks_of(session(), client_id),
        giving=giving or _offered(GrantForm()),
        blocking=blocking or _offered(BlockForm(prefix="block-")),
        handing=handing or WorkerForm(data={"worker_id": client.worker_id}).offer(worker_id=_team()),
        workers=names_of(session()),
        status=status,
    )
