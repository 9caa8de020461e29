"""Issuing: from the click to the first byte of the file, the pages of a draft while somebody writes, and what others
wait for while PDFs are queued."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle
from uuid import UUID

import psycopg

from benchmarks.figures import Figures, Round, Spent
from benchmarks.load import World
from benchmarks.pages import Visitor
from benchmarks.rooms import Rooms
from benchmarks.schedules import acting
from records.cases.queries import get_case
from records.documents.issuing import issue_later
from tenants.database import transaction

SHEET = {"kind": "next_steps", "language": "en", "size": "regular", "at_once": "yes"}
LETTER = {"kind": "introduction_letter", "language": "en", "size": "regular"}
QUEUED = 20
_WAITING = "SELECT count(*) FROM documents WHERE state = 'making'"


@dataclass(frozen=True)
class Beside:
    """A page with nothing in the queue, and the same page while twenty PDFs were."""

    idle: Figures
    busy: Figures


def letter_asked_for(world: World, client: object, case: object) -> UUID:
    """A report that a worker is to draw, as a batch or a wrapped-up meeting asks for it."""
    with acting(world, 0), transaction() as session:
        found = get_case(session, UUID(str(client)), UUID(str(case)))
        made = issue_later(session, found, kind="progress_report", language="en", size="regular")
        session.flush()
        return made.id


def first_bytes(visitor: Visitor, cases: list[str], count: int) -> Figures:
    """The sheet of next steps: the form sent, the document issued and sealed, the file opened."""
    found, left = Figures(), cycle(cases)
    visitor.get(visitor.post(next(left) + "/documents", SHEET).location + "/file")
    for _ in range(3):
        found.rounds.append(_timed(lambda: _opened(visitor, next(left)), count // 3))
    return found


def previews(visitor: Visitor, case: str, count: int) -> Figures:
    """The pages of a letter as they are asked for while somebody writes: other words each time, drawn as pictures."""
    draft = visitor.post(f"{case}/documents", LETTER).location
    place, found, words = draft.removesuffix("/draft") + "/preview", Figures(), iter(range(10_000))

    def look() -> object:
        typed = {**LETTER, "version": "1", "words": f"We met on the stairs, {next(words)} steps up."}
        answer = visitor.post(place, typed)
        assert "data:image/jpeg" in answer.body, "no page was drawn"
        return answer

    look()
    for _ in range(3):
        found.rounds.append(_timed(look, count // 3))
    return found


def beside_a_queue(rooms: Rooms, world: World, look: Callable[[], object]) -> Beside:
    """The page before, and the page until the last of twenty PDFs is there, three times."""
    idle, busy, files = Figures(), Figures(), cycle(world.files)
    with rooms.superuser() as watcher:
        for _ in range(3):
            idle.rounds.append(_timed(look, 40))
            for _number in range(QUEUED):
                letter_asked_for(world, *next(files))
            busy.rounds.append(_until_drawn(watcher, look))
    return Beside(idle, busy)


def _opened(visitor: Visitor, case: str) -> object:
    return visitor.get(visitor.post(f"{case}/documents", SHEET).location + "/file")


def _timed(act: Callable[[], object], count: int) -> Round:
    times = [_seconds(act) for _ in range(count)]
    return Round(times, sum(times), Spent(0, 0))


def _until_drawn(watcher: psycopg.Connection, look: Callable[[], object]) -> Round:
    times: list[float] = []
    while _left(watcher):
        times.append(_seconds(look))
    assert times, "the queue was empty before a page was asked for"
    return Round(times, sum(times), Spent(0, 0))


def _left(watcher: psycopg.Connection) -> int:
    return int((watcher.execute(_WAITING).fetchone() or (0,))[0])


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
