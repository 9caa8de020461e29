"""Certificates of destruction: all of them, the key to check them with, and what became of one file."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response

from records.retention import run_queries as queries
from templates.words import lazy as L_
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Form, Text
from webapp.rendering import answer
from webapp.runs import download
from webapp.transaction import session

pages = Blueprint("certificates", __name__)
COMMAND = "northfile retention verify certificate-{0}.json --key public-key-{0}.txt"


class LookUpForm(Form):
    """The number of a case or its id, as somebody still has it."""

    named = Text(L_("Number of the case, or its id"), missing=L_("Enter the number or the id of the case."))


@pages.get("/retention/certificates")
@member_can(P.SEE_RETENTION)
def index() -> Response:
    """Every certificate, newest first."""
    return _page(LookUpForm())


@pages.post("/retention/certificates/look-up")
@member_can(P.SEE_RETENTION)
def look_up() -> Response:
    """What became of a file, for whoever still has its number or id. There is no looking up by name."""
    form = LookUpForm()
    if not form.validate():
        return _page(form, status=422)
    record_id = _as_id(form.named.data)
    found = (
        queries.find_gone(session(), record_id)
        if record_id
        else queries.find_gone_by_number(session(), form.named.data)
    )
    return _page(form, asked=form.named.data, gone=found)


@pages.get("/retention/runs/<uuid:run_id>/public-key")
@member_can(P.SEE_RETENTION)
def public_key(run_id: UUID) -> Response:
    """The key that anyone may check the run's certificate with."""
    certificate = queries.get_certificate_of(session(), run_id)
    key = queries.public_key_of(session(), certificate).public_bytes_raw().hex()
    return download(f"{key}\n".encode(), "text/plain; charset=utf-8", f"public-key-{certificate.number}.txt")


def _as_id(named: str) -> UUID | None:
    try:
        return UUID(named)
    except ValueError:
        return None


def _page(form: LookUpForm, status: int = 200, **found: Any) -> Response:
    told = queries.certificates_told(session())
    found |= {"told": told, "lost": queries.lost_certificates(session())}
    command = COMMAND.format(told[0][0].number if told else 1)
    return answer("certificates/index.html", command=command, form=form, status=status, **found)
