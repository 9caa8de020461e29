"""The database and the broker that come with the product: started together, mended, stopped, and found by address."""

import fcntl
import os
import socket
import time
from pathlib import Path
from typing import IO
from urllib.parse import quote

import redis

from tenants.errors import Refused
from tenants.place import place, private
from tenants.servers import Postgres, Valkey
from tenants.settings import settings

DATABASE = "northfile"
_LOGINS = {
    "DATABASE_URL": "northfile_app",
    "GATE_DATABASE_URL": "northfile_gate",
    "RETENTION_DATABASE_URL": "northfile_retention",
    "MIGRATION_DATABASE_URL": "postgres",
}

# Seconds to wait for another holder of a data folder: to see that it has to stop, and to stop.
_NOTICING, _STOPPING = 1.5, 15.0


def addresses(var: Path, database: str = DATABASE) -> dict[str, str]:
    """The environment that leads a process to the services of a data folder, running or not."""
    here = place(var)
    host = quote(str(here.sockets), safe="")
    found = {
        name: f"postgresql+psycopg://{role}@/{database}?host={host}&port=5432"
        for name, role in _LOGINS.items()
    }
    return found | {"REDIS_URL": f"redis+socket://{quote(str(here.sockets / 'valkey'))}"}


def redis_client(url: str) -> redis.Redis:
    """A client for a REDIS_URL. Celery writes a socket as `redis+socket://`, the client library as `unix://`."""
    return redis.Redis.from_url(url.replace("redis+socket://", "unix://", 1), socket_timeout=5)


def lead(var: Path) -> None:
    """From here on this process, and every one it starts, finds its way to the services of a data folder."""
    os.environ.update(addresses(var))
    settings.cache_clear()


def lead_to_stand_in() -> None:
    """From here on this process, and every one it starts, pays at a stand-in for a payment provider; its port is one
    that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        os.environ["STRIPE_API_BASE"] = f"http://127.0.0.1:{probe.getsockname()[1]}"
    settings.cache_clear()


class Claim:
    """The right to run things from a data folder: one holder at a time, and free again when the holder dies."""

    def __init__(self, var: Path) -> None:
        self.var = var.resolve()
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Takes it until this process ends, however it ends; a holder that is stopping is waited for. Refused while
        another holds it."""
        file = (private(self.var / "run", None) / "lock").open("a+")
        begun = time.monotonic()
        while not _locked(file):
            file.seek(0)
            holder, waited = file.read(), time.monotonic() - begun
            if waited > (_STOPPING if holder == "" else _NOTICING):
                raise Refused(
                    "Northfile is already running from %(var)s (process %(holder)s): stop that one, or choose "
                    "another folder with NORTHFILE_VAR.",
                    var=self.var,
                    holder=holder or "?",
                )
            time.sleep(0.05)
        self._file = file
        self._write(str(os.getpid()))

    def ending(self) -> None:
        """Lets others know that it will soon be free."""
        if self._file is not None:
            self._write("")

    def _write(self, words: str) -> None:
        assert self._file is not None
        self._file.truncate(0)
        self._file.write(words)
        self._file.flush()

    def free(self) -> None:
        """Gives it to whoever comes next."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


class Services:
    """Both services of one data folder. Who starts them holds the claim on the folder."""

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        self.here = place(var)
        self.postgres = Postgres(self.here, durable=durable)
        self.valkey = Valkey(self.here)
        self._both: tuple[Postgres | Valkey, ...] = (self.postgres, self.valkey)

    def start(self) -> None:
        """Starts both and returns when both answer and the database is there. Refused when one does not."""
        for service in self._both:
            service.start()
        for service in self._both:
            service.wait()
        with self.postgres.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def mend(self) -> list[str]:
        """Starts again what has died since; their names. Returns when they answer."""
        dead = [service for service in self._both if not service.is_running]
        for service in dead:
            service.start()
            service.wait()
        return [service.name for service in dead]

    def stop(self) -> None:
        """Stops both, at most some 12 s."""
        self.valkey.stop()
        self.postgres.stop()
