"""What has to be done before the first page: the schema and the demo, each in a process of its own, and not twice."""

import hashlib
import sys
from pathlib import Path
from typing import IO

import psycopg

from tenants import processes
from tenants.embedded import DATABASE, Services
from tenants.errors import Refused
from tenants.servers import open_log
from webapp.trouble import Trouble

_MIGRATIONS = Path(__file__).parents[1] / "migrations"
# Which cluster it is and where its schema stands; no answer when the schema is not there yet.
_STANDING = """
    SELECT system_identifier || ' ' || (SELECT string_agg(version_num, ' ') FROM alembic_version)
    FROM pg_control_system()
"""


class Preparation:
    """The preparations of one data folder. Only what concerns the embedded database is remembered as done: somebody
    else may change another one meanwhile."""

    def __init__(self, var: Path, services: Services | None, trouble: Trouble) -> None:
        self.var = var
        self.services = services
        self.trouble = trouble

    def migrate(self) -> None:
        """Brings the database to the head, unless the same steps have brought this very database there."""
        done = self.var / "run" / "schema"
        if self.services is None or not done.exists() or done.read_text() != self._schema():
            self._once("migrate")
            done.write_text(self._schema())

    def _schema(self) -> str:
        steps = hashlib.sha256()
        for path in sorted(_MIGRATIONS.rglob("*.py")):
            steps.update(path.read_bytes())
        return f"{self._standing()} {steps.hexdigest()}"

    def _standing(self) -> str:
        if self.services is None:
            return ""
        try:
            with self.services.postgres.connect(DATABASE) as connection:
                row = connection.execute(_STANDING).fetchone()
        except psycopg.errors.UndefinedTable:
            return ""
        return str(row[0]) if row else ""

    def demo(self) -> str:
        """The sign-ins of the demo, which is made once; what it said is kept with the name of its database."""
        said = self.var / "run" / "demo"
        cluster = self._standing().partition(" ")[0]
        if self.services and said.exists():
            made, _, words = said.read_text().partition("\n")
            if made == cluster:
                return words
        output = said.with_suffix(".output")
        with output.open("wb") as words_go:
            self._once("demo", words_go)
        words = output.read_text()
        output.unlink()
        said.write_text(f"{cluster}\n{words}")
        return words

    def _once(self, command: str, output: IO[bytes] | None = None) -> None:
        """`northfile <command>` in a child, its words in a log. Refused when it fails."""
        with open_log(self.var, command) as log:
            words = (sys.executable, "-m", "webapp.cli", command)
            code = processes.start(words, output or log, errors=log).wait()
        self.trouble.show()
        if code:
            raise Refused(
                "`northfile %(command)s` failed; %(var)s/log/%(command)s.log says why.",
                command=command,
                var=self.var,
            )
