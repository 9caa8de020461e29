"""Papers: put what came in into the file, open it, say it better, replace it, take it out of sight."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, Response, g, make_response, request, url_for

from records.access.rules import Category, Level
from records.cases.queries import cases_of
from records.clients.queries import Standing
from records.consents.models import Consent
from records.consents.queries import proven_by
from records.entries.actions import scan_came
from records.history.queries import steps_of
from records.papers import actions, queries
from records.papers.models import Paper, PaperFile
from records.papers.rules import DRAWN, MEDIA, PICTURES
from records.retention.run_queries import parts_gone
from records.retention.terms import RecordClass
from templates.labels import LABELS, choices
from templates.words import gettext as _
from tenants import audit, clock, context, files, jobs
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.linked import linked
from webapp.paper_forms import (
    DetailsForm,
    ErrorForm,
    PaperChangeForm,
    PaperForm,
    ReplacementForm,
    TurnForm,
    take_files,
)
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("papers", __name__)

take_files(pages)

FormOf = TypeVar("FormOf", bound=DetailsForm)


@pages.get("/people/<uuid:client_id>/papers")
@member_can(P.SEE_DOCUMENTS)
def index(client_id: UUID) -> Response:
    """The client's papers, newest first, or those of one kind."""
    wanted = request.args.get("kind", "")
    kind = wanted if wanted in LABELS["paper_kind"] else None
    return answer(
        "papers/index.html",
        client=g.standing.client,
        papers=_papers(g.standing, kind),
        linked=linked(Category.DOCUMENT, lambda file: _papers(file, kind)),
        kind=kind,
        kinds=choices("paper_kind"),
        gone=_gone(client_id),
    )


@pages.get("/people/<uuid:client_id>/papers/new")
@member_can(P.MAKE_DOCUMENTS)
def new(client_id: UUID) -> Response:
    """An empty form for what came in."""
    today = clock.today(context.current().timezone)
    start = {"received_on": today, "source": "upload", "original": "none", "sensitivity": "case"}
    return answer("papers/new.html", client=g.standing.client, form=_offered(PaperForm(data=start)))


@pages.post("/people/<uuid:client_id>/papers")
@member_can(P.MAKE_DOCUMENTS)
def create(client_id: UUID) -> Response:
    """Files each as a paper of its own."""
    form, client = _offered(PaperForm()), g.standing.client
    if not form.validate():
        return answer("papers/new.html", client=client, form=form, status=422)
    given = form.values()
    received = given.pop("files") + given.pop("photo")
    try:
        actions.file_papers(session(), client_id, received, **given)
    except Refused as refusal:
        return answer("papers/new.html", client=client, form=form, status=form.accept(refusal))
    if entry_id := request.args.get("entry", type=UUID):
        scan_came(session(), client_id, entry_id)
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
    return _answer("papers/edit.html", paper, form=_offered(PaperChangeForm(obj=paper)))


@pages.post("/people/<uuid:client_id>/papers/<uuid:paper_id>")
@member_can(P.MAKE_DOCUMENTS)
def change(client_id: UUID, paper_id: UUID) -> Response:
    """Keeps what is known now, and what was known before."""
    paper, form = _paper(client_id, paper_id), _offered(PaperChangeForm())
    if not form.validate():
        return _answer("papers/edit.html", paper, form=form, status=422)
    try:
        is_proof = bool(proven_by(session(), paper.id))
        actions.change_paper(session(), paper, g.standing, is_proof=is_proof, **form.values())
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


def _papers(file: Standing, kind: str | None) -> Sequence[tuple[Paper, PaperFile]]:
    return queries.papers_of(session(), file, cases=_cases(file.client.id), kind=kind)


def _gone(client_id: UUID) -> list[tuple[str, date]]:
    """The numbers of the cases whose papers were destroyed before the case, and when."""
    cases = _cases(client_id)
    gone = parts_gone(session(), cases, RecordClass.DOCUMENT, RecordClass.EMPLOYMENT_EVIDENCE)
    return [(cases[case_id], day) for case_id, day in gone.items()]


def _cases(client_id: UUID) -> dict[UUID, str]:
    return {case.id: case.number for case in cases_of(session(), client_id)}


def _paper(client_id: UUID, paper_id: UUID) -> Paper:
    return queries.get_paper(session(), g.standing, paper_id, cases=_cases(client_id))


def _offered(form: FormOf) -> FormOf:
    """The form with the cases that a paper may belong to."""
    form.offer(case_id=_cases(g.standing.client.id).items())
    return form


def _page(paper: Paper, form: ErrorForm, status: int = 200) -> Response:
    newest, *_older = had = queries.files_of(session(), paper)
    preview = queries.find_preview(session(), newest.id)
    return _answer(
        "papers/show.html",
        paper,
        fragment="papers/_preview.html",
        form=form,
        files=had,
        preview=preview,
        job=jobs.find_job(session(), preview.job_id) if preview else None,
        proves=_proven_by(paper),
        steps=steps_of(session(), paper),
        workers=names_of(session()) | _cases(paper.client_id),
        pictures=PICTURES,
        drawn=DRAWN,
        status=status,
    )


def _proven_by(paper: Paper) -> Sequence[Consent]:
    return proven_by(session(), paper.id) if g.standing.level(Category.CONSENT) >= Level.READ else ()


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
