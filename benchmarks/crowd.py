"""Search where it is hardest: one agency of very many people, asked as workers ask, and for what nobody is called."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import psycopg

from benchmarks import flatness, words
from benchmarks.figures import Figures, Round, Spent, backends_of, cpu_of
from benchmarks.load import MEMBERS, Scale, World, Writer, begun, members, trusted, written
from benchmarks.rooms import Rooms
from records.clients.finding import find_people
from records.clients.rules import index_of
from tenants import gate
from tenants.context import acting_for
from tenants.database import new_id, transaction
from tenants.embedded import DATABASE

SLUG = "metropolis"
# How people are looked for, with words that fit nobody, few and thousands.
ASKED = {
    "whole word": ("lavwood", "bergcroix", "amina lavwood", "n-1500"),
    "beginning": ("trem", "gagn", "hass", "sa"),
    "two words": ("amina trem", "ines ngu", "paul kow", "so ber"),
    "one letter": ("t", "s a", "t a m", "o t"),
    "inside": ("embla", "dcroix", "donald", "gyen"),
    "misspelt": ("tremblya", "lavwod", "hassoin", "kowaldskl", "amina bergcrouix"),
    "nobody": ("zzyzxq", "qqqqqq amina", "wolfgang", "brztlkn"),
    "phone": ("705 200 1042", "705-200-1100", "200-1100"),
}
_INDEXES = ("client_tokens_search", "client_tokens_alike")
_INTO = "INSERT INTO client_tokens (organisation_id, id, created_at, client_id, kind, token, alike)"
_TOKENS = (
    f"{_INTO} SELECT %(me)s, uuidv7(), now(), p.client_id, w.kind, w.token, w.alike"
    " FROM crowd p JOIN crowd_words w USING (name)",
    f"{_INTO} SELECT %(me)s, uuidv7(), now(), client_id, 'name', letter || number, ''"
    " FROM crowd, unnest(ARRAY['', 'n']) letter",
)
Person = tuple[UUID, int, int]


@dataclass(frozen=True)
class Crowd:
    """What searches took: all of them, by kind, and their statements with and without the wall."""

    everything: Figures
    kinds: Mapping[str, Figures]
    inside: Figures
    outside: Figures

    @property
    def worst(self) -> tuple[str, float]:
        """The kind of question that takes the longest, and under what time it mostly stays."""
        return max(
            ((kind, one.percentile(0.95)) for kind, one in self.kinds.items()), key=lambda pair: pair[1]
        )


def measured(rooms: Rooms, scale: Scale) -> Crowd:
    """Loads the agency and asks it, each question in each round."""
    with rooms.superuser() as connection:
        world = _loaded(connection, scale)
    kinds = {kind: Figures() for kind in ASKED}
    for number in range(2 * scale.rounds + 1):
        for kind, asked in ASKED.items():
            found = _round(rooms, world, asked)
            if number:
                kinds[kind].rounds.append(found)
    together = Figures([turn for one in kinds.values() for turn in one.rounds])
    everything = [word for asked in ASKED.values() for word in asked]
    return Crowd(together, kinds, *flatness.searches(rooms, world, everything, scale.rounds))


def _round(rooms: Rooms, world: World, asked: tuple[str, ...]) -> Round:
    """The whole search, its statements made and its rows fetched, in a transaction of its own as a page has it."""
    backends, times = backends_of(rooms.postmaster, DATABASE), []
    before, python, begun_at = cpu_of(backends), time.process_time(), time.perf_counter()
    with acting_for(gate.tenancy_for(world.organisation_id, world.members[0])):
        for word in asked:
            at = time.perf_counter()
            with transaction(read_only=True) as session:
                find_people(session, word)
            times.append(time.perf_counter() - at)
    spent = Spent(time.process_time() - python, cpu_of(backends) - before)
    return Round(times, time.perf_counter() - begun_at, spent)


def _loaded(connection: psycopg.Connection, scale: Scale) -> World:
    """People found by name, number and phone; nobody opens their files."""
    writer, wrapped = begun(scale)
    names: dict[tuple[str, str], int] = {}
    people = [_person(writer, number, names) for number in range(1, scale.crowd + 1)]
    with connection.transaction():
        trusted(connection)
        members(connection, writer, SLUG, new_id(), wrapped)
        written(connection, writer)
        _found_by(connection, writer.world, people, names)
    connection.execute("VACUUM (ANALYZE)")
    return writer.world


def _person(writer: Writer, number: int, names: dict[tuple[str, str], int]) -> Person:
    """One client; one in twenty has a family name that is nearly their own."""
    client_id, me, worker = new_id(), writer.world.members[0], writer.world.members[number % MEMBERS]
    family = words.family(number) if number % 20 else words.rare(number)
    name = writer.chance.choice(words.GIVEN), family
    writer.identity(client_id, number, worker, name)
    phone = f"705 {200 + number // 10_000} {number % 10_000:04}"
    writer.reached(client_id, new_id(), phone, b"sealed")
    if number % 1000 == 0:
        writer.add("access_grants", new_id(), client_id, me, "caseload")
    return client_id, names.setdefault(name, len(names)), 1000 + number


def _found_by(
    connection: psycopg.Connection, world: World, people: list[Person], names: dict[tuple[str, str], int]
) -> None:
    """The words of each name are worked out once; the indexes are made when all the words are there."""
    connection.execute("CREATE TEMP TABLE crowd (client_id uuid, name int, number text) ON COMMIT DROP")
    connection.execute(
        "CREATE TEMP TABLE crowd_words (name int, kind text, token text, alike text) ON COMMIT DROP"
    )
    with connection.cursor() as cursor:
        with cursor.copy("COPY crowd FROM STDIN") as copy:
            for person in people:
                copy.write_row(person)
        with cursor.copy("COPY crowd_words FROM STDIN") as copy:
            for name, number in names.items():
                for found in index_of(name):
                    copy.write_row((number, *found))
    made = connection.execute(
        "SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [[*_INDEXES]]
    ).fetchall()
    connection.execute("DROP INDEX client_tokens_search, client_tokens_alike")
    for statement in _TOKENS:
        connection.execute(statement, {"me": world.organisation_id})
    for (index,) in made:
        connection.execute(index)
