"""Who is in the files already: people a row looks like, and the person and case a row is about. What the one who
imports may not know of is not found."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Date, LargeBinary, Text, Uuid, any_, bindparam, func, select
from sqlalchemy.orm import Session

from records.access.rules import Category, Level
from records.cases.models import Case
from records.clients.models import Client, ContactPoint
from records.clients.queries import reachable, visible
from records.clients.rules import contact_key, sort_name
from records.imports.models import FormerNumber, ImportRow
from records.imports.rules import Checked
from tenants.sealing import keyring


class Match(NamedTuple):
    """Somebody a row looks like: a client, or another row of the file, and by what."""

    client: str | None
    row: int | None
    why: str


def look_alikes(
    session: Session, rows: Mapping[int, Checked], *, seen: dict[Any, int]
) -> dict[int, list[Match]]:
    """The people each row looks like. `seen` remembers from batch to batch what earlier rows of the file said."""
    found: dict[int, list[Match]] = defaultdict(list)
    by_number, by_birth, by_contact = (
        _by_number(session, rows),
        _by_birth(session, rows),
        _by_contact(session, rows),
    )
    for number, checked in rows.items():
        clients: dict[UUID, str] = {}
        for key in _keys(session, checked):
            for known in (by_number, by_birth, by_contact):
                for client_id in known.get(key, ()):
                    clients.setdefault(client_id, key[0])
            first = seen.setdefault(key, number)
            if first != number and all(match.row != first for match in found[number]):
                found[number].append(Match(None, first, key[0]))
        found[number] += [Match(str(client_id), None, why) for client_id, why in clients.items()]
    return {number: matches for number, matches in found.items() if matches}


def remember(session: Session, rows: Mapping[int, Checked], seen: dict[Any, int]) -> None:
    """Only keeps what these rows of the file said."""
    for number, checked in rows.items():
        for key in _keys(session, checked):
            seen.setdefault(key, number)


def _keys(session: Session, checked: Checked) -> list[tuple[str, Any]]:
    values = checked.values
    keys: list[tuple[str, Any]] = []
    if number := values.get("former_number"):
        keys.append(("number", number.casefold()))
    if checked.likeness:
        keys.append(("birth", checked.likeness))
    return keys + [
        (kind, keyring(session).lookup(kind, contact_key(kind, values[kind])))
        for kind in ("phone", "email")
        if values.get(kind)
    ]


def _one_of(column: Any, values: Iterable[Any], kind: Any) -> ColumnElement[bool]:
    # One array is one value to bind, however many are looked for.
    found: ColumnElement[bool] = column == any_(bindparam(None, list(values), ARRAY(kind)))
    return found


def _grouped(rows: Iterable[tuple[Any, UUID]]) -> dict[Any, list[UUID]]:
    found: dict[Any, list[UUID]] = defaultdict(list)
    for key, client_id in rows:
        found[key].append(client_id)
    return found


def _by_number(session: Session, rows: Mapping[int, Checked], condition: Any = None) -> dict[Any, list[UUID]]:
    told = [one.values.get("file_number") or one.values.get("former_number") or "" for one in rows.values()]
    numbers, reach = (
        {words.casefold() for words in told if words},
        visible() if condition is None else condition,
    )
    ours = select(func.lower(Client.file_number), Client.id).where(
        _one_of(func.lower(Client.file_number), numbers, Text()), reach
    )
    former = (
        select(func.lower(FormerNumber.number), Client.id)
        .join(Client, Client.id == FormerNumber.client_id)
        .where(_one_of(func.lower(FormerNumber.number), numbers, Text()), reach)
    )
    return _grouped((("number", row[0]), row[1]) for row in session.execute(ours.union(former)))


def _by_birth(session: Session, rows: Mapping[int, Checked], condition: Any = None) -> dict[Any, list[UUID]]:
    days: set[date] = {one.likeness[1] for one in rows.values() if one.likeness}
    wanted = select(
        Client.id, Client.birth_on, Client.legal_given, Client.legal_family, Client.preferred_name
    ).where(_one_of(Client.birth_on, days, Date()), visible() if condition is None else condition)
    return _grouped(
        (("birth", (name, row.birth_on)), row.id)
        for row in session.execute(wanted)
        for name in {
            sort_name(row.legal_family, given) for given in (row.legal_given, row.preferred_name) if given
        }
    )


def _by_contact(session: Session, rows: Mapping[int, Checked]) -> dict[Any, list[UUID]]:
    keys = [key for one in rows.values() for key in _keys(session, one) if key[0] in ("phone", "email")]
    wanted = (
        select(ContactPoint.kind, ContactPoint.lookup, Client.id)
        .join(Client, Client.id == ContactPoint.client_id)
        .where(_one_of(ContactPoint.lookup, (key[1] for key in keys), LargeBinary()), visible())
        .where(ContactPoint.ended_on.is_(None))
    )
    return _grouped(((row.kind, row.lookup), row.id) for row in session.execute(wanted))


def people_meant(session: Session, rows: Mapping[int, Checked]) -> dict[int, list[UUID]]:
    """For rows about somebody who is there: whom each may mean, among those whose case file the reader may add to."""
    reach = reachable(Category.CASE, Level.WRITE)
    by_number, by_birth = _by_number(session, rows, reach), _by_birth(session, rows, reach)
    return {
        number: by_number.get(("number", told.casefold()), [])
        if (told := checked.values.get("file_number"))
        else by_birth.get(("birth", checked.likeness), [])
        for number, checked in rows.items()
    }


def cases_meant(
    session: Session, rows: Mapping[int, Checked], clients: Mapping[int, UUID]
) -> dict[int, list[UUID]]:
    """For notes: the case that is named, or else those that were open on the day."""
    wanted = select(Case.id, Case.client_id, Case.number, Case.opened_on, Case.closed_on)
    found = session.execute(wanted.where(_one_of(Case.client_id, set(clients.values()), Uuid()))).all()
    of_client: dict[UUID, list[Any]] = defaultdict(list)
    for case in found:
        of_client[case.client_id].append(case)
    return {
        number: _fitting(of_client[client_id], rows[number].values) for number, client_id in clients.items()
    }


def _fitting(cases: Sequence[Any], values: Mapping[str, Any]) -> list[UUID]:
    if named := values.get("case_number"):
        return [case.id for case in cases if case.number.casefold() == named.casefold()]
    on = values["occurred_on"]
    covering = [
        case.id for case in cases if case.opened_on <= on and (case.closed_on is None or on <= case.closed_on)
    ]
    return covering or [case.id for case in cases][: 2 if len(cases) > 1 else 1]


class Face(NamedTuple):
    """Somebody who is there, as far as the one who imports may know of them."""

    id: UUID
    name: str
    file_number: str
    birth_on: date | None


def faces_of(session: Session, rows: Iterable[ImportRow]) -> dict[UUID, Face]:
    """The people that rows look like. Asked anew each time: whom the reader may not know of any more is left out."""
    ids = {UUID(match[0]) for row in rows for match in row.matches or [] if match[0]}
    people = session.execute(select(Client).where(Client.id.in_(ids), visible())).scalars()
    return {one.id: Face(one.id, one.name, one.file_number, one.birth_on) for one in people}
