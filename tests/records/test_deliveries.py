"""A private link opens one document of one agency to who knows the answer, for a time, and leaves no key behind."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select

from records.cases.queries import get_case
from records.clients.contacts import change_contact_point
from records.clients.queries import contact_points, get_client
from records.deliveries.actions import answer_link, close_link, send_link
from records.deliveries.addresses import recipient_of
from records.deliveries.models import Delivery
from records.deliveries.queries import find_delivery, get_deliverable, sent_of, shown_by
from records.documents.drafting import revise_document
from records.documents.issuing import file_issued, freeze, withdraw_document
from records.documents.models import Document
from records.documents.queries import composed, get_document
from records.notices.models import Notice
from records.particulars.actions import add_particular
from records.particulars.kinds import KINDS
from tenants import clock, context, gate
from tenants.audit import AuditEvent
from tenants.context import acting_for
from tenants.database import TenantSession, transaction
from tenants.errors import NotFound, Refused
from tenants.mail import Mail
from tests import factories
from tests.world import Agency, World


def held(session: TenantSession, agency: Agency) -> Document:
    return get_document(session, agency.ids["case_id"], agency.ids["document_id"])[0]


def sent(agency: Agency, **how: object) -> tuple[Delivery, str]:
    with agency.acting("practitioner") as session:
        client = get_client(session, agency.ids["client_id"])
        client.birth_on = clock.now().date().replace(year=1987, day=1)
        how = {"way": "hand", "fact": "birth_year", "days": 14} | how
        return send_link(session, held(session, agency), client, **how)  # type: ignore[arg-type]


def answered(agency: Agency, delivery: Delivery, said: str) -> bool:
    """As nobody of the agency."""
    with acting_for(gate.tenancy_for(agency.organisation_id)), transaction() as session:
        return answer_link(session, *get_deliverable(session, delivery.id), said=said)


def test_five_wrong_answers_close_the_link_for_the_right_one_too(
    world: World, superuser: psycopg.Connection
) -> None:
    delivery, token = sent(world.first)
    assert find_delivery(token) == (world.first.organisation_id, delivery.id)
    with pytest.raises(NotFound), world.second.acting() as session:
        get_deliverable(session, delivery.id)
    assert [answered(world.first, delivery, said) for said in ("1986", "", "87", "19 87")][-1]
    assert not any(answered(world.first, delivery, said) for said in ("1900", "2000"))
    assert find_delivery(token) is None and not answered(world.first, delivery, "1987")
    with world.first.acting("practitioner", read_only=True) as session:
        newest = sent_of(session, held(session, world.first))[0]
        told = session.execute(select(Notice.about).where(Notice.kind == "link_closed")).scalar_one()
        last = session.execute(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(1)).scalar_one()
    assert (newest.state, newest.tries_left, newest.page.times if newest.page else 0) == ("attempts", 0, 1)
    assert told == delivery.document_id and (last.verb, last.codes) == ("link_closed", {"reason": "attempts"})
    row = superuser.execute("SELECT d::text FROM deliveries d WHERE id = %s", [delivery.id]).fetchone()
    assert row and token not in row[0] and gate.hash_of(token).hex() not in row[0]


def test_a_link_ends_by_the_clock_and_by_hand_and_its_key_is_forgotten(
    world: World, superuser: psycopg.Connection
) -> None:
    (by_time, first), (by_hand, second) = sent(world.first, days=3), sent(world.first)
    with clock.at(clock.now() + timedelta(days=3)):
        assert find_delivery(first) is None and find_delivery(second)
    with world.first.acting("practitioner") as session:
        close_link(session, session.get_one(Delivery, (world.first.organisation_id, by_hand.id)))
    assert find_delivery(second) is None and find_delivery(first)
    superuser.execute(
        "UPDATE deliveries SET created_at = created_at - interval '40 days',"
        " expires_at = expires_at - interval '40 days' WHERE id = %s",
        [by_time.id],
    )
    gate.clear_leftovers()
    kept = superuser.execute(
        "SELECT count(*), count(token_hash) FROM deliveries WHERE id = ANY (%s)", [[by_time.id, by_hand.id]]
    ).fetchone()
    assert kept == (2, 0)


def test_mail_leaves_only_where_it_was_agreed_and_is_safe_and_names_nobody(world: World) -> None:
    agency = world.first
    with pytest.raises(Refused, match="not agreed to e-mail"):
        sent(agency, way="email")
    with agency.acting("practitioner") as session:
        client = get_client(session, agency.ids["client_id"])
        factories.a_consent(session, client, kind="messages", scope=["email"])
        email = next(one for one in contact_points(session, client.id) if one.kind == "email")
        told = {"kind": "email", "value": email.value, "preferred": False, "safe_for_messages": True}
        change_contact_point(session, email, version=email.version, **told)
    _delivery, token = sent(agency, way="email")
    with agency.acting(read_only=True) as session:
        mail = session.execute(select(Mail).order_by(Mail.id.desc()).limit(1)).scalar_one()
        assert (mail.template, mail.to_address) == ("document", "")
        assert mail.params == {
            "agency": context.current().name,
            "token": token,
            "sent_to": f"{agency.secret}@example.com",
        }


def test_a_link_shows_the_newer_edition_only_when_that_was_sent_too(world: World) -> None:
    agency = world.first
    delivery, _token = sent(agency)
    with agency.acting("practitioner") as session:
        first, case = held(session, agency), get_case(session, agency.ids["client_id"], agency.ids["case_id"])
        again = revise_document(session, first, case, changed="A new date")
        session.flush()
        values = freeze(session, again, composed(session, again, kept_through=None))
        file_issued(session, again, values, factories.DrawnElsewhere(b"%PDF-1.7 again"))
        session.flush()
        session.refresh(first)
        row = session.get_one(Delivery, (agency.organisation_id, delivery.id))
        assert first.state == "replaced" and shown_by(session, row, first) is first
        send_link(session, again, get_client(session, again.client_id), way="hand", fact="birth_year", days=1)
        assert shown_by(session, row, first) is again
        withdraw_document(session, again, why="Wrong")
        session.flush()
        assert shown_by(session, row, first) is first
        with pytest.raises(Refused, match="still holds"):
            send_link(session, again, get_client(session, again.client_id), way="hand", fact="code", days=1)


def test_a_window_shows_the_newest_address_where_letters_may_arrive(world: World) -> None:
    with world.first.acting("practitioner") as session:
        client = factories.a_client(session, legal_given="Béatrice", legal_family="Roy")
        assert recipient_of(session, client) == ()
        home = {"type": "home", "lines": "640, rue Notre-Dame", "town": "Northbridge", "region": "Ontario"}
        add_particular(
            session, client, KINDS["address"], values=home | {"postal_code": "p3c5k4", "letters": True}
        )
        add_particular(
            session, client, KINDS["address"], values=home | {"lines": "Not here", "letters": False}
        )
        session.flush()
        told = ("Béatrice Roy", "640, rue Notre-Dame", "Northbridge ON  P3C 5K4")
        assert recipient_of(session, client) == told
        client.status = "deceased"
        assert recipient_of(session, client) == ()
