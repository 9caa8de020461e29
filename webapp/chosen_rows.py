"""Fields of particulars that name a row of another part: what is offered, and what is kept of the choice."""

from collections.abc import Mapping
from textwrap import shorten
from typing import Any
from uuid import UUID

from flask import g

from records.access.rules import Category, Level
from records.particulars.declaring import ROW, Particular
from records.particulars.models import ParticularRow
from records.plans.queries import expect_of_case, interventions_ahead
from records.resources.queries import resources_in_use
from templates import words
from templates.labels import label
from webapp.forms import Form
from webapp.transaction import session

Offer = list[tuple[Any, object]]


def chosen_before(kind: Particular, row: ParticularRow) -> dict[str, UUID]:
    """What a record names already, as its form begins with it."""
    return {name: UUID(held["id"]) for name, held in _held(kind, row).items()}


def offer_rows(form: Form, kind: Particular, row: ParticularRow | None = None) -> Form:
    """Gives every such field its list, with what the record names already; a field that has nothing to offer is not
    asked."""
    before = _held(kind, row) if row else {}
    for name in _names(kind):
        offered = _OFFERS[name](row)
        known = {value for value, _words in offered}
        if name in before and UUID(before[name]["id"]) not in known:
            offered.append((UUID(before[name]["id"]), before[name]["title"]))
        form.offer(**{name: offered})
        if not offered:
            del form[name]
    return form


def with_rows(
    form: Form, kind: Particular, values: Mapping[str, Any], case_id: UUID | None
) -> dict[str, Any]:
    """The values of a form, each row it names with what it is called today. Refuses one of another case."""
    named: dict[str, Any] = {}
    for name in _names(kind):
        chosen = values.get(name)
        if chosen is not None and name == "intervention" and case_id is not None:
            expect_of_case(session(), case_id, chosen)
        title = dict(form[name].choices)[chosen] if chosen is not None else ""
        named[name] = {"id": chosen, "title": str(title)} if chosen is not None else None
    return {**values, **named}


def _names(kind: Particular) -> list[str]:
    return [field.name for field in kind.fields if field.type == ROW]


def _held(kind: Particular, row: ParticularRow) -> dict[str, dict[str, str]]:
    return {name: row.words[name] for name in _names(kind) if row.words.get(name)}


def _interventions(row: ParticularRow | None) -> Offer:
    """What is planned or under way, of the record's own case when it has one."""
    if g.standing.level(Category.ASSESSMENT) < Level.READ:
        return []
    found = interventions_ahead(session(), g.standing.client.id)
    cases = {case.id for _one, case in found}
    return [
        (one.id, _called(one.type, one.what, case.number if len(cases) > 1 else ""))
        for one, case in found
        if row is None or case.id == row.case_id
    ]


def _called(type_: str, what: str | None, number: str) -> str:
    return shorten(
        " – ".join(part for part in (number, label(type_, "service_type"), what or "") if part), 120
    )


def _library(_row: ParticularRow | None) -> Offer:
    return [(one.id, one.name_in(words.language())) for one in resources_in_use(session())]


_OFFERS = {"intervention": _interventions, "library": _library}
