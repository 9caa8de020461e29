"""Every way to change how a document reaches its reader: the window of an envelope, and a private link."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from records.clients.models import Client
from records.consents.queries import find_safe_email
from records.deliveries.models import Delivery, DeliveryOpening
from records.deliveries.queries import shown_by
from records.deliveries.rules import ATTEMPTS, fits, new_answer
from records.documents.models import Document
from records.notices.actions import tell
from records.notices.rules import Kind as Notice
from tenants import audit, clock, context, gate, mail
from tenants.database import hold
from tenants.errors import Refused


def place_in_window(session: Session, document: Document, *, in_window: bool) -> None:
    """Decides whether a draft is set so that the window of an envelope shows the address."""
    hold(session, document)
    document.expect("draft")
    document.in_window = in_window


def send_link(
    session: Session, document: Document, client: Client, *, way: str, fact: str, days: int
) -> tuple[Delivery, str]:
    """Makes a private link to an issued document, and its token, which is kept nowhere. By e-mail it goes to the person
    in a message that says nothing of the document, if they agreed to that; else who asked for it hands it over."""
    if document.state != "issued" or document.reader != "client":
        raise Refused("Only a document that was issued for the person, and still holds, is sent by a link.")
    me, token = context.current(), gate.new_token()
    delivery = Delivery(
        client_id=document.client_id,
        case_id=document.case_id,
        document_id=document.id,
        sent_by=me.member_id or document.requested_by,
        language=client.language,
        way=way,
        fact=fact,
        answer=_answer(client, fact),
        token_hash=gate.hash_of(token),
        expires_at=clock.now() + timedelta(days=days),
    )
    session.add(delivery)
    session.flush()
    if way == "email":
        address = _address(session, client)
        mail.send_sealed(
            session, "document", to=address, language=client.language, agency=me.name, token=token
        )
    audit.record(session, audit.Verb.LINK_SENT, delivery.id, client_id=delivery.client_id, way=way, fact=fact)
    return delivery, token


def answer_link(session: Session, delivery: Delivery, document: Document, *, said: str) -> bool:
    """Whether this is what the person knows. The last of the wrong answers closes the link, and whoever sent it is
    told."""
    hold(session, delivery)
    if delivery.answer is None:
        return False
    if fits(delivery.answer, said):
        note_opening(session, delivery, shown_by(session, delivery, document), what="page")
        return True
    delivery.wrong += 1
    if delivery.wrong == ATTEMPTS:
        delivery.end(clock.now(), "attempts")
        where = {"client_id": delivery.client_id, "case_id": delivery.case_id, "about": delivery.document_id}
        tell(session, member_id=delivery.sent_by, kind=Notice.LINK_CLOSED, **where)
        _ended(session, delivery)
    return False


def note_opening(session: Session, delivery: Delivery, document: Document, *, what: str) -> None:
    """Writes down that somebody who knew the answer saw the document, or took the file."""
    ids: dict[str, UUID] = {"client_id": delivery.client_id, "case_id": delivery.case_id}
    session.add(DeliveryOpening(**ids, delivery_id=delivery.id, document_id=document.id, what=what))
    audit.record(session, audit.Verb.LINK_OPENED, delivery.id, client_id=delivery.client_id, what=what)


def close_link(session: Session, delivery: Delivery) -> None:
    """From now on the link opens nothing."""
    hold(session, delivery)
    delivery.end(clock.now(), "revoked")
    _ended(session, delivery)


def _ended(session: Session, delivery: Delivery) -> None:
    reason = delivery.end_reason
    audit.record(session, audit.Verb.LINK_CLOSED, delivery.id, client_id=delivery.client_id, reason=reason)


def _answer(client: Client, fact: str) -> str:
    if fact == "code":
        return new_answer()
    if client.birth_on is None:
        raise Refused("No date of birth is on file. Choose a code told by telephone.", field="fact")
    return str(client.birth_on.year)


def _address(session: Session, client: Client) -> str:
    found = find_safe_email(session, client, clock.today(context.current().timezone))
    if found is None:
        raise Refused("The person has not agreed to e-mail, or no address is safe to write to.", field="way")
    return found
