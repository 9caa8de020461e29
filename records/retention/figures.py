"""What stays of destroyed records in figures: how often, how long and for how many people, in cells without a name."""

from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CTE,
    DateTime,
    FromClause,
    Select,
    Table,
    TableValuedAlias,
    Text,
    Uuid,
    any_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import Insert, array, insert
from sqlalchemy.orm import Session

from records.clients.models import Client
from records.consents.models import Consent
from records.consents.rules import in_force, last_day
from records.retention.canonical import fingerprint
from records.retention.cells import StatCell, StatMark
from records.retention.measures import Column, lines, quarter_of
from tenants import clock, context
from tenants.database import Base
from tenants.organisations import Organisation

EVER = "all"
# Merged files are one person's.
PERSON = func.coalesce(Client.merged_into, Client.id)
# Whoever stands in one of these was served.
_SERVING = ("services", "notes")
_NOBODY = cast(array([]), ARRAY(Uuid))
_THOSE = bindparam("those", type_=ARRAY(Uuid))
# What every new row begins with, and from where.
_NEW = ("organisation_id", "id", "created_at")
_BEGINNING = (
    bindparam("mine", type_=Uuid),
    func.gen_random_uuid(),
    bindparam("moment", type_=DateTime(timezone=True)),
)
_CELL = ("period", "measure", "program", "code", "number", "minutes", "people", "workers")


def keep_figures(session: Session, case_ids: Collection[UUID]) -> None:
    """Adds what these cases tell to the cells, before they go in the same transaction, and marks whose they were. Their
    people are known until nothing of them is left, and counted then (`keep_people`): so nobody is counted twice."""
    _run(session, _keeping("case", context.current().timezone), case_ids)


def keep_people(session: Session, client_ids: Collection[UUID]) -> None:
    """Adds what these identities tell beside their cases, which are gone, and makes numbers of people at every grain of
    their marks. Call it before they go, with all files of each person at once."""
    _run(session, _keeping("client", context.current().timezone), client_ids)
    _run(session, _counting(), client_ids, agree=list(agreeing(session, client_ids)))


def figures_hash(session: Session) -> str:
    """The fingerprint of all cells of the agency as they stand."""
    *key, workers = (getattr(StatCell, name) for name in _CELL)
    rows = session.execute(select(*key, workers).order_by(*key))
    return fingerprint([[*told, sorted(map(str, who))] for *told, who in rows])


def marked() -> Select[Any]:
    """Where people stand by records that are gone: a line for each person and cell."""
    names = ("measure", "code", "quarter")
    cells = (
        func.unnest(StatMark.measures, StatMark.codes, StatMark.quarters)
        .table_valued(*(column(name, Text) for name in names), name="cells")
        .render_derived()
    )
    told = (*(cells.c[name] for name in names), StatMark.program, PERSON.label("person"))
    of = select(*told).select_from(StatMark).join(Client, Client.id == StatMark.client_id)
    return of.join(cells, true())


def served(stood: FromClause) -> Select[Any]:
    """Who was served among people in cells, and whether they are of those who `agree`, to be named when it is run."""
    code = case((stood.c.person == any_(bindparam("agree", type_=ARRAY(Uuid))), "agreed"), else_="not_agreed")
    told = (literal("served").label("measure"), code.label("code"), stood.c.quarter, stood.c.program)
    return select(*told, stood.c.person).where(stood.c.measure.in_(_SERVING), stood.c.person.is_not(None))


def agreeing(session: Session, client_ids: Collection[UUID] | None = None) -> set[UUID]:
    """Who agrees to the service today, by the consent in force in any of their files; among all, or these."""
    today = clock.today(context.current().timezone)
    ends = (Consent.given_by, Consent.expires_on, Client.birth_on, Organisation.province)
    wanted = (
        select(PERSON, Consent.given_on, *ends)
        .join(Client, Client.id == Consent.client_id)
        .join(Organisation, Organisation.id == Consent.organisation_id)
        .where(Consent.kind == "service", Consent.state == "given")
    )
    if client_ids is not None:
        wanted = wanted.where(Consent.client_id.in_(client_ids))
    return {
        person
        for person, given_on, given_by, expires_on, birth_on, province in session.execute(wanted)
        if in_force("given", given_on, last_day(given_by, expires_on, birth_on, province), today)
    }


# A purge asks for the same again and again: to put these questions together costs as much as their answers.
@cache
def _keeping(by: str, _timezone: str) -> Insert:
    """Numbers at the finest grain of what goes with these cases or clients, and the marks of their people."""
    place = ("client", "case").index(by)
    told = lines(lambda *owners: owners[place] == any_(_THOSE)).subquery("told")
    gone = select(told, quarter_of(told.c.day).label("quarter")).cte("gone")
    key = (gone.c.quarter, gone.c.measure, gone.c.program, gone.c.code)
    workers = func.array_agg(gone.c.worker.distinct()).filter(gone.c.worker.is_not(None))
    told_of = (func.count(), func.sum(gone.c.minutes), literal(0), func.coalesce(workers, _NOBODY))
    return _added(select(*key, *told_of).group_by(*key), _marks(gone))


@cache
def _counting() -> Insert:
    """People at every grain, of whom nothing is left: quarter, year and all time, in a program and in all."""
    stood = marked().where(StatMark.client_id == any_(_THOSE)).cte("stood")
    every = union_all(select(stood), served(stood)).subquery("every")
    periods = _each(array([every.c.quarter, func.left(every.c.quarter, 4), EVER]), "period")
    programs = _each(array([every.c.program, null()]), "program")
    names = (periods.c.period, every.c.measure, programs.c.program, every.c.code)
    grains = every.join(periods, true()).join(programs, true())
    each = select(*names, every.c.person).select_from(grains).distinct().subquery("each")
    key = list(each.c)[:4]
    return _added(select(*key, literal(0), literal(0), func.count(), _NOBODY).group_by(*key))


def _run(session: Session, statement: Insert, those: Collection[UUID], **more: Any) -> None:
    mine = {"mine": context.current().organisation_id, "moment": clock.now()}
    session.execute(statement, {"those": list(those), **mine, **more})


def _marks(gone: CTE) -> CTE:
    """The cells in which each person stands, as rows of marks."""
    names = ("measure", "code", "quarter")
    each = select(gone.c.client_id, gone.c.program, *(gone.c[name] for name in names)).distinct().subquery()
    owner = (each.c.client_id, each.c.program)
    rows = select(*_BEGINNING, *owner, *(func.array_agg(each.c[name]) for name in names)).group_by(*owner)
    columns = [*_NEW, "client_id", "program", *(f"{name}s" for name in names)]
    return insert(_table(StatMark)).from_select(columns, rows, include_defaults=False).cte("marks")


def _added(counted: Select[Any], *besides: CTE) -> Insert:
    """Adds to the cells there are, in one order, so that two runs never wait for each other in a circle."""
    rows = select(*_BEGINNING, counted.subquery("counted"))
    rows = rows.order_by(*list(rows.selected_columns)[len(_NEW) : len(_NEW) + 4])
    table = _table(StatCell)
    new = insert(table).from_select([*_NEW, *_CELL], rows, include_defaults=False)
    added: dict[str, Any] = {
        name: table.c[name] + new.excluded[name] for name in ("number", "minutes", "people")
    }
    workers = _each(table.c.workers.op("||")(new.excluded.workers), "worker")
    added["workers"] = func.array(select(workers.c.worker).distinct().scalar_subquery())
    keys = ["organisation_id", *_CELL[:4]]
    return new.on_conflict_do_update(index_elements=keys, set_=added).add_cte(*besides)


def _each(values: Column, name: str) -> TableValuedAlias:
    """The members of an array, as rows."""
    return func.unnest(values).table_valued(name, name=f"every_{name}").render_derived()


def _table(model: type[Base]) -> Table:
    """Past the mapper, which would take what is asked for as rows to write."""
    return Base.metadata.tables[model.__tablename__]
