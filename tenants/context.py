"""The tenancy in force: for which organisation, and as whom, this request or task acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tenants.errors import NoTenancy

# The product itself is an organisation with no clients, so that its own mail and jobs need no second mechanism.
PLATFORM = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Tenancy:
    """One organisation and, unless the product acts by itself, one of its members. `token` is the proof that the
    database asks for (decision 3): minted by the gate, good for minutes, worth nothing to anyone else."""

    organisation_id: UUID
    slug: str
    name: str
    language: str
    timezone: str
    standing: str
    token: str
    member_id: UUID | None = None
    person_name: str = ""
    person_language: str = "en"
    roles: frozenset[str] = frozenset()
    keys: bool = True  # single keys of the keyboard do something
    unread: int = 0  # notices, as the session was looked up
    # Days until a missing second step closes the agency to them; None: nothing is missing.
    second_days: int | None = None
    trial_ends_on: date | None = None


_tenancy: ContextVar[Tenancy | None] = ContextVar("tenancy", default=None)


@contextmanager
def acting_for(tenancy: Tenancy) -> Iterator[Tenancy]:
    """Everything inside the block is done for this organisation and no other."""
    before = _tenancy.set(tenancy)
    try:
        yield tenancy
    finally:
        _tenancy.reset(before)


def current() -> Tenancy:
    """The tenancy in force. Raises NoTenancy, a programming fault, when there is none."""
    tenancy = _tenancy.get()
    if tenancy is None:
        raise NoTenancy("no tenancy in force: use acting_for()")
    return tenancy
