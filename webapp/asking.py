"""What the agency asks about: each question on or off, and why."""

from typing import Any

from flask import Blueprint, Response, url_for

from records.particulars import actions, queries
from records.particulars.asking import ASKABLE, QUESTIONS, offered, questions_of
from records.particulars.declaring import Particular
from templates.words import gettext as _
from templates.words import lazy as L_
from tenants.errors import Refused
from tenants.permissions import P
from webapp.access import member_can
from webapp.forms import Form, Text, Tick
from webapp.rendering import answer, done
from webapp.transaction import session

pages = Blueprint("asking", __name__)


def _fields() -> dict[str, Any]:
    """For each question whether it is asked, and why or why not."""
    fields: dict[str, Any] = {}
    for name, words in QUESTIONS.items():
        fields[name] = Tick(L_(words))
        fields[f"{name}_why"] = Text(L_("Why, or why not"), limit=300)
    return fields


AskingForm: Any = type("AskingForm", (Form,), _fields())


@pages.get("/asked-about")
@member_can(P.SET_HANDBOOK)
def show() -> Response:
    """Every question as it is settled now."""
    settled = queries.asked_about(session())
    now = {name: name not in settled or settled[name].asked for name in QUESTIONS}
    return _page(AskingForm(data=now | {f"{name}_why": row.why for name, row in settled.items()}))


@pages.post("/asked-about")
@member_can(P.SET_HANDBOOK)
def settle() -> Response:
    """Keeps what is asked from now on. What the files hold stays."""
    form = AskingForm()
    if not form.validate():
        return _page(form, status=422)
    told = {name: (bool(form[name].data), form[f"{name}_why"].data or "") for name in QUESTIONS}
    try:
        actions.settle_questions(session(), told)
    except Refused as refusal:
        return _page(form, status=form.accept(refusal))
    return done(url_for("asking.show"), _("It is kept. Files that hold more say so in their check."))


def narrowed(form: Form, kind: Particular) -> Form:
    """A form for a new record without the questions that the agency does not ask."""
    unasked = queries.not_asked(session()) if kind in ASKABLE else set()
    for field in kind.fields if unasked else ():
        if field.codes:
            codes = form[field.name].choices
            form[field.name].choices = [one for one in codes if offered(kind, field.name, one[0], unasked)]
    return form


def reasons_for(kind: Particular) -> list[str]:
    """Why the agency asks, in its own words, beside what we say."""
    settled = queries.asked_about(session()) if kind in ASKABLE else {}
    asked = [row for name in questions_of(kind) if (row := settled.get(name)) and row.asked and row.why]
    return [_("%(question)s: %(why)s", question=_(QUESTIONS[row.question]), why=row.why) for row in asked]


def _page(form: Any, *, status: int = 200) -> Response:
    return answer(
        "particulars/asking.html", form=form, kinds=ASKABLE, questions_of=questions_of, status=status
    )
