"""Conflicts of interest: what staff declare about themselves each year, and what follows from it."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from records.handbook import actions, queries
from records.handbook.models import ConflictDeclaration
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.errors import Refused
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Form, LongText, Text
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("conflicts", __name__)


class DeclarationForm(Form):
    """None, or one conflict of interest."""

    answer = Choice(
        L_("Your answer for this year"),
        missing=L_("Choose an answer."),
        choices=choices("conflict_answer"),
        as_radio=True,
    )
    party = Text(L_("Person or organization"), limit=200)
    nature = Choice(L_("What connects you"), choices=choices("conflict_nature"))
    details = LongText(L_("What your colleagues should know"), limit=4000, rows=3)


class ReviewForm(Form):
    """What follows from a declaration."""

    action = Choice(
        L_("What follows"),
        missing=L_("Choose what follows."),
        choices=choices("conflict_action"),
        as_radio=True,
    )
    review = LongText(L_("What was agreed"), limit=4000, rows=3)


@pages.get("/conflicts")
@member_can(P.SEE_AGENCY)
def index() -> Response:
    """What the reader has declared."""
    me = context.current().member_id
    assert me is not None
    mine = queries.declarations_of(session(), me)
    return answer("conflicts/index.html", declarations=mine, year=_year(), members=names_of(session()))


@pages.get("/conflicts/new")
@member_can(P.ANSWER_FOR_ONESELF)
def new() -> Response:
    """An empty declaration for this year."""
    return answer("conflicts/new.html", form=DeclarationForm(), year=_year())


@pages.post("/conflicts")
@member_can(P.ANSWER_FOR_ONESELF)
def create() -> Response:
    """Keeps the declaration; whom it is about is sealed."""
    form = DeclarationForm()
    if not form.validate():
        return answer("conflicts/new.html", form=form, year=_year(), status=422)
    try:
        actions.declare(session(), **form.values())
    except Refused as refusal:
        return answer("conflicts/new.html", form=form, year=_year(), status=form.accept(refusal))
    return done(url_for("conflicts.index"), _("Your declaration is kept."))


@pages.get("/conflicts/reviews")
@member_can(P.SEE_CONFLICTS)
def reviews() -> Response:
    """Everybody's declarations of this year, and who has not answered."""
    return answer(
        "conflicts/reviews.html",
        declarations=queries.declarations(session(), _year()),
        missing=queries.not_declared(session(), _year()),
        members=names_of(session()),
        year=_year(),
    )


@pages.get("/conflicts/<uuid:conflict_id>")
@member_can(P.SEE_CONFLICTS)
def show(conflict_id: UUID) -> Response:
    """One declaration with the form to review it."""
    declaration = queries.get_declaration(session(), conflict_id)
    audit.viewed(audit.Verb.CONFLICT_VIEWED, conflict_id)
    return _review_page(declaration, ReviewForm())


@pages.post("/conflicts/<uuid:conflict_id>/review")
@member_can(P.REVIEW_CONFLICTS)
def review(conflict_id: UUID) -> Response:
    """Keeps what follows, and who decided it."""
    declaration, form = queries.get_declaration(session(), conflict_id), ReviewForm()
    if not form.validate():
        return _review_page(declaration, form, status=422)
    try:
        actions.review_declaration(session(), declaration, **form.values())
    except Refused as refusal:
        return _review_page(declaration, form, status=form.accept(refusal))
    return done(url_for("conflicts.reviews"), _("The review is kept."))


def _review_page(declaration: ConflictDeclaration, form: ReviewForm, *, status: int = 200) -> Response:
    members = names_of(session())
    return answer("conflicts/show.html", declaration=declaration, form=form, members=members, status=status)


def _year() -> int:
    return clock.today(context.current().timezone).year
