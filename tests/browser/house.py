"""The real product for a browser: the web, the worker and the beat as `northfile up` runs them, over a database and a
broker of their own, with a calendar that can be moved ahead."""

import http
import json
import os
import secrets
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest import mock

import psycopg
from sqlalchemy import make_url

from tenants import clock, embedded, processes
from tenants.place import place
from tenants.servers import Valkey
from tenants.settings import settings
from tests import services
from tests.operation import household
from webapp import supervisor


class House:
    """Started once for each worker of the run; `today` only ever moves ahead."""

    def __init__(self, name: str, var: Path) -> None:
        self.database, self.var, self.port = f"northfile_house_{name}", var, household.free_port()
        self.url = f"http://localhost:{self.port}"
        self.today: date | None = None
        self._children: list[supervisor.Child] = []
        services.drop(self.database)
        services.create(self.database, services.TEMPLATE)
        self._valkey = Valkey(place(var))
        self._valkey.start()
        self._valkey.wait()

    @property
    def day(self) -> date:
        """Where the agencies of the tests are, which is not yet the day of a clock in Greenwich."""
        return self.today or clock.today("America/Toronto")

    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        moved = {name: make_url(os.environ[name]).set(database=self.database) for name in services.ADDRESSES}
        told = {name: url.render_as_string(hide_password=False) for name, url in moved.items()}
        told |= {"REDIS_URL": embedded.addresses(self.var)["REDIS_URL"], "NORTHFILE_VAR": str(self.var)}
        return told | {
            "PORT": str(self.port),
            "NORTHFILE_TODAY": self.today.isoformat() if self.today else "",
        }

    def start(self) -> None:
        """Returns when the first page can be had."""
        with mock.patch.dict(os.environ, self.environment()):
            settings.cache_clear()
            self._children = supervisor.Household(settings()).children
            for child in self._children:
                child.start(self.var)
        settings.cache_clear()
        assert household.eventually(self.answers), self.logs()

    def move(self, today: date) -> None:
        """Starts everything anew on a later day."""
        self.stop()
        self.today = today
        self.start()

    def stop(self) -> None:
        """Ends the processes as a power cut would, which is also the quickest; the data stays."""
        processes.stop_groups(*(child.trace for child in self._children), first=signal.SIGKILL)
        for child in self._children:
            assert child.process is not None
            child.process.wait(5)

    def end(self) -> None:
        """Leaves nothing behind."""
        self.stop()
        self._valkey.stop()
        services.drop(self.database)

    def answers(self) -> bool:
        """Whether it serves."""
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return bool(answer.status == http.HTTPStatus.OK)
        except OSError:
            return False

    def logs(self) -> str:
        """The end of what its processes said, for a failure."""
        found = sorted((self.var / "log").glob("*.log"))
        return "\n".join(f"--- {path.name}\n{path.read_text()[-2000:]}" for path in found)

    def superuser(self) -> psycopg.Connection:
        """Who sees everything: for arranging faults and for looking behind the wall."""
        return services.superuser(self.database)

    def open_session(self, email: str) -> str:
        """A session of somebody, besides those they have; what its cookie holds."""
        token = secrets.token_urlsafe(32)
        with self.superuser() as connection:
            connection.execute(
                "INSERT INTO gate.sessions (token_hash, identity_id)"
                " SELECT sha256(%s), id FROM gate.identities WHERE email = %s",
                [token.encode(), email],
            )
        return token

    def an_agency(self, word: str, *, retention: bool = False) -> dict[str, str]:
        """One more agency, made by the product's own actions; its names and secrets carry the word, and it comes with
        the ids of everything it has. `owner` and `practitioner` are session tokens, both with every role."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.browser.agency", word, *(["retention"] if retention else [])],
            env=os.environ | self.environment(),
            cwd=household.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        made: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
        return made

    def every_row(self) -> dict[str, list[str]]:
        """Every row of every table, as text: what a thief of the database would read."""
        found = {}
        with self.superuser() as connection:
            names = connection.execute(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
            for (name,) in names:
                found[name] = [row[0] for row in connection.execute(f"SELECT t::text FROM {name} t")]
        return found

    def places_with(self, word: str, organisation: str) -> set[str]:
        """The tables in which a word or an id stands, in rows of one organisation or of nobody."""
        others = {row[0] for row in self._ids()} - {organisation}
        return {
            name
            for name, rows in self.every_row().items()
            if any(word in row and not any(other in row for other in others) for row in rows)
        }

    def _ids(self) -> list[tuple[str]]:
        with self.superuser() as connection:
            return connection.execute("SELECT id::text FROM organisations").fetchall()


@contextmanager
def open_house(name: str) -> Iterator[House]:
    """A house from start to end."""
    with household.folder(name) as var:
        house = House(name, var)
        try:
            house.start()
            yield house
        finally:
            house.end()
