"""Seats: how many are bought, taken and promised. Below the members, who ask here before somebody comes; the database
asks again whatever way they come."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Integer, column, func, select
from sqlalchemy.orm import Session

from tenants import clock
from tenants.database import hold
from tenants.errors import Refused
from tenants.organisations import organisation
from tenants.permissions import Role

# Whoever works with people takes a seat; who answers the door, counts, checks or pays does not.
SEATED: Final = frozenset({Role.PRACTITIONER, Role.SUPERVISOR, Role.JOB_DEVELOPER})
_SEATS: Final = ("bought", "used", "promised")


@dataclass(frozen=True, slots=True)
class Seats:
    """`bought` is None where there is no limit; `promised` are those of open invitations."""

    bought: int | None
    used: int
    promised: int

    @property
    def free(self) -> int | None:
        """How many may still be given away; below none when fewer were bought than are taken."""
        return None if self.bought is None else self.bought - self.used - self.promised


def seats(session: Session) -> Seats:
    """As they are now."""
    asked = func.seats(clock.now()).table_valued(*(column(name, Integer) for name in _SEATS))
    return Seats(*session.execute(select(asked)).one())


def needs_seat(roles: Iterable[str]) -> bool:
    """Whether somebody with these roles takes a seat."""
    return not SEATED.isdisjoint(Role(role) for role in roles)


def expect_free(session: Session, roles: Iterable[str], *, before: Iterable[str] = ()) -> None:
    """Refuses one more with these roles when no seat is left for them; whoever had one by the roles before keeps it.
    Until the transaction ends nobody else of the agency can take the one that is left."""
    if not needs_seat(roles) or needs_seat(before):
        return
    hold(session, organisation(session))
    now = seats(session)
    if now.free is not None and now.free < 1:
        raise Refused(
            "All %(bought)s seats are taken or promised. Withdraw an invitation, end a membership, or get more seats"
            " on the page about billing.",
            field="roles",
            bought=now.bought,
        )
