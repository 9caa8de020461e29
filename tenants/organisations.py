"""Agencies: how one comes to be, and what the product knows about it."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from tenants import audit, clock, context, gate, mail, passwords, throttle
from tenants.context import PLATFORM, acting_for
from tenants.database import Base, TenantOwned, new_id, transaction
from tenants.errors import Conflict, Refused
from tenants.permissions import Role
from tenants.provinces import PRESETS
from tenants.sealing import OrganisationKey, new_organisation_key
from tenants.throttle import Kind

SIGNUP_HOURS = 24

TIMEZONES = {code: preset.timezone for code, preset in PRESETS.items()}

# Whose act on privacy may apply, where it differs; elsewhere it is the federal one.
LAWS = {"AB": "alberta", "BC": "bc", "ON": "ontario", "QC": "quebec"}

# The first word of every address that belongs to no agency; a test compares it with the map of pages.
OUR_OWN = frozenset(
    {
        "account",
        "agencies",
        "answer",
        "calendar-feed",
        "d",
        "departed",
        "healthz",
        "join",
        "language",
        "lock",
        "mail",
        "pricing",
        "readyz",
        "reset",
        "sign-in",
        "sign-out",
        "sign-up",
        "stand-in",
        "static",
        "stripe",
        "status",
        "trust",
        "ui",
        "v",
        "welcome",
    }
)

# A one-person agency must be able to do the whole job.
OWNER_ROLES = [Role.ADMINISTRATOR, Role.PRIVACY_LEAD, Role.PRACTITIONER]


class Organisation(Base):
    """An agency, as its own members see it."""

    __tablename__ = "organisations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    province: Mapped[str]
    language: Mapped[str]
    timezone: Mapped[str]
    standing: Mapped[str]
    created_at: Mapped[datetime]
    trial_ends_on: Mapped[date | None]
    seats: Mapped[int | None]

    @property
    def law(self) -> str:
        """The profile of the acts on privacy that may apply to it."""
        return LAWS.get(self.province, "canada")


class Signup(TenantOwned, Base):
    """A wish to begin, until the link in the mail is followed; belongs to the platform."""

    __tablename__ = "signups"

    email: Mapped[str]
    agency_name: Mapped[str]
    province: Mapped[str]
    language: Mapped[str]
    token_hash: Mapped[bytes]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


def canonical_email(address: str) -> str:
    """The form in which addresses are kept and compared. Non-ASCII local parts are refused, because different letters
    that look alike would be folded into one person's address."""
    try:
        valid = validate_email(
            address, check_deliverability=False, allow_smtputf8=False, test_environment=True
        )
    except EmailNotValidError:
        raise Refused("Enter an e-mail address, for example name@example.org.", field="email") from None
    return f"{valid.local_part.lower()}@{valid.ascii_domain}"


def slug_of(name: str) -> str:
    """A short address made from an agency's name; never one where the product's own pages stand."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "agency"
    return f"{short}-agency" if short in OUR_OWN else short


def prepare_platform() -> None:
    """Gives the platform its key, once; part of bringing a database to the head."""
    with acting_for(gate.platform()), transaction() as session:
        if session.execute(select(OrganisationKey.id)).first() is None:
            session.add(OrganisationKey(wrapped=new_organisation_key(PLATFORM)))


def request_signup(*, email: str, agency_name: str, province: str, language: str) -> None:
    """Sends the link that makes the agency. The answer is the same whether or not the address is known."""
    address = canonical_email(email)
    token = gate.new_token()
    with acting_for(gate.platform()), transaction() as session:
        session.add(
            Signup(
                email=address,
                agency_name=agency_name,
                province=province,
                language=language,
                token_hash=gate.hash_of(token),
                expires_at=clock.now() + timedelta(hours=SIGNUP_HOURS),
            )
        )
        mail.send(session, "signup", to=address, language=language, token=token, agency=agency_name)


def accept_signup(token: str, *, name: str, password: str, language: str = "") -> tuple[str, UUID]:
    """Makes the agency, in another language than it was asked for if one is given, and its owner; returns its slug and
    the owner's identity. A person who already has a sign-in must give its password. Raises Conflict when the link was
    used or is over."""
    wanted = gate.find_signup(token)
    if wanted is None:
        raise Conflict("This link was used already or is more than a day old. Ask for a new one.")
    identity = identity_with(password, email=wanted["email"], name=name, language=wanted["language"])
    organisation, member = new_id(), new_id()
    slug = gate.accept_signup(
        token,
        organisation=organisation,
        slug=slug_of(wanted["agency_name"]),
        timezone=TIMEZONES[wanted["province"]],
        key=new_id(),
        wrapped=new_organisation_key(organisation),
        member=member,
        identity=identity,
        name=name,
        roles=[str(role) for role in OWNER_ROLES],
    )
    if slug is None:
        raise Conflict("This link was used already or is more than a day old. Ask for a new one.")
    with acting_for(gate.tenancy_for(organisation, member)), transaction() as session:
        if language:
            mine = update(Organisation).where(Organisation.id == organisation)
            session.execute(mine.values(language=language))
        audit.record(session, audit.Verb.ORGANISATION_CREATED, organisation)
    return slug, identity


def identity_with(password: str, *, email: str, name: str, language: str) -> UUID:
    """The identity of an address that has proved itself by a link: a new one with this password, or the one there is
    when this is its password."""
    known = gate.find_login(email)
    if known is not None:
        throttle.expect((Kind.ACCOUNT, email))
        is_right = passwords.matches(password, known[1])
        throttle.note(Kind.ACCOUNT, email, well=is_right)
        if not is_right:
            raise Refused(
                "You already sign in with this address. Enter the password you use.", field="password"
            )
        return known[0]
    new_hash = passwords.hashed(password, about=(name, email.partition("@")[0]))
    return gate.ensure_identity(new_id(), email=email, name=name, language=language, password_hash=new_hash)


def organisation(session: Session) -> Organisation:
    """The organisation of the tenancy in force."""
    return session.execute(
        select(Organisation).where(Organisation.id == context.current().organisation_id)
    ).scalar_one()
