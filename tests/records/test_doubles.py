"""Two files of one person: found, told apart, merged without moving anything, and parted again."""

from datetime import date, timedelta

import psycopg
import pytest
from sqlalchemy import select

from records.access.rules import Relation
from records.clients.actions import change_client
from records.clients.finding import find_people
from records.clients.models import Client
from records.clients.queries import files_of, get_client, page_of_clients
from records.doubles.actions import merge_files, tell_apart, undo_merge
from records.doubles.models import Merge
from records.doubles.queries import doubles_of, get_merge, likely_pairs, matches_for, merges_of
from records.doubles.rules import Reason
from records.entries.models import Entry
from records.entries.queries import timeline
from records.retention.holding import ask_release, place_hold, release_hold
from records.retention.queries import get_hold
from records.retention.terms import HoldKind
from tenants import clock
from tenants.database import TenantSession
from tenants.errors import Conflict, Refused
from tenants.settings import settings
from tests import factories
from tests.retention import approve, everything_of, move_to, places_with, plan, put_in_force, run_now, work
from tests.world import Agency, World
from workers.retention import evaluate_everywhere

BORN = date(1990, 2, 3)


def two_files(session: TenantSession) -> tuple[Client, Client]:
    """Jonathan Tremblay, who became Jon at the front desk."""
    facts = {"legal_family": "Tremblay", "phone": "819 555-0133"}
    one = factories.a_client(session, legal_given="Jonathan", birth_on=BORN, **facts)
    return one, factories.a_client(session, legal_given="Jon", pronouns="he", **facts)


def merged(session: TenantSession, one: Client, other: Client, **theirs: bool) -> Merge:
    return merge_files(
        session, one, other, version=one.version, merged_version=other.version, reason="twice", theirs=theirs
    )


def test_two_files_of_one_person_are_shown_with_reasons(world: World) -> None:
    with world.first.acting("practitioner") as session:
        one, other = two_files(session)
        (match,) = doubles_of(session, one)
        assert match.client.id == other.id
        assert match.likeness.reasons == (Reason.SAME_PHONE, Reason.SIMILAR_NAME)
        (pair,) = likely_pairs(session)
        assert {pair.one.id, pair.other.id} == {one.id, other.id}
        found = matches_for(session, legal_given="Johnathan", legal_family="Trembley", birth_on=BORN)
        assert found[0].client.id == one.id and Reason.SAME_BIRTH in found[0].likeness.reasons
        assert matches_for(session, phone="(819) 555 0133")[0].likeness.reasons == (Reason.SAME_PHONE,)
        assert matches_for(session) == matches_for(session, legal_given="Zed") == []
    with world.second.acting("practitioner", read_only=True) as session:
        assert matches_for(session, legal_given="Jon", legal_family="Tremblay", phone="819 555-0133") == []


def test_two_people_told_apart_stay_apart(world: World) -> None:
    with world.first.acting("practitioner") as session:
        one, other = two_files(session)
        tell_apart(session, one, other)
        tell_apart(session, other, one)
        assert doubles_of(session, one) == doubles_of(session, other) == likely_pairs(session) == []
        with pytest.raises(Refused):
            tell_apart(session, one, one)


def test_whom_a_reader_may_not_know_of_is_no_match(world: World, superuser: psycopg.Connection) -> None:
    with world.first.acting("practitioner") as session:
        one, other = two_files(session)
    superuser.execute("UPDATE clients SET restricted = true WHERE id = %s", (other.id,))
    with world.first.acting("supervisor", read_only=True) as session:
        assert doubles_of(session, get_client(session, one.id)) == likely_pairs(session) == []
        assert [match.client.id for match in matches_for(session, phone="819 555-0133")] == [one.id]


def test_merged_files_are_read_and_found_as_one_and_nothing_is_moved(world: World) -> None:
    with world.first.acting("practitioner") as session:
        one, other = two_files(session)
        note = factories.a_note(session, factories.a_case(session, other))
        merge = merged(session, one, other, pronouns=True)
    with world.first.acting("practitioner") as session:
        stays = get_client(session, one.id)
        assert (stays.legal_given, stays.pronouns) == ("Jonathan", "he")
        assert session.execute(select(Entry.client_id).where(Entry.id == note.id)).scalar_one() == other.id
        near = Relation(near=True)
        lines = timeline(session, one.id, near, also=[(other.id, near)]).rows
        assert (note.id, other.id) in {(line.id, line.client_id) for line in lines}
        assert [file.client.id for file in files_of(session, one.id)] == [other.id]
        for words in ("jon", other.file_number, "819 555 0133", "555-0133"):
            assert [line.id for line in find_people(session, words).people] == [one.id], words
        assert other.id not in {line.id for line in page_of_clients(session).rows}
        assert doubles_of(session, stays) == likely_pairs(session) == []
        assert get_merge(session, one.id, merge.id).reason == "twice"


def test_a_merge_is_undone_exactly(world: World) -> None:
    with world.first.acting("practitioner") as session:
        one, other = two_files(session)
        merge = merged(session, one, other, pronouns=True, legal_given=True)
        change_client(session, one, version=one.version, pronouns="they")
        assert undo_merge(session, merge, reason="two brothers").id == other.id
        # Taken over, it goes back; changed since, it stays.
        assert (one.legal_given, one.pronouns, other.merged_into) == ("Jonathan", "they", None)
        assert [line.id for line in find_people(session, "jon tremblay").people] == [other.id, one.id]
        (told,) = merges_of(session, one.id)
        assert (told.merged_id, told.undone_reason) == (None, "two brothers")
        with pytest.raises(Conflict):
            undo_merge(session, merge)
        merged(session, other, one)  # and they may be merged again


def test_a_note_signed_since_must_be_looked_at_before_the_files_part(world: World) -> None:
    with world.first.acting("practitioner") as session:
        one, other = two_files(session)
        merge = merged(session, one, other)
        session.flush()
        factories.a_note(session, factories.a_case(session, one))
        with pytest.raises(Refused) as refusal:
            undo_merge(session, merge)
        assert refusal.value.field == "reviewed"
        assert undo_merge(session, merge, reviewed=True).id == other.id


def test_after_thirty_days_a_merge_stays(world: World) -> None:
    with world.first.acting("practitioner") as session:
        merge = merged(session, *two_files(session))
        with clock.at(clock.now() + timedelta(days=31)), pytest.raises(Refused):
            undo_merge(session, merge)
        with clock.at(clock.now() + timedelta(days=29)):
            undo_merge(session, merge)


def test_files_are_never_merged_into_a_chain_or_on_an_old_sight(world: World) -> None:
    with world.first.acting("practitioner") as session:
        one, other = two_files(session)
        third = factories.a_client(session)
        with pytest.raises(Conflict):
            merge_files(session, one, other, version=one.version, merged_version=99, theirs={})
        with pytest.raises(Refused):
            merged(session, one, one)
        merged(session, one, other)
        for pair in ((third, one), (third, other), (other, third)):
            with pytest.raises(Refused):
                merged(session, *pair)
        merged(session, one, third)
        assert len(files_of(session, one.id)) == 2


@pytest.mark.parametrize("kept", [0, 1])
def test_while_a_case_of_either_stays_both_identities_stay_and_then_both_go(
    world: World, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        pair = two_files(session)
        cases = [factories.a_closed_case(session, file).id for file in pair]
        merged(session, *pair)
    put_in_force(agency)
    with agency.acting() as session:
        hold = place_hold(session, [cases[kept]], kind=HoldKind.COMPLAINT, basis="x", reason="y").hold
    ids = [str(file.id) for file in pair]
    destroy_what_is_due(agency, superuser, monkeypatch, date(2040, 6, 1))
    rows = everything_of(superuser, agency)
    assert all("clients" in places_with(rows, one) for one in ids)
    assert not places_with(rows, str(cases[1 - kept])) - {"audit_events"}
    with agency.acting() as session:
        assert hold is not None
        ask_release(session, get_hold(session, hold.id), reason="settled")
    with agency.acting("supervisor") as session:
        release_hold(session, get_hold(session, hold.id))
    destroy_what_is_due(agency, superuser, monkeypatch, date(2041, 6, 1))
    rows = everything_of(superuser, agency)
    for one in ids:
        assert not places_with(rows, one) - {"audit_events"}, one
    monkeypatch.undo()
    settings.cache_clear()


def destroy_what_is_due(
    agency: Agency, superuser: psycopg.Connection, monkeypatch: pytest.MonkeyPatch, day: date
) -> None:
    move_to(monkeypatch, day)
    run = plan(agency)
    approve(agency, run)
    work(superuser, agency)
    move_to(monkeypatch, day + timedelta(days=30))
    evaluate_everywhere()
    work(superuser, agency)
    assert run_now(agency, run.id).state == "complete"
