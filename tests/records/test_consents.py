"""What a client agreed to, or not."""

from datetime import timedelta

import pytest

from records.clients.queries import get_client
from records.consents.actions import withdraw_consent
from records.consents.queries import consents_of, find_in_force, get_consent
from records.consents.wordings import WORDINGS
from tenants.errors import Conflict, NotFound, Refused
from tests import factories
from tests.world import World


def test_a_consent_keeps_the_words_the_client_was_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = WORDINGS["service"]["fr"]
    with world.first.acting("practitioner") as session:
        client = get_client(session, world.first.ids["client_id"])
        consent_id = factories.a_consent(session, client, language="fr").id
    monkeypatch.setitem(WORDINGS["service"], "fr", "Autre chose.")
    with world.first.acting("practitioner", read_only=True) as session:
        assert get_consent(session, world.first.ids["client_id"], consent_id).wording == shown


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
