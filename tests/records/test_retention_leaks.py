"""After a file is destroyed nothing of it is left anywhere the product writes: not in any row, clear or decoded, not
in storage, not in the broker, not in what was logged; and no key is left that opens an older copy (retention.md P10)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select

from records.cases.actions import close_case
from records.cases.models import Case
from records.retention.dates import Period
from records.retention.terms import Event, RecordClass, on
from tenants.embedded import redis_client
from tenants.settings import settings
from tests import factories
from tests.retention import approve, move_to, plan, put_in_force, run_now, work
from tests.visitor import Visitor
from tests.world import Agency, World, another_file

LATER = date(2048, 6, 1)
KEPT_BY_THE_AGENCY = {"audit_events"}
NAME, SECRET = "Vermiculix", "quidnunc"
# Everything the file holds, and nothing that a person still decides about.
RULES = (
    {"keep": Period(7)},
    {"record_class": RecordClass.INCIDENT, "trigger": on(Event.INCIDENT_CLOSED_ON), "keep": Period(10)},
    {"record_class": RecordClass.BREACH_RECORD, "trigger": on(Event.BREACH_DETERMINED_ON), "keep": Period(2)},
)

THEIRS = "(SELECT incident_id FROM incident_persons WHERE client_id = %s)"
SETTLED = (
    "UPDATE incidents SET state = 'closed', closed_at = now(), closed_by = author_id, close_asked_by = author_id,"
    f" alone = true WHERE id IN {THEIRS}",
    "UPDATE breaches SET decision = 'no_real_risk', sensitivity = 'low', likelihood = 'low', reasons_sealed ="
    f" circumstances_sealed WHERE incident_id IN {THEIRS}",
)


def everywhere(superuser: psycopg.Connection) -> dict[str, bytes]:
    """Whatever a thief could carry off, by the place it stood in: every table as its raw bytes, every stored file,
    message and line of the journal, every key of the broker."""
    tables = superuser.execute(
        "SELECT schemaname, tablename FROM pg_tables"
        " WHERE schemaname !~ '^(pg_catalog|information_schema|as_.+)$'"
    ).fetchall()
    found = {}
    for schema, table in tables:
        statement = sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(schema, table))
        with superuser.cursor().copy(statement) as rows:
            found[table] = b"".join(bytes(part) for part in rows)
    for path in settings().var.rglob("*"):
        # Mail that left is with whoever received it; it is caught in a folder only where no server is set.
        if path.is_file() and "mail" not in path.parts:
            found[str(path.relative_to(settings().var))] = path.read_bytes() + str(path).encode()
    broker = redis_client(settings().redis_url)
    for key in broker.scan_iter():
        found[f"broker {key!r}"] = key + (broker.dump(key) or b"")
    return found


def places_of(found: dict[str, bytes], *canaries: str) -> set[str]:
    """The places in which any of the words stands, in whatever case."""
    words = re.compile("|".join(canaries).encode(), re.IGNORECASE)
    return {place for place, data in found.items() if words.search(data)}


def end_everything(superuser: psycopg.Connection, agency: Agency, client_id: UUID) -> None:
    """All work with a person is over: cases closed, the incidents about them settled."""
    with agency.acting("practitioner") as session:
        for case in session.execute(select(Case).where(Case.client_id == client_id)).scalars():
            if case.is_open:
                close_case(session, case, closed_on=factories.today(), exit_reason="employed")
    with superuser.transaction():
        superuser.execute("SET LOCAL session_replication_role = replica")
        for settled in SETTLED:
            superuser.execute(settled, (client_id,))


@pytest.fixture
def file(world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agency]:
    """A file with something of every kind in it, each with canaries of its own."""
    made = another_file(world.first, name=NAME, secret=SECRET)
    end_everything(superuser, world.first, made.ids["client_id"])
    put_in_force(world.first, *RULES)
    yield made
    monkeypatch.undo()
    settings.cache_clear()


def look_around(visitor: Visitor, agency: Agency, client_id: UUID) -> None:
    """Somebody searches for the person and opens the file: what is logged and kept between requests is there."""
    visitor.sign_in(agency.session_token("owner"))
    for path in (f"people?words={NAME}", f"people/{client_id}", f"people/{client_id}/consents"):
        assert NAME in visitor.get(f"/{agency.slug}/{path}").text


def test_p10_of_a_destroyed_file_no_canary_is_left_anywhere(
    world: World, file: Agency, superuser: psycopg.Connection, visitor: Visitor,
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    agency, client_id = world.first, file.ids["client_id"]
    look_around(visitor, agency, client_id)
    before = everywhere(superuser)
    assert len(places_of(before, NAME)) >= 3, "the search itself works"
    other = {name: data for name, data in before.items() if str(world.second.organisation_id) in name}
    # First the file and the register, then the incident that waited for its lines, then the person whom it named.
    for day in (LATER, LATER + timedelta(days=40), LATER + timedelta(days=80)):
        move_to(monkeypatch, day)
        run = plan(agency)
        approve(agency, run)
        work(superuser, agency)
        move_to(monkeypatch, day + timedelta(days=31))
        work(superuser, agency)
        assert run_now(agency, run.id).state == "complete"
    after = everywhere(superuser)
    # What the agency wrote about itself with the same word stays its own: partners, templates, wordings.
    assert places_of(after, NAME, SECRET, str(client_id)) <= KEPT_BY_THE_AGENCY
    assert client_id.bytes not in after["client_keys"] + after["clients"] + after["files"]
    said = "".join(capfd.readouterr())
    assert not re.search(f"{NAME}|{SECRET}", said, re.IGNORECASE)
    assert {name: after.get(name) for name in other} == other
