"""The product as it runs in production, in a folder of its own, and beside it the servers it is compared with."""

import contextlib
import http.client
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from socket import socket
from typing import Self

import psycopg

from benchmarks.figures import Meter
from tenants import embedded, processes
from tenants.servers import open_log
from tenants.settings import settings
from webapp.supervisor import PYTHON, Child, Household, web_command

WORKERS = 2  # processes of the product's own web server
ALONE = "northfile_alone"  # the database with one agency; the other one is embedded.DATABASE


@dataclass(frozen=True)
class Server:
    """A web server that can be asked, and where its work shows."""

    port: int
    database: str
    trace: processes.Trace

    def meter(self, postmaster: int) -> Meter:
        """The processor time of its processes and of the backends of its database."""
        return Meter(self.trace, postmaster, self.database)


@contextlib.contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """Processes started inside see these values; this process sees what it saw before."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serves(port: int, path: str = "/healthz") -> bool:
    """Whether the page answers."""
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        return connection.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


class Rooms:
    """Services, web, worker and beat over one temporary folder; stopped and removed when the block ends."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="northfile-bench-", ignore_cleanup_errors=True)
        self.var = Path(self._folder.name)
        self.var.chmod(0o711)  # run by root, the database is somebody else's and must be able to pass
        self.services = embedded.Services(self.var)
        self.servers: list[Server] = []
        self.children: dict[str, Child] = {}

    def __enter__(self) -> Self:
        os.environ.update(NORTHFILE_VAR=str(self.var), PORT=str(free_port()))
        self.services.start()
        embedded.lead(self.var)
        self.run("migrate")
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        for log in sorted((self.var / "log").glob("*.log")) if kind else ():
            print(f"--- {log.name}\n{log.read_text()[-1500:]}", file=sys.stderr)
        traces = [child.trace for child in self.children.values()] + [server.trace for server in self.servers]
        processes.stop_groups(*traces, patience=8)
        self.services.stop()
        self._folder.cleanup()

    @property
    def postmaster(self) -> int:
        """The number of the database's first process."""
        assert self.services.postgres.process is not None
        return self.services.postgres.process.pid

    def run(self, command: str) -> None:
        """Runs one command of the product to its end."""
        with open_log(self.var, command) as log:
            subprocess.run([*PYTHON, "webapp.cli", command], check=True, stdout=log, stderr=log)

    def superuser(self, database: str = embedded.DATABASE) -> psycopg.Connection:
        """A connection that no wall binds; every statement its own transaction."""
        return self.services.postgres.connect(database)

    def start_children(self) -> None:
        """Starts web, worker and beat with the very commands of `northfile up`."""
        for child in Household(settings()).children:
            child.start(self.var)
            self.children[child.name] = child

    def product(self) -> Server:
        """The product's own web server, once it answers."""
        server = Server(settings().port, embedded.DATABASE, self.children["web"].trace)
        assert processes.wait_until(lambda: serves(server.port), 60), "the web does not answer"
        return server

    def second(
        self,
        name: str,
        factory: str,
        database: str,
        path: str,
        *,
        values: Mapping[str, str] | None = None,
        workers: int = WORKERS,
    ) -> Server:
        """Another web server of the same kind, over another database, with another application or of another size."""
        port = free_port()
        command = [*web_command("127.0.0.1", port)[:-1], factory]
        command[command.index("--workers") + 1] = str(workers)
        with (
            environment({**embedded.addresses(self.var, database), **(values or {})}),
            open_log(self.var, name) as log,
        ):
            process = processes.start(tuple(command), log)
        server = Server(port, database, processes.trace(process.pid))
        self.servers.append(server)
        assert processes.wait_until(lambda: serves(port, path), 30), f"{name} does not answer"
        return server
