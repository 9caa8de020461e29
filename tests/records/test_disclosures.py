"""What leaves a file: only under a permission that covers it, or on a basis that is said."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from records.clients.queries import get_client
from records.consents.actions import ask_consent, withdraw_consent
from records.consents.queries import get_consent
from records.disclosures import actions
from records.disclosures.actions import ask_error, mark_in_error, record_receipt, review_emergency
from records.disclosures.queries import disclosures_of, emergencies, get_disclosure
from records.retention.copies import places_of_clients
from tenants.context import acting_for
from tenants.database import transaction
from tenants.errors import Conflict, NotFound, Refused
from tenants.mail import Mail
from tests import factories
from tests.world import Agency, World

Refusals = list[tuple[dict[str, Any], str]]


def test_what_the_permission_covers_leaves_and_is_told(world: World, superuser: psycopg.Connection) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        release = factories.a_release(session, client)
        made = factories.a_disclosure(session, client, release, recipient="confederation  college")
        session.flush()
        assert [one.id for one in disclosures_of(session, client.id, consent_id=release.id)] == [made.id]
        assert made.author_id == world.first.members["practitioner"] and made.approved_by is None
    told = superuser.execute("SELECT d::text FROM disclosures d WHERE id = %s", (made.id,)).fetchone()
    assert told and "college" not in told[0].lower() and "workshop" not in told[0]
    with world.second.acting("practitioner", read_only=True) as session, pytest.raises(NotFound):
        get_disclosure(session, client.id, made.id)


WRONG: Refusals = [
    ({"recipient": "Another college"}, "recipient"),
    ({"categories": ["attendance", "notes"]}, "categories"),
    ({"purpose": "job"}, "purpose"),
    ({"consent_id": None}, "consent_id"),
]


@pytest.mark.parametrize(("facts", "field"), WRONG)
def test_what_it_does_not_cover_stays(world: World, facts: dict[str, Any], field: str) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        release = factories.a_release(session, client)
        with pytest.raises(Refused) as refusal:
            factories.a_disclosure(session, client, release, **facts)
        assert refusal.value.field == field
        assert not disclosures_of(session, client.id)


def unfit(world: World) -> dict[str, Callable[[Any, Any], Any]]:
    """Permissions that permit nothing today."""

    def withdrawn(session: Any, client: Any) -> Any:
        release = factories.a_release(session, client)
        withdraw_consent(session, release)
        return release

    def used(session: Any, client: Any) -> Any:
        release = factories.a_release(session, client, single_use=True)
        factories.a_disclosure(session, client, release)
        return release

    def of_somebody_else(session: Any, client: Any) -> Any:
        return factories.a_release(session, factories.a_client(session))

    def over(session: Any, client: Any) -> Any:
        days = {
            "given_on": factories.today() - timedelta(days=9),
            "expires_on": factories.today() - timedelta(days=1),
        }
        return factories.a_release(session, client, **days)

    def grown_up(session: Any, client: Any) -> Any:
        guardian = {"given_by": "guardian", "giver": "Aunt May"}
        release = factories.a_release(session, client, **guardian)
        client.birth_on = factories.today() - timedelta(days=19 * 366)
        session.flush()
        return release

    return {
        "withdrawn": withdrawn,
        "used": used,
        "of somebody else": of_somebody_else,
        "the guardian's, of one grown up": grown_up,
        "refused": lambda session, client: factories.a_release(session, client, refused=True),
        "to ask only": lambda session, client: factories.a_release(session, client, direction="receive"),
        "for another thing": lambda session, client: factories.a_release(session, client, kind="sharing", scope=[]),
        "not answered": lambda session, client: ask_consent(
            session, client, offered=True, kind="release", language="en", recipient="Confederation College",
            direction="send", scope=["attendance"], purpose="training"
        ),
        "over": over,
    }  # fmt: skip


def test_neither_rule_nor_database_accepts_a_permission_that_permits_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    for name, make in unfit(world).items():
        with subtests.test(name):
            with world.first.acting("practitioner") as session:
                client = factories.a_client(session)
                release = make(session, client)
                session.flush()
                ids = client.id, release.id
            before = _count(world, ids[0])
            with pytest.raises((Refused, NotFound)), world.first.acting("practitioner") as session:
                _send(session, *ids)
            # The same with the rule asleep: the database decides by itself.
            with monkeypatch.context() as asleep:
                asleep.setattr(actions, "_expect_permitted", lambda *_: None)
                with (
                    pytest.raises(IntegrityError, match="no permission covers"),
                    world.first.acting("practitioner") as session,
                ):
                    _send(session, *ids)
            assert _count(world, ids[0]) == before


def test_what_left_while_a_permission_held_is_recorded_after_its_end_and_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    """Given ten days ago; five days ago the outcomes were taken out of it, and today the rest."""
    with world.first.acting("practitioner") as session:
        today = factories.today()
        ten, five = today - timedelta(days=10), today - timedelta(days=5)
        client = factories.a_client(session)
        release = factories.a_release(session, client, given_on=ten)
        session.flush()
        withdraw_consent(session, release, items=["outcomes"])
        release.taken_back = {"outcomes": five.isoformat()}
        session.flush()
        withdraw_consent(session, release)
        renewed = factories.a_release(session, client, given_on=ten, recipient="Clinic")
        factories.a_release(session, client, given_on=five, recipient="Clinic")
        session.flush()
        assert (renewed.state, renewed.superseded_on) == ("superseded", five)
        ids, older = (client.id, release.id), (client.id, renewed.id)
    both, day = ["attendance", "outcomes"], timedelta(days=1)
    wrong: list[tuple[tuple[UUID, UUID], dict[str, Any]]] = [
        (ids, {"sent_on": today}),
        (ids, {"sent_on": ten - day}),
        (ids, {"sent_on": five, "categories": both}),
        (older, {"sent_on": five, "recipient": "Clinic"}),
    ]
    for of, facts in wrong:
        with subtests.test(str(facts)):
            with pytest.raises(Refused), world.first.acting("practitioner") as session:
                _send(session, *of, **facts)
            with monkeypatch.context() as asleep:
                asleep.setattr(actions, "_expect_permitted", lambda *_: None)
                with (
                    pytest.raises(IntegrityError, match="no permission covers"),
                    world.first.acting("practitioner") as session,
                ):
                    _send(session, *of, **facts)
    with world.first.acting("practitioner") as session:
        _send(session, *ids, sent_on=today - day)
        _send(session, *ids, sent_on=five - day, categories=both)
        _send(session, *older, sent_on=five - day, recipient="Clinic")
    assert _count(world, ids[0]) == 3


def test_an_error_takes_two_people_and_gives_a_permission_for_one_time_back(
    world: World, superuser: psycopg.Connection
) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        release = factories.a_release(session, client, single_use=True)
        made = factories.a_disclosure(session, client, release)
        session.flush()
        ids = client.id, release.id
        with pytest.raises(Refused):
            mark_in_error(session, made)
        ask_error(session, made, reason="It went to nobody, says Unwin")
        with pytest.raises(Conflict):
            ask_error(session, made, reason="Again")
        with pytest.raises(Refused):
            mark_in_error(session, made)
    with pytest.raises(Refused), world.first.acting("practitioner") as session:
        _send(session, *ids)
    with world.first.acting("supervisor") as session:
        found = get_disclosure(session, ids[0], made.id)
        mark_in_error(session, found)
        assert found.is_in_error and not found.alone
        with pytest.raises(Conflict):
            record_receipt(session, found, receipt="It came")
    with world.first.acting("practitioner") as session:
        _send(session, *ids)
    assert _count(world, ids[0]) == 2
    left = superuser.execute("SELECT d::text FROM disclosures d WHERE id = %s", (made.id,)).fetchone()
    assert left and "Unwin" not in left[0]
    state = superuser.execute("SELECT state FROM entries WHERE id = %s", (made.id,)).fetchone()
    assert state == ("in_error",)


def _send(session: Any, client_id: UUID, consent_id: UUID, **facts: Any) -> None:
    client = get_client(session, client_id)
    factories.a_disclosure(session, client, _Named(consent_id), **facts)  # type: ignore[arg-type]
    session.flush()


class _Named:
    """Stands for a permission of which only the id is known."""

    def __init__(self, consent_id: UUID) -> None:
        self.id = consent_id


def _count(world: World, client_id: UUID) -> int:
    with world.first.acting("practitioner", read_only=True) as session:
        return len(disclosures_of(session, client_id))


def test_what_left_stays_as_it_was_told(world: World, superuser: psycopg.Connection) -> None:
    for column in ("what_sealed", "recipient_sealed", "basis", "consent_id", "categories", "sent_on", "hash"):
        allowed = "SELECT has_column_privilege('northfile_app', 'disclosures', %s, 'UPDATE')"
        assert superuser.execute(allowed, (column,)).fetchone() == (False,), column
    with pytest.raises(errors.CheckViolation):
        superuser.execute("UPDATE disclosures SET basis = 'emergency'")


def test_an_emergency_needs_a_reason_is_told_to_the_supervisors_and_seen_once(world: World) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        client = get_client(session, agency.ids["client_id"])
        with pytest.raises(Refused) as refusal:
            factories.a_disclosure(session, client, reason="")
        assert refusal.value.field == "reason"
        made = factories.a_disclosure(session, client)
    with agency.acting("supervisor") as session:
        mails = session.execute(select(Mail).where(Mail.template == "emergency")).scalars().all()
        assert {mail.to_address for mail in mails} == {
            f"{who}@{agency.secret}.example.org" for who in ("owner", "supervisor")
        }
        assert all(agency.name not in str(mail.params) for mail in mails)
        assert [one.id for one, _ in emergencies(session)] == [made.id]
        disclosure = get_disclosure(session, client.id, made.id)
        review_emergency(session, disclosure)
        with pytest.raises(Conflict):
            review_emergency(session, disclosure)
        assert list(emergencies(session)) == []
        record_receipt(session, disclosure, receipt="They called back")
        with pytest.raises(Conflict):
            record_receipt(session, disclosure, receipt="Again")


def test_law_court_and_audit_are_decided_by_those_who_answer_for_the_agency(world: World) -> None:
    for basis in ("law", "court_order", "funder_audit"):
        facts = {"basis": basis, "reason": "File 12-345"}
        with world.first.acting("practitioner") as session, pytest.raises(Refused) as refusal:
            factories.a_disclosure(session, get_client(session, world.first.ids["client_id"]), **facts)
        assert refusal.value.field == "basis"
        with world.first.acting("supervisor") as session:
            made = factories.a_disclosure(session, get_client(session, world.first.ids["client_id"]), **facts)
            assert made.approved_by == world.first.members["supervisor"]


def at_once(*acts: Callable[[], None]) -> list[str]:
    """What became of acts begun at the same moment."""
    all_here = Barrier(len(acts))

    def one(act: Callable[[], None]) -> str:
        all_here.wait(10)
        try:
            act()
        except (Refused, IntegrityError) as error:
            return type(error).__name__
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.parametrize("attempt", range(6))
def test_who_withdraws_and_who_sends_at_the_same_moment_do_not_both_act_on_the_same_permission(
    world: World, superuser: psycopg.Connection, attempt: int
) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        client = factories.a_client(session)
        release = factories.a_release(session, client)
        session.flush()
        ids = client.id, release.id

    def send() -> None:
        with agency.acting("practitioner") as session:
            _send(session, *ids)

    def withdraw() -> None:
        with agency.acting("practitioner") as session:
            withdraw_consent(session, get_consent(session, *ids))

    sent, withdrawn = at_once(*((send, withdraw) if attempt % 2 else (withdraw, send)))[
        :: 1 if attempt % 2 else -1
    ]
    assert withdrawn == "done" and sent in ("done", "Refused")
    trail = superuser.execute(
        "SELECT verb FROM audit_events WHERE client_id = %s AND verb IN ('consent_withdrawn', 'disclosure_recorded')"
        " ORDER BY seq", (ids[0],)).fetchall()  # fmt: skip
    expected = ["disclosure_recorded", "consent_withdrawn"] if sent == "done" else ["consent_withdrawn"]
    assert [verb for (verb,) in trail] == expected


def test_who_waits_for_a_withdrawal_is_refused_and_of_two_uses_of_one_time_one_counts(world: World) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        client = factories.a_client(session)
        release = factories.a_release(session, client, single_use=True)
        session.flush()
        ids = client.id, release.id

    def send() -> None:
        with agency.acting("practitioner") as session:
            _send(session, *ids)

    assert sorted(at_once(send, send, send)) == ["Refused", "Refused", "done"]
    assert _count(world, ids[0]) == 1


def test_disclosures_go_before_their_permissions_when_a_file_is_destroyed(world: World) -> None:
    agency = world.first
    with agency.acting("practitioner") as session:
        client = factories.a_client(session)
        factories.a_disclosure(session, client, factories.a_release(session, client))
        client_id = client.id
    places = [place for place in places_of_clients() if place.table.name in ("disclosures", "consents")]
    assert [place.table.name for place in places] == ["disclosures", "consents"]
    with acting_for(agency.tenancy()), transaction(login="retention") as session:
        assert [place.delete(session, [client_id]) for place in places] == [1, 1]
    assert _count(world, client_id) == 0 and _count_of(world.second)


def _count_of(agency: Agency) -> int:
    with agency.acting("practitioner", read_only=True) as session:
        return len(disclosures_of(session, agency.ids["client_id"]))
