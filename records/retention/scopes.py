"""What is kept without being named: the cases that a hold describes, and the people whom an open matter concerns. Asked
anew each time, so that what comes later is covered, too."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Text, and_, cast, exists, func, literal, or_, select
from sqlalchemy import case as one_of
from sqlalchemy.orm import Session, aliased

from records.cases.models import Case
from records.incidents.models import Breach, Incident, IncidentPerson
from records.incidents.rules import OVER
from records.retention.models import HoldCase, HoldClient, HoldRow
from records.retention.terms import MATTER, HoldKind
from tenants import context

IN_FORCE = HoldRow.released_at.is_(None)


# What the product may know of a case that is out of its sight.
_HIDDEN = func.hidden_cases().table_valued(
    "id", "client_id", "program", "opened_on", "closed_on", "exit_reason"
)


def is_chosen(case: Any = Case, hold: Any = HoldRow) -> ColumnElement[bool]:
    """Whether a hold describes a case, both being in the same statement."""
    return and_(
        hold.scope == "selector",
        hold.record_class.is_(None),
        or_(hold.program.is_(None), hold.program == case.program),
        or_(hold.opened_from.is_(None), hold.opened_from <= case.opened_on),
        or_(hold.opened_until.is_(None), hold.opened_until >= case.opened_on),
        or_(hold.closed_from.is_(None), hold.closed_from <= case.closed_on),
        or_(hold.closed_until.is_(None), hold.closed_until >= case.closed_on),
    )


def covers(case: Any = Case, hold: Any = HoldRow) -> ColumnElement[bool]:
    """Whether a hold covers a case without naming it or its person."""
    return or_(hold.scope == "everything", is_chosen(case, hold))


def covers_class(record_class: str) -> ColumnElement[bool]:
    """Whether a hold covers every record of a class that goes by a rule of its own."""
    return or_(HoldRow.scope == "everything", HoldRow.record_class == str(record_class))


def hidden_under(session: Session, hold_id: UUID) -> set[UUID]:
    """The files in quarantine that a wide hold covers; of them the product learns no more than their ids."""
    wanted = select(_HIDDEN.c.id).join(HoldRow, covers(_HIDDEN.c)).where(HoldRow.id == hold_id)
    return set(session.execute(wanted).scalars())


def described() -> Select[Any, Any, Any, Any]:
    """Every case with each hold in force that describes it: case, hold, kind, since when."""
    hold = _looked_for_once("describing", IN_FORCE, HoldRow.scope == "selector")
    held = select(Case.id, cast(hold.id, Text), hold.kind, hold.placed_on)
    return held.join(hold, is_chosen(hold=hold))


def open_matters() -> Select[Any, Any, Any, Any]:
    """Every person in an incident that is not closed, in the same columns. Nobody placed these holds: they begin when
    the report is handed in and end when the incident is closed."""
    is_breach = exists().where(Breach.incident_id == Incident.id).correlate(Incident)
    begun_on = cast(func.timezone(context.current().timezone, Incident.submitted_at), Date)
    return (
        select(
            IncidentPerson.client_id,
            literal(MATTER) + cast(Incident.id, Text),
            one_of((is_breach, str(HoldKind.BREACH_INVESTIGATION)), else_=str(HoldKind.OPEN_INCIDENT)),
            begun_on,
        )
        .join(Incident, Incident.id == IncidentPerson.incident_id)
        .where(IncidentPerson.client_id.is_not(None))
        .where(Incident.state.not_in(OVER), Incident.submitted_at.is_not(None))
    )


def released_over_cases() -> tuple[tuple[Select[Any, Any], Any], ...]:
    """How many holds over each case are released. It only grows: a hold that came and went after an approval is a
    change, so that nothing goes in the night of its release."""
    released, count = HoldRow.released_at.is_not(None), func.count()
    wide = _looked_for_once("wide", released, HoldRow.scope.in_(("everything", "selector")))
    named = select(HoldCase.case_id, count).join(HoldRow, HoldRow.id == HoldCase.hold_id)
    of_person = select(Case.id, count).join(HoldClient, HoldClient.client_id == Case.client_id)
    return (
        (named.where(released), HoldCase.case_id),
        (of_person.join(HoldRow, HoldRow.id == HoldClient.hold_id).where(released), Case.id),
        (select(Case.id, count).join(wide, covers(hold=wide)), Case.id),
    )


def _looked_for_once(name: str, *which: ColumnElement[bool]) -> Any:
    """These holds, to be compared with many cases: the database would look for them anew for each case otherwise."""
    return aliased(HoldRow, select(HoldRow).where(*which).cte(name).prefix_with("MATERIALIZED"))


def released_over_class(session: Session, record_class: str) -> int:
    """The same for all records of a class."""
    wanted = select(func.count()).where(HoldRow.released_at.is_not(None), covers_class(record_class))
    return session.execute(wanted).scalar_one()


def released_over_people() -> Select[Any, Any]:
    """The same for what a person is known by."""
    named = select(HoldClient.client_id, func.count()).join(HoldRow, HoldRow.id == HoldClient.hold_id)
    return named.where(HoldRow.released_at.is_not(None)).group_by(HoldClient.client_id)
