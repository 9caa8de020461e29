"""What an agency pays for: the standing follows, seats are counted under a lock, and nothing is ever destroyed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, time, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import select

from tenants import clock, gate
from tenants.audit import AuditEvent
from tenants.billing.actions import take_over
from tenants.billing.plans import PLANS
from tenants.billing.queries import changes, subscription, wanted_seats
from tenants.context import acting_for
from tenants.database import new_id
from tenants.errors import Refused
from tenants.invitations import invite
from tenants.mail import Mail
from tenants.members import end_membership, get_member, take_back
from tenants.organisations import organisation
from tenants.permissions import GIVEN_BY_AGENCIES, Role
from tenants.roles import change_roles
from tenants.seats import SEATED, seats
from tests import factories
from tests.world import Agency, World
from webapp.cli import main
from workers.billing import refresh_everywhere, refresh_standing

AT_ONCE, FREE = 20, 5


def stands(agency: Agency) -> tuple[str, int | None]:
    with agency.acting() as session:
        here = organisation(session)
        return here.standing, here.seats


def sell(agency: Agency, **told: Any) -> None:
    with agency.acting() as session:
        take_over(session, factories.facts(**told))


def leave_free(agency: Agency, free: int) -> int:
    """So many seats more than are taken now; returns how many that makes."""
    with agency.acting() as session:
        bought = seats(session).used + free
        take_over(session, factories.facts(seats=bought))
    return bought


def all_at_once(act: Callable[[int], object]) -> list[object]:
    ready = Barrier(AT_ONCE)

    def one(number: int) -> object:
        ready.wait(60)
        try:
            return act(number)
        except Refused:
            return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [done for done in pool.map(one, range(AT_ONCE)) if done is not None]


def test_what_the_provider_shows_is_taken_over_once_and_only_when_newer(world: World) -> None:
    agency, first = world.first, factories.facts(seats=6)
    late = replace(first, status="canceled", seen_at=first.seen_at - timedelta(hours=1))
    more = replace(first, seats=7, seen_at=first.seen_at + timedelta(minutes=1))
    with agency.acting() as session:
        assert [take_over(session, one) for one in (first, late, more, first, more)] == ["active"] * 5
    with agency.acting() as session:
        found = subscription(session)
        assert found is not None and found.facts == more
        assert [one.seats for one in changes(session)] == [7, 6]
        told = session.execute(
            select(AuditEvent.verb).where(AuditEvent.verb.in_(["subscription_changed", "standing_changed"]))
        ).scalars()
        assert sorted(told) == ["standing_changed", "subscription_changed", "subscription_changed"]
        assert wanted_seats(session, PLANS["agency"]) == 16
    assert stands(agency) == ("active", 7)
    assert stands(world.second) == ("trial", None)


def test_an_old_subscription_that_ends_late_does_not_undo_the_new_one(world: World) -> None:
    sell(world.first, subscription_ref="sub_old", seats=5)
    sell(world.first, subscription_ref="sub_new", seats=8)
    sell(world.first, subscription_ref="sub_old", seats=5, status="canceled")
    assert stands(world.first) == ("active", 8)


def test_days_pass_and_the_standing_follows_and_nothing_is_lost(
    world: World, superuser: psycopg.Connection
) -> None:
    agency = world.first
    counted = superuser.execute("SELECT count(*) FROM entries").fetchone()
    with agency.acting() as session:
        here = organisation(session)
        assert here.trial_ends_on is not None
        last = datetime.combine(here.trial_ends_on, time(12), ZoneInfo(here.timezone))

    def night(later: int) -> str:
        with clock.at(last + timedelta(days=later)):
            refresh_everywhere()
            query = "SELECT id FROM jobs WHERE kind = 'refresh_standing' AND state = 'waiting'"
            for (job_id,) in superuser.execute(query).fetchall():
                claimed = gate.claim_job(job_id, 60)
                assert claimed is not None
                with acting_for(claimed.tenancy):
                    refresh_standing(claimed)
            return stands(agency)[0]

    def tell(later: int, **told: Any) -> None:
        sell(agency, seen_at=last + timedelta(days=later), **told)

    assert [night(0), night(1)] == ["trial", "read_only"]
    tell(2)
    assert night(2) == "active"
    tell(3, status="past_due", past_due_since=last + timedelta(days=3))
    assert [night(3), night(23), night(24)] == ["past_due", "past_due", "read_only"]
    tell(25)
    assert night(25) == "active"
    assert superuser.execute("SELECT count(*) FROM entries").fetchone() == counted


def test_whoever_runs_the_product_moves_the_end_of_a_trial(world: World) -> None:
    def says(*words: str) -> str:
        done = CliRunner().invoke(main, ["organisation", "trial", "--organisation", world.first.slug, *words])
        assert done.exit_code == 0, done.output
        return done.output.strip().rpartition(" ")[2]

    assert says("--until", "2020-01-31") == "read_only" == stands(world.first)[0]
    assert says() == "trial" == stands(world.first)[0]
    assert stands(world.second) == ("trial", None)


def test_of_twenty_who_join_at_once_on_five_seats_five_come_in(world: World) -> None:
    agency = world.first
    with agency.acting() as session:
        for number in range(AT_ONCE):
            told = {"email": f"{number}@example.org", "name": f"N {number}", "language": "en"}
            invite(session, roles=[Role.PRACTITIONER], **told)
        session.flush()
        wanted = select(Mail).where(Mail.to_address.like("%@example.org"), Mail.template == "invitation")
        tokens = [str(mail.params["token"]) for mail in session.execute(wanted).scalars()][-AT_ONCE:]
        addresses = [mail.to_address for mail in session.execute(wanted).scalars()][-AT_ONCE:]
    bought = leave_free(agency, FREE)
    people = [
        gate.ensure_identity(new_id(), email=one, name="N", language="en", password_hash="-")
        for one in addresses
    ]
    came = all_at_once(
        lambda n: gate.accept_invitation(tokens[n], member=new_id(), identity=people[n], name="N")
    )
    assert len(came) == FREE
    with agency.acting() as session:
        now = seats(session)
        assert (now.bought, now.used) == (bought, bought)


def test_of_twenty_invitations_at_once_on_five_seats_five_leave(world: World) -> None:
    agency = world.first
    leave_free(agency, FREE)

    def one(number: int) -> object:
        with agency.acting() as session:
            told = {"email": f"{number}@example.org", "name": "N", "language": "en"}
            return invite(session, roles=[Role.SUPERVISOR], **told).id

    assert len(all_at_once(one)) == FREE
    with agency.acting() as session:
        assert seats(session).free == 0


def test_a_full_agency_takes_in_whoever_needs_no_seat_and_gives_a_seat_back(
    world: World, superuser: psycopg.Connection
) -> None:
    agency = world.first
    leave_free(agency, 0)
    left = agency.members["colleague"]
    with agency.acting() as session:
        told = {"email": "desk@example.org", "name": "D", "language": "en"}
        with pytest.raises(Refused, match="seats are taken or promised"):
            invite(session, roles=[Role.PRACTITIONER, Role.FRONT_DESK], **told)
        invite(session, roles=[Role.FRONT_DESK, Role.BILLING], **told)
        reporter = get_member(session, agency.members["reporter"])
        with pytest.raises(Refused, match="seats are taken or promised"):
            change_roles(session, reporter, roles=["practitioner"], version=reporter.version)
    with agency.acting() as session:
        end_membership(session, get_member(session, left))
    with agency.acting() as session:
        change_roles(
            session, get_member(session, agency.members["reporter"]), roles=["job_developer"], version=1
        )
    with agency.acting() as session, pytest.raises(Refused, match="seats are taken or promised"):
        take_back(session, get_member(session, left))
    # Whatever asked before: the database lets nobody in for whom there is no seat.
    with pytest.raises(psycopg.DatabaseError) as refused:
        superuser.execute("UPDATE members SET ended_at = NULL WHERE id = %s", (left,))
    assert refused.value.sqlstate == "NF402"


def test_the_database_counts_the_roles_that_the_rules_count(superuser: psycopg.Connection) -> None:
    taken = superuser.execute(
        "SELECT role FROM unnest(%s::text[]) role WHERE seat_taken(ARRAY[role], NULL, NULL, current_date)",
        ([str(role) for role in GIVEN_BY_AGENCIES],),
    ).fetchall()
    assert {role for (role,) in taken} == set(SEATED)
