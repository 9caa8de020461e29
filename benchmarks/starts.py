"""Starts: the whole demo from an empty folder, again, and after everything was killed."""

import os
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import children_of
from benchmarks.rooms import free_port, serves
from benchmarks.table import Goal, Results
from tenants import embedded, processes
from tenants.place import place
from tenants.servers import Postgres
from webapp.supervisor import PYTHON

_ADDRESSES = (*embedded.addresses(Path(tempfile.gettempdir())), "NORTHFILE_VAR", "PORT")


@dataclass(frozen=True)
class Starts:
    """Seconds from the command to the first page; `services` is the part of database and broker."""

    first: float
    again: float
    after_kill: float
    services_first: float
    services_again: float
    lost_rows: int


def measured() -> Starts:
    """Starts, stops, starts, kills -9, starts, stops."""
    with tempfile.TemporaryDirectory(prefix="northfile-bench-", ignore_cleanup_errors=True) as name:
        var = Path(name)
        var.chmod(0o711)
        services = (_services(var / "only"), _services(var / "only"))
        var = var / "demo"
        first, process = _up(var)
        _stop(process)
        again, process = _up(var)
        rows = _mark(var)
        _kill_everything(process)
        after, process = _up(var)
        lost = rows - _count(var)
        _stop(process)
    return Starts(first, again, after, *services, lost)


def _services(var: Path) -> float:
    var.mkdir(exist_ok=True)
    both, begun = embedded.Services(var), time.perf_counter()
    both.start()
    spent = time.perf_counter() - begun
    both.stop()
    return spent


def _up(var: Path) -> tuple[float, subprocess.Popen[bytes]]:
    port, log = free_port(), var.with_suffix(".log")
    clean = {name: value for name, value in os.environ.items() if name not in _ADDRESSES}
    clean |= {"NORTHFILE_VAR": str(var), "PORT": str(port)}
    begun = time.perf_counter()
    with log.open("ab") as output:
        command = [*PYTHON, "webapp.cli", "up"]
        process = subprocess.Popen(command, env=clean, stdout=output, stderr=output, start_new_session=True)
    came = processes.wait_until(lambda: serves(port) or process.poll() is not None, 90)
    assert came, f"no page after 90 s: {log.read_text()[-400:]}"
    assert process.poll() is None, log.read_text()[-400:]
    return time.perf_counter() - begun, process


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    process.wait(30)


def _mark(var: Path) -> int:
    with Postgres(place(var)).connect(embedded.DATABASE) as connection:
        connection.execute("CREATE TABLE bench_marks AS SELECT n FROM generate_series(1, 500) n")
    return 500


def _count(var: Path) -> int:
    with Postgres(place(var)).connect(embedded.DATABASE) as connection:
        found = connection.execute("SELECT count(*) FROM bench_marks").fetchone()
    return int(found[0]) if found else 0


def _kill_everything(process: subprocess.Popen[bytes]) -> None:
    """Every process that this start has begun, by number; all stand still before the first one dies."""
    ours, queue = [], [process.pid]
    while queue:
        pid = queue.pop()
        ours.append(pid)
        queue.extend(children_of(pid))
    for pid in ours:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSTOP)  # so that none cleans up after another
    for pid in ours:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def starting(results: Results) -> None:
    """The demo from nothing, again, and after a kill of everything."""
    found = measured()
    results.goals += [
        Goal("demo from an empty folder to the first page", found.first, 3, unit=" s"),
        Goal("demo again", found.again, 0.5, unit=" s"),
        Goal("demo after kill -9 of everything", found.after_kill, 1, unit=" s"),
        Goal("committed rows lost by it", found.lost_rows, 0, unit=""),
    ]
    services = f"{found.services_first:.2f} s from nothing, {found.services_again:.2f} s again"
    results.remarks.append(f"of the starts, database and broker alone: {services}")
