"""The audit trail: what happened in the agency, narrowed down; whether its chain holds; a signed copy to take along."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, request, url_for

from records.documents.keys import SealKey
from records.retention.queries import clients_named
from records.trail import queries
from records.trail.actions import ask_check, take_copy
from records.trail.rules import SETTINGS, event_line, fingerprint, last_line
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context, gate
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import fresh, member_can
from webapp.forms import Choice, Day, Form
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("audit_trail", __name__)


class NarrowForm(Form):
    """Who, what and when."""

    member_id = Choice(L_("Who"))
    verb = Choice(L_("What"))
    since = Day(L_("First day"))
    until = Day(L_("Last day"))


class CopyForm(Form):
    """Of which days."""

    since = Day(L_("First day"), missing=L_("Enter the first day."))
    until = Day(L_("Last day"), missing=L_("Enter the last day."))


@pages.get("/audit")
@member_can(P.SEE_AUDIT)
def index() -> Response:
    """Every event, newest first. That somebody looked is an event itself."""
    form = _asked()
    narrowed = _narrowed(form) if form.validate() or not request.args else None
    after = request.args.get("after")
    if not after:
        audit.viewed(audit.Verb.AUDIT_VIEWED, context.current().organisation_id)
    return _events("audit/index.html", narrowed, form=form, after=after, kept=_kept())


@pages.get("/security/history")
@member_can(P.SEE_SECURITY)
def settings() -> Response:
    """What changed how the agency works, or who may do what in it."""
    return _events("audit/settings.html", queries.Narrowed(verbs=SETTINGS), after=request.args.get("after"))


@pages.get("/audit/proof")
@member_can(P.SEE_AUDIT)
def proof() -> Response:
    """How the chain was checked, and the copy to take along."""
    today = clock.today(context.current().timezone)
    return _proof(CopyForm(formdata=None, data={"since": today.replace(day=1), "until": today}))


@pages.post("/audit/checks")
@member_can(P.PROVE_AUDIT)
def check() -> Response:
    """Asks for a check of every link."""
    ask_check(session())
    return done(url_for("audit_trail.proof"), _("The trail is being checked."))


@pages.post("/audit/copies")
@member_can(P.PROVE_AUDIT)
@fresh
def copy() -> Response:
    """The events of some days as a signed file."""
    form = CopyForm()
    if not form.validate():
        return _proof(form, status=422)
    try:
        head, numbers, key = take_copy(session(), **form.values())
    except Refused as refusal:
        return _proof(form, status=form.accept(refusal))
    response = Response(_written(head, numbers, key), mimetype="text/plain")
    name = f"audit-{context.current().slug}-{numbers[0]}-{numbers[-1]}.txt"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _written(head: bytes, numbers: range, key: SealKey) -> Iterator[bytes]:
    """The lines of a copy; a thousand in memory, each piece read in a short transaction of its own."""
    organisation_id, whole, left = context.current().organisation_id, sha256(head), numbers

    def lines() -> Iterator[bytes]:
        nonlocal left
        yield head
        while left:
            with acting_for(gate.tenancy_for(organisation_id)), transaction(read_only=True) as opened:
                rows = queries.hashed_words(opened, left[0], left[-1])
            piece = b"".join(event_line(digest, words) for _seq, digest, words in rows)
            whole.update(piece)
            yield piece
            left = range(rows[-1][0] + 1, numbers.stop)
        yield last_line(whole.digest(), key.certificate, key.private_key)

    return lines()


def _asked() -> NarrowForm:
    """The form as the address fills it in; what changes nothing needs no token."""
    form = NarrowForm(formdata=request.args or None, meta={"csrf": False})
    verbs = sorted(choices("verb"), key=lambda pair: str(pair[1]).casefold())
    people = sorted(names_of(session()).items(), key=lambda pair: str(pair[1]).casefold())
    form.offer(member_id=people, verb=verbs)
    return form


def _narrowed(form: NarrowForm) -> queries.Narrowed:
    verb, days = form.verb.data, queries.days(form.since.data, form.until.data)
    return queries.Narrowed(form.member_id.data, [verb] if verb else (), *days)


def _kept() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if name in NarrowForm.__dict__ and value}


def _events(template: str, narrowed: queries.Narrowed | None, *, after: str | None, **more: Any) -> Response:
    """Whose file an event is about is named where the reader may know of them."""
    page = queries.page_of_events(session(), narrowed, after=after) if narrowed else None
    about = [event.client_id for event in page.rows if event.client_id] if page else []
    return answer(
        template,
        block="rows",
        page=page,
        clients=clients_named(session(), about),
        members=names_of(session()),
        status=200 if narrowed else 422,
        **more,
    )


def _proof(form: CopyForm, status: int = 200) -> Response:
    certificate = queries.find_certificate(session())
    return answer(
        "audit/proof.html",
        form=form,
        checks=queries.checks(session()),
        members=names_of(session()),
        fingerprint=certificate and fingerprint(certificate),
        status=status,
    )
