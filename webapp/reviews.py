"""Reviews of files: draw a sample, see how far it is and what was found, close it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, url_for

from records.figures.rules import fiscal_year
from records.reviews import actions, queries
from records.reviews.rules import Scope, counted
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, context
from tenants.errors import Refused
from tenants.members import members, names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Choice, Day, Form, LongText, Whole
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("reviews", __name__)


class DrawingForm(Form):
    """How many files, and from which."""

    size = Whole(L_("How many files"), missing=L_("Enter how many files."), low=1, high=50)
    scope = Choice(
        L_("From which files"),
        missing=L_("Choose from which files."),
        choices=choices("review_scope"),
        as_radio=True,
    )
    since = Day(L_("First day"), missing=L_("Enter the first day."))
    until = Day(L_("Last day"), missing=L_("Enter the last day."))
    program = Choice(L_("Program"))
    worker_id = Choice(L_("Whose work"))
    seed = Whole(
        L_("Number of an earlier drawing"),
        low=actions.SEEDS.start,
        high=actions.SEEDS.stop - 1,
        hint=L_(
            "Leave this empty to draw by chance. With the number of an earlier drawing, the same files come."
        ),
    )

    def drawing(self) -> tuple[Scope, dict[str, Any]]:
        """The scope, and what else the drawing needs."""
        given = self.values()
        how = {"size": given.pop("size"), "seed": given.pop("seed")}
        return Scope(**given | {"program": given["program"] or ""}), how


class ClosingForm(Form):
    """What the agency takes from a review."""

    conclusion = LongText(
        L_("What the agency takes from it"),
        missing=L_("Write what the agency takes from it."),
        limit=5000,
        hint=L_("For example: what to explain again, what to change in a form. No names of clients."),
    )


@pages.get("/reviews")
@member_can(P.REVIEW_FILES)
def index() -> Response:
    """The newest reviews."""
    return answer("reviews/index.html", reviews=queries.reviews(session()), workers=names_of(session()))


@pages.get("/reviews/new")
@member_can(P.REVIEW_FILES)
def new() -> Response:
    """What to draw from."""
    year = fiscal_year(clock.today(context.current().timezone))
    start = {"size": 5, "scope": "open", "since": year.since, "until": year.until}
    return answer("reviews/new.html", form=_offered(DrawingForm(data=start)))


@pages.post("/reviews")
@member_can(P.REVIEW_FILES)
def create() -> Response:
    """Draws the files."""
    form = _offered(DrawingForm())
    if not form.validate():
        return answer("reviews/new.html", form=form, status=422)
    scope, how = form.drawing()
    try:
        review = actions.draw_review(session(), scope, **how)
    except Refused as refusal:
        return answer("reviews/new.html", form=form, status=form.accept(refusal))
    return done(url_for("reviews.show", review_id=review.id), _("The files are drawn."))


@pages.get("/reviews/<uuid:review_id>")
@member_can(P.REVIEW_FILES)
def show(review_id: UUID) -> Response:
    """The files of a sample, and what was found in all of them."""
    return _page(review_id, ClosingForm())


@pages.post("/reviews/<uuid:review_id>/closing")
@member_can(P.REVIEW_FILES)
def close(review_id: UUID) -> Response:
    """Ends the review."""
    form = ClosingForm()
    if not form.validate():
        return _page(review_id, form, status=422)
    review = queries.get_review(session(), review_id)
    try:
        actions.close_review(session(), review, conclusion=form.conclusion.data)
    except Refused as refusal:
        return _page(review_id, form, status=form.accept(refusal))
    return done(
        url_for("reviews.show", review_id=review_id), _("The review is closed. What was found is kept.")
    )


def _offered(form: DrawingForm) -> DrawingForm:
    form.offer(
        program=[(name, name) for name in queries.programs(session())],
        worker_id=[(member.id, member.name) for member in members(session())],
    )
    return form


def _page(review_id: UUID, form: ClosingForm, *, status: int = 200) -> Response:
    review, lines = queries.get_review(session(), review_id), queries.lines_of(session(), review_id)
    looked = [line.file.verdicts for line in lines if line.file.reviewed_at]
    now = {"files": len(lines), "reviewed": len(looked), "points": counted(looked)}
    return answer(
        "reviews/show.html",
        review=review,
        lines=lines,
        found=review.found or now,
        workers=names_of(session()),
        now=clock.now(),
        form=form,
        status=status,
    )
