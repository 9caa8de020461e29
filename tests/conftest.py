"""What every test may ask for."""

import importlib
import os
from collections.abc import Callable, Iterator

import psycopg
import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import services
from tests.isolation.wall import Wall
from tests.visitor import Visitor
from tests.world import Agency, Kept, World, build

_RUN = pytest.StashKey[services.Run]()
_SHARE = pytest.StashKey[services.Share]()
_KEPT = pytest.StashKey[Kept]()
_WALLED = pytest.StashKey[Kept]()

# How fast the machine is, is nothing that a property may depend on.
hypothesis_settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tests that need no database are quicker without one."""
    parser.addoption("--no-services", action="store_true", help="start no database and no broker")


def pytest_configure(config: pytest.Config) -> None:
    """Before anything reads the settings: the run's services in the main process, then each worker's share."""
    if config.getoption("no_services") or config.option.collectonly or config.option.help:
        return
    worker = getattr(config, "workerinput", {}).get("workerid")
    if worker is None:
        config.stash[_RUN] = services.Run()
        config.stash[_RUN].start()
    if worker or not config.getoption("numprocesses", default=None):
        config.stash[_SHARE] = services.Share(worker or "main")


def pytest_unconfigure(config: pytest.Config) -> None:
    """In the other order."""
    for key in (_SHARE, _RUN):
        if part := config.stash.get(key, None):
            part.stop()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is installed, a skipped test is a test that nobody runs."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped"):
        reporter.write_line("Some tests were skipped, which CI does not allow.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[services.Share]:
    """The worker's own database, as migrated; the test commits for real, and it is emptied again after it."""
    share = request.config.stash[_SHARE]
    yield share
    share.clean()


@pytest.fixture
def superuser(database: services.Share) -> Iterator[psycopg.Connection]:
    """Who sees everything and is bound by nothing: for arranging faults and for looking behind the wall."""
    with services.superuser(database.database) as connection:
        yield connection


@pytest.fixture
def made_world(request: pytest.FixtureRequest, superuser: psycopg.Connection) -> Kept:
    """The world as it was made, to be put back as often as a test needs a new one."""
    stash = request.config.stash
    if _KEPT not in stash:
        stash[_KEPT] = Kept(services.superuser(superuser.info.dbname), build(), "as_made")
    return stash[_KEPT]


@pytest.fixture
def world(made_world: Kept) -> World:
    """Two agencies, committed (see tests/world.py)."""
    return made_world.put_back()


@pytest.fixture
def wall(
    request: pytest.FixtureRequest, database: services.Share, superuser: psycopg.Connection, world: World
) -> Wall:
    """The tables of agencies; from here on the world has a row of both agencies in each."""
    stash, found = request.config.stash, Wall(superuser)
    if _WALLED not in stash:
        found.fill(world)
        stash[_WALLED] = Kept(services.superuser(database.database), world, "as_walled")
    database.clean()
    world.become(stash[_WALLED].put_back())
    return found


@pytest.fixture(scope="session")
def app(pytestconfig: pytest.Config) -> Flask:
    """The web application of this worker, with its real protections."""
    assert _SHARE in pytestconfig.stash, "this test needs the services"
    # Not at the top: a fault in a page must not stop the tests that need none.
    application: Flask = importlib.import_module("webapp.app").create_app()
    application.test_client_class = Visitor
    return application


@pytest.fixture
def visitor(app: Flask, database: services.Share) -> Visitor:
    """Somebody who has not signed in."""
    assert database
    return app.test_client()


@pytest.fixture
def client_of(app: Flask) -> Callable[..., Visitor]:
    """`client_of(world.first, "practitioner")` is a browser without a screen in which that member is signed in."""

    def signed_in(agency: Agency, role: str = "owner") -> Visitor:
        visitor: Visitor = app.test_client()
        visitor.sign_in(agency.session_token(role))
        return visitor

    return signed_in
