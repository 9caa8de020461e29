"""The holds in force over cases and people: those that name them, describe them or are over everything, and the open
matters that keep people by themselves."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, Text, any_, cast, null, select, union_all
from sqlalchemy.orm import Session

from records.cases.models import Case
from records.clients.queries import files_together
from records.incidents.models import IncidentPerson
from records.retention.models import HoldCase, HoldClient, HoldRow
from records.retention.scopes import covers_class, described, open_matters
from records.retention.terms import Hold, HoldKind
from tenants import context
from tenants.bulk import ids_named, listed
from tenants.database import lines


def holds_on(session: Session, case_ids: Collection[UUID]) -> dict[UUID, tuple[Hold, ...]]:
    """The holds in force over each of these cases, those over its person or over everything included."""
    owners = lines(session, select(Case.id, Case.client_id).where(Case.id == any_(listed(case_ids))))
    return holds_over_cases(session, case_ids, {row[0]: row[1] for row in owners})


def holds_over_cases(
    session: Session, case_ids: Collection[UUID], owners: Mapping[UUID, UUID]
) -> dict[UUID, tuple[Hold, ...]]:
    """The same for cases of which it is known whose they are."""
    files = files_together(session, set(owners.values()))
    over = _in_force(session, case_ids, set().union(*files.values()))
    found = {case_id: [*over[None], *over[case_id]] for case_id in case_ids}
    for case_id, client_id in owners.items():
        found[case_id] += (hold for one in files[client_id] for hold in over[one])
    return {case_id: tuple(dict.fromkeys(holds)) for case_id, holds in found.items()}


def named_by_holds(session: Session) -> tuple[bool, set[UUID]]:
    """For a look at the whole agency: whether a hold is over everything, and the cases and people that any names, with
    the files merged with theirs."""
    over = _in_force(session, None, None)
    named = {one for one in over if one is not None}
    return None in over, named.union(*files_together(session, named).values())


def holds_over_class(session: Session, record_class: str) -> tuple[Hold, ...]:
    """The holds in force over every record of a class that goes by a rule of its own."""
    rows = lines(session, _holds(null()).where(covers_class(record_class)))
    return tuple(Hold(hold_id, HoldKind(kind), placed_on) for _, hold_id, kind, placed_on in rows)


def holds_on_people(session: Session, client_ids: Collection[UUID]) -> dict[UUID, tuple[Hold, ...]]:
    """The holds in force over everything about each of these people, whichever of their merged files they name."""
    files = files_together(session, client_ids)
    over = _in_force(session, (), set().union(*files.values()))
    return {
        client_id: tuple(dict.fromkeys(hold for one in together for hold in over[one]))
        for client_id, together in files.items()
    }


def holds_over_people(
    session: Session, files: Mapping[UUID, Collection[UUID]]
) -> dict[UUID, tuple[Hold, ...]]:
    """The same for people whose files are known, those over everything included."""
    over = _in_force(session, (), set().union(*files.values()))
    return {
        client_id: tuple(dict.fromkeys([*over[None], *(hold for one in together for hold in over[one])]))
        for client_id, together in files.items()
    }


def _in_force(
    session: Session, case_ids: Collection[UUID] | None, client_ids: Collection[UUID] | None
) -> dict[UUID | None, list[Hold]]:
    """The holds by the case or the person they name or describe, these or (None) any; under None those over
    everything."""
    wanted = _holding(
        context.current().timezone,
        are_cases_named=case_ids is not None,
        are_people_named=client_ids is not None,
    )
    named = {"cases": case_ids, "people": client_ids}
    told = {name: ids for name, ids in named.items() if ids is not None}
    found: dict[UUID | None, list[Hold]] = defaultdict(list)
    for one, hold_id, kind, placed_on in lines(session, wanted, **told):
        found[one].append(Hold(hold_id, HoldKind(kind), placed_on))
    return found


@cache
def _holding(
    _timezone: str, *, are_cases_named: bool, are_people_named: bool
) -> CompoundSelect[Any, Any, Any, Any]:
    case_id, client_id = HoldCase.case_id.expression, HoldClient.client_id.expression
    over_cases = (
        (_holds(case_id).join(HoldCase, HoldCase.hold_id == HoldRow.id), case_id),
        (described(), Case.id),
    )
    over_people = (
        (_holds(client_id).join(HoldClient, HoldClient.hold_id == HoldRow.id), client_id),
        (open_matters(), IncidentPerson.client_id),
    )
    parts = [_holds(null()).where(HoldRow.scope == "everything")]
    for several, told, are_named in (
        (over_cases, "cases", are_cases_named),
        (over_people, "people", are_people_named),
    ):
        those = any_(ids_named(told))
        parts += [part.where(named == those) if are_named else part for part, named in several]
    return union_all(*parts)


def _holds(named: ColumnElement[Any]) -> Select[Any, Any, Any, Any]:
    in_force = HoldRow.released_at.is_(None)
    return select(named, cast(HoldRow.id, Text), HoldRow.kind, HoldRow.placed_on).where(in_force)
