"""Everything under one roof, for one machine: the embedded services, the web, the worker and the beat, kept alive
together and stopped together."""

import contextlib
import http.client
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from pathlib import Path
from subprocess import Popen

import click

from tenants import embedded, processes
from tenants.billing.way import way
from tenants.errors import Refused
from tenants.servers import open_log
from tenants.settings import Settings, settings
from webapp.preparation import Preparation
from webapp.trouble import Trouble

PYTHON = (sys.executable, "-m")
_CELERY = (*PYTHON, "celery", "-A", "workers.app", "--quiet")
# Without the first word Celery takes SIGTERM as "finish your tasks first", and Ctrl-C would take as long as a task.
_WORKER = ("env", "REMAP_SIGTERM=SIGQUIT", "nice", "-n", "10", *_CELERY, "worker", "--concurrency", "2")
_BEAT = (*_CELERY, "beat", "--scheduler", "celery.beat:Scheduler", "--pidfile=")
_STAND_IN = (*PYTHON, "tenants.billing.stand_in")
_LONGEST_PAUSE = 30.0  # seconds between two starts of a child that keeps dying
_WELL = 60.0  # seconds after which a child's earlier deaths are forgotten


def web_command(host: str, port: int) -> tuple[str, ...]:
    """The web server: two processes of two threads, started again when one dies (decision 12)."""
    return (
        *(*PYTHON, "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--workers", "2"),
        *("--blocking-threads", "2", "--respawn-failed-workers", "--workers-kill-timeout", "3s"),
        *("--log-level", "warning", "--no-ws", "--factory", "webapp.app:create_app"),
    )


@dataclass
class Child:
    """One process that is to be there all the time."""

    name: str
    command: tuple[str, ...]
    process: Popen[bytes] | None = None
    deaths: int = 0
    born: float = 0.0
    due: float = 0.0
    trace: processes.Trace = field(default=processes.Trace(0, 0))

    def start(self, var: Path) -> None:
        """Starts it, with its words in its own log."""
        with open_log(var, self.name) as log:
            self.process = processes.start(self.command, log)
        self.trace, self.born = processes.trace(self.process.pid), time.monotonic()

    def mind(self, var: Path) -> bool:
        """Starts it again once it has died and its pause is over; whether it was started."""
        if self.process is not None and self.process.poll() is not None:
            processes.stop_groups(self.trace, patience=1)  # what it may have left behind
            self.deaths = 1 if time.monotonic() - self.born > _WELL else self.deaths + 1
            pause = min(_LONGEST_PAUSE, 0.25 * 2**self.deaths)
            self.due, code, self.process = time.monotonic() + pause, self.process.returncode, None
            click.echo(
                f"{self.name} ended ({code}); starting it again. See {var}/log/{self.name}.log", err=True
            )
        if self.process is None and time.monotonic() >= self.due:
            self.start(var)
            return True
        return False


class Household:
    """What one `northfile up` runs, from one data folder."""

    def __init__(self, now: Settings) -> None:
        self.now = now
        self.var = now.var.resolve()
        self.claim = embedded.Claim(self.var)
        self.services = None if now.database_url else embedded.Services(self.var)
        web = web_command("127.0.0.1", now.port)
        self.children = [Child("web", web), Child("worker", _WORKER), Child("beat", _BEAT)]
        if way() == "none" and not now.is_production:
            embedded.lead_to_stand_in()
            self.children.append(Child("payments", _STAND_IN))
        self.trouble = Trouble(self.var / "log")

    def start(self) -> None:
        """Services, schema, demo, children, in that order; returns when the first page can be had."""
        self.claim.take()
        self._sweep()
        self._refuse_a_taken_port()
        if self.services:
            self.services.start()
            if self.services.here.data != self.var:
                click.echo(
                    f"{self.services.here.owner} cannot reach {self.var}: data in {self.services.here.data}"
                )
            embedded.lead(self.var)
        prepared = Preparation(self.var, self.services, self.trouble)
        prepared.migrate()
        words = "" if self.now.is_production else prepared.demo()
        self._serve()
        click.echo(f"{words}\nNorthfile is at {self.now.address} — Ctrl-C stops it.")

    def _serve(self) -> None:
        """The web first, alone: the others can wait for the processor until somebody has a page to look at."""
        web, *others = self.children
        for children in ([web], others):
            for child in children:
                child.start(self.var)
            self._write_down()
            if not processes.wait_until(self._serves_or_fails, 60, every=0.1) or not self._serves():
                raise Refused("The pages cannot be served; the logs in %(var)s/log say why.", var=self.var)

    def _sweep(self) -> None:
        """Ends what an earlier supervisor, killed too quickly to do it, has left."""
        with contextlib.suppress(OSError, ValueError):
            left = json.loads((self.var / "run" / "children").read_text())
            processes.stop_groups(*(processes.Trace(**trace) for trace in left), patience=2)

    def _write_down(self) -> None:
        traces = [asdict(child.trace) for child in self.children if child.trace.pid]
        (self.var / "run" / "children").write_text(json.dumps(traces))

    def _refuse_a_taken_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self.now.port))
            except OSError:
                raise Refused(
                    "Port %(port)s is in use: choose another one with PORT.", port=self.now.port
                ) from None

    def _serves_or_fails(self) -> bool:
        web = self.children[0]
        if web.mind(self.var):
            self._write_down()
        self.trouble.show()
        return self._serves() or web.deaths > 1

    def _serves(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.now.port, timeout=5)
            connection.request("GET", "/healthz")
            return connection.getresponse().status == HTTPStatus.OK
        except OSError:
            return False

    def mind(self) -> None:
        """Looks once at everything, and starts again what has died."""
        for name in self.services.mend() if self.services else []:
            click.echo(f"{name} had ended and was started again. See {self.var}/log/{name}.log", err=True)
        started = [child.mind(self.var) for child in self.children]
        if any(started):
            self._write_down()
        self.trouble.show()

    def stop(self) -> None:
        """Stops everything it started, in less than 10 s."""
        self.claim.ending()
        running = [child for child in self.children if child.process]
        for child in running:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.trace.pid, signal.SIGTERM)
        processes.wait_until(
            lambda: all(child.process and child.process.poll() is not None for child in running), 5
        )
        processes.stop_groups(*(child.trace for child in running), patience=0.5)
        if self.services:
            self.services.stop()
        self.claim.free()


@contextlib.contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl-C, SIGTERM and a closed terminal leave the block, the first time; later ones do not disturb the stopping.
    Gives what says whether it was asked to end: an interruption that comes while Python cleans up is lost."""
    asked = False
    wanted = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup
        wanted.append(signal.SIGHUP)

    def leave(*_: object) -> None:
        nonlocal asked
        if not asked:
            asked = True
            raise KeyboardInterrupt

    for number in wanted:
        signal.signal(number, leave)
    with contextlib.suppress(KeyboardInterrupt):
        yield lambda: asked


def wait_for_the_end(asked: Callable[[], bool], *, stay: bool) -> Iterator[None]:
    """Something to do, twice a second, until it is asked to end; with `stay` only as long as the process that started
    this one."""
    parent = os.getppid()
    while not asked() and (not stay or os.getppid() == parent):
        yield
        time.sleep(0.5)


def up(*, stay: bool = False) -> None:
    """Runs the whole product until it is told to stop. Refused in one sentence when it cannot start."""
    household = Household(settings())
    try:
        with stoppable() as asked:
            household.start()
            for _ in wait_for_the_end(asked, stay=stay):
                household.mind()
    finally:
        household.stop()


def services(var: Path, say: Callable[[dict[str, str]], None]) -> None:
    """Runs only the embedded services of a data folder, until it is told to stop."""
    claim, both = embedded.Claim(var), embedded.Services(var)
    claim.take()
    try:
        with stoppable() as asked:
            both.start()
            say(embedded.addresses(var))
            for _ in wait_for_the_end(asked, stay=False):
                both.mend()
    finally:
        claim.ending()
        both.stop()
        claim.free()
