"""The timeline of a client or a case."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, func, or_, select, tuple_
from sqlalchemy.orm import Session

from records.access.rules import Relation
from records.entries.models import Entry, Kind, Sensitivity
from records.entries.rules import may_read
from tenants import context
from tenants.paging import PAGE_SIZE, Page, key_of, place

HIDDEN = ("discarded",)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a timeline shows it."""

    id: UUID
    client_id: UUID
    kind: str
    occurred_on: date
    author_id: UUID | None
    case_id: UUID | None
    state: str


def timeline(
    session: Session,
    client_id: UUID,
    relation: Relation,
    *,
    also: Iterable[tuple[UUID, Relation]] = (),
    case_id: UUID | None = None,
    cases: Collection[UUID] | None = None,
    after: str | None = None,
) -> Page[Line]:
    """The newest entries first, of one case or of the client with the `cases` that may be seen; those the reader may
    not open, standing so to the client, are left out, uncounted. `also` are files merged into this one."""
    me = context.current()
    files = [and_(Entry.client_id == one, _open_to(me, to)) for one, to in ((client_id, relation), *also)]
    wanted = select(
        Entry.id, Entry.client_id, Entry.kind, Entry.occurred_on, Entry.author_id, Entry.case_id, Entry.state
    ).where(or_(*files), Entry.state.not_in(HIDDEN))
    if case_id is not None:
        wanted = wanted.where(Entry.case_id == case_id)
    if cases is not None:
        wanted = wanted.where(Entry.case_id.is_(None) | Entry.case_id.in_(cases))
    key = key_of(after, date.fromisoformat, UUID)
    if key is not None:
        wanted = wanted.where(tuple_(Entry.occurred_on, Entry.id) < tuple_(*key))
    rows = session.execute(
        wanted.order_by(Entry.occurred_on.desc(), Entry.id.desc()).limit(PAGE_SIZE + 1)
    ).all()
    lines = [Line(*row) for row in rows[:PAGE_SIZE]]
    return Page(lines, place(lines[-1].occurred_on, lines[-1].id) if len(rows) > PAGE_SIZE else None)


def _open_to(me: context.Tenancy, relation: Relation) -> ColumnElement[bool]:
    """The pure rule as a condition, by asking it about everything there can be: one truth for page and database, and
    what is left out leaves no gap in a page that would tell of it."""
    is_mine = func.coalesce(Entry.author_id == me.member_id, false())
    return or_(
        *(
            and_(is_mine.is_(mine), Entry.sensitivity == str(sensitivity), Entry.kind.in_(kinds))
            for mine, sensitivity in product((True, False), Sensitivity)
            if (kinds := _kinds(me.roles, relation, sensitivity, mine=mine))
        ),
        false(),
    ) & (is_mine | (Entry.state != "draft"))


@cache
def _kinds(roles: frozenset[str], relation: Relation, sensitivity: str, *, mine: bool) -> tuple[str, ...]:
    return tuple(
        str(kind)
        for kind in Kind
        if may_read(roles, relation, kind, sensitivity, is_author=mine, state="final")
    )
