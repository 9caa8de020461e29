"""What stands in the files that were merged into the one being read: shown with it, and never mixed into it."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from flask import g

from records.access.rules import Category, Level
from records.clients.models import Client
from records.clients.queries import Standing, files_of
from records.particulars.declaring import Particular
from records.particulars.models import ParticularRow
from records.particulars.queries import particulars_of
from webapp.transaction import session

Row = TypeVar("Row")


def linked(
    part: Category, rows_of: Callable[[Standing], Sequence[Row]]
) -> list[tuple[Client, Sequence[Row]]]:
    """The rows of each linked file in which the reader may read this part; a file that holds none is left out."""
    files = [file for file in files_of(session(), g.standing.client.id) if file.level(part) >= Level.READ]
    return [(file.client, rows) for file in files if (rows := rows_of(file))]


def filled(file: Standing, kinds: Mapping[str, Particular]) -> list[tuple[Particular, list[ParticularRow]]]:
    """Each of these kinds of detail of which a file holds something for the reader."""
    rows = particulars_of(session(), file)
    by_kind = [(kind, [row for row in rows if row.kind == kind.name]) for kind in kinds.values()]
    return [(kind, own) for kind, own in by_kind if own]
