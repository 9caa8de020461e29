"""Six made-up people: they come through real work, and go for good without anybody real."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from records.clients.models import Client
from records.clients.queries import get_client
from records.doubles.actions import merge_files
from records.notes.models import Note
from records.retention.holding import place_hold
from records.retention.terms import HoldKind
from records.samples.actions import add_samples, ask_removal
from records.samples.queries import find_removal, samples
from tenants import clock
from tenants.errors import Conflict, Refused
from tenants.jobs import Job
from tests import factories
from tests.retention import everything_of, files_of, places_with, work
from tests.world import Agency, World

# What is never taken out: who did what, by ids that lead nowhere any more.
STAYS = {"audit_events"}


def added(agency: Agency) -> list[str]:
    with agency.acting() as session:
        add_samples(session)
        return [str(one) for one in samples(session)]


def removed(superuser: psycopg.Connection, agency: Agency) -> None:
    with agency.acting() as session:
        ask_removal(session)
    work(superuser, agency, kinds=[Job.REMOVE_SAMPLES])


def test_six_people_come_through_real_work_and_are_marked(world: World) -> None:
    people = added(world.first)
    with world.first.acting() as session:
        found = session.execute(select(Client).where(Client.made_up)).scalars().all()
        notes = (
            session.execute(select(Note).where(Note.client_id.in_([one.id for one in found]))).scalars().all()
        )
        assert len(people) == len(found) == 6
        assert {note.state for note in notes} == {"signed", "draft"}
        assert all(clock.now() - note.signed_at < timedelta(minutes=1) for note in notes if note.signed_at)
        with pytest.raises(Conflict):
            add_samples(session)


def test_they_go_for_good_with_what_was_added_and_nobody_real_does(
    world: World, superuser: psycopg.Connection
) -> None:
    before = {agency.slug: everything_of(superuser, agency)["clients"] for agency in world.both}
    people, others = added(world.first), added(world.second)
    with world.first.acting() as session:
        [client, *_] = session.execute(select(Client).where(Client.made_up).order_by(Client.id)).scalars()
        case = factories.a_case(session, client)
        factories.a_filed_document(session, case, pdf=b"%PDF-1.7 made up")
        factories.a_paper(session, client, data=b"%PDF-1.7 scanned", case_id=case.id)
        factories.a_goal(session, case)
    kept = files_of(world.first)
    with world.first.acting() as session:
        ask_removal(session)
        with pytest.raises(Conflict):
            ask_removal(session)
    work(superuser, world.first, kinds=[Job.REMOVE_SAMPLES])
    left = everything_of(superuser, world.first)
    assert {table for one in people for table in places_with(left, one)} <= STAYS
    assert left["clients"] == before[world.first.slug]
    assert len(files_of(world.first)) == len(kept) - 2
    assert {"clients", "notes", "cases"} <= places_with(everything_of(superuser, world.second), others[0])
    added(world.first)


def test_what_keeps_one_of_them_keeps_all_until_it_ends(world: World, superuser: psycopg.Connection) -> None:
    people = added(world.first)
    with world.first.acting() as session:
        ask_removal(session)
    with world.first.acting() as session:
        case = session.execute(
            text("SELECT id FROM cases WHERE client_id = :id"), {"id": people[0]}
        ).scalar_one()
        place_hold(session, [case], kind=HoldKind.LITIGATION, basis="x", reason="x")
    work(superuser, world.first, kinds=[Job.REMOVE_SAMPLES])
    with world.first.acting() as session:
        removal = find_removal(session)
        assert removal is not None and removal.state == "failed"
        assert len(samples(session)) == 6
        with pytest.raises(Refused, match="hold"):
            ask_removal(session)


def test_nobody_becomes_made_up_or_real(world: World) -> None:
    [sample, *_] = added(world.first)
    for made_up, who in (("true", world.first.ids["client_id"]), ("false", sample)):
        with pytest.raises(IntegrityError, match="nobody becomes"), world.first.acting() as session:
            session.execute(text(f"UPDATE clients SET made_up = {made_up} WHERE id = :id"), {"id": who})
    with world.first.acting() as session, pytest.raises(Refused, match="made up"):
        real, other = (get_client(session, one) for one in (world.first.ids["client_id"], sample))
        merge_files(session, real, other, version=real.version, merged_version=other.version, theirs={})
