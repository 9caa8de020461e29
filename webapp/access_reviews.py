"""The review of access: everyone in the team, what they may do, and who confirmed that they still need it."""

from uuid import UUID

from flask import Blueprint, Response, url_for

from records.access.queries import given_ways
from records.trail.queries import last_acts
from templates.labels import choices
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import clock, reviewing
from tenants.errors import Refused
from tenants.members import Member, get_colleague, members, names_of
from tenants.permissions import P
from tenants.reviewing import AccessReview
from webapp.access import member_can
from webapp.forms import Choice, Form, LongText
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("access_reviews", __name__)
ONE = "/team/access-reviews/<uuid:access_review_id>"


class AnswerForm(Form):
    """Whether somebody still needs what they may do."""

    answer = Choice(
        L_("What they may do"),
        missing=L_("Choose whether it stays."),
        choices=choices("access_answer"),
        as_radio=True,
    )
    words = LongText(
        L_("What has to change"), limit=500, rows=2, hint=L_("Only when something has to change.")
    )


@pages.get("/team/access-reviews")
@member_can(P.SEE_SECURITY)
def index() -> Response:
    """The reviews there were."""
    found = reviewing.access_reviews(session())
    return answer(
        "access_reviews/index.html",
        reviews=found,
        is_open=any(one.closed_at is None for one in found),
        is_due=reviewing.is_due(reviewing.last_closed(session()), clock.now()),
        names=names_of(session()),
    )


@pages.post("/team/access-reviews")
@member_can(P.REVIEW_ACCESS)
def create() -> Response:
    """Begins one."""
    review = reviewing.open_review(session())
    return done(url_for("access_reviews.show", access_review_id=review.id))


@pages.get(ONE)
@member_can(P.SEE_SECURITY)
def show(access_review_id: UUID) -> Response:
    """Everyone, with what was said; of a closed review, what was confirmed then."""
    review = reviewing.get_access_review(session(), access_review_id)
    said = reviewing.confirmations_of(session(), review)
    return answer(
        "access_reviews/show.html",
        review=review,
        said=said,
        lines=reviewing.lines_of(members(session()), said),
        acts=last_acts(session()),
        ways=given_ways(session()),
        names=names_of(session()),
    )


@pages.get(f"{ONE}/members/<uuid:member_id>")
@member_can(P.REVIEW_ACCESS)
def look_over(access_review_id: UUID, member_id: UUID) -> Response:
    """One member, to say something has to change."""
    review = reviewing.get_access_review(session(), access_review_id)
    return _page(review, get_colleague(session(), member_id), AnswerForm(formdata=None))


@pages.post(f"{ONE}/members/<uuid:member_id>")
@member_can(P.REVIEW_ACCESS)
def confirm(access_review_id: UUID, member_id: UUID) -> Response:
    """Keeps who said what of whom."""
    review = reviewing.get_access_review(session(), access_review_id)
    member, form = get_colleague(session(), member_id), AnswerForm()
    if not form.validate():
        return _page(review, member, form, status=422)
    given = {"answer": form.answer.data, "words": form.words.data or ""}
    try:
        reviewing.confirm_access(session(), review, member, **given)
    except Refused as refusal:
        return _page(review, member, form, status=form.accept(refusal))
    return done(url_for("access_reviews.show", access_review_id=review.id), _("Your answer is kept."))


@pages.post(f"{ONE}/closing")
@member_can(P.REVIEW_ACCESS)
def close(access_review_id: UUID) -> Response:
    """Ends it, when everyone is confirmed."""
    reviewing.close_review(session(), reviewing.get_access_review(session(), access_review_id))
    return done(url_for("access_reviews.index"), _("The review is closed."))


def _page(review: AccessReview, member: Member, form: AnswerForm, status: int = 200) -> Response:
    return answer("access_reviews/member.html", review=review, member=member, form=form, status=status)
