"""Disclosures: what left a file, to whom, why and on which basis; what was passed on in an emergency."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.clients.models import Client
from records.consents.queries import Held, releases_given, releases_in_force
from records.disclosures import actions, queries
from records.entries.queries import timeline
from templates import filters, words
from templates.labels import choices, label
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Choices, Day, Form, LongText, Text
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("disclosures", __name__)


class DisclosureForm(Form):
    """What leaves, to whom, why, and what allows it."""

    basis = Choice(
        L_("What allows it"),
        missing=L_("Choose what allows it."),
        choices=choices("disclosure_basis"),
        as_radio=True,
    )
    consent_id = Choice(L_("Permission"), hint=L_("One that ended counts for what left before its end."))
    recipient = Text(L_("Person or organization"), missing=L_("Enter who receives it."), limit=200)
    recipient_category = Choice(
        L_("Kind of recipient"),
        missing=L_("Choose the kind of recipient."),
        choices=choices("disclosure_recipient"),
    )
    purpose = Choice(L_("Purpose"), missing=L_("Choose the purpose."), choices=choices("disclosure_purpose"))
    categories = Choices(
        L_("What it tells"), missing=L_("Choose what it tells."), choices=choices("data_category")
    )
    what = LongText(
        L_("What exactly leaves"),
        missing=L_("Write what leaves, page by page or in one sentence."),
        limit=4000,
        rows=3,
    )
    items = Choices(L_("Taken from"), hint=L_("The newest entries of the file."))
    reason = LongText(
        L_("Without permission: what makes it necessary"),
        limit=4000,
        rows=3,
        hint=L_(
            "The law, the order or the audit with its number; in an emergency, whose life, health or safety."
        ),
    )
    sent_on = Day(L_("Date"), missing=L_("Enter the day it left."))
    how_sent = Choice(L_("How"), missing=L_("Choose how."), choices=choices("how_sent"))


class ReceiptForm(Form):
    """How we know that it arrived."""

    receipt = Text(L_("How we know that it arrived"), missing=L_("Write how we know."), limit=300)


class ErrorForm(Form):
    """Why a disclosure was entered in error."""

    error_reason = LongText(L_("Why it is wrong"), missing=L_("Enter why it is wrong."), limit=1000, rows=2)


@pages.get("/disclosures/emergencies")
@member_can(P.SEE_CONSENTS)
def emergencies() -> Response:
    """What left in an emergency and waits for somebody to look at it."""
    waiting = queries.emergencies(session())
    return answer("disclosures/emergencies.html", waiting=waiting, workers=names_of(session()))


@pages.get("/people/<uuid:client_id>/disclosures")
@member_can(P.SEE_CONSENTS)
def index(client_id: UUID) -> Response:
    """Everything that left the file, newest first."""
    return _account(client_id, "disclosures/index.html")


@pages.get("/people/<uuid:client_id>/disclosures/account")
@member_can(P.SEE_CONSENTS)
def account(client_id: UUID) -> Response:
    """The account of disclosures for the client, in their language, to be printed."""
    with words.speaking(g.standing.client.language):
        return _account(client_id, "disclosures/account.html")


@pages.get("/people/<uuid:client_id>/disclosures/new")
@member_can(P.WRITE_CONSENTS)
def new(client_id: UUID) -> Response:
    """An empty form, or one filled in from a permission."""
    client = g.standing.client
    return _form_page(client, _offered(client, data=_start(client, request.args.get("permission", ""))))


@pages.post("/people/<uuid:client_id>/disclosures")
@member_can(P.WRITE_CONSENTS)
def create(client_id: UUID) -> Response:
    """Records what leaves; refused when nothing allows it."""
    client = g.standing.client
    form = _offered(client)
    if not form.validate():
        return _form_page(client, form, status=422)
    try:
        made = actions.record_disclosure(session(), client, **form.values())
    except Refused as refusal:
        return _form_page(client, form, status=form.accept(refusal))
    there = url_for("disclosures.show", client_id=client_id, disclosure_id=made.id)
    return done(there, _("The disclosure is recorded."))


@pages.get("/people/<uuid:client_id>/disclosures/<uuid:disclosure_id>")
@member_can(P.SEE_CONSENTS)
def show(client_id: UUID, disclosure_id: UUID) -> Response:
    """One disclosure."""
    return _page(client_id, disclosure_id, ReceiptForm())


@pages.post("/people/<uuid:client_id>/disclosures/<uuid:disclosure_id>/receipt")
@member_can(P.WRITE_CONSENTS)
def receive(client_id: UUID, disclosure_id: UUID) -> Response:
    """Writes down that it arrived."""
    disclosure, form = queries.get_disclosure(session(), client_id, disclosure_id), ReceiptForm()
    if not form.validate():
        return _page(client_id, disclosure_id, form, status=422)
    actions.record_receipt(session(), disclosure, **form.values())
    there = url_for("disclosures.show", client_id=client_id, disclosure_id=disclosure_id)
    return done(there, _("The receipt is on file."))


@pages.post("/people/<uuid:client_id>/disclosures/<uuid:disclosure_id>/review")
@member_can(P.APPROVE_DISCLOSURES)
def review(client_id: UUID, disclosure_id: UUID) -> Response:
    """Marks an emergency as seen."""
    actions.review_emergency(session(), queries.get_disclosure(session(), client_id, disclosure_id))
    return done(url_for("disclosures.emergencies"), _("It is marked as seen."))


@pages.post("/people/<uuid:client_id>/disclosures/<uuid:disclosure_id>/error-asked")
@member_can(P.WRITE_CONSENTS)
def ask_error(client_id: UUID, disclosure_id: UUID) -> Response:
    """Says why a disclosure was entered in error, for a second person."""
    disclosure, form = queries.get_disclosure(session(), client_id, disclosure_id), ErrorForm()
    if not form.validate():
        return _page(client_id, disclosure_id, ReceiptForm(), wrong=form, status=422)
    actions.ask_error(session(), disclosure, reason=form.error_reason.data)
    there = url_for("disclosures.show", client_id=client_id, disclosure_id=disclosure_id)
    return done(there, _("A second person can agree now."))


@pages.post("/people/<uuid:client_id>/disclosures/<uuid:disclosure_id>/error")
@member_can(P.APPROVE_DISCLOSURES)
def mark_in_error(client_id: UUID, disclosure_id: UUID) -> Response:
    """The second person agrees."""
    actions.mark_in_error(session(), queries.get_disclosure(session(), client_id, disclosure_id))
    there = url_for("disclosures.show", client_id=client_id, disclosure_id=disclosure_id)
    return done(there, _("It is marked as entered in error. It stays in the account."))


def _account(client_id: UUID, template: str) -> Response:
    return answer(
        template,
        client=g.standing.client,
        disclosures=queries.disclosures_of(session(), client_id),
        workers=names_of(session()),
        today=clock.today(context.current().timezone),
    )


def _page(
    client_id: UUID,
    disclosure_id: UUID,
    form: ReceiptForm,
    *,
    wrong: ErrorForm | None = None,
    status: int = 200,
) -> Response:
    return answer(
        "disclosures/show.html",
        client=g.standing.client,
        disclosure=queries.get_disclosure(session(), client_id, disclosure_id),
        form=form,
        wrong=wrong or ErrorForm(),
        workers=names_of(session()),
        status=status,
    )


def _form_page(client: Client, form: DisclosureForm, status: int = 200) -> Response:
    held = releases_in_force(session(), client.id, clock.today(context.current().timezone))
    return answer("disclosures/new.html", client=client, form=form, is_permitted=bool(held), status=status)


def _offered(client: Client, **given: Any) -> DisclosureForm:
    """The form with every permission that was given and the newest entries that the reader may open."""
    form = DisclosureForm(**given)
    held = releases_given(session(), client.id, clock.today(context.current().timezone))
    lines = timeline(session(), client.id, g.standing.relation).rows
    form.offer(
        consent_id=[(one.consent.id, _named(one)) for one in held],
        items=[
            (line.id, f"{label(line.kind, 'entry_kind')}, {filters.short_day(line.occurred_on)}")
            for line in lines
        ],
    )
    return form


def _named(held: Held) -> str:
    """For whom a permission is, and until when it was."""
    name = held.consent.recipient or _("nobody named")
    ended = held.consent.ended_on or held.last_on
    if held.is_in_force or ended is None:
        return name
    return _("%(name)s, ended %(day)s", name=name, day=filters.short_day(ended))


def _start(client: Client, permission: str) -> dict[str, Any]:
    """What a permission says already; the rest is for the person to fill in."""
    today = clock.today(context.current().timezone)
    held = releases_in_force(session(), client.id, today)
    found = next((one.consent for one in held if str(one.consent.id) == permission), None)
    start: dict[str, Any] = {"basis": "permission", "sent_on": today}
    if found is None:
        return start
    names = ("recipient", "recipient_category", "purpose")
    return start | {"consent_id": found.id, **{name: getattr(found, name) for name in names}}
