"""The timeline of a client or a case."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import product
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Text, and_, any_, false, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from records.access.queries import READER
from records.access.rules import Relation
from records.entries.models import Entry, Kind, Sensitivity
from records.entries.rules import GROUPS, group_of, may_read
from tenants import context
from tenants.paging import PAGE_SIZE, Page, key_of, place

HIDDEN = ("discarded",)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a timeline shows it; `begins_month` when it is the first of its month, on whatever page."""

    id: UUID
    client_id: UUID
    kind: str
    occurred_on: date
    author_id: UUID | None
    case_id: UUID | None
    state: str
    paper_on: date | None
    scan_follows: bool
    begins_month: bool


_COLUMNS = (
    Entry.id,
    Entry.client_id,
    Entry.kind,
    Entry.occurred_on,
    Entry.author_id,
    Entry.case_id,
    Entry.state,
    Entry.paper_on,
    Entry.scan_follows,
)


def timeline(
    session: Session,
    client_id: UUID,
    relation: Relation,
    *,
    also: Iterable[tuple[UUID, Relation]] = (),
    case_id: UUID | None = None,
    cases: Collection[UUID] | None = None,
    group: str | None = None,
    after: str | None = None,
) -> Page[Line]:
    """The newest entries first, of one case or of the client with the `cases` that may be seen; those the reader may
    not open, standing so to the client, are left out, uncounted. `also` are files merged into this one, `group` is
    one of the groups of kinds."""
    wanted = select(*_COLUMNS).where(_in_files((client_id, relation), *also))
    if group is not None:
        wanted = wanted.where(Entry.kind == _any(_of_group(group)))
    if case_id is not None:
        wanted = wanted.where(Entry.case_id == case_id)
    if cases is not None:
        wanted = wanted.where(Entry.case_id.is_(None) | Entry.case_id.in_(cases))
    key = key_of(after, date.fromisoformat, UUID)
    if key is not None:
        wanted = wanted.where(tuple_(Entry.occurred_on, Entry.id) < tuple_(*key))
    wanted = wanted.order_by(Entry.occurred_on.desc(), Entry.id.desc()).limit(PAGE_SIZE + 1)
    return _page(session.execute(wanted).all(), key[0] if key else None)


def _page(rows: Sequence[Any], before: date | None) -> Page[Line]:
    found: list[Line] = []
    for row in rows[:PAGE_SIZE]:
        found.append(Line(*(*row, _month(row.occurred_on) != _month(before))))
        before = row.occurred_on
    return Page(found, place(found[-1].occurred_on, found[-1].id) if len(rows) > PAGE_SIZE else None)


class Source(NamedTuple):
    """The paper form an entry was typed from: the day on it, and whether its scan is still to come."""

    paper_on: date
    scan_follows: bool


def source_of(session: Session, entry_id: UUID) -> Source | None:
    """Which paper an entry was typed from, if it was."""
    wanted = select(Entry.paper_on, Entry.scan_follows).where(
        Entry.id == entry_id, Entry.paper_on.is_not(None)
    )
    row = session.execute(wanted).one_or_none()
    return Source(row.paper_on, row.scan_follows) if row is not None else None


class Held(NamedTuple):
    """How many entries of a kind and state a case or the client has, and the day of the newest."""

    case_id: UUID | None
    kind: str
    state: str
    number: int
    newest_on: date


def held_in(session: Session, *files: tuple[UUID, Relation]) -> list[Held]:
    """What there is in these files, as far as the reader may open it."""
    wanted = select(Entry.case_id, Entry.kind, Entry.state, func.count(), func.max(Entry.occurred_on)).where(
        _in_files(*files)
    )
    return [Held(*row) for row in session.execute(wanted.group_by(Entry.case_id, Entry.kind, Entry.state))]


def open_entries(session: Session, client_id: UUID, relation: Relation) -> set[UUID]:
    """Everything in one file that the reader may open; neither drafts nor what was entered in error."""
    wanted = select(Entry.id).where(
        _in_files((client_id, relation)), Entry.state.not_in(("draft", "in_error"))
    )
    return set(session.execute(wanted).scalars())


def groups_open(relation: Relation) -> list[str]:
    """The groups of kinds in which the reader, standing so to a client, may open anything at all."""
    roles = context.current().roles
    kinds = {kind for one in Sensitivity for kind in _kinds(roles, relation, one, mine=False)}
    return [group for group in GROUPS if kinds.intersection(_of_group(group))]


@cache
def _of_group(group: str) -> tuple[str, ...]:
    return tuple(str(kind) for kind in Kind if group_of(kind) == group)


def _month(day: date | None) -> tuple[int, int] | None:
    return (day.year, day.month) if day else None


def _in_files(*files: tuple[UUID, Relation]) -> ColumnElement[bool]:
    roles = context.current().roles
    within = [and_(Entry.client_id == client_id, _open_to(roles, relation)) for client_id, relation in files]
    return or_(*within) & Entry.state.not_in(HIDDEN)


@cache
def _open_to(roles: frozenset[str], relation: Relation) -> ColumnElement[bool]:
    """The pure rule as a condition, by asking it about everything there can be: one truth for page and database, and
    what is left out leaves no gap in a page that would tell of it."""
    ways: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    for mine, sensitivity in product((True, False), Sensitivity):
        ways.setdefault((mine, _kinds(roles, relation, sensitivity, mine=mine)), []).append(str(sensitivity))
    is_mine = func.coalesce(Entry.author_id == READER, false())
    opened = [
        and_(is_mine.is_(mine), Entry.sensitivity == _any(marks), Entry.kind == _any(kinds))
        for (mine, kinds), marks in ways.items()
    ]
    return or_(*opened) & (is_mine | (Entry.state != "draft"))


def _any(words: Iterable[str]) -> ColumnElement[Any]:
    # One array: a list of words would be written out, and looked through, anew for each statement.
    return any_(literal(list(words), ARRAY(Text)))


@cache
def _kinds(roles: frozenset[str], relation: Relation, sensitivity: str, *, mine: bool) -> tuple[str, ...]:
    return tuple(
        str(kind)
        for kind in Kind
        if may_read(roles, relation, kind, sensitivity, is_author=mine, state="final")
    )
