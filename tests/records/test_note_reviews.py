"""After the signature: a second name, comments beside the record, a note entered in error, one session of several."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg import errors

from records.cases.queries import get_case
from records.documents.queries import facts_for
from records.notes import queries
from records.notes.actions import add_addendum, change_format, copy_last, save_draft, sign_note
from records.notes.groups import save_group, sign_group, start_group
from records.notes.models import Note
from records.notes.phrases import end_phrase, keep_phrase
from records.notes.reviews import ask_in_error, cosign, decide_error, need_cosigning, send_back
from records.tasks.queries import tasks_of_case
from tenants.database import TenantSession
from tenants.errors import Conflict, NotFound, Refused
from tenants.members import get_member
from tenants.privacy import registry
from tests import factories
from tests.records.test_notes import at_once
from tests.world import World


def a_note_of_a_student(world: World) -> tuple[UUID, UUID]:
    """A case and a note in it that waits for a second name."""
    with world.first.acting("supervisor") as session:
        need_cosigning(session, get_member(session, world.first.members["practitioner"]), needed=True)
    with world.first.acting("practitioner") as session:
        note = factories.a_note(
            session, get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
        )
        return note.case_id, note.id


def waiting(session: TenantSession) -> list[UUID]:
    return [note.id for note, _client in queries.to_cosign(session)]


def test_a_students_note_waits_for_a_second_name_which_is_chained_to_it(world: World) -> None:
    case_id, note_id = a_note_of_a_student(world)
    with world.first.acting("practitioner") as session, pytest.raises(Refused):
        cosign(session, queries.get_note(session, case_id, note_id))
    with world.first.acting("supervisor") as session:
        assert waiting(session) == [note_id]
        note = queries.get_note(session, case_id, note_id)
        kept = note.hash
        assert cosign(session, note).previous == kept
    with world.first.acting("supervisor") as session:
        assert waiting(session) == []
        with pytest.raises(Conflict):
            cosign(session, queries.get_note(session, case_id, note_id))
        with pytest.raises(Conflict, match="needs no"):
            cosign(session, queries.get_note(session, case_id, world.first.ids["note_id"]))


def test_two_who_co_sign_at_once_sign_once(world: World, superuser: psycopg.Connection) -> None:
    case_id, note_id = a_note_of_a_student(world)

    def sign(_number: int) -> str:
        with world.first.acting("supervisor") as session:
            cosign(session, queries.get_note(session, case_id, note_id))
        return "signed"

    assert sorted(at_once(4, sign)) == ["Conflict", "Conflict", "Conflict", "signed"]
    count = "SELECT count(*) FROM note_addenda WHERE note_id = %s AND reason = 'cosigned'"
    assert superuser.execute(count, (note_id,)).fetchone() == (1,)


def test_a_note_sent_back_is_answered_by_an_addendum_and_waits_again(world: World) -> None:
    case_id, note_id = a_note_of_a_student(world)
    with world.first.acting("supervisor") as session:
        send_back(session, queries.get_note(session, case_id, note_id), words="Which employer?")
    with world.first.acting("supervisor") as session:
        assert waiting(session) == []
    with world.first.acting("practitioner") as session:
        me = world.first.members["practitioner"]
        assert [note.id for note, _ in queries.returned_to(session, me)] == [note_id]
        note = queries.get_note(session, case_id, note_id)
        add_addendum(session, note, reason="add_information", words="The bakery")
    with world.first.acting("practitioner") as session:
        assert queries.returned_to(session, me) == []
    with world.first.acting("supervisor") as session:
        assert waiting(session) == [note_id]


def test_only_author_and_supervisor_add_but_anyone_takes_down_that_the_client_disagrees(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("owner") as session:
        note = queries.get_note(session, ids["case_id"], ids["note_id"])
        with pytest.raises(Refused) as refusal:
            add_addendum(session, note, reason="correct_fact", words="x")
        assert refusal.value.field == "reason"
        add_addendum(session, note, reason="client_disagrees", words="I never said that")
    with world.first.acting("supervisor") as session:
        note = queries.get_note(session, ids["case_id"], ids["note_id"])
        add_addendum(session, note, reason="correct_fact", words="It was Tuesday")


def test_an_addendum_stays_whoever_asks(world: World, superuser: psycopg.Connection) -> None:
    for change in ("UPDATE note_addenda SET reason = 'correct_fact'", "DELETE FROM note_addenda"):
        with pytest.raises(errors.CheckViolation):
            superuser.execute(f"{change} WHERE id = %s", (world.first.ids["addendum_id"],))


def in_error(world: World) -> Note:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        ask_in_error(session, queries.get_note(session, ids["case_id"], ids["note_id"]), reason="Wrong file")
    with world.first.acting("supervisor") as session:
        note = queries.get_note(session, ids["case_id"], ids["note_id"])
        decide_error(session, note, confirmed=True)
        return note


def test_a_note_is_in_error_when_a_second_person_says_so_and_its_hash_stays(
    world: World, superuser: psycopg.Connection
) -> None:
    ids = world.first.ids
    look = "SELECT to_jsonb(n) - 'state' FROM notes n WHERE id = %s"
    before = superuser.execute(look, (ids["note_id"],)).fetchone()
    with world.first.acting("supervisor") as session:
        note = queries.get_note(session, ids["case_id"], ids["note_id"])
        with pytest.raises(Refused):
            ask_in_error(session, note, reason="not mine to say")
        with pytest.raises(NotFound):
            decide_error(session, note, confirmed=True)
    with world.first.acting("practitioner") as session:
        note = queries.get_note(session, ids["case_id"], ids["note_id"])
        ask_in_error(session, note, reason="Wrong file")
        session.flush()
        with pytest.raises(Conflict):
            ask_in_error(session, note, reason="again")
        with pytest.raises(Refused):
            decide_error(session, note, confirmed=True)
    in_all = superuser.execute("SELECT state FROM notes WHERE id = %s", (ids["note_id"],)).fetchone()
    assert in_all == ("signed",), "nothing changes until somebody else agrees"
    with world.first.acting("supervisor") as session:
        assert [note.id for note, _ in queries.said_in_error(session)] == [ids["note_id"]]
        decide_error(session, queries.get_note(session, ids["case_id"], ids["note_id"]), confirmed=True)
    assert superuser.execute(look, (ids["note_id"],)).fetchone() == before
    with world.first.acting("supervisor") as session, pytest.raises(Conflict):
        decide_error(session, queries.get_note(session, ids["case_id"], ids["note_id"]), confirmed=False)


def test_declined_it_stays_and_may_be_asked_again(world: World) -> None:
    ids = world.first.ids
    for _ in range(2):
        with world.first.acting("practitioner") as session:
            ask_in_error(session, queries.get_note(session, ids["case_id"], ids["note_id"]), reason="Wrong?")
        with world.first.acting("supervisor") as session:
            note = queries.get_note(session, ids["case_id"], ids["note_id"])
            decide_error(session, note, confirmed=False)
            assert (note.state, queries.said_in_error(session)) == ("signed", [])


def test_what_is_in_error_stands_in_no_report(world: World) -> None:
    ids = world.first.ids
    in_error(world)
    with world.first.acting("practitioner") as session:
        assert queries.signed_notes(session, ids["case_id"]) == []
        assert ids["task_id"] not in {one.id for one in tasks_of_case(session, ids["case_id"])}
        document = factories.a_document(session, get_case(session, ids["client_id"], ids["case_id"]))
        facts = facts_for(session, document)
        assert list(facts.contacts) == [] and "letters" in str(facts.steps) and len(facts.steps) == 1


@pytest.mark.parametrize("second", ["nobody", "the author"])
def test_the_database_wants_the_second_person_too(
    world: World, superuser: psycopg.Connection, second: str
) -> None:
    note_id, change = world.first.ids["note_id"], "UPDATE notes SET state = 'in_error' WHERE id = %s"
    with superuser.transaction(force_rollback=True):
        if second == "the author":
            with pytest.raises(errors.CheckViolation), superuser.transaction():
                superuser.execute(
                    "INSERT INTO note_errors SELECT organisation_id, gen_random_uuid(), now(), client_id, id,"
                    " author_id, '\\x01', 'confirmed', author_id, now() FROM notes WHERE id = %s",
                    (note_id,),
                )
        with pytest.raises(errors.CheckViolation), superuser.transaction():
            superuser.execute(change, (note_id,))


def test_comments_among_staff_are_in_no_package(world: World, superuser: psycopg.Connection) -> None:
    assert registry["note_reviews"].package == "no"
    assert registry["note_reviews"].export == ()
    with world.first.acting("supervisor") as session:
        (one,) = queries.reviews_of(session, world.first.ids["note_id"])
        assert one.words == "heliotrope thanks"


def two_cases(session: TenantSession, world: World) -> list[object]:
    mine = get_case(session, world.first.ids["client_id"], world.first.ids["case_id"])
    return [mine, factories.a_case(session)]


def test_each_file_of_a_group_holds_the_shared_part_and_its_own(
    world: World, superuser: psycopg.Connection
) -> None:
    with world.first.acting("practitioner") as session:
        group_id = start_group(session, two_cases(session, world))
    with world.first.acting("practitioner") as session:
        notes = [note for note, _client in queries.group_of(session, group_id)]
        own = {note.id: f"only {number}" for number, note in enumerate(notes)}
        save_group(session, notes, shared={"details": "for all"}, own=own, version=1)
    with world.first.acting("practitioner") as session:
        notes = [note for note, _client in queries.group_of(session, group_id)]
        assert [(note.draft["details"], note.draft["own_part"]) for note in notes] == [
            ("for all", own[note.id]) for note in notes
        ]
        with pytest.raises(Conflict):
            sign_group(session, notes, factories.content(kind="group"), own=own, version=1)
        sign_group(session, notes, factories.content(kind="group", details="for all"), own=own, version=2)
    with world.first.acting("supervisor") as session:
        for note in notes:
            signed = queries.get_note(session, note.case_id, note.id)
            assert (signed.details, signed.own_part) == ("for all", own[note.id])
    with world.first.acting("practitioner") as session, pytest.raises(NotFound):
        queries.group_of(session, group_id)


def test_a_group_is_signed_whole_or_not_at_all(world: World, superuser: psycopg.Connection) -> None:
    with world.first.acting("practitioner") as session:
        cases = two_cases(session, world)
        group_id = start_group(session, cases)
    with world.first.acting("practitioner") as session:
        notes = [note for note, _client in queries.group_of(session, group_id)]
        save_draft(session, notes[0], values={"details": "elsewhere"}, version=1)
    with pytest.raises(Refused), world.first.acting("practitioner") as session:
        notes = [note for note, _client in queries.group_of(session, group_id)]
        sign_group(session, notes, factories.content(details=""), own={}, version=2)
    states = superuser.execute("SELECT DISTINCT state FROM notes WHERE group_id = %s", (group_id,)).fetchall()
    assert states == [("draft",)]


@pytest.mark.parametrize("how_many", [0, 1])
def test_a_group_has_at_least_two_people(world: World, how_many: int) -> None:
    with world.first.acting("practitioner") as session, pytest.raises(Refused) as refusal:
        start_group(session, two_cases(session, world)[:how_many])
    assert refusal.value.field == "cases"


def test_drafts_of_a_group_are_their_authors_alone(world: World) -> None:
    with world.first.acting("practitioner") as session:
        group_id = start_group(session, two_cases(session, world))
    with world.first.acting("supervisor") as session, pytest.raises(NotFound):
        queries.group_of(session, group_id)


def test_a_format_is_changed_in_the_draft_and_signed_with_its_parts(world: World) -> None:
    with world.first.acting("practitioner") as session:
        note = factories.a_draft(session, factories.a_case(session))
        typed = {"details": "told", "action_taken": "sent", "format": "5.3"}
        change_format(session, note, values=typed, wanted="soap", version=note.version)
        assert note.draft == {"format": "soap", "subjective": "told", "plan": "sent"}
        parts = {"subjective": "told", "plan": "sent"}
        said = factories.content(format="soap", details="", action_taken="", parts=parts)
        sign_note(session, note, said, version=note.version)
        case_id, note_id = note.case_id, note.id
    with world.first.acting("practitioner") as session:
        signed = queries.get_note(session, case_id, note_id)
        assert signed.told() == [("reason", "Planned meeting"), ("subjective", "told"), ("plan", "sent")]


def test_a_note_more_than_thirty_days_late_says_why(world: World) -> None:
    with world.first.acting("practitioner") as session:
        note = factories.a_draft(session, factories.a_case(session, days_ago=60))
        late = {"occurred_on": factories.today() - timedelta(days=31)}
        with pytest.raises(Refused) as refusal:
            sign_note(session, note, factories.content(**late), version=note.version)
        assert refusal.value.field == "late_reason"
        sign_note(
            session, note, factories.content(**late, late_reason="On paper first"), version=note.version
        )
        assert (note.late_days, note.late_reason) == (31, "On paper first")


def test_an_empty_draft_begins_with_the_last_note_and_says_so(world: World) -> None:
    ids = world.first.ids
    with world.first.acting("practitioner") as session:
        note = factories.a_draft(session, get_case(session, ids["client_id"], ids["case_id"]))
        copy_last(session, note)
        assert note.draft["details"] == "heliotrope details" and note.copied_from == ids["note_id"]
        with pytest.raises(Conflict):
            copy_last(session, note)
        with pytest.raises(Conflict):
            copy_last(session, factories.a_draft(session, factories.a_case(session)))


def test_phrases_are_ones_own_or_the_teams(world: World) -> None:
    with world.first.acting("practitioner") as session:
        with pytest.raises(Refused):
            keep_phrase(session, name="a", words="b", for_team=True)
    with world.first.acting("supervisor") as session:
        assert queries.phrases_for(session) == []
        with pytest.raises(NotFound):
            queries.get_phrase(session, world.first.ids["phrase_id"])
        team = keep_phrase(session, name="Team", words="ours", for_team=True).id
    with world.first.acting("practitioner") as session:
        assert [(one.name, one.words) for one in queries.phrases_for(session)] == [
            ("Opening", "heliotrope phrase"),
            ("Team", "ours"),
        ]
        with pytest.raises(NotFound):
            end_phrase(session, queries.get_phrase(session, team))
        end_phrase(session, queries.get_phrase(session, world.first.ids["phrase_id"]))
        session.flush()
        assert [one.name for one in queries.phrases_for(session)] == ["Team"]


def test_names_of_others_are_found_only_where_they_may_be_known(world: World) -> None:
    text = "Came with Ozymandra Tremblay and robin doe, and Quillebard Trémblay."
    with world.first.acting("practitioner") as session:
        factories.a_client(session)
        session.flush()
        named = queries.others_perhaps_named(session, [world.first.ids["client_id"]], text)
        assert "Robin Doe" in named
        assert not {name for name in named if "Quillebard" in name or "Ozymandra" in name}


def test_drafts_of_a_week_are_told_to_a_supervisor(world: World, superuser: psycopg.Connection) -> None:
    with world.first.acting("supervisor") as session:
        assert queries.left_unsigned(session) == []
    superuser.execute("UPDATE notes SET created_at = now() - interval '8 days' WHERE state = 'draft'")
    with world.first.acting("supervisor") as session:
        assert [note.id for note, _ in queries.left_unsigned(session)] == [world.first.ids["draft_id"]]
    with world.first.acting("practitioner") as session:
        assert queries.left_unsigned(session) == []
