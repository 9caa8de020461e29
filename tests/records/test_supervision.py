"""What a supervisor and a worker write to each other is read by the two of them and by nobody else."""

import psycopg
import pytest
from sqlalchemy.orm import Session

from records.access.actions import block_access
from records.cases.queries import get_case
from records.notes.queries import get_note
from records.supervision import actions, queries
from records.supervision.models import Exchange
from tenants.errors import Conflict, NotFound, Refused
from tenants.privacy import Unit, registry
from tests.world import Agency, World


def of(session: Session, agency: Agency) -> Exchange:
    return queries.get_written(session, agency.ids["exchange_id"]).exchange


def test_only_the_two_ever_find_it_whatever_the_roles_of_others(
    world: World, superuser: psycopg.Connection
) -> None:
    every = "UPDATE members SET roles = ARRAY['administrator', 'privacy_lead', 'supervisor', 'auditor']"
    superuser.execute(f"{every} WHERE id = %s", (world.first.members["owner"],))
    for role in ("owner", "colleague", "reporter"):
        with world.first.acting(role, read_only=True) as session:
            with pytest.raises(NotFound):
                of(session, world.first)
            for by_me in (True, False):
                assert queries.waiting(session, by_me=by_me) == []
                assert queries.page_of_others(session, by_me=by_me).rows == []
    with world.first.acting("practitioner", read_only=True) as session:
        assert of(session, world.first).words == "heliotrope ride"
        with pytest.raises(NotFound):
            of(session, world.second)
        assert [one.exchange.id for one in queries.waiting(session, by_me=False)] == [
            world.first.ids["exchange_id"]
        ]
        assert queries.waiting(session, by_me=True) == []


def test_it_is_asked_answered_once_and_closed_by_whoever_asked(world: World) -> None:
    with world.first.acting("supervisor") as session, pytest.raises(Refused):
        actions.answer(session, of(session, world.first), words="to myself")
    with world.first.acting("practitioner") as session:
        with pytest.raises(Refused):
            actions.close(session, of(session, world.first))
        actions.answer(session, of(session, world.first), words="He does, on Mondays")
    with world.first.acting("practitioner") as session, pytest.raises(Conflict):
        actions.answer(session, of(session, world.first), words="again")
    with world.first.acting("supervisor") as session:
        (told,) = queries.waiting(session, by_me=True)
        assert told.exchange.answer == "He does, on Mondays"
        actions.close(session, told.exchange)
    with world.first.acting("supervisor") as session:
        assert queries.waiting(session, by_me=True) == []
        assert [one.exchange.state for one in queries.page_of_others(session, by_me=True).rows] == ["closed"]
        with pytest.raises(Conflict):
            actions.close(session, of(session, world.first))


def test_it_goes_to_whose_work_it_is_or_to_whom_is_named_and_never_to_oneself(world: World) -> None:
    ids, members = world.first.ids, world.first.members
    with world.first.acting("supervisor") as session:
        case = get_case(session, ids["client_id"], ids["case_id"])
        about = actions.write_to(session, kind="thanks", remark="Well done", case=case)
        assert (about.asked_to, about.case_id, about.note_id) == (members["practitioner"], case.id, None)
        general = actions.write_to(session, kind="thanks", remark="Good week", asked_to=members["colleague"])
        assert (general.client_id, general.case_id) == (None, None)
        for to in (members["supervisor"], world.second.members["practitioner"], None):
            with pytest.raises(Refused) as refusal:
                actions.write_to(session, kind="question", remark="Who?", asked_to=to)
            assert refusal.value.field == "asked_to"
    with world.first.acting("colleague") as session:
        (thanks,) = queries.waiting(session, by_me=False)
        actions.close(session, thanks.exchange)


def test_it_is_in_no_package_and_no_export_and_the_trail_says_of_whom_to_nobody(
    world: World, superuser: psycopg.Connection
) -> None:
    entry = registry["exchanges"]
    assert (entry.package, entry.export, entry.search, entry.unit) == ("no", (), (), Unit.CASE)
    rows = superuser.execute(
        "SELECT to_jsonb(a)::text FROM audit_events a WHERE subject_id = %s",
        (world.first.ids["exchange_id"],),
    ).fetchall()
    assert len(rows) == 1 and str(world.first.ids["client_id"]) not in rows[0][0]


def test_who_is_kept_from_a_person_reads_nothing_about_them_here_either(world: World) -> None:
    with world.first.acting("supervisor") as session:
        note = get_note(session, world.first.ids["case_id"], world.first.ids["note_id"])
        block_access(
            session,
            note.client_id,
            member_id=world.first.members["practitioner"],
            kind="relative",
            reason="cousins",
        )
    with world.first.acting("practitioner", read_only=True) as session:
        assert queries.waiting(session, by_me=False) == []
        with pytest.raises(NotFound):
            of(session, world.first)
