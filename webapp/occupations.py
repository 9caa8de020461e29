"""Occupations: looked for by the words people use, in either language."""

from flask import Blueprint, Response, request

from records.occupations import queries
from templates import words
from tenants.permissions import P
from tenants.typed import clean
from webapp.access import member_can
from webapp.occupation_choice import shown_as
from webapp.rendering import answer

pages = Blueprint("occupations", __name__)


@pages.get("/occupations")
@member_can(P.SEE_EMPLOYERS)
def index() -> Response:
    """What fits some words; for a form, the list to choose from, which is the whole one while nothing fits."""
    typed = clean(request.args.get("noc_words", ""))[:200]
    found = queries.search(typed)
    offered = found or queries.by_title(words.language())
    return answer(
        "occupations/index.html",
        fragment="occupations/_list.html",
        typed=typed,
        found=found,
        offered=[shown_as(one) for one in offered],
        language=words.language(),
        version=queries.VERSION,
    )
