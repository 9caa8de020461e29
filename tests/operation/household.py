"""Starts the product as a person would, in folders of its own, and looks at the processes it makes."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from tests.services import connect

ROOT = Path(__file__).parents[2]
NORTHFILE = ("-m", "webapp.cli")
# What `northfile services --json` does, without the second it takes to read all the other commands.
_SERVICES = (
    "-c",
    (
        "import json; from webapp.supervisor import services; from tenants.settings import settings;"
        "services(settings().var, lambda found: print(json.dumps(found), flush=True))"
    ),
)
_OURS = ("DATABASE", "REDIS", "NORTHFILE", "PORT", "SMTP", "STRIPE")


@contextmanager
def folder(name: str = "a house") -> Iterator[Path]:
    """A data folder whose path has a space, and which the person who runs the database can reach."""
    top = Path(tempfile.mkdtemp(prefix="northfile-operation-"))
    top.chmod(0o711)
    try:
        yield top / name / "var"
    finally:
        shutil.rmtree(top, ignore_errors=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*words: str, var: Path, port: int = 8000, **options: object) -> subprocess.Popen[str]:
    """Python with these arguments, in a session of its own, without the addresses of the test run."""
    environment = {
        name: value for name, value in os.environ.items() if not any(ours in name for ours in _OURS)
    }
    environment |= {"NORTHFILE_VAR": str(var), "PORT": str(port)}
    return subprocess.Popen(
        [sys.executable, *words],
        **{
            "cwd": ROOT,
            "env": environment,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "text": True,
        }
        | {"start_new_session": True}
        | options,
    )


@contextmanager
def services(var: Path) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """`northfile services`, once both answer; stopped at the end if it still lives."""
    process = command(*_SERVICES, var=var)
    try:
        yield process, json.loads(process.stdout.readline() or fail(process))
    finally:
        end(process)


def pass_over_demo(var: Path) -> None:
    """The demo passes for made already: it has tests of its own, and takes its time."""
    with services(var) as (_, addresses), connect(make_url(addresses["MIGRATION_DATABASE_URL"])) as database:
        cluster = database.execute("SELECT system_identifier FROM pg_control_system()").fetchone()[0]
    (var / "run" / "demo").write_text(f"{cluster}\nSign in as anybody.\n")


def fail(process: subprocess.Popen[str]) -> str:
    """The process ended instead of answering: with its words, that is the failure."""
    raise AssertionError(process.communicate(timeout=60)[1])


def end(process: subprocess.Popen[str], number: int = signal.SIGINT, seconds: float = 10) -> int:
    """Signals the process and gives its status; more than that many seconds are a failure."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    finally:
        process.stdout.close()
        process.stderr.close()


def of(var: Path) -> dict[int, str]:
    """The live processes whose command line or working folder names this data folder, or that belong to a child's
    session; by number, with their owner's number and program."""
    found = {}
    children = json.loads(_read(var / "run" / "children") or "[]")
    sessions = {child["pid"] for child in children}
    for path in Path("/proc").glob("[0-9]*"):
        fields = _read(path / "stat").rpartition(")")[2].split()
        if not fields or fields[0] in "ZX" or int(path.name) == os.getpid():
            continue
        if (
            str(var) in _read(path / "cmdline")
            or _cwd(path).startswith(str(var))
            or int(fields[3]) in sessions
        ):
            found[int(path.name)] = f"{path.stat().st_uid} {_read(path / 'cmdline')}"
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def _cwd(path: Path) -> str:
    try:
        return str((path / "cwd").readlink())
    except OSError:
        return ""


def eventually(holds: Callable[[], object], seconds: float = 60) -> bool:
    """Whether it came to hold within that time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
