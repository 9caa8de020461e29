"""The timeline of a client or a case."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import product
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, select, tuple_
from sqlalchemy.orm import Session

from records.entries.models import Entry, Kind, Sensitivity
from records.entries.rules import may_read
from tenants import context
from tenants.paging import PAGE_SIZE, Page, key_of, place

HIDDEN = ("discarded",)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a timeline shows it."""

    id: UUID
    kind: str
    occurred_on: date
    author_id: UUID | None
    case_id: UUID | None
    state: str


def timeline(
    session: Session,
    client_id: UUID,
    *,
    case_id: UUID | None = None,
    cases: Collection[UUID] | None = None,
    after: str | None = None,
) -> Page[Line]:
    """The newest entries first, of one case or of the client with the `cases` that may be seen; those the reader may
    not open are left out, uncounted."""
    me = context.current()
    wanted = select(
        Entry.id, Entry.kind, Entry.occurred_on, Entry.author_id, Entry.case_id, Entry.state
    ).where(Entry.client_id == client_id, Entry.state.not_in(HIDDEN), _open_to(me))
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
    lines = [
        Line(row.id, row.kind, row.occurred_on, row.author_id, row.case_id, row.state)
        for row in rows[:PAGE_SIZE]
    ]
    return Page(lines, place(lines[-1].occurred_on, lines[-1].id) if len(rows) > PAGE_SIZE else None)


def _open_to(me: context.Tenancy) -> ColumnElement[bool]:
    """The pure rule as a condition, by asking it about everything there can be: one truth for page and database, and
    what is left out leaves no gap in a page that would tell of it."""
    every = product(Kind, Sensitivity, (True, False), (True, False))
    allowed = [
        (str(kind), str(sensitivity), is_author, is_draft)
        for kind, sensitivity, is_author, is_draft in every
        if may_read(me.roles, kind, sensitivity, is_author=is_author, state="draft" if is_draft else "final")
    ]
    is_mine = func.coalesce(Entry.author_id == me.member_id, false())
    return tuple_(Entry.kind, Entry.sensitivity, is_mine, Entry.state == "draft").in_(allowed)
