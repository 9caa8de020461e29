"""Leaving the team, when two do it at once."""

import threading
from collections.abc import Callable

import psycopg

from tenants.errors import Conflict, Refused
from tenants.invitations import get_invitation, withdraw_invitation
from tenants.members import end_membership, get_member
from tests.world import World


def at_once(*acts: Callable[[], None]) -> list[str]:
    """Does all of it at the same moment; what each came to."""
    together, came_to = threading.Barrier(len(acts), timeout=10), []

    def run(act: Callable[[], None]) -> None:
        together.wait()
        try:
            act()
            came_to.append("done")
        except Refused as refusal:
            came_to.append(type(refusal).__name__)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(came_to)


def test_two_administrators_cannot_end_each_other(world: World, superuser: psycopg.Connection) -> None:
    superuser.execute(
        "UPDATE members SET roles = '{administrator}' WHERE id = %s", (world.first.members["supervisor"],)
    )

    def ends(role: str, other: str) -> Callable[[], None]:
        def act() -> None:
            with world.first.acting(role) as session:
                end_membership(session, get_member(session, world.first.members[other]))

        return act

    assert at_once(ends("owner", "supervisor"), ends("supervisor", "owner")) == ["Refused", "done"]


def test_a_last_day_makes_nobody_the_administrator_who_stays(
    world: World, superuser: psycopg.Connection
) -> None:
    superuser.execute(
        "UPDATE members SET roles = '{administrator}', last_day = '2099-01-01' WHERE id = %s",
        (world.first.members["supervisor"],),
    )
    with world.first.acting() as session:
        try:
            end_membership(session, get_member(session, world.first.members["owner"]))
        except Refused as refusal:
            assert "must keep one without a last day" in refusal.message
            session.rollback()
        else:
            raise AssertionError


def test_an_invitation_is_withdrawn_by_one_of_two(world: World) -> None:
    def withdraw() -> None:
        with world.first.acting() as session:
            withdraw_invitation(session, get_invitation(session, world.first.ids["invitation_id"]))

    assert at_once(withdraw, withdraw) == [Conflict.__name__, "done"]
