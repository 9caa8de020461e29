"""Every way to change what is known of a client."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from records.clients.contacts import new_point
from records.clients.models import Client, ClientToken, Counter, FormerName
from records.clients.queries import former_names, names_merged_into
from records.clients.rules import index_of
from records.history.actions import keep
from tenants import audit, clock, context
from tenants.bulk import insert_in_bulk
from tenants.database import hold, new_id
from tenants.errors import Refused
from tenants.permissions import Role
from tenants.sealing import keyring

FIRST_NUMBER = 1001
_UNSAID = {"legal_family": "", "preferred_name": "", "pronouns": "", "language": "en"}


def next_number(session: Session, name: str, *, many: int = 1) -> int:
    """The organisation's next number of a series, or the last of so `many`; its row stays locked until the transaction
    ends, so there are no gaps and no doubles."""
    me, first = context.current().organisation_id, FIRST_NUMBER + many - 1
    return session.execute(
        upsert(Counter)
        .values(organisation_id=me, id=new_id(), created_at=clock.now(), name=name, value=first)
        .on_conflict_do_update(
            index_elements=["organisation_id", "name"], set_={"value": Counter.value + many}
        )
        .returning(Counter.value)
    ).scalar_one()


def add_client(
    session: Session,
    *,
    legal_given: str = "",
    birth_on: date | None = None,
    phone: str = "",
    email: str = "",
    safe_for_messages: bool = False,
    made_up: bool = False,
    **facts: str,
) -> Client:
    """Opens a client's file, with a number and a key of its own. The one who adds becomes the worker,
    if that is their work."""
    check_birth(birth_on)
    client = Client(
        file_number=f"N-{next_number(session, 'client')}",
        legal_given=legal_given,
        birth_on=birth_on,
        worker_id=_who_works(),
        made_up=made_up,
        **_UNSAID | facts,
    )
    client.settle_names()
    _begin_file(session, client)
    ways = [(kind, value) for kind, value in (("phone", phone), ("email", email)) if value]
    for place, (kind, value) in enumerate(ways):
        how = {"preferred": place == 0, "safe_for_messages": safe_for_messages}
        session.add(new_point(session, client.id, kind=kind, value=value, field=kind, **how))
    audit.record(session, audit.Verb.CLIENT_ADDED, client.id, client_id=client.id)
    return client


def change_client(
    session: Session, client: Client, *, version: int, reason: str = "", **values: object
) -> None:
    """Changes identifying facts, unless somebody else did meanwhile (Conflict). What they said before is kept, with the
    reason."""
    hold(session, client)
    client.expect(version)
    birth_on = values.get("birth_on")
    check_birth(birth_on if isinstance(birth_on, date) else None)
    keep(session, client, reason=reason)
    changed = [name for name, value in values.items() if getattr(client, name) != value]
    for name in changed:
        setattr(client, name, values[name])
    client.settle_names()
    remember_names(session, client)
    audit.record(session, audit.Verb.CLIENT_CHANGED, client.id, client_id=client.id, fields=changed)


def add_former_name(session: Session, client: Client, *, given: str, family: str = "") -> FormerName:
    """Adds a name the client had before; from now on it finds them, too."""
    if not given and not family:
        raise Refused("Enter a name; one is enough.", field="given")
    former = FormerName(client_id=client.id, given=given, family=family)
    session.add(former)
    remember_names(session, client)
    audit.record(session, audit.Verb.FORMER_NAME_ADDED, former.id, client_id=client.id)
    return former


def end_former_name(session: Session, client: Client, former: FormerName) -> None:
    """Takes a former name out of sight: it is shown and finds the client no more."""
    former.end(clock.today(context.current().timezone))
    remember_names(session, client)
    audit.record(session, audit.Verb.FORMER_NAME_ENDED, former.id, client_id=client.id)


def remember_names(session: Session, client: Client) -> None:
    """Writes anew what the client is found by: names, file number, former names, and all of these of the files merged
    into this one. A merged file is found by none of its own."""
    session.flush()
    words = ClientToken.kind != "number"  # which only an import writes, and nobody changes
    session.execute(delete(ClientToken).where(ClientToken.client_id == client.id, words))
    if client.merged_into is None:
        former = [one.name for one in former_names(session, client.id)]
        index_clients(session, [client], [*former, *names_merged_into(session, client.id)])


def _who_works() -> UUID | None:
    """Whoever adds a client works with them, if that is their work; else somebody is to be found."""
    me = context.current()
    return me.member_id if Role.PRACTITIONER in me.roles else None


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
    index_clients(session, [client])


def index_clients(session: Session, clients: Iterable[Client], former: Collection[str] = ()) -> None:
    """Writes what clients who have no words yet are found by, in one statement past the mapper: an import makes a
    dozen rows for each of ten thousand people."""
    insert_in_bulk(
        session,
        ClientToken,
        [
            {"client_id": client.id, "kind": kind, "token": word, "alike": key}
            for client in clients
            for kind, word, key in sorted(index_of(client.names, former))
        ],
    )
