"""A session is one agency's for life, a pooled connection forgets whose it was, and no login may see through."""

import dataclasses
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import exc, select, text
from sqlalchemy.engine import make_url

from records.clients.models import Client
from records.clients.queries import get_client, page_of_clients
from tenants import context
from tenants.context import acting_for
from tenants.database import TenantSession, engine, transaction
from tenants.errors import NoTenancy, NotFound
from tests import factories
from tests.services import Share
from tests.world import World


def test_without_a_tenancy_there_is_no_session() -> None:
    with pytest.raises(NoTenancy), transaction():
        pass


def test_a_session_refuses_to_ask_under_another_tenancy(world: World) -> None:
    with acting_for(world.first.tenancy()), transaction() as session:
        with acting_for(world.second.tenancy()), pytest.raises(NoTenancy):
            session.execute(select(Client))


def test_the_identity_map_does_not_answer_another_tenancy(world: World) -> None:
    """What is loaded already is handed out without asking the database, so the wall cannot help there."""
    key = (world.first.organisation_id, world.first.ids["client_id"])
    with acting_for(world.first.tenancy()), transaction() as session:
        loaded = session.get(Client, key)  # kept, because the identity map is weak
        with acting_for(world.second.tenancy()), pytest.raises(NoTenancy):
            session.get(Client, key)
        assert loaded is not None


def test_a_session_refuses_to_flush_under_another_tenancy(world: World) -> None:
    with acting_for(world.first.tenancy()), transaction() as session:
        client = get_client(session, world.first.ids["client_id"])
        client.pronouns = "they"
        with acting_for(world.second.tenancy()), pytest.raises(NoTenancy):
            session.flush()
        session.rollback()


def test_leaving_a_transaction_under_another_tenancy_saves_nothing(
    world: World, superuser: psycopg.Connection
) -> None:
    opened = transaction()
    with acting_for(world.first.tenancy()):
        session = opened.__enter__()
        factories.a_client(session, legal_given="Unsaved")
    with acting_for(world.second.tenancy()), pytest.raises(NoTenancy):
        opened.__exit__(None, None, None)
    assert superuser.execute("SELECT 1 FROM clients WHERE legal_given = 'Unsaved'").fetchall() == []


def test_a_tenancy_that_says_one_agency_and_proves_another_writes_nowhere(world: World) -> None:
    mixed = dataclasses.replace(world.first.tenancy(), organisation_id=world.second.organisation_id)
    with acting_for(mixed), transaction() as session:
        with pytest.raises(exc.ProgrammingError, match="row-level security"):
            session.add(
                Client(
                    file_number="X",
                    legal_given="X",
                    legal_family="",
                    preferred_name="",
                    pronouns="",
                    language="en",
                    sort_name="x",
                    birth_on=None,
                    worker_id=None,
                )
            )
            session.flush()
        session.rollback()


def test_a_thread_begins_without_a_tenancy(world: World) -> None:
    raised: list[type[BaseException]] = []

    def work() -> None:
        try:
            context.current()
        except NoTenancy as error:
            raised.append(type(error))

    with acting_for(world.first.tenancy()):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert raised == [NoTenancy]


def test_two_threads_with_two_tenancies_never_meet(world: World) -> None:
    seen: dict[str, set[str]] = {}
    together = threading.Barrier(2, timeout=60)

    def look(agency_name: str) -> None:
        agency = getattr(world, agency_name)
        with acting_for(agency.tenancy()):
            for _ in range(20):
                together.wait()
                with transaction(read_only=True) as session:
                    page = page_of_clients(session)
                seen.setdefault(agency_name, set()).update(line.legal_given for line in page.rows)

    threads = [threading.Thread(target=look, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert seen == {"first": {world.first.name}, "second": {world.second.name}}


@pytest.mark.parametrize("ending", ["committed", "rolled back", "read only"])
def test_a_pooled_connection_forgets_whose_it_was(world: World, ending: str) -> None:
    with acting_for(world.first.tenancy()):
        if ending == "rolled back":
            with pytest.raises(ZeroDivisionError), transaction() as session:
                session.execute(select(Client))
                raise ZeroDivisionError
        else:
            with transaction(read_only=ending == "read only") as session:
                assert session.execute(select(Client)).first()
    pool = [engine("app").connect() for _ in range(4)]
    try:
        for connection in pool:
            told = connection.execute(
                text("SELECT current_setting('app.ctx', true), current_setting('transaction_read_only')")
            ).one()
            assert told[0] in ("", None)
            assert told[1] == "off"
            assert connection.execute(text("SELECT count(*) FROM clients")).scalar() == 0
    finally:
        for connection in pool:
            connection.close()


def test_the_setting_ends_with_the_transaction_even_in_a_session_that_goes_on(world: World) -> None:
    with acting_for(world.first.tenancy()), TenantSession(bind=engine("app")) as session:
        assert session.execute(select(Client)).first()
        session.commit()
        assert session.execute(select(Client)).first(), "a second transaction says anew for whom it is"


def test_a_look_cannot_write(world: World) -> None:
    with pytest.raises(exc.InternalError, match="read-only"), world.first.acting(read_only=True) as session:
        factories.a_client(session)


def test_anothers_id_and_a_made_up_one_are_refused_alike(world: World) -> None:
    told = []
    for client_id in (world.second.ids["client_id"], uuid4()):
        with world.first.acting(read_only=True) as session, pytest.raises(NotFound) as refusal:
            get_client(session, client_id)
        told.append(str(refusal.value))
    assert told[0] == told[1]


CHECK = "from tenants.database import refuse_to_see_through_the_wall as refuse; refuse(); print('let in')"


def start(**addresses: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CHECK],
        env=os.environ | addresses,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def careless_login(superuser: psycopg.Connection, database: Share) -> Iterator[str]:
    """A login that may become the owner of the tables."""
    name = f"careless_{database.database}"
    superuser.execute(f"CREATE ROLE {name} LOGIN")
    superuser.execute(f"GRANT northfile_owner TO {name}")
    yield make_url(os.environ["DATABASE_URL"]).set(username=name).render_as_string(hide_password=False)
    superuser.execute(f"DROP OWNED BY {name}")
    superuser.execute(f"DROP ROLE {name}")


def test_the_product_starts_with_plain_logins(database: Share) -> None:
    assert database
    assert start().stdout == "let in\n"


@pytest.mark.parametrize("name", ["DATABASE_URL", "GATE_DATABASE_URL", "RETENTION_DATABASE_URL"])
def test_the_product_refuses_to_start_with_a_superuser(database: Share, name: str) -> None:
    assert database
    done = start(**{name: os.environ["MIGRATION_DATABASE_URL"]})
    assert done.returncode == 1
    assert "could see through the wall" in done.stderr
    assert done.stdout == ""


def test_the_product_refuses_a_login_that_may_become_the_owner(careless_login: str) -> None:
    done = start(DATABASE_URL=careless_login)
    assert done.returncode == 1
    assert "could see through the wall" in done.stderr
