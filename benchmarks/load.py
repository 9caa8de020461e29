"""The agency that is measured, with its keys, texts and names."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import psycopg
from psycopg import sql

from benchmarks import words
from records.clients.rules import contact_key, index_of, short_key, sort_name
from tenants import clock, passwords
from tenants.database import new_id
from tenants.sealing import binding, new_organisation_key, open_sealed, seal
from tenants.settings import settings

EMAIL, PASSWORD, SLUG = "rosa@bench.example", "seven brown lanterns on a pier", "harbour"
# Whoever is measured may only look people up, beyond the files near to them: the predicate has the most to ask.
MINE, ROLES = ["practitioner"], ["practitioner", "supervisor", "administrator"]
MEMBERS = 12
TEN_YEARS = 3653
THICK = 5000  # notes of one file, more than anyone writes in a working life
OPEN = 10  # one case in so many is open: a caseload of some eighty for each member
RESTRICTED, BLOCKED = 97, 499  # one client in so many is; the second for whoever is measured
NOW = datetime.now(UTC)
ZONE = "America/Toronto"
TODAY = clock.today(ZONE)  # where the agency is
Table = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class Scale:
    """How much there is, and how long it is asked."""

    agencies: int
    clients: int
    notes_each: int
    clients_elsewhere: int
    rounds: int
    requests: int
    letters: int
    kills: int
    jobs_a_second: int
    archived: int
    purged: int
    crowd: int


SCALES = {
    "full": Scale(1000, 10_000, 10, 100, 5, 80, 1000, 12, 25, 100_000, 10_000, 200_000),
    "small": Scale(50, 500, 4, 20, 3, 30, 120, 3, 25, 2000, 240, 5000),
}


@dataclass
class World:
    """What the measurements need to know of the agency."""

    organisation_id: UUID
    members: list[UUID]
    files: list[tuple[UUID, UUID]] = field(default_factory=list)  # (client, case), near to the first member
    thick: tuple[UUID, UUID] | None = None  # the one file of THICK notes
    families: list[str] = field(default_factory=list)


COLUMNS = {
    "clients": "file_number legal_given legal_family preferred_name pronouns birth_on language status restricted"
    " worker_id sort_name version",
    "client_keys": "organisation_key_id wrapped",
    "client_tokens": "client_id kind token alike",
    "contact_points": "client_id kind value_sealed lookup lookup_short preferred safe_for_messages",
    "access_grants": "client_id member_id kind",
    "access_blocks": "client_id member_id kind",
    "cases": "client_id number program worker_id status opened_on closed_on exit_reason goal_sealed version",
    "entries": "client_id case_id kind occurred_on author_id sensitivity state",
    "consents": "client_id kind wording wording_version language given_how explained_by given_on state",
    "notes": "client_id case_id author_id format kind reason_sealed details_sealed training_sealed"
    " action_taken_sealed next_steps_sealed place occurred_on minutes state version saved_at signed_at previous hash",
    "appointments": "client_id case_id worker_id kind mode place needs starts_at ends_at beside state version",
    "trigger_events": "client_id case_id kind effective_on member_id withdrawn reason_sealed",
    "tasks": "client_id case_id note_id source what_sealed owner agreed position first_due_on due_on state version",
}


class Writer:
    """Makes the rows of one agency, sealed with keys that open."""

    def __init__(self, world: World, key_id: UUID, key: bytes, scale: Scale) -> None:
        self.world, self.key_id, self.key, self.scale = world, key_id, key, scale
        self.chance = Random(20261122)
        self.lookup_key = hmac.digest(key, b"lookup|phone", "sha256")
        self.tables: Table = {name: [] for name in COLUMNS}

    def add(self, table: str, row_id: UUID, *values: object) -> None:
        """One row, beginning with the organisation."""
        self.tables[table].append((self.world.organisation_id, row_id, NOW, *values))

    def sealed(self, key: bytes, text: str, table: str, column: str, row_id: UUID) -> bytes:
        """A text as the product seals it, bound to its row."""
        plain = f'"{text}"'.encode()
        return seal(key, plain, binding(self.world.organisation_id, table, f"{column}_sealed", row_id))

    def client(self, number: int, notes: int) -> None:
        """One client with key, phone, consent, case, notes and a next step."""
        client_id, key = new_id(), secrets.token_bytes(32)
        worker = self.world.members[number // OPEN % MEMBERS]
        name = self.chance.choice(words.GIVEN), words.family(number)
        self.identity(client_id, number, worker, name)
        for found in index_of((*name, f"N-{1000 + number}")):
            self.add("client_tokens", new_id(), client_id, *found)
        self.add("client_keys", client_id, self.key_id, seal(self.key, key, b"client|" + client_id.bytes))
        point, phone = new_id(), f"705 555-{number:04}"
        self.reached(client_id, point, phone, self.sealed(key, phone, "contact_points", "value", point))
        self.case(client_id, key, worker, number, notes)

    def identity(self, client_id: UUID, number: int, worker: UUID, name: tuple[str, str]) -> None:
        """The client's row, and whether all may know of them."""
        born = date(1960, 1, 1) + timedelta(days=number % 15_000)
        known = (f"N-{1000 + number}", *name, "", "", born, "en", "active", number % RESTRICTED == 1, worker)
        self.add("clients", client_id, *known, sort_name(name[1], name[0]), 1)
        if number % BLOCKED == 1:
            self.add("access_blocks", new_id(), client_id, self.world.members[0], "relative")
        self.world.families.append(name[1])

    def reached(self, client_id: UUID, point: UUID, phone: str, sealed: bytes) -> None:
        """A phone, found again by the keyed hashes of its number and of the end of it."""
        keys = contact_key("phone", phone), short_key("phone", phone) or ""
        hashes = (hmac.digest(self.lookup_key, key.encode(), hashlib.sha256) for key in keys)
        self.add("contact_points", point, client_id, "phone", sealed, *hashes, True, False)

    def case(self, client_id: UUID, key: bytes, worker: UUID, number: int, notes: int) -> None:
        """The client's consent and case. The open cases of the second member are on the first one's caseload, too."""
        case_id, opened, is_open = new_id(), TODAY - timedelta(days=300), number % OPEN == 0
        is_old = number % OPEN == 1
        opened -= timedelta(days=TEN_YEARS) if is_old else timedelta()
        closed = opened + timedelta(days=290)
        ending = ("active", opened, None, None) if is_open else ("closed", opened, closed, "employed")
        goal = self.sealed(key, self.chance.choice(words.GOALS), "cases", "goal", case_id)
        self.add("cases", case_id, client_id, f"K-{1000 + number}", "", worker, *ending, goal, 1)
        self.add("entries", new_id(), client_id, case_id, "case_opened", opened, worker, "case", "final")
        consent = new_id()
        self.add("entries", consent, client_id, None, "consent", opened, worker, "case", "final")
        given = ("service", "service", "1", "en", "signed_paper", worker, opened, "given")
        self.add("consents", consent, client_id, *given)
        me, second, *_ = self.world.members
        near = [worker, me] if worker == second else [worker]
        for member in near if is_open else ():
            self.add("access_grants", new_id(), client_id, member, "caseload")
        if is_open and me in near:
            self.world.files.append((client_id, case_id))
        if is_old:
            self.add(
                "trigger_events", new_id(), client_id, case_id, "case_closed", closed, worker, False, None
            )
        if is_open:
            self.appointment(client_id, case_id, worker, number)
        for n in range(notes):
            self.note(client_id, case_id, key, worker, opened + timedelta(days=25 * n % 290), is_first=n == 0)

    def appointment(self, client_id: UUID, case_id: UUID, worker: UUID, number: int) -> None:
        """Half an hour of each worker's week with everybody on their caseload, from Monday on."""
        appointment, nth = new_id(), number // (OPEN * MEMBERS)
        day = TODAY - timedelta(days=TODAY.weekday() - nth // 70 * 7 - nth % 5)
        start = datetime(day.year, day.month, day.day, 14, tzinfo=UTC) + timedelta(
            minutes=30 * (nth // 5 % 14)
        )
        self.add("entries", appointment, client_id, case_id, "appointment", day, worker, "basic", "final")
        told = (
            "counselling",
            "in_person",
            "office",
            [],
            start,
            start + timedelta(minutes=30),
            False,
            "booked",
            1,
        )
        self.add("appointments", appointment, client_id, case_id, worker, *told)

    def note(
        self, client_id: UUID, case_id: UUID, key: bytes, worker: UUID, day: date, *, is_first: bool
    ) -> None:
        """One signed note; only its chain is not computed."""
        note = new_id()
        self.add("entries", note, client_id, case_id, "note", day, worker, "case", "signed")
        reason, details, action, step = (self.chance.choice(said) for said in words.NOTE)
        texts = [("reason", reason), ("details", details), ("training", "")]
        texts += [("action_taken", action), ("next_steps", "")]
        sealed = [self.sealed(key, text, "notes", column, note) for column, text in texts]
        at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
        rest = ("office", day, 45, "signed", 2, at, at, bytes(32), note.bytes * 2)
        self.add("notes", note, client_id, case_id, worker, "5.3", "meeting", *sealed, *rest)
        if is_first:
            what = new_id()
            agreed = self.sealed(key, step, "next_steps", "what", what)
            due = TODAY
            told = ("note", agreed, "client", True, 0, due, due, "open", 1)
            self.add("tasks", what, client_id, case_id, note, *told)


def begun(scale: Scale) -> tuple[Writer, bytes]:
    """An agency of twelve members without a row yet, and its key, wrapped."""
    world = World(new_id(), [new_id() for _ in range(MEMBERS)])
    wrapped = new_organisation_key(world.organisation_id)
    key = open_sealed(settings().root_key, wrapped, b"organisation|" + world.organisation_id.bytes)
    return Writer(world, new_id(), key, scale), wrapped


def agency(connection: psycopg.Connection, scale: Scale) -> World:
    """Loads the agency that is measured: one sign-in, twelve members, real keys for every client and every text."""
    writer, wrapped = begun(scale)
    world = writer.world
    for number in range(1, scale.clients + 1):
        writer.client(number, scale.notes_each)
    last = (scale.clients // (OPEN * MEMBERS) + 1) * OPEN * MEMBERS  # open, and of the one who signs in
    writer.client(last, THICK)
    world.thick = world.files.pop()
    identity = new_id()
    with connection.transaction():
        trusted(connection)
        person = (identity, EMAIL, EMAIL, "Rosa Bench", "en", passwords.hashed(PASSWORD), NOW, None)
        connection.execute("INSERT INTO gate.identities VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", person)
        members(connection, writer, SLUG, identity, wrapped)
        written(connection, writer)
        for series in ("client", "case", "document"):
            row = (world.organisation_id, new_id(), NOW, series, 1000 + last)
            connection.execute("INSERT INTO counters VALUES (%s, %s, %s, %s, %s)", row)
    return world


def trusted(connection: psycopg.Connection) -> None:
    """No look-ups in this transaction: the rows fit by making."""
    connection.execute("SET LOCAL session_replication_role = replica")


def written(connection: psycopg.Connection, writer: Writer) -> None:
    """Every row made so far."""
    for table, rows in writer.tables.items():
        _copy(connection, table, COLUMNS[table].split(), rows)


def members(connection: psycopg.Connection, writer: Writer, slug: str, first: UUID, wrapped: bytes) -> None:
    """The agency with its key and its twelve members, the first of them this person."""
    world, me = writer.world, writer.world.organisation_id
    given = (me, slug, "Harbour Careers", "ON", "en", ZONE, "active", NOW, None)
    connection.execute("INSERT INTO organisations VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)", given)
    key = (me, writer.key_id, NOW, wrapped)
    connection.execute("INSERT INTO organisation_keys VALUES (%s, %s, %s, %s)", key)
    for number, member in enumerate(world.members):
        who = (first, "Rosa Bench") if number == 0 else (new_id(), f"{words.GIVEN[number]} Worker")
        row = (me, member, NOW, *who, EMAIL, ROLES if number else MINE, None)
        connection.execute("INSERT INTO members VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", row)


Rows = Iterable[tuple[object, ...]]


def _copy(connection: psycopg.Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    named = [sql.Identifier(name) for name in ("organisation_id", "id", "created_at", *columns)]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), sql.SQL(", ").join(named))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
