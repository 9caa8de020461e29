"""Every way to change what is known of a client."""

from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from records.clients.models import Client, ClientToken, ContactPoint, Counter
from records.clients.rules import contact_key, digits, sort_name, tokens
from tenants import audit, clock, context
from tenants.database import hold, new_id
from tenants.errors import Refused
from tenants.sealing import keyring

FIRST_NUMBER = 1001


def next_number(session: Session, name: str) -> int:
    """The organisation's next number of a series; its row stays locked until the transaction ends, so there are no
    gaps and no doubles."""
    me = context.current().organisation_id
    return session.execute(
        insert(Counter)
        .values(organisation_id=me, id=new_id(), created_at=clock.now(), name=name, value=FIRST_NUMBER)
        .on_conflict_do_update(index_elements=["organisation_id", "name"], set_={"value": Counter.value + 1})
        .returning(Counter.value)
    ).scalar_one()


def add_client(
    session: Session,
    *,
    legal_given: str,
    legal_family: str = "",
    preferred_name: str = "",
    pronouns: str = "",
    birth_on: date | None = None,
    language: str = "en",
    phone: str = "",
    email: str = "",
) -> Client:
    """Opens a client's file, with a number and a key of its own. The one who adds becomes the worker."""
    check_birth(birth_on)
    client = Client(
        file_number=f"N-{next_number(session, 'client')}",
        legal_given=legal_given,
        legal_family=legal_family,
        preferred_name=preferred_name,
        pronouns=pronouns,
        birth_on=birth_on,
        language=language,
        worker_id=context.current().member_id,
        sort_name=sort_name(legal_family, preferred_name or legal_given),
    )
    _begin_file(session, client)
    for kind, value in (("phone", phone), ("email", email)):
        if value:
            add_contact_point(session, client.id, kind=kind, value=value)
    audit.record(session, audit.Verb.CLIENT_ADDED, client.id, client_id=client.id)
    return client


def change_client(session: Session, client: Client, *, version: int, **values: object) -> None:
    """Changes identifying facts, unless somebody else did meanwhile (Conflict)."""
    hold(session, client)
    client.expect(version)
    birth_on = values.get("birth_on")
    check_birth(birth_on if isinstance(birth_on, date) else None)
    changed = [name for name, value in values.items() if getattr(client, name) != value]
    for name in changed:
        setattr(client, name, values[name])
    client.sort_name = sort_name(client.legal_family, client.preferred_name or client.legal_given)
    client.version += 1
    session.execute(delete(ClientToken).where(ClientToken.client_id == client.id))
    _remember_names(session, client)
    audit.record(session, audit.Verb.CLIENT_CHANGED, client.id, client_id=client.id, fields=changed)


def add_contact_point(session: Session, client_id: UUID, *, kind: str, value: str) -> ContactPoint:
    """Adds a way to reach the client; the value is sealed, and found again only by its keyed hash."""
    if kind == "phone" and len(digits(value)) < 7:
        raise Refused("Enter a phone number with its area code, for example 705 555-0142.", field="phone")
    point = ContactPoint(
        client_id=client_id,
        kind=kind,
        value=value,
        lookup=keyring(session).lookup(kind, contact_key(kind, value)),
    )
    session.add(point)
    return point


def check_birth(birth_on: date | None) -> None:
    """Refuses a birth date that cannot be one."""
    if birth_on is None:
        return
    today = clock.today(context.current().timezone)
    if birth_on > today:
        raise Refused("A date of birth cannot be in the future.", field="birth_on")
    if birth_on.year < today.year - 120:
        raise Refused("Check the year of birth: it is more than 120 years ago.", field="birth_on")


def _begin_file(session: Session, client: Client) -> None:
    # One after the other: the key refers to the client, and everything sealed refers to the key.
    session.add(client)
    session.flush()
    session.add(keyring(session).new_client(client.id))
    session.flush()
    _remember_names(session, client)


def _remember_names(session: Session, client: Client) -> None:
    words = tokens(client.legal_given, client.legal_family, client.preferred_name, client.file_number)
    session.add_all(ClientToken(client_id=client.id, token=word) for word in sorted(words))
