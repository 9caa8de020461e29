"""What an agency does on its first day, and when that list has said enough."""

from collections.abc import Mapping
from dataclasses import dataclass

# In this order; an agency that sees the list exists already.
STEPS = ("agency", "letterhead", "retention", "people", "colleague", "document")


@dataclass(frozen=True, slots=True)
class FirstDay:
    """How far the first day is: which steps are done, and how many made-up people there are. `sample` is one of them
    with a case, `lines` how many retention rules are suggested where the agency is."""

    done: frozenset[str]
    samples: int
    hidden: bool
    sample: str | None
    province: str

    @property
    def is_over(self) -> bool:
        """Whether nothing of the list is left to do."""
        return self.done.issuperset(STEPS)

    @property
    def is_shown(self) -> bool:
        """Whether the first page shows it: until somebody hides it for themselves, or nothing is left to do or to
        remove."""
        return not self.hidden and not (self.is_over and not self.samples)


def first_day(found: Mapping[str, object]) -> FirstDay:
    """The list as the database tells it, by the names of its columns."""
    done = {step for step in STEPS if found.get(f"first_{step}")} | {"agency"}
    sample = found.get("first_sample")
    return FirstDay(
        done=frozenset(done),
        samples=int(str(found.get("first_samples") or 0)),
        hidden=bool(found.get("first_hidden")),
        sample=str(sample) if sample else None,
        province=str(found.get("first_province") or ""),
    )
