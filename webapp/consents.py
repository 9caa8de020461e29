"""Consent: ask, record what the client decided, see what is in force, take it back."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.access.rules import Category
from records.clients.models import Client
from records.consents import actions, queries
from records.consents.models import Consent
from records.disclosures.queries import disclosures_of
from records.history.queries import steps_of
from records.papers.queries import find_paper
from templates.words import gettext as _
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.consent_forms import (
    ITEMS,
    AskForm,
    ConsentForm,
    DecisionForm,
    ReleaseForm,
    WithdrawalForm,
)
from webapp.consent_scans import offered, papers, parted, prove
from webapp.keying import signed_on_paper
from webapp.linked import linked
from webapp.paper_forms import take_files
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("consents", __name__)
take_files(pages)


@pages.get("/consents")
@member_can(P.SEE_CONSENTS)
def ending() -> Response:
    """The consents that end soon or ended lately, of everyone the reader may see."""
    return answer("consents/ending.html", ending=queries.expiring_consents(session()))


@pages.get("/people/<uuid:client_id>/consents")
@member_can(P.SEE_CONSENTS)
def index(client_id: UUID) -> Response:
    """Every consent of the client: what waits first, then the newest."""
    return answer(
        "consents/index.html",
        client=g.standing.client,
        consents=queries.held_by(session(), client_id, _today()),
        linked=linked(Category.CONSENT, lambda file: queries.held_by(session(), file.client.id, _today())),
        workers=names_of(session()),
    )


@pages.get("/people/<uuid:client_id>/consents/new")
@member_can(P.WRITE_CONSENTS)
def new(client_id: UUID) -> Response:
    """The words to explain, and the form for the decision."""
    client = g.standing.client
    kind = request.args.get("kind", "service")
    return _form_page(client, offered(ConsentForm(data=_start(client, kind) | {"kind": kind})))


@pages.post("/people/<uuid:client_id>/consents")
@member_can(P.WRITE_CONSENTS)
def create(client_id: UUID) -> Response:
    """Keeps the decision with the wording, word for word."""
    return _created(g.standing.client, offered(ConsentForm()))


@pages.get("/people/<uuid:client_id>/releases/new")
@member_can(P.WRITE_CONSENTS)
def new_release(client_id: UUID) -> Response:
    """The words of a permission to release, and its form."""
    client = g.standing.client
    return _form_page(client, offered(ReleaseForm(data=_start(client, "release"))))


@pages.post("/people/<uuid:client_id>/releases")
@member_can(P.WRITE_CONSENTS)
def create_release(client_id: UUID) -> Response:
    """Keeps the permission or what will be asked."""
    return _created(g.standing.client, offered(ReleaseForm()), kind="release")


@pages.get("/people/<uuid:client_id>/consents/<uuid:consent_id>")
@member_can(P.SEE_CONSENTS)
def show(client_id: UUID, consent_id: UUID) -> Response:
    """One consent: its words, its signature, what left under it, and how to take it back."""
    return _page(client_id, consent_id)


@pages.post("/people/<uuid:client_id>/consents/<uuid:consent_id>/offer")
@member_can(P.WRITE_CONSENTS)
def offer(client_id: UUID, consent_id: UUID) -> Response:
    """Lays a draft before the client."""
    actions.offer_consent(session(), queries.get_consent(session(), client_id, consent_id))
    return done(url_for("signing.show", client_id=client_id, offer_id=consent_id))


@pages.post("/people/<uuid:client_id>/consents/<uuid:consent_id>/decision")
@member_can(P.WRITE_CONSENTS)
def decide(client_id: UUID, consent_id: UUID) -> Response:
    """Records the answer to what was asked."""
    consent, form = queries.get_consent(session(), client_id, consent_id), offered(DecisionForm())
    if not form.validate():
        return _page(client_id, consent_id, decision=form, status=422)
    given, scan = parted(form)
    try:
        actions.decide_consent(session(), consent, refused=given.pop("decision") == "refused", **given)
        prove(consent, scan)
    except Refused as refusal:
        return _page(client_id, consent_id, decision=form, status=form.accept(refusal))
    return done(url_for("consents.index", client_id=client_id), _("The consent is recorded."))


@pages.post("/people/<uuid:client_id>/consents/<uuid:consent_id>/withdrawal")
@member_can(P.WRITE_CONSENTS)
def withdraw(client_id: UUID, consent_id: UUID) -> Response:
    """Ends a consent from today, or takes a part out of it."""
    consent = queries.get_consent(session(), client_id, consent_id)
    form = _withdrawal_form(consent)
    if not form.validate():
        return _page(client_id, consent_id, withdrawal=form, status=422)
    actions.withdraw_consent(session(), consent, **form.values())
    return done(url_for("consents.show", client_id=client_id, consent_id=consent_id), _("It is taken back."))


def _created(client: Client, form: AskForm, **fixed: Any) -> Response:
    if not form.validate():
        return _form_page(client, form, status=422)
    given, scan = parted(form)
    try:
        consent = _written(client, **fixed | given)
        prove(consent, scan)
    except Refused as refusal:
        return _form_page(client, form, status=form.accept(refusal))
    if consent.state == "offered":
        return done(url_for("signing.show", client_id=client.id, offer_id=consent.id))
    return done(url_for("consents.index", client_id=client.id), _("The consent is recorded."))


def _written(
    client: Client, *, decision: str, given_how: str, given_on: date, witness: str, **asked: Any
) -> Consent:
    if decision in ("offered", "draft"):
        return actions.ask_consent(session(), client, offered=decision == "offered", **asked)
    answered: dict[str, Any] = {"given_how": given_how, "given_on": given_on, "witness": witness}
    return actions.record_consent(session(), client, refused=decision == "refused", **answered, **asked)


def _form_page(client: Client, form: AskForm, status: int = 200) -> Response:
    found = queries.wordings_in_force(session(), _today())
    is_release = isinstance(form, ReleaseForm)
    shown = [wording for kind, wording in found.items() if (kind == "release") is is_release]
    return answer(
        "consents/new.html", client=client, form=form, wordings=shown, is_release=is_release, status=status
    )


def _page(
    client_id: UUID,
    consent_id: UUID,
    *,
    decision: DecisionForm | None = None,
    withdrawal: WithdrawalForm | None = None,
    status: int = 200,
) -> Response:
    held = queries.get_held(session(), client_id, consent_id, _today())
    return answer(
        "consents/show.html",
        client=held.client,
        held=held,
        decision=decision or offered(DecisionForm(data={"given_on": _today()})),
        withdrawal=withdrawal or _withdrawal_form(held.consent),
        scan=find_paper(session(), g.standing, held.consent.paper_id, cases=()),
        disclosed=disclosures_of(session(), client_id, consent_id=consent_id),
        steps=steps_of(session(), held.consent),
        workers=names_of(session()) | papers(),
        status=status,
    )


def _withdrawal_form(consent: Consent) -> WithdrawalForm:
    form = WithdrawalForm()
    form.offer(items=[(item, ITEMS[item]) for item in consent.scope])
    return form


def _start(client: Client, kind: str) -> dict[str, Any]:
    found = queries.wordings_in_force(session(), _today()).get(kind)
    lasts = timedelta(days=found.lasts_days) if found and found.lasts_days else None
    return {
        "language": client.language,
        "given_by": "client",
        "given_on": _today(),
        "expires_on": _today() + lasts if lasts else None,
    } | signed_on_paper()


def _today() -> date:
    return clock.today(context.current().timezone)
