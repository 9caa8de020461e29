"""The table and the goals, as printed."""

from dataclasses import dataclass, field

from benchmarks.figures import Figures

HEADS = ("what", "req/s", "py ms", "pg ms", "cpu ms", "p50 ms", "p95 ms", "p99 ms", "of floor")


@dataclass(frozen=True)
class Goal:
    """A promise of the design with its figure; None when it was not measured, with the reason in its place."""

    words: str
    figure: float | None
    limit: float
    at_least: bool = False
    unit: str = "x"
    why: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the figure keeps the limit."""
        if self.figure is None:
            return None
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit

    @property
    def said(self) -> str:
        """One line."""
        verdict = {True: "reached", False: "NOT reached", None: "not measured"}[self.reached]
        figure = self.why if self.figure is None else f"{self.figure:.3g}{self.unit}"
        sign = "≥" if self.at_least else "≤"
        return f"{verdict:12}  {self.words}: {figure} (goal {sign} {self.limit:g}{self.unit})"


@dataclass
class Results:
    """What will be printed."""

    rows: list[tuple[str, ...]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def line(name: str, figures: Figures, floor: float | None = None) -> tuple[str, ...]:
    """A row of the table; `floor` is what the floor costs of this page's cost, 1 at best."""
    costs = [f"{1000 * value:.2f}" for value in (figures.python, figures.postgres, figures.cpu)]
    times = [f"{1000 * figures.percentile(share):.1f}" for share in (0.5, 0.95, 0.99)]
    return (name, f"{figures.rate:.0f}", *costs, *times, "" if floor is None else f"{floor:.0%}")


def drawn(rows: list[tuple[str, ...]]) -> str:
    """The rows in columns."""
    widths = [
        max(len(row[n]) for row in [HEADS, *rows] if n != 1 or not row[n].startswith("not"))
        for n in range(len(HEADS))
    ]
    lines = []
    for row in [HEADS, *rows]:
        cells = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
