"""Proving oneself on the way to a page that wants it."""

from flask import Blueprint, Response, url_for

from webapp.access import signed_in
from webapp.proving import ProofForm, asked_where, page, prove
from webapp.rendering import done

pages = Blueprint("proofs", __name__)


@pages.get("/account/proof")
@signed_in
def show() -> Response:
    """Asks for the proof."""
    return page(ProofForm(), url_for("proofs.give"), [])


@pages.post("/account/proof")
@signed_in
def give() -> Response:
    """Takes it, and goes on to where the person was going."""
    form = ProofForm()
    if not prove(form):
        return page(form, url_for("proofs.give"), [], status=422)
    return done(asked_where())
