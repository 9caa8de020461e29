"""What was written about a person cannot be read where it lies, nor where it does not belong."""

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from records.cases.queries import get_case
from records.clients.models import ContactPoint
from records.consents.queries import get_consent
from records.documents.models import Document
from records.notes.queries import get_note
from tenants import files
from tenants.database import TenantOwned
from tenants.errors import NotFound
from tenants.sealing import Sealed
from tenants.settings import settings
from tenants.storage import storage
from tests.world import World


def everything(superuser: psycopg.Connection) -> bytes:
    """All rows of all tables as a dump would hold them: bytes as bytes, the rest as text."""
    found = []
    tables = superuser.execute(
        "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'r' AND n.nspname IN ('public', 'gate')"
    ).fetchall()
    for (table,) in tables:
        for row in superuser.execute(f"SELECT * FROM {table}"):
            found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\n".join(found)


# Names and addresses of members are clear on purpose, and the agencies' own addresses hold the secret word.
KINDS = ("details", "reason", "goal", "addendum", "draft", "witness")


def test_no_sealed_word_lies_in_the_database(world: World, superuser: psycopg.Connection) -> None:
    lying = everything(superuser).lower()
    assert world.first.name.lower().encode() in lying, "the search itself works"
    for agency in world.both:
        for kind in KINDS:
            assert f"{agency.secret} {kind}".encode() not in lying
        assert f"{agency.secret}@example.com".encode() not in lying
    for phone in (b"555-0142", b"7055550142"):
        assert phone not in lying
    assert b"three offers" not in lying
    assert b"call the employer" not in lying


def test_no_sealed_word_lies_in_a_stored_file(world: World) -> None:
    stored = [path.read_bytes() for path in settings().var.rglob("*") if path.is_file()]
    assert stored
    assert not [
        data for data in stored for agency in world.both if agency.secret.encode() in data or b"%PDF" in data
    ]
    assert world.first.name not in "".join(str(path) for path in settings().var.rglob("*"))


def test_sealed_words_are_read_back(world: World) -> None:
    ids, secret = world.first.ids, world.first.secret
    with world.first.acting("practitioner", read_only=True) as session:
        assert get_case(session, ids["client_id"], ids["case_id"]).goal == f"{secret} goal"
        assert get_note(session, ids["case_id"], ids["note_id"]).details == f"{secret} details"
        assert get_consent(session, ids["client_id"], ids["consent_id"]).witness == f"{secret} witness"
        assert files.read(session, ids["file_id"]) == f"%PDF-1.7 {secret}".encode()


@pytest.mark.parametrize(
    "move",
    [
        "UPDATE notes SET details_sealed = reason_sealed WHERE id = %(note_id)s",  # to another column
        "UPDATE notes t SET details_sealed = f.draft_sealed FROM notes f WHERE t.id = %(note_id)s AND f.id = %(draft_id)s",
        "UPDATE notes t SET details_sealed = c.goal_sealed FROM cases c WHERE t.id = %(note_id)s AND c.id = %(case_id)s",
        "UPDATE notes t SET details_sealed = f.details_sealed FROM notes f WHERE t.id = %(note_id)s AND f.id = %(theirs)s",
        "UPDATE notes SET details_sealed = set_byte(details_sealed, 20, get_byte(details_sealed, 20) # 1)"
        " WHERE id = %(note_id)s",
        "UPDATE client_keys t SET wrapped = f.wrapped FROM client_keys f WHERE t.id = %(client_id)s AND f.id = %(their)s",
    ],
)
def test_sealed_words_moved_or_changed_do_not_open(
    world: World, superuser: psycopg.Connection, move: str
) -> None:
    ids = world.first.ids
    others = {"theirs": world.second.ids["note_id"], "their": world.second.ids["client_id"]}
    with superuser.transaction():
        superuser.execute("SET LOCAL session_replication_role = replica")
        assert superuser.execute(move, ids | others).rowcount == 1
    with world.first.acting("practitioner", read_only=True) as session:
        note = get_note(session, ids["case_id"], ids["note_id"])
        with pytest.raises(InvalidTag):
            assert note.details


def test_a_stored_file_put_in_place_of_another_does_not_open(world: World) -> None:
    mine = files.name_of(world.first.organisation_id, world.first.ids["file_id"])
    theirs = storage().get(files.name_of(world.second.organisation_id, world.second.ids["file_id"]))
    assert theirs
    storage().put(mine, theirs)
    with world.first.acting("practitioner", read_only=True) as session, pytest.raises(InvalidTag):
        files.read(session, world.first.ids["file_id"])


def test_anothers_file_and_a_lost_one_are_not_there(world: World) -> None:
    with world.first.acting("practitioner", read_only=True) as session, pytest.raises(NotFound):
        files.read(session, world.second.ids["file_id"])
    files.erase(world.first.organisation_id, world.first.ids["file_id"])
    files.erase(world.first.organisation_id, world.first.ids["file_id"])
    with world.first.acting("practitioner", read_only=True) as session, pytest.raises(NotFound):
        files.read(session, world.first.ids["file_id"])


def test_without_its_key_a_clients_text_is_gone_for_good(world: World, superuser: psycopg.Connection) -> None:
    ids = world.first.ids
    superuser.execute("DELETE FROM client_keys WHERE id = %s", (ids["client_id"],))
    with world.first.acting("practitioner", read_only=True) as session:
        note = get_note(session, ids["case_id"], ids["note_id"])
        with pytest.raises(NoResultFound):
            assert note.details
        with pytest.raises(NoResultFound):
            files.read(session, ids["file_id"])


def test_the_same_words_twice_do_not_look_the_same(world: World) -> None:
    with world.first.acting("practitioner") as session:
        points = [
            ContactPoint(client_id=world.first.ids["client_id"], kind="phone", value="same", lookup=b"x")
            for _ in "ab"
        ]
        session.add_all(points)
        session.flush()
        assert points[0].value_sealed != points[1].value_sealed
        assert not any(b"same" in point.value_sealed for point in points)


def test_a_phone_looks_different_in_every_agency(world: World, superuser: psycopg.Connection) -> None:
    lookups = superuser.execute(
        "SELECT count(DISTINCT lookup) FROM contact_points WHERE kind = 'phone'"
    ).fetchone()
    assert lookups == (2,)


def test_every_sealed_column_has_its_attribute() -> None:
    for mapper in TenantOwned.__subclasses__():
        for name in mapper.__table__.columns.keys():  # noqa: SIM118 - a column collection is no dict
            if name.endswith("_sealed"):
                assert isinstance(vars(mapper).get(name.removesuffix("_sealed")), Sealed), (
                    f"{mapper.__name__}.{name}"
                )


def test_a_document_keeps_the_values_it_was_drawn_from(world: World) -> None:
    with world.first.acting("practitioner", read_only=True) as session:
        document = session.execute(
            select(Document).where(Document.id == world.first.ids["document_id"])
        ).scalar_one()
        assert document.is_ready
        assert document.values["client_name"].startswith(world.first.name)
