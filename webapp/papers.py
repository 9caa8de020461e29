"""Papers: put what came in into the file, open it, say it better, replace it, take it out of sight."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, make_response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from records.cases.queries import cases_of
from records.history.queries import steps_of
from records.papers import actions, queries
from records.papers.models import Paper, PaperFile
from records.papers.rules import DRAWN, MEDIA, PICTURES
from templates.labels import LABELS, choices
from templates.words import gettext as _
from tenants import audit, clock, context, files
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp import errors
from webapp.access import member_can
from webapp.paper_forms import ErrorForm, PaperChangeForm, PaperForm, ReplacementForm, TurnForm
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("papers", __name__)

# Together in one form.
LARGEST_BODY = 100 * 1024 * 1024


@pages.url_value_preprocessor
def _take_large_bodies(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    # Before the body is read, which the check of the form's token does.
    request.max_content_length = LARGEST_BODY


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> Response:
    """All of it together is more than one form may hold."""
    return errors.refused(Refused("Send fewer files at once: together they may have up to 100 MB."))


@pages.get("/people/<uuid:client_id>/papers")
@member_can(P.SEE_DOCUMENTS)
def index(client_id: UUID) -> Response:
    """The client's papers, newest first, or those of one kind."""
    wanted = request.args.get("kind", "")
    kind = wanted if wanted in LABELS["paper_kind"] else None
    papers = queries.papers_of(session(), g.standing, cases=_cases(client_id), kind=kind)
    return answer(
        "papers/index.html", client=g.standing.client, papers=papers, kind=kind, kinds=choices("paper_kind")
    )


@pages.get("/people/<uuid:client_id>/papers/new")
@member_can(P.MAKE_DOCUMENTS)
def new(client_id: UUID) -> Response:
    """An empty form for what came in."""
    today = clock.today(context.current().timezone)
    start = {"received_on": today, "source": "upload", "original": "none", "sensitivity": "case"}
    return answer("papers/new.html", client=g.standing.client, form=_new_form(client_id, data=start))


@pages.post("/people/<uuid:client_id>/papers")
@member_can(P.MAKE_DOCUMENTS)
def create(client_id: UUID) -> Response:
    """Files each as a paper of its own."""
    form, client = _new_form(client_id), g.standing.client
    if not form.validate():
        return answer("papers/new.html", client=client, form=form, status=422)
    given = form.values()
    received = given.pop("files") + given.pop("photo")
    try:
        actions.file_papers(session(), client_id, received, **given)
    except Refused as refusal:
        return answer("papers/new.html", client=client, form=form, status=form.accept(refusal))
    return done(
        url_for("papers.index", client_id=client_id), _("Filed. It can be opened once it is checked.")
    )


@pages.get("/people/<uuid:client_id>/papers/<uuid:paper_id>")
@member_can(P.SEE_DOCUMENTS)
def show(client_id: UUID, paper_id: UUID) -> Response:
    """What is known of a paper, its files and what was changed."""
    paper = _paper(client_id, paper_id)
    return _page(paper, ErrorForm(data={"version": paper.version}))


@pages.get("/people/<uuid:client_id>/papers/<uuid:paper_id>/files/<uuid:paper_file_id>")
@member_can(P.SEE_DOCUMENTS)
def file(client_id: UUID, paper_id: UUID, paper_file_id: UUID) -> Response:
    """The bytes as they came. Opening is recorded; the name they are sent with tells nobody's name."""
    paper = _paper(client_id, paper_id)
    kept = queries.get_file(session(), paper, paper_file_id)
    kept.expect_safe()
    data = files.read(session(), kept.id)
    audit.viewed(audit.Verb.PAPER_OPENED, paper.id, client_id=client_id, file=kept.number)
    return _sent(paper, kept, data)


@pages.get("/people/<uuid:client_id>/papers/<uuid:paper_id>/edit")
@member_can(P.MAKE_DOCUMENTS)
def edit(client_id: UUID, paper_id: UUID) -> Response:
    """What is known of a paper, to be changed."""
    paper = _paper(client_id, paper_id)
    return _answer("papers/edit.html", paper, form=PaperChangeForm(obj=paper))


@pages.post("/people/<uuid:client_id>/papers/<uuid:paper_id>")
@member_can(P.MAKE_DOCUMENTS)
def change(client_id: UUID, paper_id: UUID) -> Response:
    """Keeps what is known now, and what was known before."""
    paper, form = _paper(client_id, paper_id), PaperChangeForm()
    if not form.validate():
        return _answer("papers/edit.html", paper, form=form, status=422)
    try:
        actions.change_paper(session(), paper, **form.values())
    except Refused as refusal:
        form.catch_up(paper)
        return _answer("papers/edit.html", paper, form=form, status=form.accept(refusal))
    return _back(paper, _("The paper is changed."))


@pages.post("/people/<uuid:client_id>/papers/<uuid:paper_id>/turning")
@member_can(P.MAKE_DOCUMENTS)
def turn(client_id: UUID, paper_id: UUID) -> Response:
    """Shows the picture a quarter further round."""
    paper, form = _paper(client_id, paper_id), TurnForm()
    actions.turn_paper(session(), paper, version=form.version.data or 0)
    return _back(paper)


@pages.get("/people/<uuid:client_id>/papers/<uuid:paper_id>/replacement")
@member_can(P.MAKE_DOCUMENTS)
def replacement(client_id: UUID, paper_id: UUID) -> Response:
    """Which file takes the place of the one there is."""
    paper = _paper(client_id, paper_id)
    return _answer("papers/replacement.html", paper, form=ReplacementForm(data={"version": paper.version}))


@pages.post("/people/<uuid:client_id>/papers/<uuid:paper_id>/replacement")
@member_can(P.MAKE_DOCUMENTS)
def replace(client_id: UUID, paper_id: UUID) -> Response:
    """Puts the file in place; the one before stays."""
    paper, form = _paper(client_id, paper_id), ReplacementForm()
    if not form.validate():
        return _answer("papers/replacement.html", paper, form=form, status=422)
    given = form.values()
    try:
        actions.replace_file(session(), paper, given.pop("files"), **given)
    except Refused as refusal:
        form.catch_up(paper)
        return _answer("papers/replacement.html", paper, form=form, status=form.accept(refusal))
    return _back(paper, _("The file is replaced. The one before is kept."))


@pages.post("/people/<uuid:client_id>/papers/<uuid:paper_id>/error")
@member_can(P.MAKE_DOCUMENTS)
def mark_in_error(client_id: UUID, paper_id: UUID) -> Response:
    """Takes a paper out of sight that does not belong here."""
    paper, form = _paper(client_id, paper_id), ErrorForm()
    if not form.validate():
        return _page(paper, form, status=422)
    actions.mark_in_error(session(), paper, reason=form.reason.data, version=form.version.data or 0)
    return done(url_for("papers.index", client_id=client_id), _("The paper is out of sight."))


def _cases(client_id: UUID) -> list[UUID]:
    return [case.id for case in cases_of(session(), client_id)]


def _paper(client_id: UUID, paper_id: UUID) -> Paper:
    return queries.get_paper(session(), g.standing, paper_id, cases=_cases(client_id))


def _new_form(client_id: UUID, **start: Any) -> PaperForm:
    form = PaperForm(**start)
    form.offer(case_id=[(case.id, case.number) for case in cases_of(session(), client_id)])
    return form


def _page(paper: Paper, form: ErrorForm, status: int = 200) -> Response:
    return _answer(
        "papers/show.html",
        paper,
        form=form,
        files=queries.files_of(session(), paper),
        steps=steps_of(session(), paper),
        workers=names_of(session()),
        pictures=PICTURES,
        drawn=DRAWN,
        status=status,
    )


def _answer(template: str, paper: Paper, **more: Any) -> Response:
    return answer(template, client=g.standing.client, paper=paper, **more)


def _back(paper: Paper, words: str | None = None) -> Response:
    return done(url_for("papers.show", client_id=paper.client_id, paper_id=paper.id), words)


def _sent(paper: Paper, kept: PaperFile, data: bytes) -> Response:
    """Drawn by the browser only when it is asked for and harmless to draw; in a sandbox without scripts."""
    is_drawn = kept.media in DRAWN and "save" not in request.args
    response = make_response(data)
    response.headers["Content-Type"] = MEDIA[kept.media]
    called = f"{paper.number}-{kept.number}.{kept.media}"
    response.headers["Content-Disposition"] = f'{"inline" if is_drawn else "attachment"}; filename="{called}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response
