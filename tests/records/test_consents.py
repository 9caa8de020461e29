"""What a client agreed to, or not."""

from datetime import date, timedelta

import psycopg
import pytest
from psycopg import errors

from records.clients.queries import get_client
from records.consents.actions import (
    ask_consent,
    decide_consent,
    offer_consent,
    sign_consent,
    withdraw_consent,
    write_wording,
)
from records.consents.queries import (
    consents_of,
    expiring_consents,
    find_in_force,
    get_consent,
    held_by,
    wordings_in_force,
)
from records.consents.wordings import WORDINGS
from records.history.queries import steps_of
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import World


def test_a_consent_keeps_the_words_the_client_was_shown(world: World) -> None:
    shown = WORDINGS["service"]["fr"]
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        consent_id = factories.a_consent(session, client, language="fr").id
    with world.first.acting() as session:
        words = {"text_en": "Something else.", "text_fr": "Autre chose."}
        write_wording(session, kind="service", effective_on=factories.today(), **words)
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        kept, fresh = (
            get_consent(session, client.id, consent_id),
            factories.a_consent(session, client, language="fr"),
        )
        assert (kept.wording, kept.wording_version) == (shown, "1")
        assert (fresh.wording, fresh.wording_version) == ("Autre chose.", "2")
    with world.second.acting("practitioner") as session:
        theirs = factories.a_consent(
            session, get_client(session, world.second.ids["client_id"]), language="fr"
        )
        assert theirs.wording == shown


def test_words_take_effect_on_their_day_and_are_never_changed(
    world: World, superuser: psycopg.Connection
) -> None:
    with world.first.acting() as session:
        tomorrow = factories.today() + timedelta(days=1)
        words = {"text_en": "Later.", "text_fr": "Plus tard."}
        write_wording(session, kind="media", effective_on=tomorrow, lasts_days=30, **words)
        with pytest.raises(Refused):
            write_wording(session, kind="media", effective_on=tomorrow - timedelta(days=2), **words)
        session.flush()
        assert wordings_in_force(session, factories.today())["media"].version == "1"
        assert wordings_in_force(session, tomorrow)["media"].lasts_days == 30
    allowed = "SELECT has_any_column_privilege('northfile_app', 'consent_wordings', 'UPDATE')"
    assert superuser.execute(allowed).fetchone() == (False,)


def test_a_withdrawn_consent_ends_today_and_only_once(world: World) -> None:
    client_id, consent_id = world.first.ids["client_id"], world.first.ids["consent_id"]
    with world.first.acting("practitioner") as session:
        today = factories.today()
        assert find_in_force(session, client_id, "service", today)
        withdraw_consent(session, get_consent(session, client_id, consent_id))
    with world.first.acting("practitioner") as session:
        assert find_in_force(session, client_id, "service", today) is None
        consent = get_consent(session, client_id, consent_id)
        assert (consent.state, consent.withdrawn_on) == ("withdrawn", today)
        with pytest.raises(Conflict):
            withdraw_consent(session, consent)


def test_a_refusal_is_kept_and_is_no_consent(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        consent = factories.a_consent(session, client, refused=True)
        session.flush()
        assert [c.id for c in consents_of(session, client.id)] == [consent.id]
        assert find_in_force(session, client.id, "service", factories.today()) is None
        with pytest.raises(Conflict):
            withdraw_consent(session, consent)


def test_a_consent_is_refused_where_it_cannot_be_true(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        tomorrow, yesterday = (factories.today() + timedelta(days=n) for n in (1, -1))
        for facts, field in (
            ({"given_on": tomorrow}, "given_on"),
            ({"expires_on": yesterday}, "expires_on"),
            ({"given_how": "verbal"}, "witness"),
        ):
            with pytest.raises(Refused) as refusal:
                factories.a_consent(session, client, **facts)
            assert refusal.value.field == field


def test_a_consent_is_found_only_with_its_own_client(world: World) -> None:
    with world.first.acting("practitioner") as session:
        other = factories.a_client(session)
        with pytest.raises(NotFound):
            get_consent(session, other.id, world.first.ids["consent_id"])


def test_what_is_asked_waits_until_the_client_signs_it(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        asked = {"kind": "messages", "language": "en", "scope": ["email", "sms"]}
        consent = ask_consent(session, client, **asked)
        with pytest.raises(Conflict):
            sign_consent(session, consent, name="Robin", strokes=[], scope=["email"])
        offer_consent(session, consent)
        assert find_in_force(session, client.id, "messages", factories.today()) is None
        for wrong, field in (
            ({"name": ""}, "name"),
            ({"scope": []}, "scope"),
            ({"scope": ["photo"]}, "scope"),
        ):
            with pytest.raises(Refused) as refusal:
                sign_consent(session, consent, **{"name": "Robin", "strokes": [], "scope": ["sms"]} | wrong)
            assert refusal.value.field == field
        sign_consent(session, consent, name="Robin Doe", strokes=[[(1, 2), (3, 4)]], scope=["sms"])
    with world.first.acting("practitioner") as session:
        (held,) = held_by(session, client.id, factories.today())
        assert (held.state, held.consent.scope, held.consent.given_how) == ("given", ["sms"], "signed_screen")
        assert held.consent.signature == {"name": "Robin Doe", "strokes": [[[1, 2], [3, 4]]]}


def test_a_new_consent_replaces_the_one_before_it_for_the_same_and_to_the_same(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        first, clinic = (
            factories.a_release(session, client, recipient=name) for name in ("College", "Clinic")
        )
        second = factories.a_release(session, client, recipient="  COLLEGE ")
        draft = ask_consent(session, client, kind="service", language="en")
        decide_consent(session, draft, given_how="verbal", given_on=factories.today(), witness="W.")
        states = {c.id: c.state for c in consents_of(session, client.id)}
        assert states[first.id] == "superseded"
        assert {states[one.id] for one in (clinic, second, draft)} == {"given"}


def test_a_part_may_be_taken_back_and_what_was_covered_before_is_remembered(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session)
        release = factories.a_release(session, client, scope=["plan", "notes"])
        session.flush()
        with pytest.raises(Refused):
            withdraw_consent(session, release, items=["incident"])
        withdraw_consent(session, release, items=["notes"], effect_explained=True)
        assert (release.state, release.scope, release.withdrawn_on) == ("given", ["plan"], None)
        withdraw_consent(session, release, items=["plan"])
        assert release.state == "withdrawn"
        session.flush()
        last, first = (step.changes for step in steps_of(session, release))
        assert [(change.before, change.after) for change in first] == [(["plan", "notes"], ["plan"])]
        assert [(change.before, change.after) for change in last] == [("given", "withdrawn")]


def test_a_guardian_decides_only_until_the_client_comes_of_age(world: World) -> None:
    with world.first.acting("practitioner") as session:
        today = factories.today()
        in_a_week = date(today.year - 18, today.month, min(today.day, 28)) + timedelta(days=7)
        young = factories.a_client(session, birth_on=in_a_week)
        given = {"given_by": "guardian", "giver": "Aunt May"}
        consent = factories.a_consent(session, young, **given)
        grown = factories.a_client(session, birth_on=today - timedelta(days=19 * 366))
        for facts, field in ((given, "given_by"), ({"given_by": "guardian"}, "giver"),
                             ({"given_by": "substitute", "giver": "X"}, "authority")):  # fmt: skip
            with pytest.raises(Refused) as refusal:
                factories.a_consent(session, grown, **facts)
            assert refusal.value.field == field
        session.flush()
        assert find_in_force(session, young.id, "service", today)
        assert find_in_force(session, young.id, "service", today + timedelta(days=20)) is None
        assert consent.id in [held.consent.id for held in expiring_consents(session)]


def test_what_ends_soon_is_listed_for_those_who_may_see_it_and_nobody_else(world: World) -> None:
    with world.first.acting("practitioner") as session:
        today = factories.today()
        mine, later = factories.a_client(session), factories.a_client(session)
        soon = factories.a_consent(session, mine, expires_on=today + timedelta(days=9))
        factories.a_consent(session, later, expires_on=today + timedelta(days=31))
    with world.first.acting("practitioner", read_only=True) as session:
        assert [held.consent.id for held in expiring_consents(session)] == [soon.id]
    for agency, role in ((world.first, "reporter"), (world.second, "practitioner")):
        with agency.acting(role, read_only=True) as session:
            assert expiring_consents(session) == []


@pytest.mark.parametrize(
    "change",
    ["state = 'given', withdrawn_on = NULL", "scope = '{plan,notes}'", "signature_sealed = '\\x01'"],
)
def test_the_database_itself_lets_a_consent_only_narrow(
    world: World, superuser: psycopg.Connection, change: str
) -> None:
    with world.first.acting("practitioner") as session:
        release = factories.a_release(session, factories.a_client(session), scope=["plan"])
        if "state" in change:
            withdraw_consent(session, release)
    with pytest.raises(errors.CheckViolation, match="only narrows"):
        superuser.execute(f"UPDATE consents SET {change} WHERE id = %s", (release.id,))


def test_what_was_asked_is_not_rewritten(superuser: psycopg.Connection) -> None:
    for column in ("wording", "kind", "purpose", "recipient_sealed", "direction", "expires_on", "client_id"):
        allowed = "SELECT has_column_privilege('northfile_app', 'consents', %s, 'UPDATE')"
        assert superuser.execute(allowed, (column,)).fetchone() == (False,), column
