"""What each hold keeps, told for each case: in sight, or in quarantine when the hold came."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session

from records.access.queries import is_closed
from records.cases.models import Case
from records.clients.models import Client
from records.clients.queries import FACTS, visible
from records.incidents.models import Incident, IncidentPerson
from records.incidents.rules import OVER
from records.retention.models import HoldCase, HoldClient, HoldRow
from records.retention.own import WHOLES
from records.retention.scopes import covers, hidden_under
from records.retention.terms import RecordClass
from records.retention.traces import HIDDEN, RunItem

SHOWN = 200


@dataclass(slots=True)
class Kept:
    """What a hold keeps now. `cases` are those in sight that the reader may know of, at most so many, of `number` in
    all; `people` are held whole; `hidden` is how many are in quarantine: no run destroys them while the hold lasts."""

    cases: list[tuple[Case, Client]] = field(default_factory=list)
    number: int = 0
    people: list[Client] = field(default_factory=list)
    hidden: int = 0


def kept_by(session: Session, hold: HoldRow) -> Kept:
    """What a hold keeps today: of a wide one whatever is as described at this moment."""
    if hold.record_class is not None:
        return _kept_of_class(session, RecordClass(hold.record_class))
    wanted = _cases_of(hold)
    rows = session.execute(wanted.where(visible()).order_by(Client.sort_name, Case.id).limit(SHOWN)).all()
    number = session.execute(wanted.with_only_columns(func.count(), maintain_column_froms=True)).scalar_one()
    people = (
        select(Client)
        .join(HoldClient, HoldClient.client_id == Client.id)
        .where(HoldClient.hold_id == hold.id, visible())
        .order_by(Client.sort_name)
    )
    return Kept(
        [(case, client) for case, client in rows],
        number,
        list(session.execute(people).scalars()),
        len(_hidden(session, hold)),
    )


def open_matters_number(session: Session) -> int:
    """How many people an open incident keeps by itself, of those the reader may know of."""
    wanted = (
        select(func.count(distinct(IncidentPerson.client_id)))
        .join(Incident, Incident.id == IncidentPerson.incident_id)
        .join(Client, Client.id == IncidentPerson.client_id)
        .where(Incident.state.not_in(OVER), Incident.submitted_at.is_not(None), ~is_closed(FACTS))
    )
    return session.execute(wanted).scalar_one()


def _kept_of_class(session: Session, record_class: RecordClass) -> Kept:
    """How many records of a kind there are. They are read where they stand, by those who may."""
    whole = WHOLES[record_class]
    number = session.execute(select(func.count(distinct(whole.ids)))).scalar_one()
    hidden = select(func.count()).where(
        RunItem.state.in_(HIDDEN), RunItem.record_class == str(record_class), RunItem.record_id.is_not(None)
    )
    return Kept(number=number, hidden=session.execute(hidden).scalar_one())


def _cases_of(hold: HoldRow) -> Select[Case, Client]:
    cases = select(Case, Client).join(Client, Client.id == Case.client_id)
    if hold.scope in ("selector", "everything"):
        return cases.join(HoldRow, covers()).where(HoldRow.id == hold.id)
    named = select(HoldCase.case_id).where(HoldCase.hold_id == hold.id)
    people = select(HoldClient.client_id).where(HoldClient.hold_id == hold.id)
    return cases.where(Case.id.in_(named) | Case.client_id.in_(people))


def _hidden(session: Session, hold: HoldRow) -> set[UUID]:
    """Case files in quarantine that the hold keeps."""
    if hold.scope in ("selector", "everything"):
        return hidden_under(session, hold.id)
    named = select(HoldCase.case_id).where(HoldCase.hold_id == hold.id)
    wanted = select(RunItem.record_id).where(
        RunItem.state.in_(HIDDEN), RunItem.record_class == "case_file", RunItem.record_id.in_(named)
    )
    return {one for one in session.execute(wanted).scalars() if one is not None}
