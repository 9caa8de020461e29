"""How a figure is taken: processor time from /proc, times at the client's side, medians of interleaved rounds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tenants import processes


def cpu_of(pids: Sequence[int]) -> float:
    """Seconds of processor time that these processes have used so far, to the nanosecond where the kernel says it."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(task.read_text().split()[0])
            except OSError:  # it ended while we looked
                continue
    return total / 1e9


def children_of(parent: int) -> list[int]:
    """The processes whose parent is this one."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(path.name))
    return found


def backends_of(postmaster: int, database: str) -> list[int]:
    """The backends that serve one database, by the titles PostgreSQL gives them."""
    found = []
    for pid in children_of(postmaster):
        try:
            title = Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            continue
        if f" {database} [local]" in title:
            found.append(pid)
    return found


def memory_of(pid: int) -> int:
    """Bytes of its own that a process holds, shared pages counted by share."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024


@dataclass(frozen=True)
class Spent:
    """Seconds of processor time: in Python, in PostgreSQL."""

    python: float
    postgres: float

    @property
    def both(self) -> float:
        """Their sum."""
        return self.python + self.postgres

    def __sub__(self, earlier: "Spent") -> "Spent":
        return Spent(self.python - earlier.python, self.postgres - earlier.postgres)


@dataclass(frozen=True)
class Meter:
    """Reads what a session of processes and the backends of a database have used."""

    leader: processes.Trace
    postmaster: int
    database: str

    def read(self) -> Spent:
        """The counters now."""
        return Spent(
            cpu_of(processes.group(self.leader)), cpu_of(backends_of(self.postmaster, self.database))
        )


@dataclass
class Round:
    """One round: so many requests, what each took at the client's side, and what they cost together."""

    times: list[float]
    wall: float
    cpu: Spent

    @property
    def each(self) -> float:
        """Processor seconds of one request."""
        return self.cpu.both / len(self.times)


@dataclass
class Figures:
    """The rounds of one thing measured."""

    rounds: list[Round] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second, the median of the rounds."""
        return median(len(turn.times) / turn.wall for turn in self.rounds)

    @property
    def cpu(self) -> float:
        """Processor seconds of a request, the median of the rounds."""
        return median(turn.each for turn in self.rounds)

    @property
    def python(self) -> float:
        """The part of it in Python."""
        return median(turn.cpu.python / len(turn.times) for turn in self.rounds)

    @property
    def postgres(self) -> float:
        """The part of it in PostgreSQL."""
        return median(turn.cpu.postgres / len(turn.times) for turn in self.rounds)

    def percentile(self, share: float) -> float:
        """The time under which this share of all requests was answered."""
        times = sorted(time for turn in self.rounds for time in turn.times)
        return times[min(len(times) - 1, int(share * len(times)))]


def ratio(one: Figures, other: Figures) -> float:
    """One's processor time over the other's, as the median over pairs of neighbouring rounds, so that what else the
    machine did in those seconds falls on both."""
    return median(a.each / b.each for a, b in zip(one.rounds, other.rounds, strict=True))
