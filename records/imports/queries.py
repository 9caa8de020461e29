"""Every way to read imports. The words of a file are open to the one who brought it, and to nobody else."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from records.cases.models import EXIT_REASONS
from records.imports.columns import plain
from records.imports.models import FormerNumber, Import, ImportRow
from records.imports.rules import Reader
from tenants import clock, context
from tenants.errors import NotFound
from tenants.members import members
from tenants.paging import PAGE_SIZE, Page, key_of, place

NEWEST = 50


def my_imports(session: Session) -> Sequence[Import]:
    """The reader's newest imports, newest first."""
    mine = Import.member_id == context.current().member_id
    return (
        session.execute(select(Import).where(mine).order_by(Import.id.desc()).limit(NEWEST)).scalars().all()
    )


def get_import(session: Session, import_id: UUID) -> Import:
    """One of the reader's own imports. Raises NotFound."""
    found = get_any_import(session, import_id)
    if found.member_id != context.current().member_id:
        raise NotFound()
    return found


def get_any_import(session: Session, import_id: UUID) -> Import:
    """An import of the agency, for the work behind it. Raises NotFound."""
    found = session.execute(select(Import).where(Import.id == import_id)).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def get_import_row(session: Session, import_id: UUID, row_id: UUID) -> ImportRow:
    """One row of an import. Raises NotFound."""
    wanted = select(ImportRow).where(ImportRow.id == row_id, ImportRow.import_id == import_id)
    found = session.execute(wanted).scalar_one_or_none()
    if found is None:
        raise NotFound()
    return found


def former_numbers(session: Session, client_id: UUID) -> Sequence[str]:
    """The numbers a client's file had elsewhere, before it was brought in."""
    wanted = select(FormerNumber.number).where(FormerNumber.client_id == client_id)
    return session.execute(wanted.order_by(FormerNumber.id)).scalars().all()


def counts_of(session: Session, import_: Import) -> dict[str, int]:
    """How many rows stand where. What was taken back or forgotten is known from the import itself."""
    if import_.forgotten_at is not None:
        return {str(state): int(number) for state, number in import_.counts.items()}
    counted = (
        select(ImportRow.state, func.count())
        .where(ImportRow.import_id == import_.id)
        .group_by(ImportRow.state)
    )
    taken_back = {name: int(number) for name, number in import_.counts.items() if name == "undone"}
    return taken_back | {row[0]: row[1] for row in session.execute(counted)}


def page_of_rows(
    session: Session, import_: Import, *states: str, after: str | None = None
) -> Page[ImportRow]:
    """The rows that stand in one of these states, in the order of the file."""
    wanted = select(ImportRow).where(ImportRow.import_id == import_.id, ImportRow.state.in_(states))
    key = key_of(after, int)
    if key is not None:
        wanted = wanted.where(ImportRow.number > key[0])
    rows = session.execute(wanted.order_by(ImportRow.number).limit(PAGE_SIZE + 1)).scalars().all()
    return Page(rows[:PAGE_SIZE], place(rows[PAGE_SIZE - 1].number) if len(rows) > PAGE_SIZE else None)


def rows_of(
    session: Session, import_: Import, *states: str, after: int = 0, limit: int = 1000
) -> list[ImportRow]:
    """The next rows in these states after a number, in the order of the file."""
    wanted = select(ImportRow).where(
        ImportRow.import_id == import_.id, ImportRow.state.in_(states), ImportRow.number > after
    )
    return list(session.execute(wanted.order_by(ImportRow.number).limit(limit)).scalars())


def samples_of(session: Session, import_: Import) -> list[list[str]]:
    """The first values of each column that are not empty, at most three."""
    first = session.execute(
        select(ImportRow).where(ImportRow.import_id == import_.id).order_by(ImportRow.number).limit(10)
    ).scalars()
    cells = [row.cells for row in first]
    columns = ([row[place] for row in cells if row[place]] for place in range(len(import_.headings)))
    return [list(dict.fromkeys(column))[:3] for column in columns]


def reader_of(session: Session, import_: Import) -> Reader:
    """How the rows of an import are read, today."""
    return Reader(
        kind=import_.kind,
        mapping={name: int(place) for name, place in import_.mapping.items() if name != "numbers"},
        numbers=str(import_.mapping.get("numbers", "")),
        today=_today(),
        workers=_workers(session),
        exit_reasons=EXIT_REASONS,
    )


def _today() -> date:
    return clock.today(context.current().timezone)


def _workers(session: Session) -> dict[str, UUID]:
    """The agency's members by address and by name; a name that two share means nobody."""
    found: dict[str, UUID] = {}
    everyone = members(session)
    names = [plain(member.name) for member in everyone]
    for member, name in zip(everyone, names, strict=True):
        found[member.email.casefold()] = member.id
        if names.count(name) == 1:
            found[name] = member.id
    return found


def faulty_rows(session: Session, import_: Import) -> Iterable[ImportRow]:
    """Every row with something wrong, in the order of the file, a thousand at a time."""
    after = 0
    while rows := rows_of(session, import_, "faulty", after=after):
        yield from rows
        after = rows[-1].number
        session.expunge_all()
