"""Questions and thanks between colleagues: written, answered, closed; for the two of them alone."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request, url_for

from records.cases.models import Case
from records.cases.queries import get_case
from records.notes.models import Note
from records.notes.queries import get_note
from records.supervision import actions, queries
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import context
from tenants.errors import Refused
from tenants.members import members, names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Form, LongText
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("supervision", __name__)
CASE = "/people/<uuid:client_id>/cases/<uuid:case_id>"


class ExchangeForm(Form):
    """What somebody writes to the colleague whose work it is about."""

    kind = Choice(
        L_("What it is"),
        missing=L_("Choose what it is."),
        choices=choices("exchange_kind"),
        as_radio=True,
    )
    remark = LongText(L_("Your words"), missing=L_("Write your words."), limit=5000, rows=3)


class GeneralForm(ExchangeForm):
    """About the work as such: to whom."""

    asked_to = Choice(L_("To whom"), missing=L_("Choose a colleague."))


class AnswerForm(Form):
    """What comes back."""

    words = LongText(L_("Your answer"), missing=L_("Write your answer."), limit=5000, rows=3)


@pages.get("/supervision")
@member_can(P.SEE_AGENCY)
def index() -> Response:
    """What was written to the reader, or by them; what waits for them first."""
    by_me, after = request.args.get("view") == "by_me", request.args.get("after")
    page = queries.page_of_others(session(), by_me=by_me, after=after)
    waiting = [] if after else queries.waiting(session(), by_me=by_me)
    shown: dict[str, Any] = {"page": page, "waiting": waiting, "by_me": by_me}
    return answer("supervision/index.html", block="rows", workers=names_of(session()), **shown)


@pages.get("/supervision/new")
@member_can(P.REVIEW_NOTES)
def new() -> Response:
    """An empty form to a colleague."""
    return _writing(_to_someone(GeneralForm(data={"kind": "question"})))


@pages.post("/supervision")
@member_can(P.REVIEW_NOTES)
def create() -> Response:
    """Writes to a colleague about the work as such."""
    return _sent(_to_someone(GeneralForm()))


@pages.get(f"{CASE}/supervision")
@member_can(P.REVIEW_NOTES)
def about_case(client_id: UUID, case_id: UUID) -> Response:
    """An empty form to the worker of a case."""
    return _writing(ExchangeForm(data={"kind": "question"}), case=get_case(session(), client_id, case_id))


@pages.post(f"{CASE}/supervision")
@member_can(P.REVIEW_NOTES)
def create_about_case(client_id: UUID, case_id: UUID) -> Response:
    """Writes to the worker of a case."""
    return _sent(ExchangeForm(), case=get_case(session(), client_id, case_id))


@pages.post(f"{CASE}/notes/<uuid:note_id>/supervision")
@member_can(P.REVIEW_NOTES)
def create_about_note(client_id: UUID, case_id: UUID, note_id: UUID) -> Response:
    """Writes to the author of a note."""
    case = get_case(session(), client_id, case_id)
    return _sent(ExchangeForm(), case=case, note=get_note(session(), case.id, note_id))


@pages.get("/supervision/<uuid:exchange_id>")
@member_can(P.SEE_AGENCY)
def show(exchange_id: UUID) -> Response:
    """One of the reader's, whole."""
    return _page(exchange_id, AnswerForm())


@pages.post("/supervision/<uuid:exchange_id>/answer")
@member_can(P.ANSWER_FOR_ONESELF)
def respond(exchange_id: UUID) -> Response:
    """Sends the answer."""
    form, exchange = AnswerForm(), queries.get_written(session(), exchange_id).exchange
    if not form.validate():
        return _page(exchange_id, form, status=422)
    try:
        actions.answer(session(), exchange, **form.values())
    except Refused as refusal:
        return _page(exchange_id, form, status=form.accept(refusal))
    return done(url_for("supervision.show", exchange_id=exchange_id), _("Your answer is sent."))


@pages.post("/supervision/<uuid:exchange_id>/closing")
@member_can(P.ANSWER_FOR_ONESELF)
def close(exchange_id: UUID) -> Response:
    """It waits for nobody any more."""
    actions.close(session(), queries.get_written(session(), exchange_id).exchange)
    return done(url_for("supervision.index"), _("It is closed. Both of you can still read it."))


def _to_someone(form: GeneralForm) -> GeneralForm:
    me = context.current().member_id
    form.offer(asked_to=[(one.id, one.name) for one in members(session()) if one.id != me])
    return form


def _sent(form: ExchangeForm, case: Case | None = None, note: Note | None = None) -> Response:
    if not form.validate():
        return _writing(form, case=case, note=note, status=422)
    try:
        written = actions.write_to(session(), case=case, note=note, **form.values())
    except Refused as refusal:
        return _writing(form, case=case, note=note, status=form.accept(refusal))
    return done(
        url_for("supervision.show", exchange_id=written.id), _("It is sent. Only the two of you read it.")
    )


def _writing(
    form: ExchangeForm, *, case: Case | None = None, note: Note | None = None, status: int = 200
) -> Response:
    shown: dict[str, Any] = {"form": form, "case": case, "note": note}
    return answer(
        "supervision/new.html",
        client=g.standing.client if case else None,
        workers=names_of(session()),
        status=status,
        **shown,
    )


def _page(exchange_id: UUID, form: AnswerForm, status: int = 200) -> Response:
    written = queries.get_written(session(), exchange_id)
    return answer(
        "supervision/show.html", written=written, form=form, workers=names_of(session()), status=status
    )
