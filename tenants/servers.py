"""The two servers that come with the product: PostgreSQL and Valkey, each over one folder of data.

Only the binaries of the packages are used. Both listen on a socket in a folder that nobody else may enter, and on no
network. Whether one lives is asked by connecting; a process number is believed only with its working folder."""

import contextlib
import shutil
import signal
import subprocess
from pathlib import Path
from typing import IO

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from tenants import processes
from tenants.errors import Refused
from tenants.place import Place, private

_LOG_LIMIT = 5_000_000  # bytes; a longer log is set aside once, when its writer starts
# For tests only: a database that need not survive the machine.
_HASTY = ("-cfsync=off", "-csynchronous_commit=off", "-cfull_page_writes=off")


def open_log(var: Path, name: str) -> IO[bytes]:
    """The log of one process, `<var>/log/<name>.log`, to be added to."""
    path = private(var / "log", None) / f"{name}.log"
    if path.exists() and path.stat().st_size > _LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


class Server:
    """One program over one folder of data, tied to this process."""

    name: str

    def __init__(self, here: Place) -> None:
        self.here = here
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts the program without waiting for it, whatever an earlier one left behind."""
        raise NotImplementedError

    def is_ready(self) -> bool:
        """Whether it answers a question."""
        raise NotImplementedError

    @property
    def is_running(self) -> bool:
        """Whether the program has not ended."""
        return self.process is not None and self.process.poll() is None

    def wait(self) -> None:
        """Waits up to 30 s for an answer. A start that fails because an old server's last processes are still going
        is repeated. Refused when no answer comes."""
        if not processes.wait_until(self._came, 30):
            log = self.here.var / "log" / f"{self.name}.log"
            raise Refused("%(name)s did not start; %(log)s says why.", name=self.name, log=log)

    def _came(self) -> bool:
        if not self.is_running:
            processes.wait_until(lambda: False, 0.3)
            self.start()
        return self.is_ready()

    def _stop(self, first: int) -> None:
        if self.process is not None and self.is_running:
            self.process.send_signal(first)
            try:
                self.process.wait(6)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Postgres(Server):
    """One PostgreSQL over one data folder."""

    name = "postgres"

    def __init__(self, here: Place, *, durable: bool = True) -> None:
        super().__init__(here)
        self.data = here.data / "postgres"
        self._options = () if durable else _HASTY

    def start(self) -> None:
        """Starts the server without waiting for it, whatever an earlier one left behind."""
        self._create()
        self._clear()
        (self.data / "pg_hba.conf").write_text("local all all peer map=northfile\n")
        people = sorted({"root", self.here.owner})
        (self.data / "pg_ident.conf").write_text("".join(f'northfile "{person}" all\n' for person in people))
        sockets = str(private(self.here.sockets, self.here.user)).replace('"', '""')
        command: list[str | Path] = [
            self.here.postgres_programs / "postgres",
            *("-D", self.data, "-clisten_addresses=", f'-cunix_socket_directories="{sockets}"'),
            *("-cunix_socket_permissions=0700", "-ctimezone=UTC", "-clog_timezone=UTC", *self._options),
        ]
        with open_log(self.here.var, self.name) as log:
            self.process = processes.start(command, log, user=self.here.user, parting=signal.SIGINT)

    def _create(self) -> None:
        """A cluster is made beside its place and moved there whole: one left half made is never taken for one."""
        if self.data.exists():
            return
        half = self.data.with_name("postgres.half")
        shutil.rmtree(half, ignore_errors=True)
        private(half, self.here.user)
        command: list[str | Path] = [
            *(self.here.postgres_programs / "initdb", "-D", half, "--username=postgres", "--auth-local=peer"),
            *("--auth-host=reject", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"),
            *("--data-checksums", "--no-instructions"),
        ]
        made = subprocess.run(
            command, capture_output=True, text=True, check=False, **processes.as_user(self.here.user)
        )
        if made.returncode:
            raise Refused("The database could not be made: %(why)s", why=made.stderr.strip().splitlines()[-1])
        half.rename(self.data)

    def _clear(self) -> None:
        """Stops a server that a killed parent left, and forgets one that is gone: PostgreSQL itself would take any
        process with the same number, even one not yet reaped, for the old server."""
        file = self.data / "postmaster.pid"
        pid = int(file.read_text().split()[0]) if file.exists() else 0
        try:
            left = (
                pid > 0
                and processes.started(pid) is not None
                and Path(f"/proc/{pid}/cwd").samefile(self.data)
            )
        except OSError:
            left = False
        if left:
            processes.stop_groups(processes.trace(pid), first=signal.SIGINT, patience=10)
        file.unlink(missing_ok=True)

    def is_ready(self) -> bool:
        """Whether it answers a question."""
        try:
            with self.connect() as connection:
                return connection.execute("SELECT 1").fetchone() is not None
        except psycopg.Error:
            return False

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection as the superuser, every statement its own transaction."""
        host = str(self.here.sockets)
        return psycopg.connect(
            host=host, user="postgres", dbname=database, autocommit=True, connect_timeout=5
        )

    def stop(self) -> None:
        """A fast shutdown: sessions are ended, nothing committed is lost."""
        self._stop(signal.SIGINT)


class Valkey(Server):
    """One Valkey over one data folder, keeping an append-only file."""

    name = "valkey"

    def start(self) -> None:
        """Starts the server without waiting for it; one that a killed parent left is stopped first."""
        data = private(self.here.data / "valkey", self.here.user)
        socket = private(self.here.sockets, self.here.user) / "valkey"
        with contextlib.suppress(redis.RedisError):
            self._client().shutdown(nosave=True)  # the append-only file has everything
            processes.wait_until(lambda: not self.is_ready(), 5)
        command: list[str | Path] = [
            *(self.here.valkey_program, "--port", "0", "--unixsocket", socket, "--unixsocketperm", "700"),
            *("--dir", data, "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction", "--loglevel", "warning"),
        ]
        with open_log(self.here.var, self.name) as log:
            self.process = processes.start(command, log, user=self.here.user)

    def _client(self) -> redis.Redis:
        once = Retry(NoBackoff(), 0)
        return redis.Redis(unix_socket_path=str(self.here.sockets / "valkey"), socket_timeout=5, retry=once)

    def is_ready(self) -> bool:
        """Whether it answers."""
        try:
            with self._client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def stop(self) -> None:
        """Ends it with everything written."""
        self._stop(signal.SIGTERM)
