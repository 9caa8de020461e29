"""A file as a whole: what stands on its first page, and all of it for paper."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, g, request

from records.alerts.queries import alerts_for
from records.cases.models import Case
from records.cases.queries import cases_of
from records.clients.queries import Standing, contact_points, files_of, former_names
from records.consents.queries import held_by
from records.entries.queries import groups_open, timeline
from records.filecheck.printing import printed
from records.filecheck.queries import check
from records.filecheck.telling import told_of
from records.imports.queries import former_numbers
from records.particulars.kinds import KINDS
from records.retention.in_force import holds_on
from templates.labels import choices
from templates.words import lazy as L_
from tenants import audit, clock, context
from tenants.members import names_of
from tenants.permissions import P
from webapp.access import member_can
from webapp.declared import facts_of, title_of
from webapp.forms import Choice, Form, Text
from webapp.rendering import answer, wants_fragment
from webapp.transaction import session

pages = Blueprint("files", __name__)


class PrintForm(Form):
    """What a printed file is for."""

    purpose = Choice(
        L_("What is it for?"), missing=L_("Choose what it is for."), choices=choices("print_purpose")
    )
    words = Text(
        L_("For whom, or in which matter"),
        limit=200,
        hint=L_("Printed at the top of every copy. For example: hearing of May 4, Ms. Roy."),
    )


@pages.get("/people/<uuid:client_id>/print")
@member_can(P.SEE_CLIENTS)
def ask(client_id: UUID) -> Response:
    """What it is for comes first."""
    return answer("clients/print_for.html", client=g.standing.client, form=PrintForm())


@pages.post("/people/<uuid:client_id>/print")
@member_can(P.SEE_CLIENTS)
def print_file(client_id: UUID) -> Response:
    """The file for paper, as far as the reader may read it. That it was printed, and what for, is recorded."""
    form = PrintForm()
    if not form.validate():
        return answer("clients/print_for.html", client=g.standing.client, form=form, status=422)
    audit.viewed(audit.Verb.FILE_PRINTED, client_id, client_id=client_id, purpose=form.purpose.data)
    return answer(
        "clients/print.html",
        files=[printed(session(), file) for file in _together()],
        form=form,
        kinds=KINDS,
        facts_of=facts_of,
        title_of=title_of,
        workers=names_of(session()),
        now=clock.now(),
    )


def first_page() -> dict[str, Any]:
    """What a file shows of itself and of those merged into it; of the list that htmx asks for, only the list."""
    files = _together()
    cases = [case for file in files for case in cases_of(session(), file.client.id)]
    shown = _timeline(files, cases)
    return shown if wants_fragment() else shown | _around(files, cases)


def _together() -> list[Standing]:
    return [g.standing, *files_of(session(), g.standing.client.id)]


def _timeline(files: list[Standing], cases: Iterable[Case]) -> dict[str, Any]:
    """The timeline as the address asks for it; what it asks that is not there is as if it did not ask."""
    (first, relation), *also = ((file.client.id, file.relation) for file in files)
    ids, groups = [case.id for case in cases], groups_open(relation)
    kind, case = request.args.get("kind"), request.args.get("case", type=UUID)
    group, case_id = kind if kind in groups else None, case if case in ids else None
    lines = timeline(
        session(),
        first,
        relation,
        also=also,
        cases=ids,
        case_id=case_id,
        group=group,
        after=request.args.get("after"),
    )
    asked = {"kind": group, "case": case_id}
    return {
        "cases": cases,
        "lines": lines,
        "told": told_of(session(), lines.rows),
        "groups": groups,
        "asked": asked,
    }


def _around(files: list[Standing], cases: list[Case]) -> dict[str, Any]:
    """What stands beside the timeline. A person consents once, in whichever of their files."""
    client, today = g.standing.client, clock.today(context.current().timezone)
    consents = [held for file in files for held in held_by(session(), file.client.id, today)]
    to_service = [held for held in consents if held.is_to_service(today)]
    contacts = contact_points(session(), client.id)
    return {
        "alerts": alerts_for(session(), files),
        "consent": next((one for one in to_service if one.is_in_force), None),
        "merged": [file.client for file in files[1:]],
        "contacts": contacts,
        "former": former_names(session(), client.id),
        "numbers": former_numbers(session(), client.id),
        "check": check(session(), files, cases=cases, contacts=contacts, consents=consents),
        "on_hold": any(holds_on(session(), [case.id for case in cases]).values()),
        "kinds": KINDS,
    }
