"""The two-agency world: every test with a database begins with two agencies, so that isolation is the weather."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg
from sqlalchemy import select

from records.notes.actions import add_addendum, save_draft
from records.notes.queries import steps_of_case
from tenants import gate
from tenants.context import Tenancy, acting_for
from tenants.database import TenantSession, transaction
from tenants.mail import Mail
from tenants.members import accept_invitation, invite
from tenants.organisations import accept_signup, request_signup
from tenants.permissions import Role
from tenants.settings import settings
from tests import factories

PASSWORD = "correct horse battery staple"  # noqa: S105 - everybody's, in a world that lives for one test

# Who is invited after the owner signed up, and with which roles. A reporter's role opens nothing.
INVITED = {
    "practitioner": [Role.PRACTITIONER],
    "supervisor": [Role.SUPERVISOR],
    "reporter": [Role.REPORTER],
}


@dataclass
class Agency:
    """One agency of the world. `ids` holds one id of everything it has, by the name that addresses give it;
    `name` and `secret` are words that no page of the other agency, and no clear column for the secret, may show."""

    slug: str
    organisation_id: UUID
    name: str
    secret: str
    members: dict[str, UUID] = field(default_factory=dict)
    identities: dict[str, UUID] = field(default_factory=dict)
    ids: dict[str, UUID] = field(default_factory=dict)

    def tenancy(self, role: str = "owner") -> Tenancy:
        """A fresh tenancy of the owner, practitioner, supervisor or reporter, for `acting_for`."""
        return gate.tenancy_for(self.organisation_id, self.members[role])

    @contextmanager
    def acting(self, role: str = "owner", *, read_only: bool = False) -> Iterator[TenantSession]:
        """One transaction as somebody of this agency."""
        with acting_for(self.tenancy(role)), transaction(read_only=read_only) as session:
            yield session

    def session_token(self, role: str = "owner") -> str:
        """Signs somebody in; what their cookie would hold."""
        return gate.open_session(self.identities[role])


@dataclass
class World:
    """Both agencies; `first` is the one that acts, `second` the one that must stay unseen."""

    first: Agency
    second: Agency

    @property
    def both(self) -> tuple[Agency, Agency]:
        """In order."""
        return self.first, self.second


def build() -> World:
    """Makes the world through the product's own actions and commits it."""
    first = an_agency("Amik Career Centre", "ON", "en", name="Ozymandra", secret="heliotrope")
    return World(first, an_agency("Carrefour Boréal", "QC", "fr", name="Quillebard", secret="verdigris"))


def an_agency(agency_name: str, province: str, language: str, *, name: str, secret: str) -> Agency:
    """One agency, from the sign-up link to a closed case."""
    domain = f"{secret}.example.org"
    request_signup(email=f"owner@{domain}", agency_name=agency_name, province=province, language=language)
    with acting_for(gate.platform()):
        slug, identity = accept_signup(_token_for(f"owner@{domain}"), name="Olive Owner", password=PASSWORD)
    here = next(row for row in gate.agencies_of(identity) if row["slug"] == slug)
    agency = Agency(slug, here["organisation_id"], name, secret)
    agency.members["owner"], agency.identities["owner"] = here["member_id"], identity
    for role, roles in INVITED.items():
        _join(agency, role, roles, f"{role}@{domain}")
    with agency.acting() as session:
        waiting = invite(
            session, email=f"late@{domain}", name="Late Comer", roles=[Role.FRONT_DESK], language="en"
        )
        agency.ids |= {"invitation_id": waiting.id, "member_id": agency.members["practitioner"]}
    with agency.acting("practitioner") as session:
        _casework(session, agency)
    return agency


def _token_for(address: str) -> str:
    """The token in the newest mail to an address, read as only the agency's own keys can read it."""
    with transaction(read_only=True) as session:
        mails = select(Mail).where(Mail.to_address == address).order_by(Mail.id.desc()).limit(1)
        return str(session.execute(mails).scalar_one().params["token"])


def _join(agency: Agency, role: str, roles: list[Role], address: str) -> None:
    with acting_for(agency.tenancy()):
        with transaction() as session:
            invite(session, email=address, name=f"{role} of {agency.secret}", roles=roles, language="en")
        token = _token_for(address)
    _slug, identity = accept_invitation(token, name=f"{role.title()} of {agency.secret}", password=PASSWORD)
    here = next(row for row in gate.agencies_of(identity) if row["slug"] == agency.slug)
    agency.members[role], agency.identities[role] = here["member_id"], identity


def _casework(session: TenantSession, agency: Agency) -> None:
    client = factories.a_client(
        session,
        legal_given=agency.name,
        legal_family="Trémblay",
        phone="705 555-0142",
        email=f"{agency.secret}@example.com",
    )
    consent = factories.a_consent(session, client, given_how="verbal", witness=f"{agency.secret} witness")
    case = factories.a_case(session, client, goal=f"{agency.secret} goal")
    signed = factories.a_note(
        session, case, reason=f"{agency.secret} reason", details=f"{agency.secret} details"
    )
    addendum = add_addendum(session, signed, reason="add_information", words=f"{agency.secret} addendum")
    draft = factories.a_draft(session, case)
    save_draft(session, draft, values={"details": f"{agency.secret} draft"}, version=draft.version)
    document = factories.a_filed_document(session, case, pdf=f"%PDF-1.7 {agency.secret}".encode())
    closed = factories.a_closed_case(session, client)
    session.flush()
    agency.ids |= {
        "client_id": client.id,
        "consent_id": consent.id,
        "case_id": case.id,
        "closed_case_id": closed.id,
        "note_id": signed.id,
        "addendum_id": addendum.id,
        "draft_id": draft.id,
        "step_id": steps_of_case(session, case.id)[0].id,
        "document_id": document.id,
        "file_id": _some(document.file_id),
        "job_id": document.job_id,
    }


def _some(value: UUID | None) -> UUID:
    assert value is not None
    return value


class Kept:
    """The world made once by each worker of the run and then put back before every test that asks for it: making it
    takes most of a second, putting it back some hundredths of one."""

    def __init__(self, superuser: psycopg.Connection) -> None:
        self._superuser = superuser
        self._world = build()
        self._files = {path: path.read_bytes() for path in _stored_files()}
        superuser.execute("DROP SCHEMA IF EXISTS as_made CASCADE")
        superuser.execute("CREATE SCHEMA as_made")
        tables = superuser.execute("SELECT name FROM as_migrated.tables").fetchall()
        self._copies: dict[str, str] = {}
        for number, (table,) in enumerate(tables):
            if superuser.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():
                self._copies[table] = f"as_made.t{number}"
                superuser.execute(f"CREATE TABLE as_made.t{number} AS TABLE {table}")

    def put_back(self) -> World:
        """Every row and every stored file as it was made."""
        put = [
            f"INSERT INTO {table} SELECT * FROM {copy} ON CONFLICT DO NOTHING"
            for table, copy in self._copies.items()
        ]
        self._superuser.execute(
            "; ".join(["BEGIN", "SET LOCAL session_replication_role = replica", *put, "COMMIT"])
        )
        for path, data in self._files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return deepcopy(self._world)


def _stored_files() -> list[Path]:
    return [path for path in (settings().var / "files").rglob("*") if path.is_file()]
