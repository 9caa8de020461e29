"""One file of a review: looked over against the standard, and answered by the worker whose work it was."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, g, url_for

from records.history.queries import steps_of
from records.reviews import actions, queries
from records.reviews.queries import Line
from records.reviews.rules import POINTS
from templates.labels import choices, label
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, context
from tenants.errors import Conflict, Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Form, LongText, Version
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("reviewed_files", __name__)


def _fields() -> dict[str, Any]:
    """An answer and words for each kind of record that the standard names."""
    fields: dict[str, Any] = {"version": Version()}
    for code, words in choices("review_point"):
        verdicts = choices("review_verdict")
        fields[code] = Choice(words, missing=L_("Choose an answer."), choices=verdicts, as_radio=True)
        fields[f"{code}_words"] = LongText(L_("In words"), limit=2000, rows=1)
    return fields


ChecklistForm: Any = type("ChecklistForm", (Form,), _fields())


class AnswerForm(Form):
    """What the worker did about it."""

    words = LongText(
        L_("What you did, in a word or two"), missing=L_("Write what you did."), limit=2000, rows=2
    )


@pages.get("/people/<uuid:client_id>/reviews/<uuid:reviewed_file_id>")
@member_can(P.REVIEW_FILES)
def show(client_id: UUID, reviewed_file_id: UUID) -> Response:
    """The checklist: as it was filled in, or with what the file shows by itself. Looking is recorded."""
    line = queries.get_line(session(), client_id, reviewed_file_id)
    audit.viewed(audit.Verb.CLIENT_VIEWED, line.file.id, client_id=client_id, case=line.case.id)
    start: Mapping[str, str] = line.file.verdicts or queries.proposals(session(), g.standing, line.case)
    told = {f"{code}_words": words for code, words in line.file.words.items()}
    return _checklist(line, ChecklistForm(data={**start, **told, "version": line.file.version}))


@pages.post("/people/<uuid:client_id>/reviews/<uuid:reviewed_file_id>")
@member_can(P.REVIEW_FILES)
def look_over(client_id: UUID, reviewed_file_id: UUID) -> Response:
    """Keeps what was found."""
    line, form = queries.get_line(session(), client_id, reviewed_file_id), ChecklistForm()
    if not form.validate():
        return _checklist(line, form, status=422)
    review = queries.get_review(session(), line.file.review_id)
    try:
        actions.look_over(session(), line.file, review, **_given(form))
    except Refused as refusal:
        return _checklist(line, form, status=_caught_up(form, line, refusal))
    words = _("It is kept, and the worker is told.") if line.file.short else _("It is kept.")
    return done(url_for("reviews.show", review_id=review.id), words)


@pages.get("/people/<uuid:client_id>/reviews/<uuid:reviewed_file_id>/findings")
@member_can(P.SEE_CASES)
def findings(client_id: UUID, reviewed_file_id: UUID) -> Response:
    """What a reviewer found, for the worker of the case."""
    return _findings(_mine(client_id, reviewed_file_id), AnswerForm())


@pages.post("/people/<uuid:client_id>/reviews/<uuid:reviewed_file_id>/answer")
@member_can(P.WRITE_CASES)
def answer_findings(client_id: UUID, reviewed_file_id: UUID) -> Response:
    """The worker says what was done."""
    line, form = _mine(client_id, reviewed_file_id), AnswerForm()
    if not form.validate():
        return _findings(line, form, status=422)
    actions.answer_findings(session(), line.file, words=form.words.data)
    return done(url_for("today.show"), _("Your answer is kept for the reviewer."))


def _mine(client_id: UUID, reviewed_file_id: UUID) -> Line:
    """What was found in a file of the reader's own work; to everybody else it is not here."""
    line = queries.get_line(session(), client_id, reviewed_file_id)
    if line.file.worker_id != context.current().member_id or line.file.reviewed_at is None:
        abort(404)
    return line


def _given(form: Any) -> dict[str, Any]:
    return {
        "version": form.version.data or 0,
        "verdicts": {code: form[code].data for code in POINTS},
        "words": {code: form[f"{code}_words"].data for code in POINTS if form[f"{code}_words"].data},
    }


def _caught_up(form: Any, line: Line, refusal: Refused) -> int:
    """What somebody else found meanwhile stands beside each point, and sending again is a decision."""
    status: int = form.accept(refusal)
    if isinstance(refusal, Conflict):
        form.version.raw_data = [str(line.file.version)]
        for code, verdict in line.file.verdicts.items():
            form[code].hint = _("In the file now: %(value)s", value=label(verdict, "review_verdict"))
    return status


def _checklist(line: Line, form: Any, *, status: int = 200) -> Response:
    return answer(
        "reviews/file.html",
        client=g.standing.client,
        line=line,
        review=queries.get_review(session(), line.file.review_id),
        form=form,
        steps=steps_of(session(), line.file),
        points=POINTS,
        workers=names_of(session()),
        status=status,
    )


def _findings(line: Line, form: AnswerForm, *, status: int = 200) -> Response:
    workers = names_of(session())
    return answer(
        "reviews/findings.html",
        client=g.standing.client,
        line=line,
        form=form,
        workers=workers,
        status=status,
    )
