"""The database and the broker that come with the product: started together, mended, stopped, and found by address."""

import fcntl
import os
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

import redis

from tenants import processes
from tenants.errors import Refused
from tenants.place import place, private
from tenants.servers import Postgres, Valkey

DATABASE = "northfile"
_LOGINS = {
    "DATABASE_URL": "northfile_app",
    "GATE_DATABASE_URL": "northfile_gate",
    "RETENTION_DATABASE_URL": "northfile_retention",
    "MIGRATION_DATABASE_URL": "postgres",
}


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


class Services:
    """Both services of one data folder, and the right to run them: one holder at a time."""

    def __init__(self, var: Path, *, durable: bool = True) -> None:
        here = place(var)
        self.here = here
        self.postgres = Postgres(here, durable=durable)
        self.valkey = Valkey(here)
        self._both: tuple[Postgres | Valkey, ...] = (self.postgres, self.valkey)
        self._lock: IO[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def claim(self) -> None:
        """Takes the data folder until this process ends, however it ends. Refused while another one has it."""
        self._lock = (private(self.here.var / "run", None) / "lock").open("a+")
        if not processes.wait_until(self._is_ours, 3):
            self._lock.seek(0)
            holder = self._lock.read().strip() or "?"
            raise Refused(
                "Northfile is already running from %(var)s (process %(holder)s): stop that one, or choose another "
                "folder with NORTHFILE_VAR.",
                var=self.here.var,
                holder=holder,
            )
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()))
        self._lock.flush()

    def _is_ours(self) -> bool:
        assert self._lock is not None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def start(self) -> None:
        """Starts both and returns when both answer and the database is there. Refused when one does not."""
        if self._lock is None:
            self.claim()
        for service in self._both:
            service.start()
        for service in self._both:
            self._await(service)
        with self.postgres.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _await(self, service: Postgres | Valkey) -> None:
        """Waits up to 30 s. A start that fails because an old server's last processes are still going is repeated."""

        def ready() -> bool:
            if service.process is not None and service.process.poll() is not None:
                processes.wait_until(lambda: False, 0.3)
                service.start()
            return service.is_ready()

        if not processes.wait_until(ready, 30):
            log = self.here.var / "log" / f"{service.name}.log"
            raise Refused("%(name)s did not start; %(log)s says why.", name=service.name, log=log)

    def mend(self) -> list[str]:
        """Starts again what has died since; their names. Returns when they answer."""
        dead = [
            service for service in self._both if service.process is None or service.process.poll() is not None
        ]
        for service in dead:
            service.start()
            self._await(service)
        return [service.name for service in dead]

    def stop(self) -> None:
        """Stops both, at most some 12 s, and gives the data folder free."""
        for service in (self.valkey, self.postgres):
            service.stop()
        if self._lock is not None:
            self._lock.close()
            self._lock = None
