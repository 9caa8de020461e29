"""Whoever holds a document can check it: by its code, by the square on it, or by the file itself. Nobody is named."""

import re
from typing import Any

from flask import Blueprint, Response

from press.setting import TEMPLATES
from records.documents.codes import code_of
from templates import words
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants import issued, throttle
from tenants.throttle import Kind
from webapp.access import anyone
from webapp.browsers import network_address
from webapp.forms import Form, Hidden, Text
from webapp.rendering import answer

pages = Blueprint("verify", __name__)

_NAMES = {values.KIND: name for values, (_template, name) in TEMPLATES.items()}
_HASH = re.compile("[0-9a-f]{64}")


class CheckForm(Form):
    """The code that stands on the paper, and the fingerprint that a script made of a file; the file itself stays."""

    code = Text(
        L_("Code on the document"),
        limit=60,
        hint=L_("Sixteen letters and digits at its end. Spaces and small letters do not matter."),
        autocomplete="off",
    )
    sha256 = Hidden(limit=64)


@pages.get("/v")
@anyone
def show() -> Response:
    """Asks for a code or a file."""
    return answer("verify/show.html", form=CheckForm(formdata=None))


@pages.post("/v")
@anyone
def check() -> Response:
    """Says what is known of the document."""
    form = CheckForm()
    if not form.validate():
        return answer("verify/show.html", form=form, status=422)
    code, sha256 = code_of(form.code.data or ""), form.sha256.data or ""
    if not (code or _HASH.fullmatch(sha256)):
        form.code.errors = [_("Type the sixteen letters and digits that stand on the document.")]
        return answer("verify/show.html", form=form, status=422)
    return _told(form, code, sha256)


@pages.get("/v/<code>")
@anyone
def of_code(code: str) -> Response:
    """The same for the square on the document, which holds this address."""
    return _told(CheckForm(formdata=None, data={"code": code[:60]}), code_of(code[:60]), "")


def _told(form: CheckForm, code: str | None, sha256: str) -> Response:
    """What the register says; the file itself counts for more than a code that was typed beside it."""
    here = (Kind.PUBLIC, network_address())
    throttle.expect(here)
    by_file = issued.find_issued_by_hash(bytes.fromhex(sha256)) if sha256 else None
    by_code = issued.find_issued(code) if code else None
    found = by_file or by_code
    throttle.note(*here, well=found is not None)
    told: dict[str, Any] = {"found": found, "seal": ""}
    if sha256:
        told["seal"] = "whole" if by_file else "changed" if by_code else "unknown"
        told["is_other"] = by_file and by_code and by_file["sha256"] != by_code["sha256"]
    if found:
        name = _NAMES[found["kind"]]
        told["kind"] = words.gettext(name)
    form.sha256.raw_data, form.sha256.data = None, None
    return answer("verify/told.html", form=form, status=200 if found else 404, **told)
