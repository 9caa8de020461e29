"""What a last letter leads to: the certificate of an agency that is no more, for anyone who holds the link."""

from flask import Blueprint, Response, make_response

from templates import words
from tenants import gate
from tenants.errors import NotFound
from webapp.access import anyone
from webapp.rendering import answer

pages = Blueprint("departed", __name__)


@pages.get("/departed/<token>")
@anyone
def show(token: str) -> Response:
    """What was destroyed, and how to check it."""
    found = _found(token)
    with words.speaking(found["language"]):
        return answer(
            "departures/departed.html", found=found, token=token, public_key=bytes(found["public"]).hex()
        )


@pages.get("/departed/<token>/certificate.json")
@anyone
def certificate(token: str) -> Response:
    """The signed file, byte for byte."""
    response = make_response(bytes(_found(token)["certificate"]))
    response.headers["Content-Type"] = "application/json"
    response.headers["Content-Disposition"] = 'attachment; filename="certificate.json"'
    return response


def _found(token: str) -> gate.Row:
    found = gate.find_departed(token)
    if found is None:
        raise NotFound()
    return found
